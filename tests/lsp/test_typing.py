"""What is shown while somebody types, and what the client's settings change about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from tests.lsp.editor import Editor, make_editor
from tests.lsp.test_server import RIGHT, WRONG, codes, whole
from tests.lsp.wire import SERVER

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    await lsp_client.initialize_session(
        types.InitializeParams(client_capabilities("visual-studio-code"))
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

HALF = "@task\n    def half(self"
"""The beginning of a method."""


async def test_a_text_that_is_half_typed_keeps_its_findings(editor: Editor) -> None:
    uri = "file:///somewhere/half.py"
    editor.open(uri, WRONG)
    await editor.shown(uri)
    # Above the last of the findings, which moves with its line.
    editor.replace(uri, '    @task("daily")\n', f'    {HALF}\n\n    @task("daily")\n')
    shown = await editor.shown(uri)
    assert codes(shown) == ["SPK101", "SPK202", "SPK202"]
    assert [one.range.start.line for one in shown] == [3, 5, 11]
    # After a rest, what is wrong with the text is said as well.
    last = await editor.says(uri, "SPK000", "SPK101", "SPK202", "SPK202")
    assert last[1:] == shown


async def test_what_was_found_in_edited_lines_goes(editor: Editor) -> None:
    uri = "file:///somewhere/edited.py"
    editor.open(uri, WRONG)
    await editor.shown(uri)
    editor.replace(uri, "@task()", "@task((")
    assert codes(await editor.shown(uri)) == ["SPK101", "SPK202"]
    editor.replace(uri, "@task((", "@task")
    assert codes(await editor.shown(uri)) == ["SPK101", "SPK202"]
    await editor.says(uri, "SPK101", "SPK202")


async def test_an_error_in_the_syntax_is_not_said_between_two_keys(editor: Editor) -> None:
    uri = "file:///somewhere/keys.py"
    editor.open(uri, RIGHT)
    await editor.shown(uri)
    text = RIGHT
    for letter in "    @schedule(crontab=Crontab(":
        text += letter
        editor.change(uri, text)
        await asyncio.sleep(0.01)
    await editor.says(uri, "SPK000")
    said = [params.version for params in editor.published[uri] if params.diagnostics]
    assert set(said) == {editor.versions[uri]}


async def test_a_file_that_is_opened_wrong_says_so_at_once(editor: Editor) -> None:
    uri = "file:///somewhere/opened.py"
    editor.open(uri, f"{RIGHT}    {HALF}\n")
    assert codes(await editor.shown(uri)) == ["SPK000"]


async def test_steady_typing_does_not_hide_what_is_found(editor: Editor) -> None:
    """A text that takes longer than the pause between two keys."""
    uri = "file:///somewhere/steady.py"
    body = "".join(f"    @task\n    def f{number}(self) -> None: ...\n" for number in range(400))
    editor.open(uri, RIGHT + body)
    await editor.shown(uri)
    count = len(editor.published[uri])
    text = RIGHT + body + "    @task()\n    def last(self) -> None: ...\n"
    async with asyncio.timeout(60):
        while len(editor.published[uri]) == count:
            text += "#"
            editor.change(uri, text)
            await asyncio.sleep(0.02)
    assert codes(list(editor.published[uri][-1].diagnostics)) == ["SPK202"]
    await editor.says(uri, "SPK202")


async def test_all_safe_fixes_of_one_rule(editor: Editor) -> None:
    uri = "file:///somewhere/rule.py"
    text = WRONG.replace('@task("daily")', "@task()")
    editor.open(uri, text)
    await editor.shown(uri)
    (action,) = [
        one
        for one in await editor.actions(uri, whole(text), ["quickfix"])
        if one.title == "SPK202: make all 2 safe fixes of this rule"
    ]
    assert action.edit is None
    resolved = await editor.resolved(action)
    assert resolved.edit is not None
    (change,) = resolved.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert len(change.edits) == 2
    editor.apply(resolved)
    assert editor.texts[uri] == text.replace("@task()", "@task")
    await editor.says(uri, "SPK101")


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("SPK202", '@task("daily")', "@task"),
        ("SPK001", "@task  # noqa: SPK202", "@task"),
    ],
)
async def test_all_fixes_of_a_rule_are_those_that_the_project_trusts(
    editor: Editor, tmp_path: Path, code: str, before: str, after: str
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.spakky-lint]\nextend-safe-fixes = ["SPK202"]\n')
    uri = (tmp_path / "trusted.py").as_uri()
    text = RIGHT.replace("@task\n", before + "\n")
    editor.open(uri, text)
    await editor.says(uri, code, code)
    (action,) = [
        one
        for one in await editor.actions(uri, whole(text), ["quickfix"])
        if one.title == f"{code}: make all 2 safe fixes of this rule"
    ]
    editor.apply(await editor.resolved(action))
    assert editor.texts[uri] == text.replace(before, after)


async def test_a_line_that_has_moved_since_is_not_silenced(editor: Editor) -> None:
    uri = "file:///somewhere/moved.py"
    editor.open(uri, WRONG)
    await editor.shown(uri)
    (action, _) = [
        one
        for one in await editor.actions(uri, whole(WRONG), ["quickfix"])
        if one.title == "SPK202: silence it in this line"
    ]
    editor.change(uri, "\n" + WRONG)
    assert (await editor.resolved(action)).edit is None


async def test_a_finding_is_silenced_in_its_line(editor: Editor) -> None:
    uri = "file:///somewhere/silenced.py"
    editor.open(uri, WRONG)
    await editor.shown(uri)
    cursor = types.Range(types.Position(8, 6), types.Position(8, 6))
    (action,) = [
        one
        for one in await editor.actions(uri, cursor, ["quickfix"])
        if one.title == "SPK202: silence it in this line"
    ]
    editor.apply(await editor.resolved(action))
    assert '    @task("daily")  # noqa: SPK202\n' in editor.texts[uri]
    await editor.says(uri, "SPK101", "SPK202")


async def test_errors_in_the_syntax_can_be_switched_off(editor: Editor) -> None:
    uri = "file:///somewhere/off.py"
    editor.open(uri, f"{RIGHT}    {HALF}\n")
    await editor.says(uri, "SPK000")
    editor.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"spakky-lint": {"showSyntaxErrors": False}})
    )
    await editor.says(uri)
    editor.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"spakky-lint": {"showSyntaxErrors": "no"}})
    )
    await editor.says(uri, "SPK000")
    assert any(
        message.message == "spakky-lint.showSyntaxErrors: true or false is allowed"
        for message in editor.messages
    )


async def test_a_comment_that_silences_nothing_is_shown_as_unnecessary(editor: Editor) -> None:
    uri = "file:///somewhere/idle.py"
    editor.open(uri, RIGHT.replace("@task\n", "@task  # noqa: SPK202\n", 1))
    (diagnostic,) = await editor.says(uri, "SPK001")
    assert list(diagnostic.tags or ()) == [types.DiagnosticTag.Unnecessary]


async def test_a_text_without_tasks_is_read_once_it_imports_them(editor: Editor) -> None:
    uri = "file:///somewhere/later.py"
    imports, _, body = RIGHT.replace("@task", "@task()").partition("\n\n")
    editor.open(uri, f"import os\n\n{body}")
    assert codes(await editor.shown(uri)) == []
    for text in (f"import os\n\n# a comment\n{body}", f"import sys\n\n{body}"):
        editor.change(uri, text)
        assert codes(await editor.shown(uri)) == []
    editor.change(uri, f"{imports}\n\n{body}")
    await editor.says(uri, "SPK202", "SPK202")
    editor.change(uri, f"import os\n\n{body}")
    await editor.says(uri)
