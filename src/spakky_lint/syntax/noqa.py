"""`# noqa` comments, read exactly as flake8 7 reads them.

Four habits of flake8 that surprise, and are kept:

- codes count as written: `# noqa: spk301` silences nothing of ours, `# noqa: SPK3` all SPK3 rules;
- when what follows `# noqa` is no list of codes, everything is silenced: `# noqa : SPK301`,
  `# noqa: SPK`, `# noqa: not now`;
- only the first `# noqa` of a line counts, wherever it stands, inside a string too;
- a line that begins with `# flake8: noqa` silences the whole file, also when codes follow it.
"""

from __future__ import annotations

import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.syntax.ranges import Lines, Position, Range
from spakky_lint.syntax.tokens import python_tokens

_LINE = regex(r"# noqa(?::\s?((?:[a-z]+[0-9]+[,\s]*)+))?", re.IGNORECASE)
_FILE = regex(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_CODE = regex(r"[^,\s]+")
OURS = regex(r"SPK[0-9]+", re.IGNORECASE)
"""What is a code of ours, or was meant to be one."""


@dataclass(frozen=True, slots=True)
class NoqaCode:
    """One code of a comment, as it is written."""

    text: str
    range: Range


@dataclass(frozen=True, slots=True)
class NoqaComment:
    """A real comment, no part of a string, that names codes and counts."""

    lines: Lines
    """The text that it stands in."""
    comment: Range
    """All of the comment: other things may stand in front of `# noqa` and behind the codes."""
    marker: Range
    """From `# noqa` to the end of the last code."""
    codes: tuple[NoqaCode, ...]
    silenced: range
    """The numbers of the lines that it counts for."""


@dataclass(frozen=True, slots=True)
class UnusedNoqa:
    """The codes of a comment that silence nothing."""

    comment: NoqaComment
    idle: tuple[NoqaCode, ...]
    """Those of rules that are on and found nothing there."""
    unknown: tuple[NoqaCode, ...]
    """Those that no rule has."""
    miswritten: tuple[NoqaCode, ...]
    """Those that a rule would have in capitals."""


class Noqa:
    """All comments of a text. Any text is accepted, and tokenized only when its tokens count."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[str] = []
        if "noqa" in text.lower():
            # Universal newlines and no byte order mark, as flake8 sees its lines.
            self._lines = io.StringIO(text.removeprefix("\ufeff"), newline=None).readlines()
        self.is_for_all = any(_FILE.match(line) for line in self._lines)
        """Whether the whole file is silenced."""
        self._codes: dict[range, tuple[str, ...] | None] = {}
        self._is_empty = not any(_LINE.search(line) for line in self._lines)

    @cached_property
    def _tokens(self) -> Tokens:
        # flake8 looks at the physical line alone where the text cannot be tokenized.
        return tokenized(self._lines) or Tokens({}, {})

    def silences(self, line: int, code: str) -> bool:
        """Whether a finding of that code that starts on that line is to be left out."""
        if self.is_for_all or self._is_empty:
            return self.is_for_all
        lines = self._tokens.joined.get(line, range(line, line + 1))
        if lines not in self._codes:
            read = read_codes(self._joined(lines))
            self._codes[lines] = None if read is None else tuple(dict.fromkeys(read))
        codes = self._codes[lines]
        return codes is not None and (not codes or code.startswith(codes))

    def comments(self) -> Iterator[NoqaComment]:
        """The comments that name a code of ours, from the top.

        None of a text that is silenced as a whole or cannot be tokenized.
        """
        if self.is_for_all or not any(map(_names_ours, self._lines)):
            return
        lines = Lines.of(self._text)
        for number, column in self._tokens.comments.items():
            silenced = self._tokens.joined[number]
            # A comment ends its line, so what is joined with it stands above it.
            above = len(self._joined(range(silenced.start, number)))
            found = _LINE.search(self._joined(silenced))
            if found is None or found[1] is None or found.start() < above + column:
                continue
            place = partial(_place, number, above)
            codes = tuple(
                NoqaCode(code[0], place(found.start(1) + code.start(), found.start(1) + code.end()))
                for code in _CODE.finditer(found[1])
            )
            end = above + len(self._lines[number - 1].rstrip("\n"))
            marker = Range(place(found.start(), end).start, codes[-1].range.end)
            yield NoqaComment(lines, place(above + column, end), marker, codes, silenced)

    def _joined(self, numbers: range) -> str:
        return "".join(self._lines[numbers.start - 1 : numbers.stop - 1])


def read_codes(line: str) -> list[str] | None:
    """The codes that a line names; an empty list when it silences all, None when nothing."""
    found = _LINE.search(line)
    return None if found is None else _CODE.findall(found[1] or "")


def first_noqa(line: str) -> int | None:
    """Where the comment that counts begins."""
    found = _LINE.search(line)
    return None if found is None else found.start()


def code_ends(line: str) -> int:
    """Where the last code that a line names ends, or what silences all of it."""
    found = _LINE.search(line)
    assert found is not None
    return found.start(1) + len(found[1].rstrip(", \t\n")) if found[1] else found.end()


def is_for_file(line: str) -> bool:
    """Whether a line silences the whole file."""
    return _FILE.match(line) is not None


def _names_ours(line: str) -> bool:
    codes = read_codes(line)
    return codes is not None and any(map(OURS.fullmatch, codes))


def _place(line: int, above: int, start: int, end: int) -> Range:
    """Offsets in joined lines as a range of the line that has `above` characters above it."""
    return Range(Position(line, start - above + 1), Position(line, end - above + 1))


@dataclass(frozen=True, slots=True)
class Tokens:
    joined: Mapping[int, range]
    """For a line's number, the numbers of the lines whose comments count for it."""
    comments: Mapping[int, int]
    """For a line's number, the column, from 0, of the comment on it."""


def tokenized(lines: Sequence[str]) -> Tokens | None:
    """Lines that a string or a backslash joins share their comments, those of a bracket do not.

    None when the text cannot be tokenized.
    """
    try:
        with warnings.catch_warnings():
            # What Python thinks of an escape sequence is not what the user asked for here.
            warnings.simplefilter("ignore")
            found = [*python_tokens(iter(lines).__next__)]
    except (tokenize.TokenError, SyntaxError, ValueError):  # ValueError: a lone surrogate, a NUL
        return None
    joined: dict[int, range] = {}
    comments: dict[int, int] = {}
    first = 0
    for token in found:
        if token.type in (tokenize.DEDENT, tokenize.ENDMARKER):
            continue
        first = first or token.start[0]
        if token.type == tokenize.COMMENT:
            comments[token.start[0]] = token.start[1]
        if token.type in (tokenize.NEWLINE, tokenize.NL):
            last = token.end[0]
            joined.update(dict.fromkeys(range(first, last + 1), range(first, last + 1)))
            first = 0
    return Tokens(joined, comments)
