"""How texts change: pygls's part, where it does not split lines as the protocol does."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

from spakky_lint.lsp.positions import changed


class Protocol(LanguageServerProtocol):
    """pygls, but splitting lines where the protocol does.

    pygls splits at form feeds and U+2028 too, and would put the changes below one in wrong places.
    """

    edited: Callable[[str, str, str], None] = staticmethod(lambda uri, before, after: None)
    """Told of every change: the document, its text before, and after."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:  # Any: what pygls sends back and forth
        uri = params.text_document.uri
        text = self.workspace.get_text_document(uri).source
        for change in params.content_changes:
            after = changed(text, change, self.workspace.position_codec)
            self.edited(uri, text, after)
            text = after
        params.content_changes = [types.TextDocumentContentChangeWholeDocument(text)]
        yield from super().lsp_text_document__did_change(params)
