"""``--require``: the tasks that do not meet what is demanded, for people and for a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.messages.message import Message, labelled
from spakky_lint.messages.translation import spoken
from spakky_lint.project.demands import Demand, Unmet
from spakky_lint.report.auth.demand_words import demand_words
from spakky_lint.report.cells import Piece, painted, wrapped
from spakky_lint.report.columns import visible, wrap
from spakky_lint.report.comment import WHOLE, Comment, titled
from spakky_lint.report.markdown_text import code, prose
from spakky_lint.report.names import full_name, place
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.words import count
from spakky_lint.rules.lists import listed

_INDENT = "  "


def unmet_text(
    unmet: Sequence[Unmet], demands: Sequence[Demand], style: Style = PLAIN
) -> Iterator[str]:
    """What is met in a line, and the tasks below each demand that they do not meet."""
    met, failed = _parted(unmet, demands)
    if met:
        yield from wrap(
            spoken(Message("Required and met: {demands}.", demands=listed(met))), style.width
        )
    for number, (demand, found) in enumerate(failed):
        if met or number:
            yield ""
        yield from (
            style.paint(line, Ink.ERROR) for line in wrap(_title(demand, found), style.width)
        )
        for words, tasks in _by_words(found).items():
            for line in wrap(visible(f"{words}:"), style.width - len(_INDENT)):
                yield f"{_INDENT}{line}"
            for each in tasks:
                yield from _task(each, style)


def _task(each: Unmet, style: Style) -> Iterator[str]:
    words: list[tuple[Piece, ...]] = [(Piece(visible(each.path), Ink.FAINT),)]
    if each.audited is not None:
        located = each.audited.located
        name = (Piece(visible(full_name(located)), Ink.CODE), Piece(" "))
        words = [name, (Piece(visible(place(located)), Ink.FAINT),)]
    for line in wrapped(words, style.width - 2 * len(_INDENT)):
        yield 2 * _INDENT + painted(line, style).rstrip()


def unmet_markdown(
    unmet: Sequence[Unmet], demands: Sequence[Demand], room: int = WHOLE
) -> Iterator[str]:
    """The same in so many characters; what has no room is counted."""
    comment = Comment(room)
    met, failed = _parted(unmet, demands)
    if met:
        comment.add(spoken(Message("Required and met: {demands}.", demands=listed(met))))
    for number, (demand, found) in enumerate(failed):
        if met or number:
            comment.add("")
        comment.add(f"**{_title(demand, found)}**", "")
        comment.each(_items(found))
    yield from comment.lines


def _items(found: Sequence[Unmet]) -> Iterator[str]:
    """A task each; the first for a reason says it above."""
    for words, tasks in _by_words(found).items():
        above = f"- {prose(words)}:\n"
        for each in tasks:
            named = code(each.path) if each.audited is None else titled(each.audited.located)
            yield f"{above}  - {named}"
            above = ""


def sentence(each: Unmet) -> str:
    named = each.path
    if each.audited is not None:
        located = each.audited.located
        named = f"{full_name(located)} ({place(located)})"
    return spoken(labelled(f"--require {each.demand}", labelled(named, demand_words(each))))


def _parted(
    unmet: Sequence[Unmet], demands: Sequence[Demand]
) -> tuple[Sequence[str], Sequence[tuple[Demand, Sequence[Unmet]]]]:
    """The demands that are met, and those that are not, each with the tasks that fail."""
    found = {demand: [each for each in unmet if each.demand is demand] for demand in demands}
    return (
        [demand.value for demand, failed in found.items() if not failed],
        [(demand, failed) for demand, failed in found.items() if failed],
    )


def _by_words(failed: Sequence[Unmet]) -> Mapping[str, Sequence[Unmet]]:
    """Many tasks fail for the same reason, which is said once."""
    found: dict[str, list[Unmet]] = {}
    for each in failed:
        found.setdefault(demand_words(each), []).append(each)
    return found


def _title(demand: Demand, found: Sequence[Unmet]) -> str:
    files = sum(each.audited is None for each in found)
    several = {"task": len(found) - files, "file": files}
    counted = listed([count(number, noun) for noun, number in several.items() if number])
    return spoken(
        Message("Required and not met: {demand} ({counted})", demand=demand.value, counted=counted)
    )
