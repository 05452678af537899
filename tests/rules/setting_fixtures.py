"""The fixtures of the rules that look at files of settings, which are no Python."""

from __future__ import annotations

from spakky_lint.facts.framework_settings import SettingLine
from spakky_lint.linting.linter import lint_settings
from spakky_lint.project.environment import dotenv
from spakky_lint.project.environment.setting_lines import lines_of
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection

CODES = frozenset(code for code, rule in RULES.items() if rule.kind is SettingLine)


def linted(code: str, text: str) -> tuple[Finding, ...]:
    return lint_settings(lines_of(".env", dotenv.assignments(text)), Selection((code,)))
