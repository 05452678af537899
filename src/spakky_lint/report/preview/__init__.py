"""The views of a preview, one module each."""
