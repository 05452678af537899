"""What an editor offers in strings that a type checker knows nothing of, and what calls a task."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from tests.folders import lasting_folder
from tests.lsp.editor import PATIENCE, Editor, end_of, make_editor
from tests.lsp.wire import SERVER

TASKS = """\
from spakky.auth import require_permission, require_role, require_scope
from spakky.task import TaskHandler, schedule, task


@TaskHandler()
class Orders:
    @task
    @require_role("clerk")
    def ship(self) -> None: ...

    @task
    @require_role("관리자", tenant="north")
    @require_scope("orders.read")
    def cancel(self) -> None: ...

    @schedule(interval=300)
    def sweep(self) -> None: ...

    def helper(self) -> None: ...
"""
MORE = """\
from spakky.auth import require_role
from spakky.task import TaskHandler, task


@TaskHandler()
class Bills:
    @task
    @require_role(role="clerk")
    def send(self) -> None: ...
"""
CALLER = """\
from spakky.task import DirectTaskExecutor, DirectTaskInvocation

from shop.orders import Orders


class Desk:
    def __init__(self, orders: Orders, executor: DirectTaskExecutor) -> None:
        self.orders = orders
        self.executor = executor

    def close(self) -> None:
        self.orders.ship()

    def run(self) -> None:
        self.executor.execute(
            DirectTaskInvocation(handler_type=Orders, method_name="cancel")
        )
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOP = lasting_folder().resolve()
SHOP = TOP / "shop"


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    SHOP.mkdir()
    (SHOP / "__init__.py").touch()
    (TOP / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    for name, text in (("orders", TASKS), ("bills", MORE), ("desk", CALLER)):
        (SHOP / f"{name}.py").write_text(text)
    folder = types.WorkspaceFolder(TOP.as_uri(), "shop")
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.window is not None
    capabilities.window.show_document = types.ShowDocumentClientCapabilities(support=True)
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities, workspace_folders=[folder], locale="en")
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


def uri_of(name: str) -> str:
    return (SHOP / name).as_uri()


async def offered(editor: Editor, uri: str, before: str) -> list[types.CompletionItem] | None:
    """What is offered behind the text `before`, which stands once in the document."""
    position = end_of(editor.texts[uri].partition(before)[0] + before)
    answer = await asyncio.wait_for(
        editor.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(uri), position)
        ),
        PATIENCE,
    )
    assert not isinstance(answer, types.CompletionList)
    return None if answer is None else list(answer)


def labels(items: list[types.CompletionItem] | None) -> list[str]:
    return [item.label for item in items or ()]


