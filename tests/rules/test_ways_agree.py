"""The linter, the command line, flake8 and the language server say the same of every fixture.

Each program is looked at alone, and so are the texts of each rule: in the repository, all of it
would be one program.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from spakky_lint.cli import main
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.syntax.ranges import Range
from tests.configurations import read_configuration
from tests.lsp.editor import Editor, make_editor
from tests.lsp.wire import SERVER
from tests.rules.fixture_files import BAD, FIXED, FIXTURES, Fixture, fixtures, linted

pytestmark = pytest.mark.long

OPT_IN = tuple(code for code, rule in RULES.items() if not rule.default)
EVERY = Selection(extend_select=OPT_IN)
FLAKE8 = (sys.executable, "-m", "flake8", "--isolated", "--jobs=1", "--select=SPK,E9")
REPORT = re.compile(
    r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?:[EWC] )?(?P<code>[A-Z]+\d+) (?P<text>.*)$"
)

Said = tuple[int, int, str, str]
"""Line and column from 1, code, message."""


def _folder(fixture: Fixture) -> str:
    """Where the copy of a fixture is: in the folder of its program, or of the texts of its rule."""
    return f"{fixture.code}/{fixture.program.name if fixture.program else 'texts'}"


def _is_mended(fixture: Fixture) -> bool:
    return (fixture.program or fixture.path.with_suffix("")).name == FIXED


def _inside(fixture: Fixture) -> str:
    return fixture.path.relative_to(fixture.program or fixture.path.parent).as_posix()


FILES = {f"{_folder(fixture)}/{_inside(fixture)}": fixture for fixture in fixtures()}
FOLDERS = tuple(dict.fromkeys(map(_folder, FILES.values())))
AS_WRITTEN = {name: fixture for name, fixture in FILES.items() if not _is_mended(fixture)}
"""What a fix has left has nothing to tell that is not in the others."""
OF_OPT_IN = tuple(folder for folder in FOLDERS if folder.partition("/")[0] in OPT_IN)
"""Those that have fewer findings when not all rules are on."""
SOME = (
    *OF_OPT_IN,
    *(each for each in FOLDERS if each.endswith(f"/{BAD}") and each not in OF_OPT_IN),
)
"""Those with more to tell than which findings there are, when all rules are on."""


def _of(
    folders: Collection[str], files: Mapping[str, Fixture] = FILES
) -> Iterator[tuple[str, Fixture]]:
    """The files in the folders."""
    for name, fixture in files.items():
        if _folder(fixture) in folders:
            yield name, fixture


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("fixtures")
    for name, fixture in FILES.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(fixture.path, top / name)
        if fixture.program:
            for package in fixture.program.rglob("__init__.py"):
                to = top / _folder(fixture) / package.relative_to(fixture.program)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(package, to)
        settings = read_configuration(FIXTURES / fixture.code).file
        assert settings is not None
        shutil.copy(settings, top / _folder(fixture) / settings.name)
    return top


def found_by_linter(fixture: Fixture, selection: Selection) -> Iterable[Finding]:
    """What the rules that are on by themselves find is a part of what all find.

    But of a comment that silences it may depend on the others whether it silences anything.
    """
    if selection != DEFAULT or "noqa" in fixture.text:
        return linted(fixture, selection=selection)
    return (found for found in linted(fixture, selection=EVERY) if found.code not in OPT_IN)


def linter_says(fixture: Fixture, selection: Selection) -> list[Said]:
    return [
        (found.range.start.line, found.range.start.column, found.code, found.message)
        for found in found_by_linter(fixture, selection)
    ]


def linter_points_to(fixture: Fixture) -> list[str]:
    """The other files of the program that its findings speak of, each with a line."""
    return [
        f"{related.range.path}:{related.range.start.line}"
        for found in found_by_linter(fixture, DEFAULT)
        for related in found.related
        if related.range.path
    ]


class CommandLine:
    """Runs of it in one process: one for each folder would take minutes."""

    def __init__(
        self, copies: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self._copies = copies
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def check(self, folders: Iterable[str], *options: str) -> Iterator[tuple[str, str]]:
        """Each folder, and what is printed in it."""
        for folder in folders:
            self._monkeypatch.chdir(self._copies / folder)
            status = main(["check", ".", *options])
            printed = self._capfd.readouterr()
            assert (status in (0, 1), printed.err) == (True, ""), folder
            yield folder, printed.out


@pytest.fixture
def command_line(
    copies: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(copies, monkeypatch, capfd)


def _reports(printed: str) -> Iterator[tuple[str, Said]]:
    """What the output of a command that prints a line a finding says, by path."""
    for line in printed.splitlines():
        match = REPORT.match(line)
        if match is not None:
            place = (int(match["line"]), int(match["column"]))
            yield match["path"], (*place, match["code"], match["text"])


def test_the_command_line_says_what_the_linter_says(command_line: CommandLine) -> None:
    """Of every rule."""
    said: dict[str, list[Said]] = defaultdict(list)
    options = ("--format=concise", f"--extend-select={','.join(OPT_IN)}")
    for folder, printed in command_line.check(FOLDERS, *options):
        for path, found in _reports(printed):
            said[f"{folder}/{path}"].append(found)
    for name, fixture in FILES.items():
        assert sorted(said.pop(name, [])) == sorted(linter_says(fixture, EVERY)), name
    assert not said


def test_the_json_report_says_what_the_linter_says(command_line: CommandLine) -> None:
    """Of what is on without being asked for, with the other files that a finding speaks of."""
    said: dict[str, list[Said]] = defaultdict(list)
    points_to: dict[str, list[str]] = defaultdict(list)
    for folder, printed in command_line.check(SOME, "--format=json"):
        for found in json.loads(printed)["findings"]:
            start, name = found["range"]["start"], f"{folder}/{found['path']}"
            said[name].append((start["line"], start["column"], found["code"], found["message"]))
            points_to[name] += [
                f"{related['path']}:{related['range']['start']['line']}"
                for related in found["related"]
                if related["path"] != found["path"]
            ]
    for name, fixture in _of(SOME):
        assert said.pop(name, []) == linter_says(fixture, DEFAULT), name
        assert points_to.pop(name, []) == linter_points_to(fixture), name
    assert not said


@pytest.mark.parametrize(
    ("extra", "folders"), [((), OF_OPT_IN), (OPT_IN, FOLDERS)], ids=["default", "opt-in"]
)
def test_flake8_says_what_the_linter_says(
    copies: Path, extra: tuple[str, ...], folders: tuple[str, ...]
) -> None:
    """One process: a program is what stands below its own configuration.

    With several jobs, each would work out most of the programs; that they say the same is shown
    in tests/flake8_plugin.
    """
    selection = EVERY if extra else DEFAULT
    options = [f"--extend-select={','.join(extra)}"] if extra else []
    files = dict(_of(folders, AS_WRITTEN))
    paths = [str(copies / name) for name in files]
    done = subprocess.run(
        [*FLAKE8, *options, *paths],
        cwd=FIXTURES,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (int(bool(done.stdout)), "")
    said: dict[str, list[Said]] = defaultdict(list)
    for path, (line, column, code, text) in _reports(done.stdout):
        # Behind the message, flake8 is told where else to look.
        message = text.partition(" (see app/")[0]
        said[Path(path).relative_to(copies).as_posix()].append((line, column, code, message))
    for name, fixture in files.items():
        expected = sorted(linter_says(fixture, selection))
        if not fixture.is_python:
            # flake8 asks no plugin about a file that this Python refuses: it says so itself.
            assert [code for _, _, code, _ in said.pop(name)] == ["E999"]
        else:
            assert sorted(said.pop(name, [])) == expected, name
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
        server_command=SERVER,
        client_factory=make_editor,
    ),
)


def client_range(range_: Range) -> types.Range:
    """Said anew: no fixture has a character that UTF-16 counts twice in front of a finding."""
    ends = (range_.start, range_.end)
    return types.Range(*(types.Position(end.line - 1, end.column - 1) for end in ends))


@pytest.mark.asyncio(loop_scope="module")
async def test_the_language_server_says_what_the_linter_says(editor: Editor, copies: Path) -> None:
    """What is open is looked at again with every other file of it, so one at a time is."""
    for name, fixture in AS_WRITTEN.items():
        uri = (copies / name).as_uri()
        editor.open(uri, fixture.text)
        said = [(str(d.code), d.message, d.range) for d in await editor.shown(uri)]
        expected = [
            (found.code, found.message, client_range(found.range))
            for found in found_by_linter(fixture, DEFAULT)
        ]
        assert said == expected, name
        editor.close(uri)
