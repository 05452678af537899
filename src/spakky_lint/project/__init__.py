"""Many files: which are checked, how the project configures it, what each of them gives."""
