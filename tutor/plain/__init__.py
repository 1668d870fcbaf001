"""The line-by-line front end: no cursor control, for screen readers, logs and scripts."""
