"""The model MiniLM on disk: fetched, converted, checked. Nothing here computes with it."""
