"""Scripts that make the frozen tables of the program from their sources."""
