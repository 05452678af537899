"""A real Vim with the configurations of the pages: by ALE, and by the output of the program."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.editors.real import (
    RIGHT,
    SESSIONS,
    environment,
    in_terminal,
    lacking,
    program,
    project,
    said,
    snippets,
)

MESSAGE = (
    "task is called, but it lacks the method it decorates, and importing the module fails: "
    "write @task"
)


def test_ale_shows_a_finding_until_it_is_mended(tmp_path: Path) -> None:
    vim = program("vim")
    if not Path("/usr/share/vim-ale").exists():
        lacking("ALE")
    file = project(tmp_path)
    configuration, report = tmp_path / "vimrc", tmp_path / "report"
    (snippet,) = snippets("vim.md", "vim")
    configuration.write_text(snippet)
    shown = in_terminal(
        [vim, "-N", "-u", str(configuration), "-S", str(SESSIONS / "vim_session.vim")],
        tmp_path,
        environment(tmp_path, FILE=str(file), REPORT=str(report)),
    )
    assert said(report, shown) == {
        "found": [f"6:5:E:SPK202: {MESSAGE}"],
        "left": [],
        "text": RIGHT.splitlines(),
    }


def test_the_errorformat_reads_what_the_program_writes(tmp_path: Path) -> None:
    vim = program("vim")
    project(tmp_path)
    report = tmp_path / "report"
    (snippet,) = snippets("pipes.md", "vim")
    configuration = tmp_path / "vimrc"
    configuration.write_text(snippet)
    item = 'v:val.lnum . ":" . v:val.col . ":" . v:val.type . ":" . v:val.text'
    write = f"writefile(['found ' . json_encode(map(getqflist(), '{item}'))], $REPORT)"
    subprocess.run(
        [
            *(vim, "-N", "-u", str(configuration), "-i", "NONE", "-es"),
            *("-c", "silent make!", "-c", f"call {write}", "-c", "qall!", "reports.py"),
        ],
        cwd=tmp_path,
        env=environment(tmp_path, REPORT=str(report)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    assert said(report, "") == {"found": [f"6:5:E:SPK202 {MESSAGE}"]}
