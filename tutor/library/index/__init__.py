"""How the vector index is kept: in Chroma, in a directory that is checked before it's trusted, or in a server."""
