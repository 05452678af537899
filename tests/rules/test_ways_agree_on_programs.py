"""The linter, the command line, flake8 and the language server say the same of every program."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from spakky_lint.cli import main
from spakky_lint.linting.linter import lint_text
from spakky_lint.project.configuration import find_configuration
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from tests.flake8_plugin.flake8_process import FORMAT
from tests.lsp.editor import Editor, make_editor
from tests.rules.fixture_files import FIXTURES, Fixture, by_unit, fixtures, programs

pytestmark = pytest.mark.long

ROOT = FIXTURES.parents[1]
FILES = [fixture for fixture in fixtures() if fixture.program is not None]
OPT_IN = ",".join(code for code, rule in RULES.items() if not rule.default)
EVERY = Selection(extend_select=tuple(OPT_IN.split(",")))

Said = list[tuple[int, int, str, str]]
"""Line and column from 1, code, message; all of one file."""


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs alone: in the repository they would be a part of its program."""
    top = tmp_path_factory.mktemp("programs")
    for code, folder in programs():
        settings = find_configuration(FIXTURES / code)
        assert settings is not None
        copy = shutil.copytree(folder, top / code / folder.name)
        shutil.copy(settings, copy / settings.name)
    return top


def test_the_command_line_says_what_the_linter_says(
    copies: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One run a program; without a process for each, which would take minutes."""
    said: dict[str, Said] = defaultdict(list)
    pointed_to: dict[str, list[str]] = defaultdict(list)
    for code, folder in programs():
        unit = f"{code}/{folder.name}"
        monkeypatch.chdir(copies / unit)
        status = main(["check", ".", "--format=json", f"--extend-select={OPT_IN}"])
        printed = capfd.readouterr()
        assert printed.err == ""
        findings = json.loads(printed.out)["findings"]
        assert status == bool(findings)
        for found in findings:
            start, name = found["range"]["start"], f"{unit}/{found['path']}"
            said[name].append((start["line"], start["column"], found["code"], found["message"]))
            pointed_to[name] += [
                f"{related['path']}:{related['range']['start']['line']}"
                for related in found["related"]
                if related["path"] != found["path"]
            ]
    for fixture in FILES:
        assert said.pop(fixture.name, []) == _said(fixture), fixture.name
        assert pointed_to.pop(fixture.name, []) == _pointed_to(fixture), fixture.name
    assert not said


def test_flake8_says_what_the_linter_says(copies: Path) -> None:
    """One process: each program is what stands below its own configuration."""
    said: dict[str, Said] = defaultdict(list)
    arguments = ("--isolated", f"--format={FORMAT}", "--select=SPK", f"--extend-select={OPT_IN}")
    done = subprocess.run(
        [sys.executable, "-m", "flake8", *arguments, str(copies)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.stderr == ""
    for line in done.stdout.splitlines():
        path, row, column, code, text = line.split("|", 4)
        message = text.partition(" (see ")[0]  # where else to look
        name = Path(path).relative_to(copies).as_posix()
        said[name].append((int(row), int(column), code, message))
    for fixture in FILES:
        assert sorted(said.pop(fixture.name, [])) == sorted(_said(fixture)), fixture.name
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
async def test_the_language_server_says_what_the_linter_says(editor: Editor, copies: Path) -> None:
    """What is open is looked at again with every file of it, so one program at a time is."""
    for files in by_unit(FILES).values():
        uris = [(copies / fixture.name).as_uri() for fixture in files]
        for fixture, uri in zip(files, uris, strict=True):
            editor.open(uri, fixture.text)
        shown = await asyncio.gather(*map(editor.shown, uris))
        for fixture, diagnostics in zip(files, shown, strict=True):
            said = [
                (d.range.start.line + 1, d.range.start.character + 1, str(d.code), d.message)
                for d in diagnostics
            ]
            assert sorted(said) == sorted(_said(fixture, Selection())), fixture.name
        for uri in uris:
            editor.close(uri)


def _said(fixture: Fixture, selection: Selection = EVERY) -> Said:
    return [
        (found.range.start.line, found.range.start.column, found.code, found.message)
        for found in _linted(fixture, selection)
    ]


def _pointed_to(fixture: Fixture) -> list[str]:
    """The other files of the program that its findings speak of, each with a line."""
    return [
        f"{related.range.path}:{related.range.start.line}"
        for found in _linted(fixture, EVERY)
        for related in found.related
        if related.range.path
    ]


def _linted(fixture: Fixture, selection: Selection) -> tuple[Finding, ...]:
    return lint_text(fixture.text, selection, settings=fixture.settings, file=fixture.file)
