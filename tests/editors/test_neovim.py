"""A real Neovim with the configuration that the documentation gives: find, fix, and see it gone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SNIPPET = ROOT / "docs" / "editors" / "neovim.lua"
SESSION = Path(__file__).with_name("neovim_session.lua")

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task()
    def weekly(self) -> None: ...
"""


def neovim() -> str:
    found = shutil.which("nvim")
    if found is None:
        if os.environ.get("SPAKKY_LINT_REQUIRE_EDITORS"):
            pytest.fail("Neovim is not installed: see .ci/editors")
        pytest.skip("Neovim is not installed: see .ci/editors")
    return found


def test_a_finding_is_shown_and_its_fix_is_made(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\n")
    file = tmp_path / "reports.py"
    file.write_text(WRONG)
    scripts = str(Path(sys.executable).parent)
    done = subprocess.run(
        [neovim(), "--headless", "-u", str(SNIPPET), "-S", str(SESSION)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": os.pathsep.join([scripts, os.environ["PATH"]]),
            "HOME": str(tmp_path),
            "FILE": str(file),
            "LINE": "5",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert {word: json.loads(value) for word, value in said.items()} == {
        "found": ["SPK202:5"],
        "fix": "SPK202: write @task",
        "left": [],
        "text": WRONG.replace("@task()", "@task").splitlines(),
        "hover": "**undeclared**\n\n- direct: **OPEN**\n- queue: **OPEN**",
    }, done.stderr
