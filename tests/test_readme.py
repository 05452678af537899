"""The README shows real output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_output_in_the_readme_is_what_the_commands_print() -> None:
    check = [sys.executable, str(ROOT / ".ci" / "readme"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
