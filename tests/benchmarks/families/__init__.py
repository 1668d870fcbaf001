"""Families of simulated learners whose model the tutor doesn't share: what each truly knows, how it answers, how it learns."""
