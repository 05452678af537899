"""Family 8: the application around the tasks."""
