"""Findings that rest on other files: open ones, and those on the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from spakky_lint.lsp.features import WATCHED
from tests.folders import lasting_folder
from tests.lsp.editor import Editor, make_editor
from tests.lsp.wire import SERVER

TASKS = """\
from spakky.task import Crontab, TaskHandler, schedule, task

from shop.hours import HOUR


@TaskHandler()
class Reports:
    @task
    @schedule(crontab=Crontab(hour=HOUR))
    def daily(self) -> None: ...
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOP = lasting_folder().resolve() / "shop"


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    SHOP.mkdir()
    (SHOP / "__init__.py").touch()
    (SHOP.parent / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    folder = types.WorkspaceFolder(SHOP.parent.as_uri(), "shop")
    await lsp_client.initialize_session(
        types.InitializeParams(
            client_capabilities("visual-studio-code"), workspace_folders=[folder]
        )
    )
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


def written(name: str, text: str) -> str:
    path = SHOP / name
    path.write_text(text)
    return path.as_uri()


async def test_a_change_in_another_open_file(editor: Editor) -> None:
    hours = written("hours.py", "HOUR = 9\n")
    tasks = written("tasks.py", TASKS)
    editor.open(tasks, TASKS)
    await editor.says(tasks)
    editor.open(hours, "HOUR = 9\n")
    editor.change(hours, "# Later\nHOUR = 31\n")
    await editor.says(tasks, "SPK401")
    (finding,) = await editor.shown(tasks)
    assert [
        (each.location.uri, each.location.range.start.line)
        for each in finding.related_information or ()
    ] == [(hours, 1)]
    editor.change(hours, "HOUR = 10\n")
    await editor.says(tasks)


async def test_a_closed_file_is_what_the_disk_holds(editor: Editor) -> None:
    hours = written("hours.py", "HOUR = 9\n")
    tasks = written("tasks.py", TASKS)
    editor.open(hours, "HOUR = 31\n")
    editor.open(tasks, TASKS)
    await editor.says(tasks, "SPK401")
    editor.close(hours)
    await editor.says(tasks)


async def test_a_saved_file(editor: Editor) -> None:
    written("hours.py", "HOUR = 9\n")
    tasks = written("tasks.py", TASKS)
    editor.open(tasks, TASKS)
    await editor.says(tasks)
    hours = written("hours.py", "HOUR = 24\n")
    editor.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(hours))
    )
    await editor.says(tasks, "SPK401")


async def test_a_file_that_something_else_changes(editor: Editor) -> None:
    hours = written("hours.py", "HOUR = 25\n")
    tasks = written("tasks.py", TASKS)
    editor.open(tasks, TASKS)
    await editor.says(tasks, "SPK401")
    (SHOP / "hours.py").unlink()
    event = types.FileEvent(hours, types.FileChangeType.Deleted)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.says(tasks)
    written("hours.py", "HOUR = 25\n")
    event = types.FileEvent(hours, types.FileChangeType.Created)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.says(tasks, "SPK401")


async def test_what_the_editor_watches(editor: Editor) -> None:
    """Without being asked, an editor does not tell of files that something else changes."""
    registered = [
        each.register_options
        for each in editor.registrations
        if each.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    ]
    patterns = [
        watcher["globPattern"] for each in registered if each for watcher in each["watchers"]
    ]
    assert patterns == list(WATCHED)
