"""The headless API: the same sessions over HTTP, for front ends that others build."""
