"""What the command line's exit codes mean."""

CLEAN = 0
FINDINGS = 1
TROUBLE = 2
"""Bad arguments or configuration, or a path that cannot be read or written."""
INTERRUPTED = 130
"""As every shell reports a command that Ctrl-C ended."""
