"""What is known of the tasks, and of the codes of rules, as an editor shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from spakky_lint.editing.insight import Insight
from spakky_lint.editing.names import Name
from spakky_lint.lsp.positions import Places, overlap
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.patterns import regex
from spakky_lint.syntax.noqa import OURS, Noqa
from spakky_lint.syntax.ranges import Position, Range

if TYPE_CHECKING:
    from spakky_lint.rules.rule import AnyRule

_CODE = regex(r"\bSPK\d{3}\b")


def hover_of_tasks(
    insight: Insight, places: Places, position: types.Position
) -> types.Hover | None:
    """What the decorator under the pointer comes to: its next times, or who may run the task."""
    cursor = types.Range(position, position)
    for task in insight.tasks:
        for range_, text in (
            *(() if task.schedule is None else [(task.schedule, task.schedule_hover)]),
            *((guard, task.auth_hover) for guard in task.guards),
        ):
            shown = places.range(range_)
            if overlap(shown, cursor):
                return _hover(text, shown)
    return None


def hover_of_codes(text: str, places: Places, position: types.Position) -> types.Hover | None:
    """The page of the rule whose code stands under the pointer, in a comment that silences it."""
    if OURS.search(text) is None:
        return None
    from spakky_lint.rules.registry import RULES

    cursor = types.Range(position, position)
    for comment in Noqa(text).comments():
        for code in comment.codes:
            shown = places.range(code.range)
            if code.text in RULES and overlap(shown, cursor):
                return _hover(_page(RULES[code.text]), shown)
    return None


def hover_of_settings(places: Places, position: types.Position) -> types.Hover | None:
    """The page of the rule whose code stands under the pointer, in a file of settings."""
    from spakky_lint.rules.registry import RULES

    at = places.at(position)
    for found in _CODE.finditer(places.lines.line(at.line)):
        start, end = Position(at.line, found.start() + 1), Position(at.line, found.end() + 1)
        if start <= at <= end and found[0] in RULES:
            return _hover(_page(RULES[found[0]]), places.range(Range(start, end)))
    return None


def _page(rule: AnyRule) -> str:
    from spakky_lint.report.rule_markdown import rule_markdown
    from spakky_lint.rules.page import page

    return "\n".join(rule_markdown(page(rule)))


def _hover(text: str, shown: types.Range) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), shown)


def hints(insight: Insight, places: Places, asked: types.Range) -> Iterator[types.InlayHint]:
    """Behind each schedule its next time, and behind the first of what guards a task its access."""
    for task in insight.tasks:
        if task.schedule is not None and task.schedule_hint is not None:
            yield from _hint(places.range(task.schedule).end, task.schedule_hint, asked)
        if task.guards:
            yield from _hint(places.range(task.guards[0]).end, task.auth_hint, asked)


def _hint(position: types.Position, label: str, asked: types.Range) -> Iterator[types.InlayHint]:
    if overlap(types.Range(position, position), asked):
        yield types.InlayHint(position, label, padding_left=True)


def completions(
    range_: types.Range, names: Iterable[Name], language: Language
) -> list[types.CompletionItem]:
    """Each takes the place of what stands in the string, in the order in which they are given."""
    return [
        types.CompletionItem(
            name.text,
            kind=types.CompletionItemKind.Value
            if name.owner is None
            else types.CompletionItemKind.Method,
            detail=in_language(_used(name.count), language)
            if name.owner is None
            else f"{name.owner}.{name.text}",
            sort_text=f"{number:04}",
            filter_text=name.text,
            text_edit=types.TextEdit(range_, name.text),
        )
        for number, name in enumerate(names)
    ]


def _used(count: int) -> Message:
    return Message("used once") if count == 1 else Message("used {count} times", count=count)
