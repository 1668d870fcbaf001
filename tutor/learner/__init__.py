"""What a learner knows: evidence in, estimate out. Pure; time and randomness are arguments."""
