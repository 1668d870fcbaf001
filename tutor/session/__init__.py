"""Sessions: state, pure decide and apply, journal, view, summary; the desk that drives them for every front end."""
