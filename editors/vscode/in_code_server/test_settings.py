"""Settings that change while the editor runs, and what another extension chooses."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from zipfile import ZipFile

from workbench import Workbench, interpreter, serving, wait_for

from tests.browser.chromium import Browser
from tests.editors.real import project

OUTPUT = ".part.panel .view-line"
AGAIN = 10.0
"""Seconds after which a setting is written once more."""


def test_the_server_is_switched_on_and_off(workbench: Workbench, folder: Path) -> None:
    project(folder)
    settings = folder / ".vscode" / "settings.json"
    settings.parent.mkdir()

    def switch(*, on: bool) -> None:
        settings.write_text(json.dumps({"spakky-lint.enable": on}))

    def until(shown: str, *, on: bool) -> None:
        """An editor begins to watch its folder some time after it shows it."""
        written = 0.0

        def is_shown() -> bool:
            nonlocal written
            if time.monotonic() > written + AGAIN:
                switch(on=on)
                written = time.monotonic()
            return workbench.problems() == shown

        wait_for(shown, is_shown)

    switch(on=False)
    workbench.open(folder, "reports.py")
    workbench.run("Spakky Lint: Restart the server")
    workbench.run("Spakky Lint: Show the logs")
    wait_for("logs", lambda: workbench.browser.count(".part.panel"))
    assert workbench.problems() == "No Problems"
    assert not any("server" in line for line in workbench.browser.texts(OUTPUT))
    until("Errors: 1", on=True)
    until("No Problems", on=False)
    workbench.picture("switched-off")
    until("Errors: 1", on=True)
    workbench.picture("switched-on-again")
    assert workbench.messages() == []


def test_what_editor_and_server_tell_each_other_is_logged(
    browser: Browser, tmp_path: Path, folder: Path
) -> None:
    project(folder)
    traced = {**interpreter(), "spakky-lint.trace.server": "messages"}
    with serving(tmp_path / "home", traced) as address:
        workbench = Workbench(browser, address)
        workbench.open(folder, "reports.py")
        wait_for("finding", lambda: workbench.problems() == "Errors: 1")
        workbench.run("Spakky Lint: Show the logs")

        def shown() -> str:
            return "\n".join(browser.texts(OUTPUT)).replace("\xa0", " ")

        # The view shows the last lines only.
        wait_for("messages", lambda: "textDocument/" in shown())
        assert "[Trace - " in shown()
        workbench.picture("traced")


STAND_IN = """
const vscode = require("vscode");
let chosen = "/nowhere/python";
const changed = new vscode.EventEmitter();
exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("python.choose", () => {
      chosen = PYTHON;
      changed.fire({ path: chosen });
    }),
  );
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ id: chosen, path: chosen }),
      resolveEnvironment: async ({ path }) => ({ executable: { uri: vscode.Uri.file(path) } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
"""
"""What the Python extension has of its interface for others, as far as it is asked here: it is in
no registry of packages that this can be installed from.
"""


def stand_in(place: Path) -> Path:
    manifest = {
        "name": "python",
        "publisher": "ms-python",
        "version": "2024.1.0",
        "engines": {"vscode": "^1.90.0"},
        "main": "./main.js",
        "activationEvents": [],
        "contributes": {
            "commands": [{"command": "python.choose", "title": "Choose the environment"}]
        },
    }
    file = place / "python.vsix"
    with ZipFile(file, "w") as package:
        package.writestr("extension/package.json", json.dumps(manifest))
        package.writestr(
            "extension/main.js", STAND_IN.replace("PYTHON", json.dumps(sys.executable))
        )
        package.writestr(
            "extension.vsixmanifest",
            '<PackageManifest Version="2.0.0" '
            'xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata>'
            '<Identity Language="en-US" Id="python" Version="2024.1.0" Publisher="ms-python"/>'
            "<DisplayName>Python</DisplayName><Description>Chooses an environment</Description>"
            '</Metadata><Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/>'
            '</Installation><Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" '
            'Path="extension/package.json"/></Assets></PackageManifest>',
        )
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="json" ContentType="application/json"/>'
            '<Default Extension="js" ContentType="application/javascript"/>'
            '<Default Extension="vsixmanifest" ContentType="text/xml"/></Types>',
        )
    return file


def test_the_environment_is_that_of_the_python_extension(
    browser: Browser, tmp_path: Path, folder: Path
) -> None:
    project(folder)
    with serving(tmp_path / "home", {}, [stand_in(tmp_path)]) as address:
        workbench = Workbench(browser, address)
        workbench.open(folder, "reports.py")
        (message,) = wait_for("message", workbench.messages)
        assert message.startswith("spakky-lint cannot be started (/nowhere/python).")
        workbench.run("Choose the environment")
        wait_for("finding", lambda: workbench.problems() == "Errors: 1")
        workbench.picture("python-extension")
