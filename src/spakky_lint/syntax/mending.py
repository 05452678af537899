"""Layouts that Python reads and libcst refuses, or takes for something else, written differently.

libcst's nodes want a space behind a keyword even where a bracket follows (`return(a if b else c)`),
and its grammar lacks a few forms. What such a text means stays the same, and `Edited` knows the
places in the file.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from keyword import iskeyword
from tokenize import COMMENT, DEDENT, ENDMARKER, INDENT, NAME, NEWLINE, NL, NUMBER, OP, TokenInfo

from spakky_lint.patterns import regex
from spakky_lint.syntax.edited import Edit, Edited
from spakky_lint.syntax.python_trees import python_tree
from spakky_lint.syntax.ranges import Lines, Position, indentation_of
from spakky_lint.syntax.tokens import python_tokens

_FORM_FEED = regex(r"(?:\A|(?<=[\r\n]))[ \t\f]*\f(?=[ \t]*[^ \t\f\r\n])")
_BACKSLASH_LINE = regex(r"(?:\A|(?<=[\r\n]))[ \t\f]*\\[\r\n]")
_LINE_END = regex(r"\r\n?")
_BEFORE_STATEMENTS = frozenset({COMMENT, DEDENT, INDENT, NEWLINE, NL, ENDMARKER})
_VALUES = frozenset({"None", "True", "False"})
_OPENING = frozenset({"(", "[", "{", "...", "-", "+", "~", "*", "**"})
_CLOSING = frozenset({")", "]", "}", "..."})
_TEXT_BEGINS = frozenset({"STRING", "FSTRING_START", "TSTRING_START"})
_TEXT_ENDS = frozenset({"STRING", "FSTRING_END", "TSTRING_END"})
_FORMAT = frozenset({"FSTRING_MIDDLE", "TSTRING_MIDDLE"})


def without_misread_indentation(text: str) -> list[Edited]:
    """The steps to a text whose indentation means to libcst what it means to Python."""
    steps: list[Edited] = []
    if "\f" in text:
        # A form feed starts the indentation anew.
        form_feeds = [Edit(*found.span(), "") for found in _FORM_FEED.finditer(text)]
        if form_feeds:
            steps.append(Edited.of(text, form_feeds))
            text = steps[-1].text
    is_continued = "\\\n" in text or "\\\r" in text
    if is_continued and _BACKSLASH_LINE.search(text) is not None:
        backslashes = [*_without_backslash_lines(_Tokens(text))]
        if backslashes:
            steps.append(Edited.of(text, backslashes))
    return steps


def mended(text: str) -> Edited | None:
    """The text with all that libcst is known to refuse written as it takes it; None if it has none.

    What Python refuses may come out wrong too.
    """
    tokens = _Tokens(text)
    annotated = [*_annotated_in_brackets(tokens)]
    edits = [
        *_indentation_in_spaces(tokens),
        *_spaces(tokens),
        *_async_on_one_line(tokens),
        *_formats_on_one_line(tokens),
        *_bases_before_keywords(tokens),
    ]
    edits = [*annotated, *(edit for edit in edits if not any(edit.is_in(one) for one in annotated))]
    return Edited.of(text, edits) if edits else None


class _Tokens:
    """The tokens of a text, with offsets in it; none at all where Python cannot split it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines.of(text)
        self.all: Sequence[TokenInfo] = ()
        written = _LINE_END.sub("\n", text)  # which moves nothing within its line
        with suppress(tokenize.TokenError, SyntaxError):
            self.all = [*python_tokens(io.StringIO(written).readline)]

    def offset(self, point: tuple[int, int]) -> int:
        line, column = point
        if line > len(self.lines.starts):  # of the end of a text without a last line end
            return len(self.text)
        return self.lines.offset(Position(line, column + 1))


def _without_backslash_lines(tokens: _Tokens) -> Iterator[Edit]:
    """A statement below lines that are nothing but a backslash, moved to the first of them.

    Python takes the indentation of the first of these lines that has any; libcst takes that of
    the block above.
    """
    lines = tokens.lines
    for last, found in _first_tokens(tokens):
        line = top = found.start[0]
        while top - 1 > last and _is_backslash(lines.line(top - 1)):
            top -= 1
        if top < line:
            indentations = [indentation_of(lines.line(number)) for number in range(top, line + 1)]
            indentation = next(filter(None, indentations), "")
            yield Edit(tokens.offset((top, 0)), tokens.offset(found.start), indentation)


def _first_tokens(tokens: _Tokens) -> Iterator[tuple[int, TokenInfo]]:
    """The first token of each logical line, with the last line of what is above it."""
    last = 0
    is_first = True
    for found in tokens.all:
        if found.type not in _BEFORE_STATEMENTS:
            if is_first:
                yield last, found
            is_first = False
        elif found.type == NEWLINE:
            is_first = True
        if found.type not in (DEDENT, INDENT):
            last = found.end[0]


def _is_backslash(line: str) -> bool:
    return line.strip(" \t\f\r\n") == "\\"


