"""Family 1: the classes that hold tasks."""
