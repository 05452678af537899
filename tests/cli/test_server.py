"""``spakky-lint server`` without its library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment

WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None  # an import of it fails
from spakky_lint.cli import main
sys.exit(main(["server"]))
"""


@pytest.mark.parametrize("library", ["pygls", "lsprotocol"])
def test_it_says_what_to_install(tmp_path: Path, library: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, library],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "spakky-lint: the language server needs pygls: pip install 'spakky-lint[lsp]'\n"
    )
