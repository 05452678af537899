"""The views of a preview."""
