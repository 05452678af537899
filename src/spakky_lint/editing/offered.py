"""Fixes as editors offer them."""

from __future__ import annotations

from spakky_lint.rules.finding import Applicability, Finding, Fix


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.SAFE


def fix_title(code: str, fix: Fix) -> str:
    """``SPK202: write @task``, and whether it is unsafe."""
    first, rest = fix.title[:1].lower(), fix.title[1:]
    return f"{code}: {first}{rest}{'' if fix.applicability is Applicability.SAFE else ' (unsafe)'}"