def _indentation_in_spaces(tokens: _Tokens) -> Iterator[Edit]:
    """Tabs as Python counts them: libcst wants the lines of a block to begin alike."""
    for _, found in _first_tokens(tokens):
        start = tokens.offset((found.start[0], 0))
        written = tokens.text[start : tokens.offset(found.start)]
        if "\t" in written:
            yield Edit(start, start + len(written), written.expandtabs(8))


def _spaces(tokens: _Tokens) -> Iterator[Edit]:
    """A space between a keyword and what follows it or comes before it without one."""
    for before, after in pairwise(tokens.all):
        if before.end == after.start and (
            (_is_keyword(before) and _begins_value(after))
            or (_is_keyword(after) and _ends_value(before))
        ):
            offset = tokens.offset(after.start)
            yield Edit(offset, offset, " ")


def _is_keyword(found: TokenInfo) -> bool:
    return found.type == NAME and iskeyword(found.string) and found.string not in _VALUES


def _begins_value(found: TokenInfo) -> bool:
    return (
        found.type == NUMBER
        or tokenize.tok_name[found.type] in _TEXT_BEGINS
        or (found.type == OP and found.string in _OPENING)
    )


def _ends_value(found: TokenInfo) -> bool:
    return (
        found.type == NUMBER
        or tokenize.tok_name[found.type] in _TEXT_ENDS
        or (found.type == OP and found.string in _CLOSING)
    )


def _async_on_one_line(tokens: _Tokens) -> Iterator[Edit]:
    """`async for` in a comprehension whose `for` stands on another line."""
    asynchronous: TokenInfo | None = None
    is_parted = False
    for found in tokens.all:
        if found.type in (NL, COMMENT):
            is_parted = True
            continue
        if asynchronous is not None and is_parted:
            yield Edit(tokens.offset(asynchronous.end), tokens.offset(found.start), " ")
        asynchronous = found if found.type == NAME and found.string == "async" else None
        is_parted = False


def _formats_on_one_line(tokens: _Tokens) -> Iterator[Edit]:
    """A line end in the format of an f-string with single quotes, which Python leaves out."""
    parted: TokenInfo | None = None
    before: TokenInfo | None = None
    for found in tokens.all:
        if found.type == NL:
            if before is not None and tokenize.tok_name[before.type] in _FORMAT:
                parted = found
        elif parted is not None:
            yield Edit(tokens.offset(parted.start), tokens.offset(found.start), "")
            parted = None
        before = found


def _annotated_in_brackets(tokens: _Tokens) -> Iterator[Edit]:
    """`(a): int = 1` without its annotation, which annotates nothing: `(a) = 1`.

    Without a value it does nothing to a name.
    """
    for node in _annotations_of_brackets(tokens.text):
        points = _Points(tokens.lines)
        start, end = points.of(node.lineno, node.col_offset), points.end(node)
        annotated = [
            (tokens.offset(found.start), found.string)
            for found in tokens.all
            if start <= tokens.offset(found.start) < end and found.type == OP
        ]
        if node.value is None and isinstance(node.target, ast.Name):
            yield Edit(start, end, "pass")
            continue
        target, annotation = points.end(node.target), points.end(node.annotation)
        colon = next((at for at, sign in annotated if sign == ":" and at >= target), end)
        equals = next((at for at, sign in annotated if sign == "=" and at >= annotation), end)
        yield Edit(colon, equals, " ")


def _annotations_of_brackets(text: str) -> Iterator[ast.AnnAssign]:
    for node in _nodes(text):
        if isinstance(node, ast.AnnAssign):
            target = node.target
            if (node.lineno, node.col_offset) != (target.lineno, target.col_offset):
                yield node


def _bases_before_keywords(tokens: _Tokens) -> Iterator[Edit]:
    """`class A(metaclass=M, *bases)` as `class A(*bases, metaclass=M)`, which is the same."""
    points = _Points(tokens.lines)
    for node in _nodes(tokens.text):
        if not isinstance(node, ast.ClassDef) or not node.keywords:
            continue
        given: list[ast.expr | ast.keyword] = [*node.bases, *node.keywords]
        spans = sorted(
            (points.of(each.lineno, each.col_offset), points.end(each)) for each in given
        )
        bases = {points.of(base.lineno, base.col_offset) for base in node.bases}
        first = next(start for start, _ in spans if start not in bases)
        behind = [
            (done, start, end)
            for (_, done), (start, end) in pairwise(spans)
            if start > first and start in bases
        ]
        if behind:
            moved = "".join(f"{tokens.text[start:end]}, " for _, start, end in behind)
            yield Edit(first, first, moved)
            yield from (Edit(done, end, "") for done, _, end in behind)


def _nodes(text: str) -> Iterator[ast.AST]:
    """What Python's own parser makes of the text; nothing where it refuses it."""
    tree = python_tree(text)
    return iter(()) if tree is None else ast.walk(tree)


class _Points:
    """Offsets of what `ast` gives in lines and bytes."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def of(self, line: int, column: int) -> int:
        before = self._lines.line(line).encode()[:column].decode(errors="replace")
        return self._lines.offset(Position(line, len(before) + 1))

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        # Every node that was parsed has an end.
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.of(node.end_lineno, node.end_col_offset)
