"""flake8, with the plugin or as if it were not installed: SPAKKY_LINT_PLUGIN=0 takes it away.

flake8 loads whatever an installed distribution registers, and has no option that leaves one out.
An environment of its own, which has everything but the plugin, would have other files in other
places of the disk; so both runs go through this file, and the one only does not see the
distribution. The rest is the same to the last import. The file is imported anew by the processes
that flake8 starts where they are not forked, so that they see no more than the first.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Iterator
from typing import Any

from flake8.main.cli import main

_every = importlib.metadata.distributions


def _others(**context: Any) -> Iterator[importlib.metadata.Distribution]:
    return (found for found in _every(**context) if found.name != "spakky-lint")


if os.environ.get("SPAKKY_LINT_PLUGIN") == "0":
    importlib.metadata.distributions = _others

if __name__ == "__main__":
    sys.exit(main())
