"""The server: when to lint which text, and whom to tell."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument, Workspace

from spakky_lint import __version__
from spakky_lint.lsp import actions
from spakky_lint.lsp.analysis import Analysis, analyse, fix_all, outdated
from spakky_lint.lsp.client_process import end_with
from spakky_lint.lsp.diagnostics import diagnostic
from spakky_lint.lsp.positions import Places, changed
from spakky_lint.rules.finding import Edit
from spakky_lint.syntax.source import of_text

P = ParamSpec("P")
T = TypeVar("T")

TYPING_PAUSE = 0.2
"""Seconds without a change after which a text is linted; a change before that starts them anew."""

WATCHED = ("**/*.py", "**/pyproject.toml", "**/spakky-lint.toml", "**/.spakky-lint.toml")
"""The files on which the findings of others rest."""

_SCHEMES = ("file", "untitled")
"""Of documents that are modules, saved or not."""

STACK_SIZE = 16 * 1024 * 1024
"""Bytes of a thread's stack. The parser recurses, and some systems give threads half a megabyte."""


class _Protocol(LanguageServerProtocol):
    """pygls, but splitting lines where the protocol does.

    pygls splits at form feeds and U+2028 too, and would put the changes below one in wrong places.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:  # Any: what pygls sends back and forth
        text = self.workspace.get_text_document(params.text_document.uri).source
        for change in params.content_changes:
            text = changed(text, change, self.workspace.position_codec)
        params.content_changes = [types.TextDocumentContentChangeWholeDocument(text)]
        yield from super().lsp_text_document__did_change(params)


class SpakkyServer(LanguageServer):
    """A language server with one worker for the linting.

    All state belongs to the thread of the event loop. A document's check is one task: a newer
    version, or the closing of the document, cancels it, so nothing stale is ever published.
    """

    def __init__(self) -> None:
        super().__init__("spakky-lint", __version__, protocol_cls=_Protocol)
        # Not pygls's own pool: a text that takes long must not keep the next message waiting.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spakky-lint")
        self._checks: dict[str, asyncio.Task[None]] = {}
        self._analyses: dict[str, Analysis] = {}
        self._refreshing: asyncio.Task[None] | None = None
        self._told: set[str] = set()
        self.asked_to_stop = False

    def shutdown(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)
        super().shutdown()  # type: ignore[no-untyped-call]  # pygls does not annotate it

    def lints(self, uri: str) -> bool:
        return _is_module(self.workspace.get_text_document(uri), self.workspace)

    def check(self, uri: str, delay: float = 0) -> None:
        """Lint the document after `delay` seconds, unless something newer happens to it."""
        self._cancel(uri)
        self._checks[uri] = asyncio.get_running_loop().create_task(self._check(uri, delay))

    def forget(self, uri: str) -> None:
        """The document was closed: its diagnostics go with it."""
        if uri not in self._checks:
            return
        self._cancel(uri)
        self._checks.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self.refresh()

    async def settled(self, uri: str) -> Analysis | None:
        """What the linter says about the text as it is now; None for a document nobody opened."""
        while (check := self._checks.get(uri)) is not None and not check.done():
            await asyncio.wait([check])
        return self._analyses.get(uri)

    async def all_fixes(self, uri: str, analysis: Analysis) -> Edit | None:
        """One edit that makes all safe fixes; None when there are none, or the text has changed."""
        try:
            edit = await self._work(fix_all, analysis.source, *self._location(uri), self._buffers())
        except Exception as error:  # noqa: BLE001  # as below
            self._tell_defect(uri, error)
            return None
        now = self._analyses.get(uri)
        return edit if now is not None and now.source.text == analysis.source.text else None

    def described(self, uri: str, analysis: Analysis) -> actions.Document:
        """The open document in its present version, whose text `analysis` is about."""
        client = self.client_capabilities
        diagnostics = "text_document.publish_diagnostics.related_information"
        edits = "workspace.workspace_edit.document_changes"
        return actions.Document(
            uri,
            self.workspace.get_text_document(uri).version,
            Places.of(analysis.source, self.workspace.position_codec),
            related=bool(get_capability(client, diagnostics)),
            versioned=bool(get_capability(client, edits)),
        )

    def _cancel(self, uri: str) -> None:
        self._analyses.pop(uri, None)
        if check := self._checks.get(uri):
            check.cancel()

    async def _check(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        self._show(uri, await self._analysed(uri))
        if all(check.done() or other == uri for other, check in self._checks.items()):
            # A task of its own: who waits for this document need not wait for the others.
            self.refresh()

    def refresh(self, *, looks: bool = False) -> None:
        """Look at the open files again: what they say may rest on another one that changed.

        The disk is looked at when `looks` says so, and otherwise unless that was just done.
        """
        if self._refreshing is not None:
            self._refreshing.cancel()
        self._refreshing = asyncio.get_running_loop().create_task(self._refresh(looks))

    async def _analysed(self, uri: str) -> Analysis:
        text = self.workspace.get_text_document(uri).source
        try:
            return await self._work(analyse, text, *self._location(uri), self._buffers())
        except Exception as error:  # noqa: BLE001  # one text defeats us, the server goes on
            self._tell_defect(uri, error)
            return Analysis(of_text(text))

    async def _refresh(self, looks: bool) -> None:
        places = {uri: self._location(uri) for uri in self._analyses}
        stale = await self._work(
            outdated, dict(self._analyses), places, self._buffers(), looks=looks
        )
        for uri in stale:
            before = self._analyses.get(uri)
            check = self._checks.get(uri)
            if before is None or not (check is None or check.done()):
                continue
            analysis = await self._analysed(uri)
            if self._analyses.get(uri) is not before:
                continue
            if analysis.findings == before.findings:
                self._analyses[uri] = analysis
            else:
                self._show(uri, analysis)

    def _buffers(self) -> dict[Path, str]:
        """The texts of the open files."""
        return {
            Path(name): document.source
            for uri, document in self.workspace.text_documents.items()
            if _is_module(document, self.workspace) and (name := to_fs_path(uri)) is not None
        }

    def _show(self, uri: str, analysis: Analysis) -> None:
        self._analyses[uri] = analysis
        for problem in analysis.problems:
            self._tell(problem)
        self._publish(uri, analysis)

    def _publish(self, uri: str, analysis: Analysis) -> None:
        document = self.described(uri, analysis)
        codec = self.workspace.position_codec
        others = {
            shown: (from_fs_path(str(other.path)) or uri, Places.of(other.source, codec))
            for shown, other in analysis.elsewhere.items()
        }
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri,
                [
                    diagnostic(
                        uri, document.places, finding, related=document.related, others=others
                    )
                    for finding in analysis.findings
                ],
                document.version,
            )
        )

    async def _work(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._worker, partial(work, *args, **kwargs)
        )

    def _location(self, uri: str) -> tuple[Path | None, Path | None]:
        """The document's file, where it has one, and the folder that the editor works in."""
        name = to_fs_path(uri)
        path = None if name is None else Path(name)
        roots = [to_fs_path(folder.uri) for folder in self.workspace.folders.values()]
        folders = [Path(root) for root in (*roots, self.workspace.root_path) if root]
        if path is not None:
            folders = [folder for folder in folders if path.is_relative_to(folder)]
        return path, max(folders, key=lambda folder: len(folder.parts), default=None)

    def _tell_defect(self, uri: str, error: Exception) -> None:
        self._tell(f"spakky-lint failed on {uri}: {type(error).__name__}: {error}")

    def _tell(self, problem: str) -> None:
        """Show the user a problem, once."""
        if problem not in self._told:
            self._told.add(problem)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, problem))


