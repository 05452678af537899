"""An editor that asks for diagnostics: of a document, and of the whole program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from tests.folders import lasting_folder
from tests.lsp.editor import PATIENCE, Editor, make_editor
from tests.lsp.wire import PYTHON, SERVER, served

TASKS = """\
from spakky.task import Crontab, TaskHandler, schedule, task

from shop.hours import HOUR


@TaskHandler()
class Reports:
    @task
    @schedule(crontab=Crontab(hour=HOUR))
    def daily(self) -> None: ...
"""


def wrong(name: str) -> str:
    """A handler of that name, for two of one name would clash."""
    return f"""\
from spakky.task import TaskHandler, task


@TaskHandler()
class {name}:
    @task()
    def weekly(self) -> None: ...
"""


pytestmark = pytest.mark.asyncio(loop_scope="module")

TOP = lasting_folder().resolve()
SHOP = TOP / "shop"


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    SHOP.mkdir()
    (SHOP / "__init__.py").touch()
    (TOP / "pyproject.toml").write_text("[project]\ndependencies = ['spakky-celery==8.5.0']\n")
    written("closed.py", wrong("Closed"))
    (TOP / ".env").write_text("SPAKKY_CELERY__TIMEZNE=Asia/Seoul\n")
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document is not None
    assert capabilities.workspace is not None
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities(
        related_information=True
    )
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(
        refresh_support=True
    )
    folder = types.WorkspaceFolder(TOP.as_uri(), "shop")
    result = await lsp_client.initialize_session(
        types.InitializeParams(capabilities, workspace_folders=[folder])
    )
    provider = result.capabilities.diagnostic_provider
    assert isinstance(provider, types.DiagnosticOptions)
    assert provider.inter_file_dependencies
    assert provider.workspace_diagnostics
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


async def pulled(
    editor: Editor, uri: str, previous: str | None = None
) -> types.DocumentDiagnosticReport:
    asked = types.DocumentDiagnosticParams(
        types.TextDocumentIdentifier(uri), previous_result_id=previous
    )
    return await asyncio.wait_for(editor.text_document_diagnostic_async(asked), PATIENCE)


def codes(report: object) -> list[str]:
    assert isinstance(
        report,
        types.RelatedFullDocumentDiagnosticReport | types.WorkspaceFullDocumentDiagnosticReport,
    )
    return [str(each.code) for each in report.items]


async def whole(
    editor: Editor, previous: dict[str, str] | None = None
) -> types.WorkspaceDiagnosticReport:
    known = [types.PreviousResultId(*each) for each in (previous or {}).items()]
    return await asyncio.wait_for(
        editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known)), PATIENCE
    )


def names(report: types.WorkspaceDiagnosticReport) -> dict[str, str]:
    return {each.uri: each.result_id for each in report.items if each.result_id is not None}


async def refreshed(editor: Editor, before: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while editor.diagnostic_refresh_count == before:
            await asyncio.sleep(0.005)


async def test_a_document(editor: Editor) -> None:
    uri = written("open.py", wrong("Open"))
    editor.open(uri, wrong("Open"))
    report = await pulled(editor, uri)
    assert codes(report) == ["SPK202"]
    name = report.result_id
    again = await pulled(editor, uri, name)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == name
    editor.replace(uri, "@task()", "@task")
    assert codes(await pulled(editor, uri, name)) == []
    assert not editor.published[uri]


async def test_another_file_changes_what_is_said(editor: Editor) -> None:
    hours = written("hours.py", "HOUR = 9\n")
    tasks = written("tasks.py", TASKS)
    editor.open(tasks, TASKS)
    editor.open(hours, "HOUR = 9\n")
    assert codes(await pulled(editor, tasks)) == []
    before = editor.diagnostic_refresh_count
    editor.change(hours, "HOUR = 31\n")
    await refreshed(editor, before)
    assert codes(await pulled(editor, tasks)) == ["SPK401"]


async def test_that_a_text_is_no_python_is_said_after_a_rest(editor: Editor) -> None:
    uri = written("typed.py", wrong("Typed"))
    editor.open(uri, wrong("Typed"))
    assert codes(await pulled(editor, uri)) == ["SPK202"]
    before = editor.diagnostic_refresh_count
    editor.change(uri, wrong("Typed") + "def (\n")
    assert codes(await pulled(editor, uri)) == ["SPK202"]
    await refreshed(editor, before)
    assert codes(await pulled(editor, uri)) == ["SPK000", "SPK202"]


async def test_a_document_that_nobody_opened(editor: Editor) -> None:
    assert codes(await pulled(editor, (SHOP / "closed.py").as_uri())) == []


async def test_the_whole_program(editor: Editor) -> None:
    closed = (SHOP / "closed.py").as_uri()
    report = await whole(editor)
    found = {each.uri: codes(each) for each in report.items}
    assert found[closed] == ["SPK202"]
    assert found[(TOP / ".env").as_uri()] == ["SPK808"]
    # Whoever knows all of that waits until there is something else to say.
    waiting = asyncio.create_task(whole(editor, names(report)))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    written("closed.py", wrong("Closed").replace("@task()", "@task"))
    event = types.FileEvent(closed, types.FileChangeType.Changed)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    changed = await waiting
    assert {each.uri: codes(each) for each in changed.items if each.kind == "full"} == {closed: []}
    (SHOP / "closed.py").unlink()


async def test_a_file_has_the_address_that_the_editor_has_for_it(editor: Editor) -> None:
    ours = written("closed@noon.py", wrong("Noon"))
    own = ours.replace("%40", "@")
    assert own != ours
    editor.open(own, wrong("Noon"))
    assert codes(await pulled(editor, own)) == ["SPK202"]
    found = {each.uri: codes(each) for each in (await whole(editor)).items}
    assert (found.get(own), found.get(ours)) == (["SPK202"], None)
    editor.close(own)
    (SHOP / "closed@noon.py").unlink()


async def test_a_file_that_is_gone_has_no_findings(editor: Editor) -> None:
    gone = written("gone.py", wrong("Gone"))
    known = names(await whole(editor))
    assert gone in known
    (SHOP / "gone.py").unlink()
    report = await whole(editor, known)
    assert {each.uri: codes(each) for each in report.items if each.kind == "full"}[gone] == []


async def test_files_are_told_of_one_by_one_where_the_editor_can_take_that(editor: Editor) -> None:
    uri = written("part.py", wrong("Part"))
    asked = types.WorkspaceDiagnosticParams([], partial_result_token="whole")
    report = await asyncio.wait_for(editor.workspace_diagnostic_async(asked), PATIENCE)
    told = {each["uri"] for each in editor.parts["whole"]}
    assert uri in told
    assert not {each.uri for each in report.items} & told
    (SHOP / "part.py").unlink()


SELDOM = """
from functools import partial

from spakky_lint.lsp import serving
from spakky_lint.project import kept_programs
from spakky_lint.project.pace import Pace

kept_programs.KeptPrograms = partial(kept_programs.KeptPrograms, lambda: Pace(share=1_000_000))
serving.serve()
"""
"""A server that does not look at the disk of its own accord again."""


async def test_who_asks_is_told_of_files_that_nobody_watches(tmp_path: Path) -> None:
    gone = tmp_path / "gone.py"
    gone.write_text(wrong("Gone"))
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\n")
    pulling = {
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": True}},
    }
    asked = {"rootUri": tmp_path.as_uri(), "capabilities": pulling}
    with served([PYTHON, "-c", SELDOM], asked) as wire:
        for _ in range(2):  # of the first, nothing is kept where the client still settles
            first = wire.ask("workspace/diagnostic", {"previousResultIds": []})
        known = [{"uri": each["uri"], "value": each["resultId"]} for each in first["items"]]
        assert [each["uri"] for each in known] == [gone.as_uri()]
        gone.unlink()
        told = wire.ask("workspace/diagnostic", {"previousResultIds": known})
        assert [(each["uri"], each["items"]) for each in told["items"]] == [(gone.as_uri(), [])]
