"""However a program is laid out, the findings are the same ones, in the same words."""

from __future__ import annotations

import io
import token
import tokenize
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.program.sources import File
from tests.properties.bracketing import in_brackets
from tests.rules.fixture_files import (
    BAD,
    GOOD,
    Fixture,
    by_unit,
    fixtures,
    held_together,
    linted,
    named,
    texts,
)

pytestmark = pytest.mark.long

ABOUT_LAYOUT = frozenset({"SPK000", "SPK001"})
"""What cannot be read, and comments: their rules are about how a file is written."""
ALL = named([found for found in texts(BAD, GOOD) if found.code not in ABOUT_LAYOUT])
PROGRAMS = by_unit(
    each for each in fixtures(BAD, GOOD) if each.program and each.code not in ABOUT_LAYOUT
)
Said = list[tuple[int, str, str]]
"""Line, code and message of each finding."""
Laid = tuple[str, list[int]]
"""A text, and for each of its lines the line that it was before."""
_NOTHING = (token.NEWLINE, token.NL, token.INDENT, token.DEDENT, token.ENDMARKER, token.COMMENT)


def said(
    fixture: Fixture, text: str, origins: list[int] | None = None, file: File | None = None
) -> Said:
    """Of the text in the place of the fixture, or in a program in which other files differ, too."""
    if file is None:
        found = linted(fixture, text)
    else:
        found = lint_text(text, fixture.selection, settings=fixture.settings, file=file)
    lines = [one.range.start.line for one in found]
    if origins is not None:
        lines = [origins[line - 1] for line in lines]
    # A message may show an expression with the brackets that it has.
    messages = [one.message.replace("(", "").replace(")", "") for one in found]
    return sorted(zip(lines, [one.code for one in found], messages, strict=True))


def with_ends(end: str) -> Callable[[str], Laid]:
    def laid(text: str) -> Laid:
        return text.replace("\n", end), [*range(1, text.count("\n") + 2)]

    return laid


def with_tabs(text: str) -> Laid:
    lines = text.split("\n")
    inside: set[int] = set()
    for found in tokenize.generate_tokens(io.StringIO(text).readline):
        inside.update(range(found.start[0] + 1, found.end[0] + 1))
    for number, line in enumerate(lines, 1):
        if number not in inside:
            spaces = len(line) - len(line.lstrip(" "))
            lines[number - 1] = "\t" * (spaces // 4) + " " * (spaces % 4) + line.lstrip(" ")
    return "\n".join(lines), [*range(1, len(lines) + 1)]


def broken(text: str, by: str, where: Callable[[int, tokenize.TokenInfo], bool]) -> Laid:
    """Put ``by``, which ends a line, behind the tokens where one may stand."""
    places = [*_places(text, where)]
    lines = text.split("\n")
    origins = [*range(1, len(lines) + 1)]
    for line, column in sorted(places, reverse=True):
        if "noqa" in lines[line - 1]:
            continue  # it is about that line
        before, after = lines[line - 1][:column], lines[line - 1][column:]
        lines[line - 1 : line] = [before + by, " " + after]
        origins[line - 1 : line] = [origins[line - 1]] * 2
    return "\n".join(lines), origins


def _places(
    text: str, where: Callable[[int, tokenize.TokenInfo], bool]
) -> Iterator[tuple[int, int]]:
    depth, formatted = 0, 0
    tokens = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    for found, following in pairwise(tokens):
        if found.type == getattr(token, "FSTRING_START", None):
            formatted += 1
        elif found.type == getattr(token, "FSTRING_END", None):
            formatted -= 1
        if found.string in ("(", "[", "{") and found.type == token.OP:
            depth += 1
        elif found.string in (")", "]", "}") and found.type == token.OP:
            depth -= 1
        is_last = following.type in _NOTHING or following.start[0] != found.end[0]
        # libcst loses what stands between `except Error` and its colon.
        is_last = is_last or following.string == ":"
        if not is_last and not formatted and found.type not in _NOTHING and where(depth, found):
            yield found.end


def with_comments_in_brackets(text: str) -> Laid:
    return broken(text, "  # a note", lambda depth, found: depth > 0 and found.string in "([{,")


def with_backslashes(text: str) -> Laid:
    return broken(text, " \\", lambda depth, found: depth == 0 and found.string != "@")


def with_brackets(text: str) -> Laid:
    return in_brackets(text), [*range(1, text.count("\n") + 2)]


def both(first: Callable[[str], Laid], second: Callable[[str], Laid]) -> Callable[[str], Laid]:
    def laid(text: str) -> Laid:
        between, origins = first(text)
        after, middles = second(between)
        return after, [origins[line - 1] for line in middles]

    return laid


LAYOUTS: dict[str, Callable[[str], Laid]] = {
    "comments in brackets, backslashes, ends of CR": both(
        both(with_comments_in_brackets, with_backslashes), with_ends("\r")
    ),
    "brackets, tabs, ends of CRLF": both(both(with_brackets, with_tabs), with_ends("\r\n")),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ALL)
def test_a_text_laid_out_anew_has_the_same_findings(name: str, layout: str) -> None:
    fixture = ALL[name]
    text, origins = LAYOUTS[layout](fixture.text)
    if fixture.is_python:
        compile(text, name, "exec", dont_inherit=True)
    assert text != fixture.text
    assert said(fixture, text, origins) == said(fixture, fixture.text)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_files_of_a_program_laid_out_anew_have_the_same_findings(
    name: str, layout: str
) -> None:
    laid = {fixture: LAYOUTS[layout](fixture.text) for fixture in PROGRAMS[name]}
    program = held_together({fixture: text for fixture, (text, _) in laid.items()})
    for fixture, (text, origins) in laid.items():
        if fixture.is_python:
            compile(text, fixture.name, "exec", dont_inherit=True)
        found = said(fixture, text, origins, program.file(fixture.path))
        assert found == said(fixture, fixture.text), fixture.name
