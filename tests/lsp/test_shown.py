"""What an editor shows of tasks besides what is wrong with them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from tests.lsp.editor import PATIENCE, Editor, end_of, make_editor
from tests.lsp.wire import SERVER

TASKS = """\
from spakky.auth import protected, require_role
from spakky.task import Crontab, TaskHandler, schedule, task


@TaskHandler()
class Reports:
    @task
    @require_role("clerk")
    def on_demand(self) -> None: ...

    @schedule(crontab=Crontab(hour=9, minute=30))
    def daily(self) -> None: ...

    @schedule(crontab=Crontab(hour=HOUR))
    def sometimes(self) -> None: ...


limit = 5  # noqa: SPK401
"""

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    parameters = types.InitializeParams(client_capabilities("visual-studio-code"), locale="en-gb")
    result = await lsp_client.initialize_session(parameters)
    assert result.capabilities.hover_provider
    assert result.capabilities.inlay_hint_provider
    yield
    await lsp_client.shutdown_session()


config = ClientServerConfig(server_command=SERVER, client_factory=make_editor)
editor = pytest_lsp.fixture(session, scope="module", config=config)


async def korean_session(lsp_client: Editor) -> AsyncIterator[None]:
    parameters = types.InitializeParams(client_capabilities("visual-studio-code"), locale="ko")
    await lsp_client.initialize_session(parameters)
    yield
    await lsp_client.shutdown_session()


korean = pytest_lsp.fixture(korean_session, scope="module", config=config)


async def hover(editor: Editor, uri: str, word: str) -> str | None:
    """What is shown over the first character of the word."""
    position = end_of(editor.texts[uri].partition(word)[0])
    answer = await asyncio.wait_for(
        editor.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), position)
        ),
        PATIENCE,
    )
    if answer is None:
        return None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value


async def hints(editor: Editor, uri: str, first: int = 0, last: int = 99) -> list[tuple[int, str]]:
    """The lines and the labels."""
    range_ = types.Range(types.Position(first, 0), types.Position(last, 0))
    answer = await asyncio.wait_for(
        editor.text_document_inlay_hint_async(
            types.InlayHintParams(types.TextDocumentIdentifier(uri), range_)
        ),
        PATIENCE,
    )
    return [(hint.position.line, str(hint.label)) for hint in answer or ()]


async def test_over_a_schedule_stand_its_words_and_its_next_times(editor: Editor) -> None:
    uri = "file:///somewhere/hover.py"
    editor.open(uri, TASKS)
    said = await hover(editor, uri, "@schedule(crontab=Crontab(hour=9")
    assert said is not None
    assert said.startswith("**at 09:30 every day**\n\nNext (`UTC`):\n\n- ")
    assert said.count("- ") == 5
    assert (
        await hover(editor, uri, "@schedule(crontab=Crontab(hour=HOUR")
        == "**not known from the code**"
    )


async def test_over_what_guards_a_task_stands_who_may_run_it(editor: Editor) -> None:
    uri = "file:///somewhere/guards.py"
    editor.open(uri, TASKS)
    said = await hover(editor, uri, "@require_role")
    assert said is not None
    assert said.startswith("**protected: role clerk**\n\n- direct: **enforced**\n- queue: ")
    assert await hover(editor, uri, "@task\n") == said
    assert await hover(editor, uri, "on_demand") is None


async def test_over_a_code_in_a_comment_stands_the_page_of_the_rule(editor: Editor) -> None:
    uri = "file:///somewhere/codes.py"
    editor.open(uri, TASKS)
    said = await hover(editor, uri, "SPK401")
    assert said is not None
    assert said.startswith("# SPK401 crontab-out-of-range\n")
    assert await hover(editor, uri, "limit") is None


async def test_the_next_time_and_the_access_stand_in_their_lines(editor: Editor) -> None:
    uri = "file:///somewhere/hints.py"
    editor.open(uri, TASKS)
    now = datetime.now(UTC)
    at = now.replace(hour=9, minute=30, second=0)
    at += timedelta(days=at <= now)
    assert await hints(editor, uri) == [
        (6, "protected: role clerk"),
        (10, f"next {at:%a} {at.day} {at:%b} 09:30 UTC".replace(" 09", f"{year(at, now)} 09")),
    ]
    assert await hints(editor, uri, 0, 9) == [(6, "protected: role clerk")]


def year(at: datetime, now: datetime) -> str:
    """It is said where it is another one."""
    return "" if at.year == now.year else f" {at.year}"


async def test_hints_can_be_switched_off(editor: Editor) -> None:
    uri = "file:///somewhere/off.py"
    editor.open(uri, TASKS)
    assert len(await hints(editor, uri)) == 2
    for is_on in (False, True):
        editor.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"spakky-lint": {"inlayHints": is_on}})
        )
        assert len(await hints(editor, uri)) == 2 * is_on


async def test_a_text_that_cannot_be_read_shows_nothing(editor: Editor) -> None:
    uri = "file:///somewhere/broken.py"
    editor.open(uri, f"{TASKS}def (\n")
    assert await hints(editor, uri) == []
    assert await hover(editor, uri, "@require_role") is None


async def test_a_document_that_nobody_opened_shows_nothing(editor: Editor) -> None:
    assert await hints(editor, "file:///somewhere/closed.py") == []


async def test_in_korean_for_an_editor_in_korean(korean: Editor) -> None:
    uri = "file:///somewhere/korean.py"
    korean.open(uri, TASKS)
    said = await hover(korean, uri, "@schedule(crontab=Crontab(hour=9")
    assert said is not None
    assert said.startswith("**매일 09:30**")
    assert "다음 (`UTC`):" in said
    guards = await hover(korean, uri, "@require_role")
    assert guards is not None
    assert "- direct: **적용됨**" in guards


async def test_findings_and_fixes_in_korean_too(korean: Editor) -> None:
    uri = "file:///somewhere/korean_findings.py"
    korean.open(uri, "from spakky.task import task\n\n\n@task()\ndef send(self) -> None: ...\n")
    (found,) = await korean.shown(uri)
    assert found.message.startswith("task를 호출했지만 장식할 메서드가 없어")
    titles = {action.title for action in await korean.fixes(uri, found.range)}
    assert "SPK202: @task로 쓰기" in titles


async def test_what_is_wrong_with_a_configuration_in_korean_too(
    korean: Editor, tmp_path: Path
) -> None:
    configuration = tmp_path / "pyproject.toml"
    configuration.write_text("[tool.spakky-lint]\nselekt = []\n")
    uri = (tmp_path / "korean.py").as_uri()
    korean.open(uri, TASKS)
    await korean.shown(uri)
    (problem,) = korean.published[configuration.as_uri()][-1].diagnostics
    assert problem.message.startswith("selekt: 그런 키가 없습니다")