def _is_module(document: TextDocument, workspace: Workspace) -> bool:
    """Whether it is the text of a module: of one in a file, or of one that will have a file.

    A cell of a notebook is only a part of one, what git shows is an older one, and a stub runs
    nowhere.
    """
    scheme, _, path = document.uri.partition(":")
    if scheme not in _SCHEMES or path.endswith((".pyi", ".ipynb")):
        return False
    if workspace.get_notebook_document(cell_uri=document.uri) is not None:
        return False
    return document.language_id == "python" or path.endswith(".py")


def _opened(server: SpakkyServer, params: types.DidOpenTextDocumentParams) -> None:
    uri = params.text_document.uri
    if server.lints(uri):
        server.check(uri)


def _changed(server: SpakkyServer, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    if server.lints(uri):
        server.check(uri, TYPING_PAUSE)


def _saved(server: SpakkyServer, _: types.DidSaveTextDocumentParams) -> None:
    server.refresh(looks=True)


def _files_changed(server: SpakkyServer, _: types.DidChangeWatchedFilesParams) -> None:
    server.refresh(looks=True)


def _initialize(_: SpakkyServer, params: types.InitializeParams) -> None:
    if params.process_id is not None:
        end_with(params.process_id)


async def _initialized(server: SpakkyServer, _: types.InitializedParams) -> None:
    """Ask to be told of files that change outside the editor, where the editor can do that."""
    can = "workspace.did_change_watched_files.dynamic_registration"
    if not get_capability(server.client_capabilities, can):
        return
    watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
    await server.client_register_capability_async(
        types.RegistrationParams(
            [
                types.Registration(
                    "spakky-lint-files",
                    types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                    types.DidChangeWatchedFilesRegistrationOptions(watchers),
                )
            ]
        )
    )


def _closed(server: SpakkyServer, params: types.DidCloseTextDocumentParams) -> None:
    server.forget(params.text_document.uri)


async def _offered(
    server: SpakkyServer, params: types.CodeActionParams
) -> list[types.CodeAction] | None:
    uri, only = params.text_document.uri, params.context.only
    analysis = await server.settled(uri)
    if analysis is None:
        return None
    found: list[types.CodeAction] = []
    if actions.wants(only, actions.QUICK_FIX):
        document = server.described(uri, analysis)
        found.extend(actions.quick_fixes(document, analysis.findings, params.range))
    # Only when asked for by name: it costs a run of the linter for each round of fixes.
    if only is not None and actions.wants(only, actions.FIX_ALL):
        edit = await server.all_fixes(uri, analysis)
        if edit is not None:
            found.append(actions.fix_all(server.described(uri, analysis), edit))
    return found


def _asked_to_stop(server: SpakkyServer, _: None) -> None:
    server.asked_to_stop = True


def build() -> SpakkyServer:
    """A server with all its features, not yet connected to a client."""
    server = SpakkyServer()
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[actions.QUICK_FIX, actions.FIX_ALL]),
    )(_offered)
    server.feature(types.SHUTDOWN)(_asked_to_stop)
    return server


def serve(client: int | None = None) -> NoReturn:
    """Serve one client on standard input and output, until it says exit or goes away.

    This ends the process: with 1 when the client went without a shutdown request, as the protocol
    wants. `client` is the client's process, with which this one ends in any case, as it does with
    the process that the client names when it greets the server.
    """
    if client is not None:
        end_with(client)
    threading.stack_size(STACK_SIZE)
    server = build()
    protocol = sys.stdout.buffer
    # Whatever prints goes to the log: standard output belongs to the protocol.
    with contextlib.redirect_stdout(sys.stderr):
        server.start_io(stdout=protocol)
    sys.stderr.flush()
    # Python's own way out would wait for the worker, whatever that is in the middle of.
    os._exit(0 if server.asked_to_stop else 1)
