"""The extension for Visual Studio Code says what the server and the package say."""

from __future__ import annotations

import json
from pathlib import Path

from spakky_lint import __version__
from spakky_lint.lsp.options import DEFAULT, NAMES, read_options

EXTENSION = Path(__file__).parents[2] / "editors" / "vscode"
MANIFEST = json.loads((EXTENSION / "package.json").read_text())
PROPERTIES = MANIFEST["contributes"]["configuration"]["properties"]


def test_it_has_the_version_of_the_package() -> None:
    assert MANIFEST["version"] == __version__


def test_every_setting_of_the_server_is_there_with_its_default() -> None:
    for name, field in NAMES.items():
        setting = PROPERTIES[f"spakky-lint.{name}"]
        assert setting["type"] == "boolean"
        assert setting["default"] is getattr(DEFAULT, field)
    defaults = {
        name.removeprefix("spakky-lint."): one["default"] for name, one in PROPERTIES.items()
    }
    assert read_options(defaults) == (DEFAULT, ())


def test_a_folder_that_is_not_trusted_names_no_program() -> None:
    restricted = MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert restricted == ["spakky-lint.interpreter", "spakky-lint.path"]
    # And a folder's settings cannot name one for the whole machine.
    assert {PROPERTIES[name]["scope"] for name in restricted} == {"machine-overridable"}
