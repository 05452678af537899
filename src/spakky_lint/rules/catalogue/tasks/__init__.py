"""Family 2: on-demand tasks."""
