"""pygls's part, where it does not do as the protocol says: of odd messages, and of lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol, lsp_method

from spakky_lint.lsp.positions import changed


class Protocol(LanguageServerProtocol):
    """pygls, but whoever waits for an answer gets one, and lines are split where the protocol does.

    pygls splits at form feeds and U+2028 too, and would put the changes below one in wrong places.
    """

    edited: Callable[[str, str, str], None] = staticmethod(lambda uri, before, after: None)
    """Told of every change: the document, its text before, and after."""
    is_greeted: bool = False

    def heed(self, body: bytes) -> None:
        """Do what a message says, whatever it is. Where it makes no sense, the client is told so,
        and goes on.
        """
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, types.ErrorCodes.ParseError, "the message is no JSON")
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._refuse(None, types.ErrorCodes.InvalidRequest, "no message of JSON-RPC 2.0")
            return
        number, method = data.get("id"), data.get("method")
        if "id" in data and not isinstance(number, int | str):
            if method is not None:
                self._refuse(None, types.ErrorCodes.InvalidRequest, "an id is a number or a text")
        elif number is not None and method is not None and (refusal := self._refusal(method)):
            self._refuse(number, *refusal)
        else:
            self._take(data, number, method)

    def _refusal(self, method: object) -> tuple[int, str] | None:
        """Why a request comes at a wrong time, and as which kind of error."""
        if self._shutdown:
            return types.ErrorCodes.InvalidRequest, "the server was asked to stop"
        if method == types.INITIALIZE and self.is_greeted:
            return types.ErrorCodes.InvalidRequest, "the server was greeted already"
        if method != types.INITIALIZE and not self.is_greeted:
            return types.ErrorCodes.ServerNotInitialized, "the server was not greeted yet"
        return None

    def _take(self, data: dict[str, Any], number: int | str | None, method: object) -> None:
        try:
            message = self.structure_message(data)
        except JsonRpcException:
            if number is None:
                return
            if method is not None:
                self._refuse(number, types.ErrorCodes.InvalidParams, "not the parameters of it")
            else:
                # Whoever asked the client waits for no other answer.
                self._handle_response(number, error=JsonRpcInvalidParams().to_response_error())
            return
        self.is_greeted |= method == types.INITIALIZE
        self.handle_message(message)

    def _refuse(self, number: int | str | None, code: int, why: str) -> None:
        error = {"code": code, "message": why}
        self._send_data({"jsonrpc": self.VERSION, "id": number, "error": error})

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
