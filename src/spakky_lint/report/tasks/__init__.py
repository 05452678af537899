"""The inventory of tasks, and what of a change breaks messages or callers."""
