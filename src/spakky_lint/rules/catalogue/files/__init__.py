"""Family 0: the file itself."""
