"""One client: what it can do, what it works on, and how it is told of something."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument, Workspace

from spakky_lint import __version__
from spakky_lint.editing.analysis import Analysis, Location
from spakky_lint.editing.names import Found
from spakky_lint.lsp import actions, options
from spakky_lint.lsp.commands import Pages
from spakky_lint.lsp.diagnostics import diagnostic
from spakky_lint.lsp.positions import Places
from spakky_lint.lsp.protocol import Protocol
from spakky_lint.messages.language import Language, language_of_editor
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.syntax.source import of_text

if TYPE_CHECKING:
    from pygls.server import ServerErrors

_LOG = logging.getLogger("spakky-lint")
_ADDRESSES = 1000
"""As many are remembered."""
_SCHEMES = ("file", "untitled")
"""Of documents that are modules, saved or not."""


class Session(LanguageServer):
    """All of it belongs to the thread of the event loop."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("spakky-lint", __version__, protocol_cls=Protocol)
        self._told: set[str] = set()
        self.options = options.DEFAULT
        self.problems: Sequence[str] = ()
        """What is wrong with the settings of the greeting."""
        self.locale: str | None = None
        """That of the editor, where it tells."""
        self.pulls = False
        """Whether the client asks for diagnostics, and can be told to ask again."""
        self.pages = Pages()
        self.asked_to_stop = False

    # What it can do

    @property
    def language(self) -> Language:
        return language_of_editor(self.locale)

    @property
    def shows_related(self) -> bool:
        ways = ("publish_diagnostics", "diagnostic")
        return any(self.can(f"text_document.{way}.related_information") for way in ways)

    def can(self, capability: str) -> bool:
        return bool(get_capability(self.client_capabilities, capability))

    # What it works on

    def folders(self) -> Sequence[Path]:
        """Those that the editor works in, on this machine."""
        roots = [folder.uri for folder in self.workspace.folders.values()]
        found = [path_of(root) for root in (roots or [self.workspace.root_uri]) if root]
        return tuple(path for path in found if path is not None)

    def location_of(self, uri: str) -> Location:
        """The document's file, where it has one, and the folder that the editor works in."""
        path = path_of(uri)
        return path, _innermost(path, tuple(self.folders()))

    def folder_of(self, uri: str) -> Path | None:
        """The folder that the editor works in, or else that the document is in."""
        path, folder = self.location_of(uri)
        return folder or (None if path is None else path.parent)

    def lints(self, uri: str) -> bool:
        return _is_module(self.workspace.get_text_document(uri), self.workspace)

    def buffers(self) -> dict[Path, str]:
        """The texts of the open files."""
        return {
            path: document.source
            for uri, document in self.workspace.text_documents.items()
            if _is_module(document, self.workspace) and (path := path_of(uri)) is not None
        }

    def text_of(self, uri: str) -> str:
        return self.workspace.get_text_document(uri).source

    def version_of(self, uri: str) -> int | None:
        return self.workspace.get_text_document(uri).version

    # What we found, in its terms

    def places(self, uri: str) -> Places:
        return Places.of(of_text(self.text_of(uri)), self.workspace.position_codec)

    def location(self, uri: str, places: Places, found: Found) -> types.Location | None:
        """Where it is for the client; `places` are those of the document itself."""
        if found.path is None:
            return types.Location(uri, places.range(found.range))
        address = from_fs_path(str(found.path))
        if address is None:
            return None
        return types.Location(address, self.places(address).range(found.range))

    def described(self, uri: str, analysis: Analysis) -> actions.Document:
        """The open document in its present version, whose text `analysis` is about."""
        return actions.Document(
            uri,
            self.version_of(uri),
            Places.of(analysis.source, self.workspace.position_codec),
            related=self.shows_related,
            versioned=self.can("workspace.workspace_edit.document_changes"),
            language=self.language,
        )

    def diagnostics(self, uri: str, analysis: Analysis) -> list[types.Diagnostic]:
        """The findings as the client shows them."""
        if not analysis.findings:
            return []  # the text need not be looked at
        codec = self.workspace.position_codec
        places = Places.of(analysis.source, codec)
        related, language = self.shows_related, self.language
        others = {
            shown: (from_fs_path(str(other.path)) or uri, Places.of(other.source, codec))
            for shown, other in analysis.elsewhere.items()
        }
        return [
            diagnostic(
                uri,
                places,
                finding,
                related=related,
                others=others,
                language=language,
            )
            for finding in analysis.findings
        ]

    # What it is told

    def ask_for_hints(self) -> None:
        """Have the client ask for what stands in the lines, and between them, once more."""
        if self.can("workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)
        if self.can("workspace.inlay_hint.refresh_support"):
            self.workspace_inlay_hint_refresh(None)

    def ask_for_diagnostics(self) -> None:
        """Have the client pull them again: they are other ones, and it cannot know."""
        self.workspace_diagnostic_refresh(None)

    def tell(self, problem: str) -> None:
        """Show the user a problem, once."""
        if problem not in self._told:
            self._told.add(problem)
            words = in_language(problem, self.language)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, words))

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Where nobody waits for an answer, the log says it: the user has asked for nothing."""
        if source is not FeatureRequestError:
            _LOG.error("%s", error, exc_info=error)

    def tell_defect(self, uri: str, error: Exception) -> None:
        self.tell(Message("spakky-lint failed on {place}: {reason}", place=uri, reason=str(error)))


# Of a few documents it is asked at every key.
@lru_cache(_ADDRESSES)
def path_of(uri: str) -> Path | None:
    """The file that a document is, on this machine."""
    name = to_fs_path(uri)
    return None if name is None else Path(name)


@lru_cache(_ADDRESSES)
def _innermost(path: Path | None, folders: tuple[Path, ...]) -> Path | None:
    """Of the folders the one that the file is in, where there is a file."""
    around = [each for each in folders if path is None or path.is_relative_to(each)]
    return max(around, key=lambda folder: len(folder.parts), default=None)


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
