"""Comments that silence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Severity,
    fix_of,
)
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import quoted
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.noqa import NoqaCode, NoqaComment, UnusedNoqa, is_for_file, read_codes
from spakky_lint.syntax.ranges import Position, Range

_DIRECTIVE = regex(r"(?:[\w.-]+\s*[:=(]|noqa|nosec|nosonar|nolint|pragma)", re.IGNORECASE)
_SIGNS = " \t,;:.|/&+-"
"""What may stand between codes and a reason; flake8 reads on behind a comma and a blank only."""
_MEANT_AS_CODE = regex(rf"[{re.escape(_SIGNS)}]+[A-Za-z]+[0-9]+\b")
"""`;SPK102`, which silences nothing: nobody can tell whether it should, or could go too."""


class UnusedSuppression(Rule[UnusedNoqa]):
    """A `# noqa` comment names a code of spakky-lint that silences nothing.

    ## What it does
    Reports a code in `# noqa: SPK301` when the rule is on and finds nothing that the comment
    silences, and a code that no rule has. Codes of other tools and of rules that are off are left
    alone, and so are a bare `# noqa`, `# flake8: noqa` and a comment that names SPK001 itself.

    ## Why it matters
    Nothing fails today. But the comment tells the reader of a mistake that is not there, and it
    hides the next one that somebody makes on that line. A code in small letters has never hidden
    anything: codes count as they are written.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task  # noqa: SPK202
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    The fix removes the codes that silence nothing, and the comment where nothing else is in it.
    What the program does cannot change. It is not offered where the rest of the comment would
    begin to mean something, as in `# noqa: SPK301 noqa`, for a code in small letters, and where
    another code follows that flake8 does not read, as in `# noqa: SPK301;SPK302`: it separates
    codes by commas and blanks only.

    `ruff check --fix` removes every code of spakky-lint, used or not, where its rule RUF100 or, in
    newer versions, RUF102 is on: ruff does not know them. `external = ["SPK"]` in its `lint`
    section keeps them.
    """

    code = "SPK001"
    name = "unused-suppression"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: UnusedNoqa, module: Module) -> Iterator[Finding]:
        for code in declaration.miswritten:
            yield self.finding(
                code.range,
                Message(
                    "'{code}' silences nothing, because codes are case-sensitive: write {upper}",
                    code=code.text,
                    upper=code.text.upper(),
                ),
            )
        found = {*declaration.idle, *declaration.unknown}
        unused = [code for code in declaration.comment.codes if code in found]
        if unused:
            edit = _without(declaration.comment, unused)
            title = Message("Remove {codes}", codes=listed([code.text for code in unused]))
            yield self.finding(
                Range(unused[0].range.start, unused[-1].range.end),
                _message(declaration),
                fix=fix_of(title, Applicability.SAFE, edit),
            )


def _message(declaration: UnusedNoqa) -> str:
    idle = [code.text for code in declaration.idle]
    unknown = [code.text for code in declaration.unknown]
    parts: list[Message] = []
    if len(idle) == 1:
        parts.append(
            Message(
                "{codes} silences nothing here and would hide a later mistake", codes=quoted(idle)
            )
        )
    elif idle:
        parts.append(
            Message(
                "{codes} silence nothing here and would hide a later mistake", codes=quoted(idle)
            )
        )
    if unknown:
        parts.append(Message("no rule has the code {codes}", codes=quoted(unknown)))
    problem = (
        parts[0] if len(parts) == 1 else Message("{one}; {other}", one=parts[0], other=parts[1])
    )
    if len(idle + unknown) == 1:
        return Message("{problem}: remove it", problem=problem)
    return Message("{problem}: remove them", problem=problem)


def _without(comment: NoqaComment, unused: Sequence[NoqaCode]) -> Edit | None:
    """Take the codes away, and the comment with the last of them; None where that is unclear."""
    number = comment.comment.start.line
    line = comment.lines.line(number).rstrip("\r\n")
    left_out = frozenset(unused)
    kept = [code for code in comment.codes if code not in left_out]
    if kept:
        edit = Edit(
            Range(comment.codes[0].range.start, comment.codes[-1].range.end),
            _listed_as_before(line, comment.codes, kept),
        )
    else:
        rest = _rest(
            line[_column(comment.comment.start) : _column(comment.marker.start)],
            line[_column(comment.marker.end) :],
        )
        if rest is None:
            return None
        edit = Edit(comment.comment, rest)
    start, end = _column(edit.range.start), _column(edit.range.end)
    after = line[:start] + edit.text + line[end:]
    if read_codes(after) != ([code.text for code in kept] or None) or is_for_file(after):
        return None
    if edit.text:
        return edit
    before = line[:start].rstrip()
    if before:
        return Edit(Range(Position(number, len(before) + 1), edit.range.end), "")
    is_last = number == len(comment.lines.starts)
    following = edit.range.end if is_last else Position(number + 1, 1)
    return Edit(Range(Position(number, 1), following), "")


def _listed_as_before(line: str, codes: Sequence[NoqaCode], kept: Sequence[NoqaCode]) -> str:
    """The codes that are kept, each with the separator behind it."""
    last, every = kept[-1], frozenset(kept)
    ends = [*(code.range.start for code in codes[1:]), codes[-1].range.end]
    return "".join(
        line[_column(code.range.start) : _column(code.range.end if code is last else end)]
        for code, end in zip(codes, ends, strict=True)
        if code in every
    )


def _rest(before: str, behind: str) -> str | None:
    """The comment without its `# noqa`; None where what is left would be read by some tool."""
    if behind[:1].isalnum():  # a word that only begins with a code
        return None
    if _MEANT_AS_CODE.match(behind):
        return None
    before, behind = before.rstrip(), behind.lstrip(_SIGNS).rstrip(" \t,")
    if not before.strip("#"):
        before = ""
    if behind and not behind.startswith("#"):
        if _DIRECTIVE.match(behind):
            return None
        behind = f"# {behind}"
    return "  ".join(filter(None, (before, behind)))


def _column(position: Position) -> int:
    """Counted from 0."""
    return position.column - 1
