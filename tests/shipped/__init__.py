"""What the shipped curricula promise."""
