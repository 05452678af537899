"""A real Emacs with the configurations of its page: find, fix, and see it gone."""

from __future__ import annotations

from pathlib import Path

import pytest

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

CLIENTS = ("eglot", "lsp-mode")
"""In the order of the page."""
MESSAGE = (
    "task is called, but it lacks the method it decorates, and importing the module fails: "
    "write @task"
)

NATIVE = (
    *("native-comp-deferred-compilation", "native-comp-jit-compilation"),
    *("comp-enable-subr-trampolines", "native-comp-enable-subr-trampolines"),
)
AS_IT_IS = f"(setq {' '.join(f'{each} nil' for each in NATIVE)})"
"""In a new home, Emacs would compile all that it loads to machine code, beside what it is for."""


@pytest.mark.parametrize("client", CLIENTS)
def test_a_finding_is_shown_and_its_fix_is_made(tmp_path: Path, client: str) -> None:
    emacs = program("emacs")
    if not any(Path("/usr/share/emacs/site-lisp/elpa").glob(f"{client}-*")):
        lacking(client)
    file = project(tmp_path)
    report = tmp_path / "report"
    settings = tmp_path / ".emacs.d"
    settings.mkdir()
    (settings / "early-init.el").write_text(AS_IT_IS)
    (settings / "init.el").write_text(snippets("emacs.md", "elisp")[CLIENTS.index(client)])
    session = SESSIONS / f"{client.replace('-', '_')}_session.el"
    shown = in_terminal(
        [emacs, "-nw", "-l", str(session), str(file)],
        tmp_path,
        environment(tmp_path, FILE=str(file), REPORT=str(report)),
    )
    told = said(report, shown)
    (found,) = told.pop("found")
    assert found.startswith("6:")
    assert found.endswith(MESSAGE if client == "eglot" else "SPK202")
    # Emacs leaves empty lines out of what the session splits.
    lines = [line for line in RIGHT.splitlines() if line]
    assert told == {"fix": "SPK202: write @task", "left": [], "text": lines}
