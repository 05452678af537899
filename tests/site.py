"""The documentation site, built as `make docs` builds it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build_site(folder: Path) -> None:
    """Build it into the folder, and fail at the first warning."""
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir"]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [*build, str(folder)], cwd=ROOT, env=quiet, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
