"""Family 6: direct execution and results."""
