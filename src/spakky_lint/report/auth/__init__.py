"""Who may run what, for people and for programs."""
