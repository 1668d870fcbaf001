"""Where sessions are kept: the journal in SQLite, learners, pinned curricula, drafts; and the same in memory."""
