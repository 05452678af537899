"""`# noqa` comments put where flake8 reads them, and the text otherwise left as it is."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.syntax.noqa import code_ends, first_noqa, read_codes, tokenized
from spakky_lint.syntax.ranges import Lines, Position, Range


@dataclass(frozen=True, slots=True)
class Commented:
    insertions: Sequence[tuple[Range, str]] = ()
    """What each place becomes; no two overlap."""
    impossible: frozenset[int] = frozenset()
    """The lines that no comment can silence: flake8 reads a `# noqa` in a string there, or nobody
    can tell where a comment would stand."""


def commented(text: str, wanted: Mapping[int, Iterable[str]], reason: str = "") -> Commented:
    """Comments that silence the codes that are wanted for lines, by their numbers.

    A string of several lines and a line that a backslash ends have their comment behind their end.
    A `# noqa` with codes gets more of them, any other comment is followed by one of ours.
    """
    lines = io.StringIO(text, newline=None).readlines()
    tokens = tokenized(lines)
    if tokens is None:
        return Commented(impossible=frozenset(wanted))
    codes: dict[range, set[str]] = defaultdict(set)
    asked: dict[range, set[int]] = defaultdict(set)
    for number, several in wanted.items():
        together = tokens.joined.get(number, range(number, number + 1))
        codes[together] |= set(several)
        asked[together].add(number)
    own = Lines.of(text)
    insertions: list[tuple[Range, str]] = []
    impossible: set[int] = set()
    for together in sorted(codes, key=lambda each: each.start):
        last = together.stop - 1
        made = _made(
            "".join(lines[together.start - 1 : last]),
            len("".join(lines[together.start - 1 : last - 1])),
            tokens.comments.get(last),
            sorted(codes[together]),
        )
        if made is None:
            impossible |= asked[together]
            continue
        column, words = made
        if not words:
            continue
        line = own.line(last).rstrip("\r\n")
        end = len(line.rstrip())
        is_said = line[:end].endswith(f"# {reason}")
        rest = f"  # {reason}" if reason and not is_said else ""
        if column in (None, end):
            insertions.append((_range(last, end, len(line)), words + rest))
        else:
            insertions.append((_range(last, column, column), words))
            if rest:
                insertions.append((_range(last, end, len(line)), rest))
    return Commented(insertions, frozenset(impossible))


def _made(
    joined: str, above: int, comment: int | None, codes: Sequence[str]
) -> tuple[int | None, str] | None:
    """What is to be written at which column of the last line, None for its end.

    `above` characters of the lines that flake8 reads together stand above that line.
    """
    found = first_noqa(joined)
    if found is None:
        return None, f"  # noqa: {', '.join(codes)}"
    if comment is None or found < above + comment:
        return None
    known = read_codes(joined) or []
    comma = "," if "," in (said := joined[found:]) and ", " not in said else ", "
    missing = [code for code in codes if not code.startswith(tuple(known))]
    return code_ends(joined) - above, "".join(f"{comma}{code}" for code in missing)


def _range(line: int, start: int, end: int) -> Range:
    return Range(Position(line, start + 1), Position(line, end + 1))
