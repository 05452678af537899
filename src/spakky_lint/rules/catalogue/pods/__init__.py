"""Family 7: handlers as pods."""
