"""The language server as an editor meets it: `spakky-lint server` over real pipes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from spakky_lint.linting.fixer import apply_edits
from spakky_lint.linting.linter import lint_text
from tests.lsp.editor import PATIENCE, Editor, make_editor

NOWHERE = types.Range(types.Position(0, 0), types.Position(0, 0))

WRONG = """\
from spakky.task import TaskHandler, schedule, task


@TaskHandler
class Reports:
    @task()
    def weekly(self) -> None: ...

    @task("daily")
    def daily(self) -> None: ...
"""
RIGHT = (
    WRONG.replace("@TaskHandler\n", "@TaskHandler()\n")
    .replace("@task()", "@task")
    .replace('@task("daily")', "@task")
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    parameters = types.InitializeParams(client_capabilities("visual-studio-code"))
    result = await lsp_client.initialize_session(parameters)
    assert result.server_info is not None
    assert result.server_info.name == "spakky-lint"
    assert result.capabilities.position_encoding == types.PositionEncodingKind.Utf16
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


def whole(text: str) -> types.Range:
    return types.Range(types.Position(0, 0), types.Position(text.count("\n") + 1, 0))


def codes(diagnostics: list[types.Diagnostic]) -> list[str]:
    return [str(diagnostic.code) for diagnostic in diagnostics]


async def test_open_change_close(editor: Editor) -> None:
    uri = "file:///somewhere/reports.py"
    editor.open(uri, WRONG)
    diagnostics = await editor.shown(uri)
    assert codes(diagnostics) == ["SPK101", "SPK202", "SPK202"]
    first = diagnostics[0]
    assert first.source == "spakky-lint"
    assert first.severity == types.DiagnosticSeverity.Error
    assert first.range == types.Range(types.Position(3, 0), types.Position(3, 12))
    assert first.message == lint_text(WRONG)[0].message

    editor.change(uri, RIGHT)
    assert await editor.shown(uri) == []

    editor.change(uri, WRONG)
    assert len(await editor.shown(uri)) == 3
    count = len(editor.published[uri])
    editor.close(uri)
    async with asyncio.timeout(60):
        while len(editor.published[uri]) == count:
            await asyncio.sleep(0.005)
    assert list(editor.published[uri][-1].diagnostics) == []


async def test_a_change_of_a_part(editor: Editor) -> None:
    """Also below a form feed and U+2028, which end a line for nobody but `str.splitlines`."""
    uri = "file:///somewhere/parts.py"
    head = "# a \x0c form feed\n# a \u2028 separator, and \U0001f600 \x85\n\x0c\n"
    editor.open(uri, head + WRONG)
    assert len(await editor.shown(uri)) == 3
    editor.replace(uri, "@TaskHandler\n", "@TaskHandler()\n")
    editor.replace(uri, '@task("daily")', "@task")
    editor.replace(uri, "@task()\n", "@task\n")
    assert await editor.shown(uri) == []
    editor.replace(uri, "\U0001f600 \x85\n", "\U0001f600\U0001f601\n\n")
    editor.replace(uri, "@task\n    def weekly", "@task()\n    def weekly")
    (diagnostic,) = await editor.shown(uri)
    assert codes([diagnostic]) == ["SPK202"]
    assert diagnostic.range.start == types.Position(9, 4)


async def test_columns_are_utf_16_code_units(editor: Editor) -> None:
    uri = "file:///somewhere/astral.py"
    text = (
        "from spakky.task import TaskHandler, schedule\n\n\n@TaskHandler()\nclass A:\n"
        '    @schedule(at="\U0001f600é" and None, interval=300)\n    def b(self) -> None: ...\n'
    )
    editor.open(uri, text)
    (diagnostic,) = await editor.shown(uri)
    assert diagnostic.code == "SPK303"
    line = text.split("\n")[5]
    assert line.index("300") == 41
    assert diagnostic.range == types.Range(types.Position(5, 42), types.Position(5, 45))
    (action,) = await editor.fixes(uri, diagnostic.range)
    editor.apply(action)
    assert "interval=timedelta(seconds=300))\n" in editor.texts[uri]
    assert await editor.shown(uri) == []


async def test_quick_fixes_of_the_requested_range(editor: Editor) -> None:
    uri = "file:///somewhere/fixes.py"
    editor.open(uri, WRONG)
    diagnostics = await editor.shown(uri)
    assert await editor.fixes(uri, NOWHERE) == []
    actions = await editor.fixes(uri, whole(WRONG))
    assert [action.kind for action in actions] == [types.CodeActionKind.QuickFix] * 3
    assert [list(action.diagnostics or ()) for action in actions] == [[one] for one in diagnostics]
    # The last is unsafe: an argument is lost.
    assert [action.is_preferred for action in actions] == [True, True, None]

    for line in (3, 5, 8):
        cursor = types.Position(line, 6)
        (action,) = await editor.fixes(uri, types.Range(cursor, cursor), ["quickfix"])
        found = lint_text(editor.texts[uri])[0]
        assert found.fix is not None
        title = found.fix.title[0].lower() + found.fix.title[1:]
        assert action.title.removesuffix(" (unsafe)") == f"{found.code}: {title}"
        assert action.title.endswith(" (unsafe)") is (action.is_preferred is None)
        editor.apply(action)
    assert editor.texts[uri] == RIGHT
    assert await editor.shown(uri) == []
    assert await editor.fixes(uri, whole(RIGHT)) == []


async def test_actions_follow_the_text_not_the_diagnostics(editor: Editor) -> None:
    """Asked for in the middle of typing, they fit what has been typed."""
    uri = "file:///somewhere/typing.py"
    editor.open(uri, RIGHT)
    assert await editor.shown(uri) == []
    editor.replace(uri, "@TaskHandler()", "\n\n@TaskHandler")
    # What was found before says nothing of the line, and does not keep anybody waiting: it is the
    # fix of the new text where that is checked by now, else none.
    assert len(await editor.fixes(uri, whole(editor.texts[uri]))) <= 1
    await editor.says(uri, "SPK101")
    (action,) = await editor.fixes(uri, whole(editor.texts[uri]))
    editor.apply(action)
    assert editor.texts[uri] == RIGHT.replace("@TaskHandler()", "\n\n@TaskHandler()")


async def test_fixes_of_lines_above_and_below_stay_while_somebody_types(editor: Editor) -> None:
    uri = "file:///somewhere/staying.py"
    editor.open(uri, WRONG)
    await editor.shown(uri)
    editor.replace(uri, "@TaskHandler\n", "@TaskHandler(\n")
    editor.replace(uri, "from", "\nfrom")
    first, _ = await editor.fixes(uri, whole(editor.texts[uri]))
    editor.apply(first)
    assert editor.texts[uri] == "\n" + WRONG.replace("@TaskHandler\n", "@TaskHandler(\n").replace(
        "@task()", "@task"
    )


async def test_fix_all(editor: Editor) -> None:
    uri = "file:///somewhere/all.py"
    editor.open(uri, WRONG)
    for only in (["source.fixAll.spakky-lint"], ["source.fixAll"], ["source"]):
        (action,) = await editor.fixes(uri, whole(WRONG), only)
        assert action.kind == "source.fixAll.spakky-lint"
        action = await editor.resolved(action)
    assert await editor.fixes(uri, whole(WRONG), ["source.fixAll.other"]) == []
    assert await editor.fixes(uri, whole(WRONG), ["refactor"]) == []
    editor.apply(action)
    assert editor.texts[uri] == RIGHT.replace(
        "@task\n    def daily", '@task("daily")\n    def daily'
    )
    assert codes(await editor.shown(uri)) == ["SPK202"]
    assert await editor.fixes(uri, NOWHERE, ["source.fixAll"]) == []


async def test_several_documents(editor: Editor) -> None:
    uris = [f"file:///somewhere/many_{number}.py" for number in range(5)]
    for number, uri in enumerate(uris):
        editor.open(uri, (WRONG, RIGHT)[number % 2])
    found = [codes(await editor.shown(uri)) for uri in uris]
    assert found == [(["SPK101", "SPK202", "SPK202"], [])[number % 2] for number in range(5)]
    editor.close(uris[0])
    editor.change(uris[1], WRONG)
    assert len(await editor.shown(uris[1])) == 3
    assert len(await editor.shown(uris[2])) == 3


async def test_only_the_last_of_many_changes_is_linted(editor: Editor) -> None:
    uri = "file:///somewhere/fast.py"
    editor.open(uri, RIGHT)
    for number in range(50):
        editor.change(uri, (WRONG, RIGHT)[number % 2])
    editor.change(uri, WRONG)
    await editor.says(uri, "SPK101", "SPK202", "SPK202")
    # Whatever else there was to lint would come before this.
    editor.open("file:///somewhere/last.py", WRONG)
    await editor.shown("file:///somewhere/last.py")
    versions = [params.version or 0 for params in editor.published[uri]]
    assert versions == sorted(versions)
    # A machine that is busy may need so long for them that findings are due in between.
    assert len(versions) < 25


async def test_a_large_document_keeps_nobody_waiting(editor: Editor) -> None:
    large, small = "file:///somewhere/large.py", "file:///somewhere/small.py"
    method = '    @task("x")\n    def f{0}(self) -> None: ...\n'
    body = "".join(method.format(number) for number in range(1000))
    editor.open(large, RIGHT + body)
    answer = editor.actions(small, NOWHERE)  # it was not opened: there is nothing to work on
    assert await answer == []
    assert not editor.published[large]
    assert len(await editor.shown(large)) == 1000
    editor.close(large)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("surrogate", "import spakky\nx = '\ud800'\n", ["SPK000"]),
        ("nul", "import spakky\nx = '\0'\n", ["SPK000"]),
        ("late nul", "# noqa\n r\n\0", ["SPK000"]),
        ("syntax", "import spakky\ndef f(:\n", ["SPK000"]),
        ("brackets", "import spakky\nx = " + "(" * 4000 + ")" * 4000 + "\n", ["SPK000"]),
        ("calls", "import spakky\nx = f" + "()" * 2000 + "\n", ["SPK000"]),
        ("empty", "", []),
        ("silent", "import spakky\n# flake8: noqa\n\ud800\n", []),
        ("mark", "\ufeff" + WRONG, ["SPK101", "SPK202", "SPK202"]),
        ("windows", WRONG.replace("\n", "\r\n"), ["SPK101", "SPK202", "SPK202"]),
        ("noqa", WRONG.replace("@task()", "@task()  # noqa: SPK2"), ["SPK101", "SPK202"]),
    ],
)
async def test_any_text(editor: Editor, name: str, text: str, expected: list[str]) -> None:
    uri = f"file:///somewhere/{name.replace(' ', '_')}.py"
    editor.open(uri, "")
    await editor.shown(uri)
    editor.change(uri, text)
    await editor.says(uri, *expected)
    assert (
        await editor.fixes(uri, types.Range(types.Position(9**9, 0), types.Position(9**9, 9**9)))
        == []
    )
    editor.change(uri, RIGHT)
    assert await editor.shown(uri) == []


async def test_a_byte_order_mark_is_a_character_of_the_first_line(editor: Editor) -> None:
    uri = "file:///somewhere/first.py"
    editor.open(uri, "\ufefffrom spakky import task; lone = '\ud800'\n")
    (diagnostic,) = await editor.shown(uri)
    assert diagnostic.range.start == types.Position(0, 34)
    text = (
        "from spakky.task import TaskHandler, schedule\n\n\n@TaskHandler()\nclass A:\n"
        "    @schedule(interval=300)\n    def b(self) -> None: ...\n"
    )
    editor.change(uri, "\ufeff" + text)
    (action,) = await editor.fixes(uri, whole(text))
    editor.apply(action)
    (finding,) = lint_text(text)
    assert finding.fix is not None
    assert editor.texts[uri] == "\ufeff" + apply_edits(text, finding.fix.edits)


async def test_what_is_no_python_is_left_alone(editor: Editor) -> None:
    uri = "file:///somewhere/notes.md"
    editor.open(uri, "import spakky.task (\n", language="markdown")
    other = "file:///somewhere/after.py"
    editor.open(other, "import spakky.task (\n")
    assert codes(await editor.shown(other)) == ["SPK000"]
    assert not editor.published[uri]


@pytest.mark.parametrize(
    "uri",
    [
        "vscode-notebook-cell:/somewhere/reports.ipynb#W0sZmlsZQ%3D%3D",
        "git:/somewhere/reports.py?%7B%22ref%22%3A%22HEAD%22%7D",
        "vscode-vfs://github/somewhere/reports.py",
        "output:reports.py",
        "file:///somewhere/reports.pyi",
        "file:///somewhere/reports.ipynb",
    ],
)
async def test_what_is_no_module_is_left_alone(editor: Editor, uri: str) -> None:
    editor.open(uri, WRONG)
    editor.change(uri, f"{WRONG}\n")
    assert await editor.fixes(uri, whole(WRONG)) == []
    editor.close(uri)
    other = "untitled:Untitled-1"
    editor.open(other, WRONG)
    assert codes(await editor.shown(other)) == ["SPK101", "SPK202", "SPK202"]
    editor.close(other)
    assert not editor.published[uri]


async def test_the_cells_of_a_notebook_are_left_alone(editor: Editor) -> None:
    notebook, cell = "file:///somewhere/report.ipynb", "file:///somewhere/report.ipynb/1.py"
    editor.published.pop(cell, None)
    document = types.NotebookDocument(
        notebook, "jupyter-notebook", 1, [types.NotebookCell(types.NotebookCellKind.Code, cell)]
    )
    editor.notebook_document_did_open(
        types.DidOpenNotebookDocumentParams(
            document, [types.TextDocumentItem(cell, "python", 1, WRONG)]
        )
    )
    assert await editor.actions(cell, whole(WRONG)) == []
    editor.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(cell, "python", 1, WRONG))
    )
    assert await editor.actions(cell, whole(WRONG)) == []
    assert not editor.published[cell]


async def test_the_configuration_of_the_project(editor: Editor, tmp_path: Path) -> None:
    configuration = tmp_path / "pyproject.toml"
    configuration.write_text('[tool.spakky-lint]\nignore = ["SPK202"]\nexclude = ["generated"]\n')
    uri = (tmp_path / "reports.py").as_uri()
    editor.open(uri, WRONG)
    assert codes(await editor.shown(uri)) == ["SPK101"]
    excluded = (tmp_path / "generated" / "reports.py").as_uri()
    editor.open(excluded, WRONG)
    assert await editor.shown(excluded) == []
    own = tmp_path / "worker" / "spakky-lint.toml"
    own.parent.mkdir()
    own.write_text('ignore = ["SPK1"]\n')
    inner = (own.parent / "reports.py").as_uri()
    editor.open(inner, WRONG)
    assert "SPK202" in codes(await editor.shown(inner))
    assert "SPK101" not in codes(await editor.shown(inner))
    configuration.write_text('[tool.spakky-lint]\nignore = ["SPK999"]\n')
    editor.change(uri, WRONG + "\n")
    # The last good one stays in force, and what is wrong stands in the file itself.
    assert codes(await editor.shown(uri)) == ["SPK101"]
    async with asyncio.timeout(PATIENCE):
        while not editor.published[configuration.as_uri()]:
            await asyncio.sleep(0.005)
    (problem,) = editor.published[configuration.as_uri()][-1].diagnostics
    assert '"SPK999"' in problem.message
    assert (problem.range.start.line, problem.range.end.character) == (1, 19)
    configuration.write_text("[tool.spakky-lint]\nignore = []\n")
    editor.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(configuration.as_uri()))
    )
    await editor.says(uri, "SPK101", "SPK202", "SPK202")
    async with asyncio.timeout(PATIENCE):
        while editor.published[configuration.as_uri()][-1].diagnostics:
            await asyncio.sleep(0.005)


async def test_what_is_wrong_with_a_configuration_stays_until_it_is_mended(
    editor: Editor, tmp_path: Path
) -> None:
    configuration = tmp_path / "pyproject.toml"
    configuration.write_text("[tool.spakky-lint]\nselect = 3\n")
    uri, said = (tmp_path / "reports.py").as_uri(), editor.published[configuration.as_uri()]
    editor.open(uri, RIGHT)
    await editor.shown(uri)
    assert len(said[-1].diagnostics) == 1
    editor.close(uri)
    configuration.write_text("[tool.spakky-lint]\n")
    editor.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(configuration.as_uri()))
    )
    async with asyncio.timeout(PATIENCE):
        while said[-1].diagnostics:
            await asyncio.sleep(0.005)
    assert len(said) == 2
