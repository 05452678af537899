"""Fixes as editors offer them."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.rules.finding import Applicability, Edit, Finding, Fix


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.SAFE


FIX_ALL_TITLE = Message("Make all safe fixes of spakky-lint")
_UNSAFE = Message(" (unsafe)")


def fix_title(code: str, fix: Fix, language: Language = Language.EN) -> str:
    """``SPK202: write @task``, and whether it is unsafe."""
    title = in_language(fix.title, language)
    mark = "" if fix.applicability is Applicability.SAFE else in_language(_UNSAFE, language)
    return f"{code}: {title[:1].lower()}{title[1:]}{mark}"


def silenced(text: str, line: int, codes: Sequence[str]) -> tuple[Edit, ...]:
    """The edits that have a comment silence the rules in a line; none where no comment can."""
    from spakky_lint.syntax.noqa_writing import commented

    made = commented(text, {line: codes})
    return tuple(Edit(range_, words) for range_, words in made.insertions)
