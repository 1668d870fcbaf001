"""Models of what learners will get right, each to be fitted on some learners and then to follow others answer by answer."""
