"""What a run sees of one file, in whatever process that is."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import (
    NO_MEMORY,
    News,
    check_file,
    check_unread,
    explained,
)
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.finding import Applicability
from spakky_lint.syntax.dependencies import Node, following


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What is requested of every file besides its findings."""

    fixes: Applicability | None = None
    news: News | None = None
    comments: str | None = None
    """The reason that comments give which silence the findings; None where none are wanted."""
    explains: bool = False
    """Whether to work out what is not known from the code."""
    notes: bool = False
    """Whether somebody wants to know what it all rests on."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a file took."""

    seconds: float = 0.0
    parsed: tuple[str, ...] = ()
    """The other files that were parsed for it, as reports show them."""
    is_parsed: bool = False
    """Whether the file itself was parsed, be it for another one."""


@dataclass(frozen=True, slots=True)
class Seen:
    checked: CheckedFile | Trouble
    unexplained: Trouble | None = None
    """What kept us from working out what is not known."""
    effort: Effort = Effort()
    node: Node | None = None
    """What it rests on, where somebody wants to know and there is anything to say of the file."""
    is_accident: bool = False
    """Whether the next look may tell something else of the same text."""


def watched(file: SourceFile, sources: Sources) -> Callable[[], Effort]:
    """Tells what the file has taken from now on."""
    start, trees = time.perf_counter(), len(sources.trees)

    def effort() -> Effort:
        # Most files take none, and those before are passed over one by one.
        parsed = islice(sources.trees, trees, None) if len(sources.trees) > trees else ()
        return Effort(
            time.perf_counter() - start,
            tuple(sources.shown(path) for path in parsed if path != file.path),
            file.path in sources.trees,
        )

    return effort


def unseen(configuration: ForFiles, file: SourceFile, words: str) -> Seen:
    """A file that whoever was to see it has come to an end over, as the words say."""
    checked = check_unread(file.shown, words, configuration.selection_for(file.path))
    return Seen(checked, is_accident=True)


def see(
    file: SourceFile, configuration: ForFiles, sources: Sources, requested: FileRequest
) -> Seen:
    """Check one file of the program.

    Where it is to be repaired, what its text does not tell is for whoever has repaired it.
    """
    effort = watched(file, sources)
    node = Node() if requested.notes else None
    with following(node):
        checked = check_file(
            file, configuration, requested.fixes, sources, requested.news, requested.comments
        )
        unexplained = None
        if requested.explains and isinstance(checked, CheckedFile) and checked.repair is None:
            checked, unexplained = told(checked, file, sources)
    if node is not None and checked == CheckedFile(file.shown):
        node = None
    taken = effort()
    let_go(taken, sources)
    return Seen(checked, unexplained, taken, node, _is_accident(checked, unexplained))


def let_go(effort: Effort, sources: Sources) -> None:
    """Let go of what is parsed, where that has become too much by what a file took."""
    is_more = effort.parsed or effort.is_parsed
    if is_more and sources.parsing.is_too_much(sources.trees):
        sources.let_go_of_modules()


def _is_accident(checked: CheckedFile | Trouble, unexplained: Trouble | None) -> bool:
    """Whether it is a defect of ours, which may be mended, or memory was short."""
    if isinstance(checked, Trouble) or unexplained is not None:
        return True
    return checked.unread is not None and checked.unread.message == NO_MEMORY


def told(
    checked: CheckedFile, file: SourceFile, sources: Sources
) -> tuple[CheckedFile, Trouble | None]:
    """With what the text does not tell, or what has kept us from it."""
    if not checked.analysed:  # most files, of which there is nothing to tell
        return checked, None
    found = explained(checked, sources.read(file.path) or b"", sources.file(file.path))
    return (checked, found) if isinstance(found, Trouble) else (found, None)
