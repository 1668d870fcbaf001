"""Simulated learners through real sessions: what a curriculum and the policy do to people who aren't there yet."""
