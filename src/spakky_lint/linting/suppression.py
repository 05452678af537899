"""Which findings the text itself silences, and which of its `# noqa` comments silence nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from spakky_lint.rules.by_kind import rules_about
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.table import IS_DEFAULT
from spakky_lint.syntax.noqa import OURS, Noqa, NoqaCode, NoqaComment, UnusedNoqa


def unsuppressed(text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of `text` that no comment in it silences, in their order.

    A finding belongs to the line where it starts. Nothing is tokenized without a finding to
    silence and a comment that could silence it. Any text is accepted.
    """
    if not findings:
        return ()
    noqa = Noqa(text)
    return tuple(one for one in findings if not noqa.silences(one.range.start.line, one.code))


def unused(text: str, findings: Sequence[Finding], on: Container[str]) -> Iterator[UnusedNoqa]:
    """The comments with codes of ours that silence none of `findings`: all of the rules `on`.

    A comment that names the rule about such comments is left to its author, and so is a code of a
    rule that is off, and a prefix that one such rule has.
    """
    judges = [rule.code for rule in rules_about(UnusedNoqa)]
    for comment in Noqa(text).comments():
        if not any(judge.startswith(code.text) for judge in judges for code in comment.codes):
            found = _unused_codes(comment, findings, on)
            if any(found):
                yield UnusedNoqa(comment, *found)


def _unused_codes(
    comment: NoqaComment, findings: Sequence[Finding], on: Container[str]
) -> tuple[tuple[NoqaCode, ...], tuple[NoqaCode, ...], tuple[NoqaCode, ...]]:
    """The idle, the unknown and the miswritten ones."""
    silenced = {one.code for one in findings if one.range.start.line in comment.silenced}
    idle: list[NoqaCode] = []
    unknown: list[NoqaCode] = []
    miswritten: list[NoqaCode] = []
    for code in comment.codes:
        if OURS.fullmatch(code.text) is None:
            continue
        rules = [rule for rule in IS_DEFAULT if rule.startswith(code.text.upper())]
        if not rules:
            unknown.append(code)
        elif not all(rule in on for rule in rules):
            continue
        elif code.text != code.text.upper():
            miswritten.append(code)
        elif not any(found.startswith(code.text) for found in silenced):
            idle.append(code)
    return tuple(idle), tuple(unknown), tuple(miswritten)
