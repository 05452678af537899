"""Where spakky-lint is missing, or the folder is not trusted."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench import Workbench, serving, wait_for

from tests.browser.chromium import Browser
from tests.editors.real import project

UNTRUSTED = {
    "security.workspace.trust.enabled": True,
    "security.workspace.trust.startupPrompt": "never",
}
INSTALL = "pip install 'spakky-lint[lsp]'"


def test_one_message_says_what_to_install(browser: Browser, tmp_path: Path, folder: Path) -> None:
    project(folder)
    with serving(tmp_path / "home", {"spakky-lint.interpreter": "/nowhere/python"}) as address:
        workbench = Workbench(browser, address)
        workbench.open(folder, "reports.py")
        (message,) = wait_for("message", workbench.messages)
        assert message == f"spakky-lint cannot be started (/nowhere/python). Install it: {INSTALL}."
        assert workbench.buttons() == ["Copy the command"]
        workbench.picture("missing")


def test_a_server_without_its_extra_says_what_to_install(
    browser: Browser, tmp_path: Path, folder: Path
) -> None:
    project(folder)
    bare = tmp_path / "spakky-lint"
    bare.write_text(
        f"#!{sys.executable}\nimport sys\nsys.modules['pygls'] = None\n"
        "from spakky_lint.cli import main\nsys.exit(main())\n"
    )
    bare.chmod(0o755)
    with serving(tmp_path / "home", {"spakky-lint.path": str(bare)}) as address:
        workbench = Workbench(browser, address)
        workbench.open(folder, "reports.py")
        (message,) = wait_for("message", workbench.messages)
        assert message == f"spakky-lint cannot be started ({bare}). Install it: {INSTALL}."
        workbench.picture("without-extra")


def test_nothing_of_a_folder_is_started_until_it_is_trusted(
    browser: Browser, tmp_path: Path, folder: Path
) -> None:
    project(folder)
    proof = tmp_path / "started"
    own = folder / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.write_text(f'#!/bin/sh\ntouch {proof}\nexec {sys.executable} "$@"\n')
    own.chmod(0o755)
    named = folder / ".vscode" / "settings.json"
    named.parent.mkdir()
    named.write_text(f'{{"spakky-lint.interpreter": "{own}"}}')
    with serving(tmp_path / "home", UNTRUSTED) as address:
        workbench = Workbench(browser, address)
        workbench.open(folder, "reports.py")
        (message,) = wait_for("message", workbench.messages)
        assert "spakky-lint on PATH" in message
        assert "Nothing that lies in this folder is started until you trust it." in message
        assert "Trust the folder" in workbench.buttons()
        workbench.picture("untrusted")
        assert not proof.exists()

        workbench.click_on(".notifications-toasts .monaco-button", "Trust the folder")
        workbench.click_on(".workspace-trust-editor .monaco-button", "Trust")
        wait_for("finding", lambda: workbench.problems() == "Errors: 1")
        assert proof.exists()
        workbench.picture("trusted")
