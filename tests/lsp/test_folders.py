"""The folders that an editor works in: several, and others after a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lsp.wire import SERVER, Wire, opened, served

pytestmark = pytest.mark.long

COMMAND = SERVER
CALLED = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task()
    def weekly(self) -> None: ...
"""
TASKS = """\
from spakky.task import Crontab, TaskHandler, schedule

from hours import HOUR


@TaskHandler()
class Reports:
    @schedule(crontab=Crontab(hour=HOUR))
    def daily(self) -> None: ...
"""


def folder(path: Path) -> dict[str, str]:
    return {"uri": path.as_uri(), "name": path.name}


def wait_for(wire: Wire, uri: str, *codes: str) -> None:
    while [each["code"] for each in wire.diagnostics.get(uri, ({"code": None},))] != [*codes]:
        wire.next()


def test_each_has_its_own_configuration(tmp_path: Path) -> None:
    shop, worker = tmp_path / "shop", tmp_path / "worker"
    for place, text in ((shop, 'ignore = ["SPK202"]'), (worker, "ignore = []")):
        place.mkdir()
        (place / "spakky-lint.toml").write_text(text)
    folders = [folder(shop), folder(worker)]
    with served(COMMAND, {"rootUri": None, "workspaceFolders": folders}) as wire:
        for place, codes in ((shop, []), (worker, ["SPK202"])):
            uri = (place / "reports.py").as_uri()
            wire.send(opened(uri, CALLED))
            wait_for(wire, uri, *codes)


def test_a_configuration_that_is_wrong_is_told_before_anything_is_open(tmp_path: Path) -> None:
    shop, worker = tmp_path / "shop", tmp_path / "worker"
    for place, text in ((shop, "ignore = 3"), (worker, "ignore = []")):
        place.mkdir()
        (place / "spakky-lint.toml").write_text(text)
    wrong, right = ((place / "spakky-lint.toml").as_uri() for place in (shop, worker))
    with served(COMMAND, {"workspaceFolders": [folder(shop), folder(worker)]}) as wire:
        while not wire.diagnostics.get(wrong):
            wire.next()
        assert right not in wire.diagnostics
        (shop / "spakky-lint.toml").write_text("ignore = []")
        event = {"added": [], "removed": [folder(shop)]}
        wire.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        while wire.diagnostics[wrong]:
            wire.next()


def test_a_text_without_a_file_follows_the_configuration(tmp_path: Path) -> None:
    configuration, uri = tmp_path / "pyproject.toml", "untitled:Untitled-1"
    configuration.write_text('[tool.spakky-lint]\nignore = ["SPK202"]\n')
    parameters = {"workspaceFolders": [{"uri": tmp_path.as_uri(), "name": "shop"}]}
    with served(COMMAND, parameters) as wire:
        wire.send(opened(uri, CALLED))
        wait_for(wire, uri)
        configuration.write_text("[tool.spakky-lint]\n")
        changes = [{"uri": configuration.as_uri(), "type": 2}]
        wire.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        wait_for(wire, uri, "SPK202")


def test_others_after_a_while(tmp_path: Path) -> None:
    shop, inner = tmp_path / "shop", tmp_path / "shop" / "inner"
    inner.mkdir(parents=True)
    (shop / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    (inner / "pyproject.toml").write_text('[project]\nname = "inner"\n')
    (shop / "hours.py").write_text("HOUR = 31\n")
    uri = (inner / "tasks.py").as_uri()
    (inner / "tasks.py").write_text(TASKS)
    with served(COMMAND, {"rootUri": None, "workspaceFolders": [folder(inner)]}) as wire:
        wire.send(opened(uri, TASKS))
        wait_for(wire, uri)
        for added, removed, codes in (([shop], [inner], ["SPK401"]), ([inner], [shop], [])):
            event = {"added": [*map(folder, added)], "removed": [*map(folder, removed)]}
            wire.notify("workspace/didChangeWorkspaceFolders", {"event": event})
            wait_for(wire, uri, *codes)
