"""Which findings the text itself silences, by noqa comments read exactly as flake8 7 reads them.

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
from collections.abc import Sequence

from spakky_lint.rules.finding import Finding

_LINE = re.compile(r"# noqa(?::\s?((?:[a-z]+[0-9]+[,\s]*)+))?", re.IGNORECASE)
_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,\s]+")


def unsuppressed(text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of `text` that no comment in it silences, in their order.

    A finding belongs to the line where it starts. Nothing is tokenized without a finding to
    silence and a comment that could silence it. Any text is accepted.
    """
    if not findings or "noqa" not in text.lower():
        return tuple(findings)
    # Universal newlines and no byte order mark, as flake8 sees its lines.
    lines = io.StringIO(text.removeprefix("\ufeff"), newline=None).readlines()
    if any(_FILE.match(line) for line in lines):
        return ()
    if not any(_LINE.search(line) for line in lines):
        return tuple(findings)
    joined = _joined_lines(lines)

    def silenced(finding: Finding) -> bool:
        line = finding.range.start.line
        return _silences("".join(lines[joined.get(line, slice(line - 1, line))]), finding.code)

    return tuple(finding for finding in findings if not silenced(finding))


def _silences(line: str, code: str) -> bool:
    comment = _LINE.search(line)
    if comment is None:
        return False
    if comment[1] is None:
        return True
    return code.startswith(tuple(filter(None, _SEPARATORS.split(comment[1]))))


def _joined_lines(lines: Sequence[str]) -> dict[int, slice]:
    """For a line's number, counted from 1, the lines whose comments count for it.

    Lines that a string or a backslash joins share their comments; the lines of a bracket do not.
    Empty when the text cannot be tokenized: flake8 then looks at the physical line alone.
    """
    try:
        with warnings.catch_warnings():
            # What Python thinks of an escape sequence is not what the user asked for here.
            warnings.simplefilter("ignore")
            tokens = list(tokenize.generate_tokens(iter(lines).__next__))
    except (tokenize.TokenError, SyntaxError, ValueError):  # ValueError: a lone surrogate, a NUL
        return {}
    joined: dict[int, slice] = {}
    first = 0
    for token in tokens:
        if token.type in (tokenize.DEDENT, tokenize.ENDMARKER):
            continue
        first = first or token.start[0]
        if token.type in (tokenize.NEWLINE, tokenize.NL):
            last = token.end[0]
            joined.update(dict.fromkeys(range(first, last + 1), slice(first - 1, last)))
            first = 0
    return joined
