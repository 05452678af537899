"""What takes long is shown to take long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

from tests.lsp.editor import PATIENCE, Editor, make_editor
from tests.lsp.wire import PYTHON

IMPATIENT = """
from spakky_lint.lsp import progress, serving

progress.AFTER = 0
serving.serve()
"""
"""A server to which everything takes long."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def session(lsp_client: Editor) -> AsyncIterator[None]:
    parameters = types.InitializeParams(client_capabilities("visual-studio-code"))
    await lsp_client.initialize_session(parameters)
    yield
    await lsp_client.shutdown_session()


editor = pytest_lsp.fixture(
    session,
    scope="module",
    config=ClientServerConfig(server_command=[PYTHON, "-c", IMPATIENT], client_factory=make_editor),
)


async def test_the_first_read(editor: Editor) -> None:
    uri = "file:///somewhere/first.py"
    editor.open(uri, "from spakky.task import task\n")
    await editor.shown(uri)
    async with asyncio.timeout(PATIENCE):
        while not any(len(reports) == 2 for reports in editor.progress_reports.values()):
            await asyncio.sleep(0.005)
    ((begin, end),) = editor.progress_reports.values()
    assert isinstance(begin, types.WorkDoneProgressBegin)
    assert begin.title == "Reading the program"
    assert isinstance(end, types.WorkDoneProgressEnd)
    editor.change(uri, "from spakky.task import schedule\n")
    await editor.shown(uri)
    assert len(editor.progress_reports) == 1
