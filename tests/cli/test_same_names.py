"""Tasks that celery gives one name: each is shown, and compared with itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant
from tests.repositories import OUTER, commit, git, repository

HEAD = """\
from datetime import time

from spakky.auth import require_role
from spakky.task import TaskHandler, schedule, task

"""
LAYOUTS = {
    "packages": ("services/billing/app", "services/orders/app", True),
    "source folders": ("billing/src/app", "orders/src/app", True),
    "folders that are no packages": ("billing-service", "orders-service", False),
}
START = ("--from", "2026-11-23", "--next", "1", "--tz", "UTC")


def reports(hour: int, role: str = "admin") -> str:
    return HEAD + (
        "\n@TaskHandler()\nclass Reports:\n"
        f"    @schedule(at=time({hour}, 0))\n    def weekly(self) -> None: ...\n\n"
        f"    @task\n    @require_role({role!r})\n    def send(self) -> None: ...\n"
    )


@pytest.fixture(params=LAYOUTS)
def services(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """The files of two services in a repository with one commit, which is the working directory."""
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    monkeypatch.chdir(tmp_path)
    *folders, are_packages = LAYOUTS[request.param]
    files = {f"{folder}/tasks.py": reports(9 + 12 * n) for n, folder in enumerate(folders)}
    packages = {f"{folder}/__init__.py": "" for folder in folders} if are_packages else {}
    repository(tmp_path, {**files, **packages})
    billing, orders = files
    return billing, orders


def shown(capsys: pytest.CaptureFixture[str], command: str, *arguments: str) -> str:
    assert main([command, *arguments]) == 0
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], command: str, *arguments: str) -> Any:
    return json.loads(shown(capsys, command, "--format", "json", *arguments))


def test_each_is_in_the_preview(
    services: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, "preview", *START)["schedules"]
    assert [(each["path"], each["fires"]) for each in found] == [
        (services[0], ["2026-11-23T09:00:00+00:00"]),
        (services[1], ["2026-11-23T21:00:00+00:00"]),
    ]
    table = shown(capsys, "preview", *START)
    assert all(path in table for path in services)
    assert "2 schedules" in table
    assert "14 runs on average" in shown(capsys, "preview", "--heatmap", *START)
    page = shown(capsys, "preview", "--format", "html")
    assert all(f"Reports.weekly ({path})" in page for path in services)


def test_files_outside_of_the_working_directory_are_in_the_preview(
    services: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    billing, orders = services
    named = (f"../{billing}", str(tmp_path / orders))
    for command in (named, (f"../{Path(billing).parts[0]}", *named)):
        found = document(capsys, "preview", *command, *START)["schedules"]  # each file once
        assert [(each["path"], each["fires"]) for each in found] == [
            ((tmp_path / billing).as_posix(), ["2026-11-23T09:00:00+00:00"]),
            ((tmp_path / orders).as_posix(), ["2026-11-23T21:00:00+00:00"]),
        ]


def test_each_event_of_the_calendar_has_its_own_identity_and_place(
    services: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, "preview", "--format", "ics", *START).replace("\r\n ", "")
    lines = text.splitlines()
    assert len({line for line in lines if line.startswith("UID:")}) == 2
    places = [line.split("\\n")[-1] for line in lines if line.startswith("DESCRIPTION:")]
    assert places == [f"{path}:9" for path in services]


@pytest.mark.parametrize("changed", [0, 1])
def test_the_one_that_was_moved_is_the_one_that_differs(
    services: tuple[str, str], changed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(Path.cwd(), {services[changed]: reports(5, "clerk")})
    found = document(capsys, "preview", "--diff", "HEAD", *START)
    assert (found["added"], found["removed"]) == ([], [])
    assert [each["after"]["path"] for each in found["moved"]] == [services[changed]]
    changes = document(capsys, "auth", "--diff", "HEAD")["changes"]
    assert [each["after"]["path"] for each in changes] == [services[changed]]


def test_a_service_that_has_moved_is_still_itself(
    services: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for path in services:
        top = path.partition("/")[0]
        if Path(top).exists():
            Path("moved").mkdir(exist_ok=True)
            git(Path.cwd(), "mv", top, f"moved/{top}")
    found = document(capsys, "preview", "--diff", "HEAD", *START)
    assert [found[change] for change in ("added", "removed", "moved")] == [[], [], []]
    assert document(capsys, "auth", "--diff", "HEAD")["changes"] == []


def test_a_file_that_cannot_be_read_hides_no_other(
    services: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    plant(Path.cwd(), {services[0]: f"{HEAD}def", services[1]: reports(5)})
    for command, change in (("preview", "moved"), ("auth", "changes")):
        assert main([command, "--diff", "HEAD", "--format", "json"]) == 2
        found = json.loads(capsys.readouterr().out)
        if command == "preview":
            assert [each["after"]["path"] for each in found[change]] == [services[1]]
        else:
            assert found[change] == []


def test_each_is_in_the_report_on_auth(
    services: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, "auth")["tasks"]
    assert [each["path"] for each in found if each["task"].endswith(".send")] == [*services]
    for form in ("table", "markdown", "html"):
        text = shown(capsys, "auth", "--format", form)
        assert all(path in text for path in services)


TWICE = """
@TaskHandler()
class Reports:
    @schedule(at=time(9, 0))
    def weekly(self) -> None: ...

    @schedule(at=time(21, 0))
    def weekly(self) -> None: ...
"""


def test_of_a_method_that_is_defined_twice_the_last_fires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(plant(tmp_path, {"tasks.py": HEAD + TWICE}))
    first, last = document(capsys, "preview", *START)["schedules"]
    assert (first["line"], first["fires"], first["never"]) == (9, [], True)
    assert [note["message"] for note in first["notes"]] == [
        "it never runs: a second method of that name takes its place"
    ]
    assert (last["line"], last["fires"]) == (12, ["2026-11-23T21:00:00+00:00"])
    assert main(["preview", "--format", "ics", *START]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("BEGIN:VEVENT") == 1
    assert "because they never fire: tasks.Reports.weekly (tasks.py:9)" in printed.err
    assert "1 schedule that never runs" in shown(capsys, "preview", "--heatmap", *START)
    assert '"state":"lost"' in shown(capsys, "preview", "--format", "html")


def test_a_definition_below_another_moves_the_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    repository(tmp_path, {"tasks.py": HEAD + TWICE.partition("\n    @schedule(at=time(21")[0]})
    plant(tmp_path, {"tasks.py": HEAD + TWICE})
    found = document(capsys, "preview", "--diff", "HEAD", *START)
    (moved,) = found["moved"]
    assert moved["after"]["fires"] == ["2026-11-23T21:00:00+00:00"]
    assert [each["never"] for each in found["added"]] == [True]
    commit(tmp_path)
    found = document(capsys, "preview", "--diff", "HEAD", *START)
    assert [found[change] for change in ("added", "removed", "moved")] == [[], [], []]
