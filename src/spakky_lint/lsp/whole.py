"""What a client that pulls diagnostics is told of the whole program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lsprotocol import types
from pygls.uris import from_fs_path

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import State, analyse_stored
from spakky_lint.editing.whole import files_in, settings_in
from spakky_lint.lsp.documents import REST
from spakky_lint.lsp.progress import shown_progress
from spakky_lint.lsp.publishing import Publishing
from spakky_lint.lsp.reports import WorkspaceReport, workspace_report
from spakky_lint.lsp.session import Session, path_of
from spakky_lint.lsp.worker import Urgency, Worker
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language

if TYPE_CHECKING:
    from spakky_lint.project.programs import Stamp

Said: TypeAlias = "dict[str, tuple[int | None, Sequence[types.Diagnostic]]]"
"""By document, the version that it has in the editor, and what is said of it."""


_Seen: TypeAlias = "tuple[State, Mapping[Path, Stamp]]"
"""What an answer was about."""


@dataclass(eq=False)
class Whole:
    """It belongs to the thread of the event loop."""

    session: Session
    worker: Worker
    publishing: Publishing
    _generation: int = 0
    _stirring: asyncio.Event = field(default_factory=asyncio.Event)
    _known: dict[Path, tuple[_Seen, Said]] = field(default_factory=dict)

    def stir(self) -> None:
        """Something has changed: in the editor, or on the disk."""
        self._generation += 1
        stirring, self._stirring = self._stirring, asyncio.Event()
        stirring.set()

    async def reports(
        self,
        previous: Mapping[str, str],
        tell: Callable[[Sequence[WorkspaceReport]], None] | None = None,
    ) -> Sequence[WorkspaceReport]:
        """What is said of each file, and of those that are gone.

        `previous` are the names of what the client has. As long as nothing else is to be said there
        is no answer, as the protocol has it. `tell` takes the reports of single files early.
        """
        looks = True
        while True:
            stirring = self._stirring
            said = await self._said(
                tell if not previous else None, may_give_up=bool(previous), looks=looks
            )
            # What was given up goes on in any process: that one may not have looked yet.
            if said is not None:
                looks = False
                said = _as_spelled((*previous, *self.publishing.opened()), said)
                gone: Said = {uri: (None, ()) for uri in previous if uri not in said}
                found = [
                    workspace_report(uri, version, diagnostics, previous.get(uri))
                    for uri, (version, diagnostics) in {**said, **gone}.items()
                    if diagnostics or uri in previous
                ]
                if not previous or any(each.kind == "full" for each in found):
                    return found
            await stirring.wait()
            await self._rest()

    async def _rest(self) -> None:
        """Until nothing has changed for a while."""
        while True:
            try:
                await asyncio.wait_for(self._stirring.wait(), REST)
            except TimeoutError:
                return

    async def _said(
        self,
        tell: Callable[[Sequence[WorkspaceReport]], None] | None,
        *,
        may_give_up: bool,
        looks: bool,
    ) -> Said | None:
        """None where it is given up, for something has changed.

        The disk is looked at when `looks` says so, and otherwise unless that was just done: a
        client that watches no files would wait for what nobody tells.
        """
        generation = self._generation
        said: Said = {}
        for folder in self.session.folders():
            state, files = await self.worker.run_on(
                Urgency.AROUND, self.session.buffers(), files_in, folder, looks=looks
            )
            known = self._known.get(folder)
            if known is not None and known[0] == (state, files):
                said.update(known[1])
                continue
            found: Said = {}
            async with shown_progress(
                self.session,
                in_language(Message("Checking the whole program"), self.session.language),
            ) as progress:
                for number, path in enumerate(files):
                    if may_give_up and generation != self._generation:
                        return None
                    uri = from_fs_path(str(path))
                    if uri is None:
                        continue
                    progress(100 * number // len(files))
                    analysis = await self.worker.run_on(
                        Urgency.AROUND, self.session.buffers(), analyse_stored, path, folder
                    )
                    found[uri] = (None, self.session.diagnostics(uri, analysis))
                    opened = map(path_of, self.publishing.opened())
                    if tell is not None and found[uri][1] and path not in opened:
                        tell([workspace_report(uri, None, found[uri][1], None)])
                settings = await self.worker.run(Urgency.AROUND, settings_in, folder, tuple(files))
            for path, analysis in settings.items():
                if (uri := from_fs_path(str(path))) is not None:
                    found[uri] = (None, self.session.diagnostics(uri, analysis))
            if generation == self._generation:
                self._known[folder] = ((state, files), found)
            said.update(found)
        for uri in self.publishing.opened():
            said[uri] = (self.session.version_of(uri), self.publishing.said(uri))
        return said


def _as_spelled(known: Iterable[str], said: Said) -> Said:
    """Each file by the address that the client has for it, which may escape other characters."""
    own = {path: uri for uri in known if (path := path_of(uri)) is not None}
    return {_spelled(uri, own): each for uri, each in said.items()}


def _spelled(uri: str, own: Mapping[Path, str]) -> str:
    path = path_of(uri)
    return uri if path is None else own.get(path, uri)
