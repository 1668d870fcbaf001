"""One command for each thing a user does, and the wiring that opens what they need."""
