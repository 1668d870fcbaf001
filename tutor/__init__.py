"""A Socratic tutor that never tells what it can ask."""

__version__ = "0.1.0"
