"""The linter, the command line, flake8 and the language server say the same of every fixture.

Here of those that stand alone; `test_ways_agree_on_programs` is about the others.
"""

from __future__ import annotations

import ast
import asyncio
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from tests.lsp.editor import Editor, make_editor
from tests.rules.fixture_files import FIXTURES, Fixture, named, texts

pytestmark = pytest.mark.long

ROOT = FIXTURES.parents[1]
ALL = named(texts())
OPT_IN = tuple(code for code, rule in RULES.items() if not rule.default)
REPORT = re.compile(
    r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]+\d+) (?P<text>.*)$"
)

Said = tuple[int, int, str, str]
"""Line and column from 1, code, message."""


def linter_says(fixture: Fixture, selection: Selection) -> list[Said]:
    return [
        (found.range.start.line, found.range.start.column, found.code, found.message)
        for found in lint_text(fixture.text, selection, settings=fixture.settings)
    ]


def printed(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def printed_by_check(*options: str) -> list[str]:
    """What the command line prints: once of all fixtures, and of each folder with own settings."""
    folders = [path for path in sorted(FIXTURES.iterdir()) if path.is_dir()]
    own = [path for path in folders if (path / "pyproject.toml").exists()]
    plain = [path for path in folders if path not in own]
    check = ("spakky_lint", "check", *options)
    return [
        printed(*check, "--isolated", *_files(*plain)),
        *(printed(*check, "--config", str(path / "pyproject.toml"), *_files(path)) for path in own),
    ]


def _files(*folders: Path) -> list[str]:
    return [str(path) for folder in folders for path in sorted(folder.glob("*.py"))]


def concise(*outputs: str) -> dict[str, list[Said]]:
    """What the output of a command that prints a line a finding says of each file."""
    said = defaultdict(list)
    for line in "".join(outputs).splitlines():
        match = REPORT.match(line)
        if match is not None:
            place = (int(match["line"]), int(match["column"]))
            said[_name(match["path"])].append((*place, match["code"], match["text"]))
    return {name: sorted(found) for name, found in said.items()}


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _name(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def test_the_command_line_says_what_the_linter_says() -> None:
    """Of every rule; what is on without being asked for, the JSON report tells."""
    selection = Selection(extend_select=OPT_IN)
    options = f"--extend-select={','.join(OPT_IN)}"
    said = concise(*printed_by_check("--format=concise", options))
    for name, fixture in ALL.items():
        assert said.pop(name, []) == sorted(linter_says(fixture, selection)), name
    assert not said


def test_the_json_report_says_what_the_linter_says() -> None:
    said = defaultdict(list)
    for output in printed_by_check("--format=json"):
        for found in json.loads(output)["findings"]:
            start = found["range"]["start"]
            where = (start["line"], start["column"])
            said[_name(found["path"])].append((*where, found["code"], found["message"]))
    for name, fixture in ALL.items():
        assert said.pop(name, []) == linter_says(fixture, Selection()), name
    assert not said


@pytest.mark.parametrize("extra", [(), OPT_IN], ids=["default", "opt-in"])
def test_flake8_says_what_the_linter_says(extra: tuple[str, ...]) -> None:
    selection = Selection(extend_select=extra)
    options = [f"--extend-select={','.join(extra)}"] if extra else []
    files = [str(fixture.path) for fixture in ALL.values()]
    said = concise(printed("flake8", "--isolated", "--select=SPK,E9", *options, *files))
    for name, fixture in ALL.items():
        expected = sorted(linter_says(fixture, selection))
        if not _is_python(fixture.text):
            # flake8 asks no plugin about a file that this Python refuses: it says so itself.
            assert [code for _, _, code, _ in said.pop(name)] == ["E999"]
        else:
            assert said.pop(name, []) == expected, name
    assert not said


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    capabilities = client_capabilities("visual-studio-code")
    await lsp_client.initialize_session(types.InitializeParams(capabilities))
    yield
    await lsp_client.shutdown_session()


editor = pytest_lsp.fixture(
    session,
    scope="module",
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "spakky_lint", "server"],
        client_factory=make_editor,
    ),
)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_language_server_says_what_the_linter_says(editor: Editor) -> None:
    uris = {name: fixture.path.as_uri() for name, fixture in ALL.items()}
    for name, fixture in ALL.items():
        editor.open(uris[name], fixture.text)
    shown = await asyncio.gather(*(editor.shown(uri) for uri in uris.values()))
    for (name, fixture), diagnostics in zip(ALL.items(), shown, strict=True):
        # No fixture has a character that UTF-16 counts twice in front of a finding.
        said = [
            (d.range.start.line + 1, d.range.start.character + 1, str(d.code), d.message)
            for d in diagnostics
        ]
        assert sorted(said) == sorted(linter_says(fixture, Selection())), name
