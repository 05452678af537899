"""``python -m spakky_lint``: the command line."""

import sys

from spakky_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
