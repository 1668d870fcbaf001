"""The authors' bench: what a curriculum holds and how its parts hang together, as data; what a new one begins with."""
