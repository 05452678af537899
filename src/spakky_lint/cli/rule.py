"""``spakky-lint rule``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import of_format
from spakky_lint.cli.output import say, write_lines
from spakky_lint.cli.requests import RuleRequest
from spakky_lint.cli.terminal import style_for
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import speaking
from spakky_lint.project.suggestions import closest, suggested
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES, find_rule
from spakky_lint.rules.rule_page import RulePage

_FEW = 3
"""Rules that a question may offer."""


def show_rule(request: RuleRequest) -> int:
    """Write the page of one rule, or the catalogue."""
    if request.rule is None:
        pages = [page(rule) for rule in RULES.values()]
        with speaking(of_format(request.language, request.format)):
            write_lines(_catalogue(pages, request.format), sys.stdout)
        return CLEAN
    rule = find_rule(request.rule)
    if rule is None:
        say(
            Message(
                'no rule is called "{rule}"; {hint}',
                rule=request.rule,
                hint=_suggestion(request.rule),
            )
        )
        return TROUBLE
    write_lines(_page(page(rule), request.format), sys.stdout)
    return CLEAN


def _catalogue(pages: list[RulePage], format_: str) -> Iterator[str]:
    if format_ == "json":
        from spakky_lint.report.rule_json import rules_json

        return rules_json(pages)
    if format_ == "markdown":
        from spakky_lint.report.rule_markdown import catalogue_markdown

        return catalogue_markdown(pages)
    from spakky_lint.report.rule_text import catalogue_text

    return catalogue_text(pages, style_for(sys.stdout))


def _page(page: RulePage, format_: str) -> Iterator[str]:
    if format_ == "json":
        from spakky_lint.report.rule_json import rules_json

        return rules_json([page])
    if format_ == "markdown":
        from spakky_lint.report.rule_markdown import rule_markdown

        return rule_markdown(page)
    from spakky_lint.report.rule_text import rule_text

    return rule_text(page, style_for(sys.stdout))


def _suggestion(wanted: str) -> str:
    """The rules it may have meant; a prefix means all that begin with it."""
    codes = [code for code in RULES if wanted and code.startswith(wanted.upper())]
    if len(codes) > _FEW:
        return Message("these codes begin with it: {codes}", codes=tuple(codes))
    if not codes:
        known = {rule.name: code for code, rule in RULES.items()} | {code: code for code in RULES}
        close = closest(wanted, known)
        codes = [] if close is None else [known[close]]
    if not codes:
        return Message("`spakky-lint rule` lists them")
    return suggested([f"{code} ({RULES[code].name})" for code in codes])
