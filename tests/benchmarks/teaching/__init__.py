"""Ways of teaching the same learners with the same questions, and how many questions each takes."""
