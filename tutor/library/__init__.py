"""The library: seed documents read, cut into passages, searched and cited. Nothing heavy is imported before it's needed."""