async def test_what_the_project_requires_elsewhere(editor: Editor) -> None:
    uri = uri_of("new.py")
    start = "from spakky.auth import require_role as role\n\n\n@role("
    text = f'{start}"ol")\ndef run() -> None: ...\n'
    editor.open(uri, text)
    items = await offered(editor, uri, '"o')
    assert labels(items) == ["clerk", "관리자"]
    assert items is not None
    assert [item.detail for item in items] == ["used 2 times", "used once"]
    edit = items[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit.range == types.Range(types.Position(3, 7), types.Position(3, 9))
    # It is being typed: neither the string nor the bracket is closed.
    editor.change(uri, f'{start}"\ndef run() -> None: ...\n')
    assert labels(await offered(editor, uri, '@role("')) == ["clerk", "관리자"]
    editor.change(uri, f'{start}"x", tenant="")\ndef run() -> None: ...\n')
    assert labels(await offered(editor, uri, 'tenant="')) == ["north"]
    assert await offered(editor, uri, "import ") is None


async def test_the_tasks_of_the_handler_that_is_invoked(editor: Editor) -> None:
    uri = uri_of("desk.py")
    editor.open(uri, CALLER)
    items = await offered(editor, uri, 'method_name="')
    assert labels(items) == ["ship", "cancel", "sweep"]
    assert items is not None
    assert items[1].detail == "Orders.cancel"


async def test_from_an_invocation_to_the_method(editor: Editor) -> None:
    uri = uri_of("desk.py")
    editor.open(uri, CALLER)

    async def leads(word: str) -> object:
        position = end_of(CALLER.partition(word)[0] + word)
        return await asyncio.wait_for(
            editor.text_document_definition_async(
                types.DefinitionParams(types.TextDocumentIdentifier(uri), position)
            ),
            PATIENCE,
        )

    found = await leads('method_name="can')
    assert isinstance(found, types.Location)
    assert found.uri == uri_of("orders.py")
    assert found.range == types.Range(types.Position(13, 8), types.Position(13, 14))
    assert await leads("handler_type=Or") is None


async def test_above_a_task_stands_who_calls_it(editor: Editor) -> None:
    uri = uri_of("orders.py")
    editor.open(uri, TASKS)
    lenses = await editor.text_document_code_lens_async(
        types.CodeLensParams(types.TextDocumentIdentifier(uri))
    )
    resolved = [
        each if each.command else await editor.code_lens_resolve_async(each)
        for each in lenses or ()
    ]
    assert [(each.range.start.line, each.command and each.command.title) for each in resolved] == [
        (8, "called by Desk.close"),
        (13, "called by the top level of a module"),
        (16, "show the preview"),
    ]
    command = resolved[0].command
    assert command is not None
    shown = len(editor.shown_documents)
    await editor.workspace_execute_command_async(
        types.ExecuteCommandParams(command.command, command.arguments)
    )
    place = editor.shown_documents[shown]
    assert place.uri == uri_of("desk.py")
    assert place.selection == types.Range(types.Position(11, 20), types.Position(11, 24))


async def test_lenses_can_be_switched_off(editor: Editor) -> None:
    uri = uri_of("orders.py")
    editor.open(uri, TASKS)
    asked = types.CodeLensParams(types.TextDocumentIdentifier(uri))
    for is_on in (False, True):
        editor.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"spakky-lint": {"codeLens": is_on}})
        )
        assert bool(await editor.text_document_code_lens_async(asked)) is is_on


async def test_the_preview_of_the_project(editor: Editor) -> None:
    shown = len(editor.shown_documents)
    command = types.ExecuteCommandParams("spakky-lint.server.preview", [uri_of("orders.py")])
    await asyncio.wait_for(editor.workspace_execute_command_async(command), PATIENCE)
    page = editor.shown_documents[shown]
    assert page.external
    assert "sweep" in Path(page.uri.removeprefix("file://")).read_text()
    # What cannot be made is not the page of before.
    configuration = TOP / "pyproject.toml"
    before, told = configuration.read_text(), len(editor.messages)
    configuration.write_text("[tool.spakky-lint]\ntimezone = 3\n")
    await asyncio.wait_for(editor.workspace_execute_command_async(command), PATIENCE)
    configuration.write_text(before)
    assert len(editor.shown_documents) == shown + 1
    command = types.ExecuteCommandParams("spakky-lint.server.preview", ["file:///not/there/a.py"])
    await asyncio.wait_for(editor.workspace_execute_command_async(command), PATIENCE)
    assert len(editor.shown_documents) == shown + 1
    assert all("made no page" in each.message for each in editor.messages[told : told + 2])


async def test_the_page_of_a_rule(editor: Editor) -> None:
    shown = len(editor.shown_documents)
    await editor.workspace_execute_command_async(
        types.ExecuteCommandParams("spakky-lint.server.explainRule", ["SPK202"])
    )
    page = Path(editor.shown_documents[shown].uri.removeprefix("file://"))
    assert page.read_text().startswith("# SPK202 ")


async def test_over_a_code_in_a_configuration_stands_the_page_of_the_rule(editor: Editor) -> None:
    uri = (TOP / "pyproject.toml").as_uri()
    editor.open(uri, '[tool.spakky-lint]\nignore = [\'𝒳\', "SPK202", "SPK9"]\n', "toml")

    async def hover(word: str) -> types.Hover | None:
        position = end_of(editor.texts[uri].partition(word)[0])
        return await editor.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), position)
        )

    said = await hover("SPK202")
    assert said is not None
    assert isinstance(said.contents, types.MarkupContent)
    assert said.contents.value.startswith("# SPK202 ")
    # The character before it has two code units.
    assert said.range == types.Range(types.Position(1, 17), types.Position(1, 23))
    assert await hover("SPK9") is None
    assert await hover("ignore") is None
