"""An editor for the tests: pytest-lsp's client, which keeps every diagnostics it was sent."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pygls.workspace import PositionCodec
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

PATIENCE = 60
"""Seconds. Far more than an answer takes: a loaded machine must not fail a test."""


class Editor(LanguageClient):
    """Holds the texts of its documents, as an editor does."""

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = defaultdict(list)
        self.registrations: list[types.Registration] = []
        self.parts: dict[types.ProgressToken, list[dict[str, Any]]] = defaultdict(list)
        """The results that came in parts, as JSON has them."""
        self.lens_refreshes = 0
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def open(self, uri: str, text: str, language: str = "python") -> None:
        self.published.pop(uri, None)
        self.texts[uri], self.versions[uri] = text, 1
        self.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )

    def change(self, uri: str, text: str) -> None:
        """Replace the whole text."""
        self.texts[uri] = text
        self._change(uri, types.TextDocumentContentChangeWholeDocument(text))

    def replace(self, uri: str, old: str, new: str) -> None:
        """Replace a part of the text that occurs once, and send only that."""
        text = self.texts[uri]
        assert text.count(old) == 1
        before, after = text.split(old)
        range_ = types.Range(end_of(before), end_of(before + old))
        self.texts[uri] = before + new + after
        self._change(uri, types.TextDocumentContentChangePartial(range_, new))

    def _change(self, uri: str, change: types.TextDocumentContentChangeEvent) -> None:
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    def close(self, uri: str) -> None:
        self.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    async def shown(self, uri: str) -> list[types.Diagnostic]:
        """What is said about the present version, once it is."""
        async with asyncio.timeout(PATIENCE):
            while not self.published[uri] or self.published[uri][-1].version != self.versions[uri]:
                await asyncio.sleep(0.005)
        return list(self.published[uri][-1].diagnostics)

    async def says(self, uri: str, *expected: str) -> list[types.Diagnostic]:
        """Wait until these are the codes that are shown."""
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = await self.shown(uri)
                if [str(each.code) for each in shown] == list(expected):
                    return shown
                await asyncio.sleep(0.01)

    async def actions(
        self, uri: str, range_: types.Range, only: Iterable[str] | None = None
    ) -> list[types.CodeAction]:
        context = types.CodeActionContext([], list(only) if only is not None else None)
        answer = await asyncio.wait_for(
            self.text_document_code_action_async(
                types.CodeActionParams(types.TextDocumentIdentifier(uri), range_, context)
            ),
            PATIENCE,
        )
        return [action for action in answer or () if isinstance(action, types.CodeAction)]

    async def fixes(
        self, uri: str, range_: types.Range, only: Iterable[str] | None = None
    ) -> list[types.CodeAction]:
        """The actions that mend something."""
        actions = await self.actions(uri, range_, only)
        return [
            action for action in actions if not action.title.endswith("silence it in this line")
        ]

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        """The action with its edit."""
        if action.data is None:
            return action
        return await asyncio.wait_for(self.code_action_resolve_async(action), PATIENCE)

    def apply(self, action: types.CodeAction) -> None:
        """Do what an action says, as an editor would, and tell the server."""
        assert action.edit is not None
        assert action.edit.document_changes is not None
        for change in action.edit.document_changes:
            assert isinstance(change, types.TextDocumentEdit)
            uri = change.text_document.uri
            assert change.text_document.version == self.versions[uri]
            edits = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
            assert len(edits) == len(change.edits)
            self.change(uri, edited(self.texts[uri], edits))


def edited(text: str, edits: Iterable[types.TextEdit]) -> str:
    """The text after the edits, whose ranges all refer to the text before them."""
    spans = [(offset(text, edit.range.start), offset(text, edit.range.end), edit) for edit in edits]
    for start, end, edit in sorted(spans, key=lambda span: span[:2], reverse=True):
        text = text[:start] + edit.new_text + text[end:]
    return text


def offset(text: str, position: types.Position) -> int:
    """The index of a position whose columns are UTF-16 code units."""
    line = text.split("\n")[position.line]
    start = sum(len(one) + 1 for one in text.split("\n")[: position.line])
    units = line.encode("utf-16-le", "surrogatepass")[: 2 * position.character]
    return start + len(units.decode("utf-16-le", "surrogatepass"))


def end_of(text: str) -> types.Position:
    """The position behind the last character, in UTF-16 code units."""
    last = text.rpartition("\n")[2]
    return types.Position(text.count("\n"), PositionCodec().client_num_units(last))


def make_editor() -> Editor:
    """A client as `pytest_lsp.fixture` wants one."""
    editor = Editor()
    features = dict(DEFAULT_CLIENT_FEATURES)
    del features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
    show_progress = features.pop(types.PROGRESS)
    register_lsp_features(editor, features)

    def keep(params: types.PublishDiagnosticsParams) -> None:
        editor.published[params.uri].append(params)

    def register(params: types.RegistrationParams) -> None:
        editor.registrations.extend(params.registrations)

    def progress(params: types.ProgressParams) -> None:
        if isinstance(params.value, dict) and "items" in params.value:
            editor.parts[params.token].extend(params.value["items"])
        else:
            show_progress(editor, params)

    def refresh(_: None) -> None:
        editor.lens_refreshes += 1

    editor.feature(types.PROGRESS)(progress)
    editor.feature(types.WORKSPACE_CODE_LENS_REFRESH)(refresh)
    editor.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(keep)
    editor.feature(types.CLIENT_REGISTER_CAPABILITY)(register)
    return editor
