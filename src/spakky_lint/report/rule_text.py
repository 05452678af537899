"""Rule pages for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.patterns import regex
from spakky_lint.report.columns import cell_width, wrap
from spakky_lint.report.rule_facts import FIXES, LEVELS, facts
from spakky_lint.report.style import INKS, PLAIN, Ink, Style
from spakky_lint.rules.families import family_of
from spakky_lint.rules.rule_page import RulePage

_CODE = regex(r"`[^`]*`")
_SHORT = 32
"""Columns of code that are worth a line that ends early."""
_JOINT = "\ue000"
"""Stands for a space at which no line ends."""
_ITEM = regex(r"(?:[-*]|\d+\.) ")


def rule_text(page: RulePage, style: Style = PLAIN) -> Iterator[str]:
    """One page."""
    yield f"{style.paint(page.code, INKS[page.severity])} {style.paint(page.name, Ink.CODE)}"
    yield ""
    yield from wrap(page.summary, style.width)
    yield ""
    labels = facts(page)
    column = max(map(len, labels)) + 2
    for label, value in labels.items():
        first, *rest = wrap(value, style.width - column)
        yield f"{style.paint(f'{label}:', Ink.FAINT)}{' ' * (column - len(label) - 1)}{first}"
        for line in rest:
            yield f"{' ' * column}{line}"
    for section in page.sections:
        yield ""
        yield style.paint(section.title, Ink.CODE)
        yield ""
        for line in prose(section.text, style.width - 2, colour=style.colour):
            yield f"  {line}".rstrip()


def catalogue_text(pages: Sequence[RulePage], style: Style = PLAIN) -> Iterator[str]:
    """A line a rule, by families: code, name, level, fix."""
    names = max((len(page.name) for page in pages), default=0)
    levels = max((cell_width(_level(page)) for page in pages), default=0)
    for family, members in groupby(pages, lambda page: family_of(page.code)):
        yield style.paint(spoken(family.title), Ink.CODE)
        for page in members:
            code = style.paint(page.code, INKS[page.severity])
            fix = "" if page.fix is None else spoken(FIXES[page.fix])
            level = _level(page)
            padding = " " * (levels - cell_width(level))
            yield f"  {code}  {page.name:<{names}}  {level}{padding}  {fix}".rstrip()
        yield ""
    yield spoken(Message("{number} rules; `spakky-lint rule CODE` shows one.", number=len(pages)))


def prose(markdown: str, width: int, *, colour: bool = False) -> Iterator[str]:
    """Markdown as text: paragraphs and list items wrapped, code indented, the rest as it is."""
    paragraph: list[str] = []
    code: list[str] | None = None
    for line in markdown.strip().split("\n"):
        stripped = line.strip()
        if stripped.startswith("```"):
            yield from _wrapped(paragraph, width)
            paragraph = []
            if code is None:
                code = []
            else:
                yield from _indented(code, colour)
                code = None
        elif code is not None:
            code.append(line)
        elif not stripped or _ITEM.match(stripped) or stripped.startswith("|"):
            yield from _wrapped(paragraph, width)
            paragraph = []
            if _ITEM.match(stripped):
                paragraph = [stripped]
            else:
                yield stripped
        else:
            paragraph.append(stripped)
    yield from _wrapped(paragraph, width)
    yield from _indented(code or [], colour)


def _indented(code: Sequence[str], colour: bool) -> Iterator[str]:
    if not code:
        return
    lines: Sequence[str] = code
    if colour:
        from spakky_lint.report.highlighting import highlighted

        lines = highlighted("\n".join(code))
    for line in lines:
        yield f"    {line}".rstrip()


def _wrapped(paragraph: Sequence[str], width: int) -> Iterator[str]:
    """A paragraph in lines; the further lines of a list item stand under its text."""
    if not paragraph:
        return
    item = _ITEM.match(paragraph[0])
    bullet = item[0] if item else ""
    text = _CODE.sub(_unbroken, " ".join(paragraph)[len(bullet) :])
    for number, line in enumerate(wrap(text, width - len(bullet))):
        yield f"{bullet if number == 0 else ' ' * len(bullet)}{line.replace(_JOINT, ' ')}"


def _unbroken(code: re.Match[str]) -> str:
    """Code in a sentence that is not broken at its spaces, unless it is long."""
    return code[0] if len(code[0]) > _SHORT else code[0].replace(" ", _JOINT)


def _level(page: RulePage) -> str:
    level = LEVELS[page.severity]
    return spoken(level if page.default else Message("{level}, opt-in", level=level))
