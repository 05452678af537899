"""One text to its findings, its fixes, and what its comments silence."""
