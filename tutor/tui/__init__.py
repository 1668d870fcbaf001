"""The study program in the terminal."""
