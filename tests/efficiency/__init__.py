"""The efficiency benchmark's learners and ways of teaching."""
