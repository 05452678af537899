"""What the server does on command, for editors that have no commands of their own for it.

Whatever is to be read is shown as a document: a page of a rule, a preview, a place in the code.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

EXPLAIN_RULE = "spakky-lint.server.explainRule"
PREVIEW = "spakky-lint.server.preview"
SHOW_CALLS = "spakky-lint.server.showCalls"


class Pages:
    """The folder that what is shown is written to; nothing is, until something is shown."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def path(self, name: str) -> Path:
        if self._folder is None:
            import tempfile  # it brings much with it

            self._folder = tempfile.TemporaryDirectory(prefix="spakky-lint-")
        return Path(self._folder.name) / name

    def remove(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()


def can_show(server: LanguageServer) -> bool:
    return bool(get_capability(server.client_capabilities, "window.show_document.support"))


async def show_rule(server: LanguageServer, pages: Pages, code: str, language: Language) -> None:
    """The page of the rule."""
    from spakky_lint.report.rule_markdown import rule_markdown
    from spakky_lint.rules.page import page
    from spakky_lint.rules.registry import RULES

    if code not in RULES:
        _tell(server, Message("there is no rule {code}", code=code), language)
        return
    path = pages.path(f"{code}.md")
    path.write_text("\n".join(rule_markdown(page(RULES[code]))) + "\n", "utf-8")
    await _show(server, path, language)


async def show_preview(
    server: LanguageServer, pages: Pages, folder: Path, language: Language
) -> None:
    """When the schedules of the folder fire, as a page for a browser."""
    path = pages.path("preview.html")
    path.unlink(missing_ok=True)  # the one of before is no answer
    asked = ["preview", "--format", "html", "--output", str(path), "--lang", language.value]
    try:
        process = await asyncio.create_subprocess_exec(
            # Safely: no module of the folder is imported, whatever its name.
            *(sys.executable, "-P", "-m", "spakky_lint", *asked),
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:  # there is no such folder, for one
        said = str(error)
    else:
        said = (await process.communicate())[1].decode("utf-8", "replace")
    if path.exists():
        await _show(server, path, language, external=True)
    else:
        first = said.strip().partition("\n")[0]
        why = Message("spakky-lint preview made no page: {reason}", reason=first)
        _tell(server, why, language)


async def show_calls(
    server: LanguageServer, places: Sequence[types.Location], language: Language
) -> None:
    """The only place, or the one that is chosen."""
    chosen: types.Location | None = places[0] if len(places) == 1 else None
    if len(places) > 1:
        titles = _titles(places)
        answer = await server.window_show_message_request_async(
            types.ShowMessageRequestParams(
                types.MessageType.Info,
                in_language(Message("Which call?"), language),
                [types.MessageActionItem(title) for title in titles],
            )
        )
        chosen = None if answer is None else titles.get(answer.title)
    if chosen is not None and not can_show(server):
        (title,) = _titles([chosen])
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, title))
    elif chosen is not None:
        await server.window_show_document_async(
            types.ShowDocumentParams(chosen.uri, take_focus=True, selection=chosen.range)
        )


def _titles(places: Sequence[types.Location]) -> dict[str, types.Location]:
    """The places by their files, below the folder that all of them are in, and their lines."""
    names = [to_fs_path(each.uri) or each.uri for each in places]
    folder = os.path.commonpath([Path(name).parent for name in names])
    return {
        f"{os.path.relpath(name, folder)}:{place.range.start.line + 1}": place
        for name, place in zip(names, places, strict=True)
    }


async def _show(
    server: LanguageServer, path: Path, language: Language, *, external: bool = False
) -> None:
    if not can_show(server):
        where = Message("written to {path}", path=str(path))
        _tell(server, where, language, types.MessageType.Info)
        return
    uri = from_fs_path(str(path)) or path.as_uri()
    await server.window_show_document_async(
        types.ShowDocumentParams(uri, external=external, take_focus=not external)
    )


def _tell(
    server: LanguageServer,
    words: Message,
    language: Language,
    kind: types.MessageType = types.MessageType.Error,
) -> None:
    server.window_show_message(types.ShowMessageParams(kind, in_language(words, language)))


def location_data(place: types.Location) -> dict[str, Any]:  # Any: as JSON has it
    start, end = place.range.start, place.range.end
    return {
        "uri": place.uri,
        "range": {
            "start": {"line": start.line, "character": start.character},
            "end": {"line": end.line, "character": end.character},
        },
    }
