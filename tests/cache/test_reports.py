"""`preview`, `auth` and `tasks` with a cache say what they say without one, byte by byte."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main, reading
from spakky_lint.cli.repeating import repeated
from spakky_lint.facts.task import Schedule, Trigger
from spakky_lint.project.cache import outputs
from spakky_lint.project.cache.run import CachedRun
from spakky_lint.project.cache.store import NAME, Store
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventories import FileTasks, tasks_of_file
from spakky_lint.project.plain import BadData
from spakky_lint.project.surveys import Survey
from spakky_lint.project.trouble import Trouble
from spakky_lint.project.typed_data import NoData, data_of, value_of
from spakky_lint.runtime.crontab import Crontab, Weekday
from spakky_lint.runtime.schedules import ScheduleRoute
from tests.cache.programs import STATES, Program
from tests.cache.spoiling import spoilt

Capture = pytest.CaptureFixture[str]
MODULES = [name for name in STATES if name.endswith(".py")]
FROM = ("--from", "2026-11-23")
VIEWS: Sequence[Sequence[str]] = (
    ("auth",),
    ("auth", "--format", "json", "--anonymous", "--require", "declared", "--require", "enforced"),
    ("auth", "--format", "markdown"),
    ("auth", "--format", "html"),
    ("auth", "--explain-unknown", "--lang", "ko"),
    ("tasks",),
    ("tasks", "--format", "json"),
    ("tasks", "--format", "markdown", "--lang", "ko"),
    ("tasks", "--format", "html"),
    ("preview", *FROM),
    ("preview", *FROM, "--format", "json", "--require", "known", "--max-per-minute", "2"),
    ("preview", *FROM, "--format", "ics"),
    ("preview", *FROM, "--format", "html"),
    ("preview", *FROM, "--heatmap", "--lang", "ko"),
    ("preview", *FROM, "--backend", "celery", "--tz", "Asia/Seoul"),
)


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path, 1)


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each run found a survey that it could take over."""
    found: list[bool] = []
    surveyed = CachedRun.surveyed

    def noting(self: CachedRun) -> Survey | None:
        survey = surveyed(self)
        found.append(survey is not None and not self.changes)
        return survey

    monkeypatch.setattr(CachedRun, "surveyed", noting)
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read to their tasks, as they are shown."""
    found: list[str] = []

    def noting(file: SourceFile, *args: Any, **options: Any) -> FileTasks | Trouble:
        found.append(file.shown)
        return tasks_of_file(file, *args, **options)

    monkeypatch.setattr(reading, "tasks_of_file", noting)
    return found


def _run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_every_view_is_the_same(capsys: Capture, taken_over: list[bool]) -> None:
    for view in VIEWS:
        cold = _run(capsys, *view, "--no-cache")
        assert cold[0] != 2, cold
        assert [_run(capsys, *view), _run(capsys, *view)] == [cold, cold], view
        assert taken_over[-1], view
    # One of each is enough for all of its views, but where another backend or zone is asked for.
    assert taken_over.count(False) == 6


@pytest.mark.parametrize("seed", range(4))
def test_random_edits(
    seed: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
    taken_over: list[bool],
) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.chdir(folder)
    program = Program(folder, seed)
    edited: list[Sequence[str]] = []
    for _ in range(8):
        view = program.random.choice(VIEWS)
        cold = _run(capsys, *view, "--no-cache")
        assert [_run(capsys, *view), _run(capsys, *view)] == [cold, cold], (view, edited)
        edited.append(program.edit())
    assert any(taken_over)


@pytest.mark.parametrize("seed", range(9))
def test_random_edits_of_modules(
    seed: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
    read: list[str],
) -> None:
    """One view after the other edit: what an edit does not reach is taken over."""
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.chdir(folder)
    program = Program(folder, seed)
    view = (VIEWS[1], VIEWS[6], VIEWS[9 + seed // 3 * 2])[seed % 3]
    edited: list[Sequence[str]] = []
    numbers: list[int] = []
    for _ in range(12):
        cold = _run(capsys, *view, "--no-cache")
        read.clear()
        assert _run(capsys, *view) == cold, (view, edited)
        numbers.append(len(read))
        edited.append(program.edit(among=MODULES))
    assert min(numbers) < max(numbers)


@pytest.mark.parametrize("view", [VIEWS[1], VIEWS[6], VIEWS[9], ("check", "-j1")])
def test_what_a_start_brings_together_reaches_all_of_it(
    view: Sequence[str], program: Program, capsys: Capture
) -> None:
    """What one task asks for keeps the start of all from coming to its end."""
    states = STATES["app/stock.py"]
    (asking,) = (each for each in states if each is not None and "clerk" in each)
    for state in (states[0], asking, states[0], asking):
        for base in STATES["app/base.py"][:3:2]:
            program.write("app/stock.py", state)
            program.write("app/base.py", base)
            warm = _run(capsys, *view)
            assert warm == _run(capsys, *view, "--no-cache")


@pytest.mark.parametrize("view", [VIEWS[1], VIEWS[6], VIEWS[9]])
def test_only_what_a_change_reaches_is_read_again(
    view: Sequence[str], program: Program, capsys: Capture, read: list[str]
) -> None:
    program.write("main.py", None)  # which has all of them in one application
    _run(capsys, *view)
    assert {"app/base.py", "app/orders.py", "app/stock.py", "app/caller.py"} <= {*read}
    # A base lists the tasks of the handlers that inherit it, and a caller may have handlers, too.
    for file, old, new, reached in (
        ("app/stock.py", "return number", "return number + 1", {"app/stock.py"}),
        ("app/times.py", "HOUR = 3", "HOUR = 4", {"app/times.py", "app/orders.py"}),
        ("app/base.py", "key: str", "keys: str", {"app/base.py", "app/orders.py", "app/stock.py"}),
    ):
        text = (program.folder / file).read_text()
        assert old in text
        program.write(file, text.replace(old, new))
        read.clear()
        warm = _run(capsys, *view)
        assert reached <= {*read} <= reached | {"app/base.py", "app/caller.py"}, file
        assert warm == _run(capsys, *view, "--no-cache")


@pytest.mark.parametrize("command", [("auth",), ("tasks",), ("preview", *FROM)])
def test_a_second_run_parses_nothing(command: Sequence[str]) -> None:
    script = (
        "import sys; from spakky_lint.cli import main; code = main();"
        "sys.stderr.write('\\n' + ' '.join(sys.modules)); sys.exit(code)"
    )
    runs = []
    for format_ in ((), (), ("--format", "json"), ("--format", "html")):
        run = [sys.executable, "-c", script, *command, *format_]
        runs.append(subprocess.run(run, capture_output=True, text=True))
    assert [each.returncode for each in runs] == [0] * 4, runs[0].stderr
    loads_parser = ["libcst" in each.stderr.rpartition("\n")[2].split() for each in runs]
    # The page of a preview has the times of every backend.
    assert loads_parser == [True, False, False, command[0] == "preview"]
    assert runs[0].stdout == runs[1].stdout


def test_the_same_command_is_told_what_was_written(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "COARSE", 0)
    Store(tmp_path / NAME).prepare()
    for command, is_pure in (("auth",), True), (("tasks",), True), (("preview", *FROM), False):
        assert repeated(command) is None
        told = _run(capsys, *command)
        code = repeated(command)
        out, err = capsys.readouterr()
        assert (code is not None) is is_pure
        if is_pure:
            assert (code, out, err) == told


def test_what_cannot_be_read_is_not_kept(
    tmp_path: Path, capsys: Capture, taken_over: list[bool]
) -> None:
    (tmp_path / "broken.py").write_text("from spakky.task import task\ndef\n")
    for _ in range(2):
        assert _run(capsys, "auth")[0] == 2
    assert taken_over == [False, False]


def test_a_revision_is_compared_without_a_cache(
    tmp_path: Path, capsys: Capture, taken_over: list[bool]
) -> None:
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *identity, *command], check=True)
    for _ in range(2):
        assert _run(capsys, "auth", "--diff", "HEAD")[0] == 0
    assert taken_over == []


@pytest.mark.parametrize("seed", range(24))
def test_an_entry_that_says_anything_is_no_entry_or_a_report(
    seed: int, tmp_path: Path, capsys: Capture
) -> None:
    """Somebody has written it who knows the form: nothing of it is run, and nothing falls over."""
    view = VIEWS[seed % len(VIEWS)]
    _run(capsys, *view)
    (path,) = (tmp_path / NAME).glob("*-run.entry")
    store, name, chance = Store(tmp_path / NAME), path.stem, random.Random(seed)
    data = store.load(name)
    assert isinstance(data, list)
    data[20] = spoilt(data[20], chance)
    store.save(name, data)
    code, _, err = _run(capsys, *view)
    assert code in (0, 1), err


@pytest.mark.parametrize("seed", range(24))
def test_an_entry_that_says_anything_of_the_rest_is_no_entry_or_a_report(
    seed: int, tmp_path: Path, capsys: Capture
) -> None:
    """The same where a file has changed, and what others rest on is read as well."""
    view = VIEWS[seed % len(VIEWS)]
    _run(capsys, *view)
    store, chance = Store(tmp_path / NAME), random.Random(seed)
    kind, part = ("run", 20) if seed % 2 else ("notes", 1 + seed // 2 % 2)
    (path,) = (tmp_path / NAME).glob(f"*-{kind}.entry")
    data = store.load(path.stem)
    assert isinstance(data, list)
    data[part] = spoilt(data[part], chance)
    store.save(path.stem, data)
    (tmp_path / "app/roles.py").write_text('ADMIN = "other"\n')
    code, _, err = _run(capsys, *view)
    assert code in (0, 1), err


# The data


def test_facts_are_read_as_they_were_written() -> None:
    crontab = Crontab(weekday=(Weekday.MONDAY, Weekday.FRIDAY), hour=3)
    for route in (
        ScheduleRoute(interval=timedelta(days=1, microseconds=7)),
        ScheduleRoute(at=time(7, 30)),
        ScheduleRoute(crontab=crontab),
    ):
        schedule = Schedule(Trigger.AT, route, ("SPK301",))
        assert value_of(data_of(schedule, Schedule), Schedule) == schedule


def test_what_no_type_foresees_is_not_written() -> None:
    zoned = ScheduleRoute(at=time(7, tzinfo=timezone(timedelta(hours=1))))
    odd = ScheduleRoute(crontab=Crontab(hour="7"))  # type: ignore[arg-type]  # as somebody may
    for route in (zoned, odd):
        with pytest.raises(NoData):
            data_of(Schedule(Trigger.AT, route), Schedule)


@pytest.mark.parametrize(
    "data",
    [
        None,
        "AT",
        [],
        ["AT", None],
        ["AT", None, "SPK301"],
        ["ODD", None, []],
        ["AT", [None, None, None], []],
        ["AT", [[0, 0], [0, 0, 0, 0], None], []],
        ["AT", [None, [99, 0, 0, 0], None], []],
        ["INTERVAL", [[10**9, 0, 10**9], None, None], [1]],
    ],
)
def test_what_is_otherwise_is_refused(data: object) -> None:
    with pytest.raises(BadData):
        value_of(data, Schedule)
