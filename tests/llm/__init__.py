"""Language models: a real wire with scripted faults, and what is made of it."""
