"""A real Neovim with the configuration of its page: find, fix, and see it gone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.editors.real import (
    PATIENCE,
    RIGHT,
    SESSIONS,
    environment,
    program,
    project,
    snippets,
)


def test_a_finding_is_shown_and_its_fix_is_made(tmp_path: Path) -> None:
    neovim = program("nvim")
    file = project(tmp_path)
    (snippet,) = snippets("neovim.md", "lua")
    configuration = tmp_path / "init.lua"
    configuration.write_text(snippet)
    session = SESSIONS / "neovim_session.lua"
    done = subprocess.run(
        [neovim, "--headless", "-u", str(configuration), "-S", str(session)],
        cwd=tmp_path,
        env=environment(tmp_path, FILE=str(file), LINE="5"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert {word: json.loads(value) for word, value in said.items()} == {
        "found": ["SPK202:5"],
        "fix": "SPK202: write @task",
        "left": [],
        "text": RIGHT.splitlines(),
        "hover": "**undeclared**\n\n- direct: **OPEN**\n- queue: **OPEN**",
    }, done.stderr
