"""Third-party cases of grading: how the rows of each source are put to this program's own grader."""
