"""Pages of ``spakky-lint rule``."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace

import pytest

from spakky_lint.facts.environment import Package
from spakky_lint.facts.versions import Since
from spakky_lint.report.columns import cell_width
from spakky_lint.report.highlighting import highlighted
from spakky_lint.report.rule_facts import CONSEQUENCES, RUN_ON
from spakky_lint.report.rule_json import rules_json
from spakky_lint.report.rule_markdown import catalogue_markdown, rule_markdown
from spakky_lint.report.rule_text import catalogue_text, prose, rule_text
from spakky_lint.report.style import Style
from spakky_lint.rules.finding import Applicability, Consequence, Severity
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.rule_page import RulePage, Section
from spakky_lint.rules.settings import Need
from tests.framework_versions import NEWEST, OLDER

ANSI = re.compile(r"\x1b\[[0-9;]*m")
PAGE = RulePage(
    "SPK202",
    "task-called",
    Severity.ERROR,
    Consequence.IMPORT,
    True,
    "0.1.0",
    Applicability.SAFE,
    "`@task` is called.",
    (
        Section(
            "What it does",
            "Finds a call of `@task`, which takes the method and nothing else, so that a call\n"
            "cannot work:\n\n- without arguments, a `TypeError`,\n- with a keyword, the same one, "
            "which names the keyword that\n  nobody expected.\n1. last",
        ),
        Section("Example", "```python\nclass A:\n    @task()\n\n    def f(self): ...\n```\nDone."),
    ),
)
OPT_IN = replace(
    PAGE,
    code="SPK407",
    name="crontab-day-and-weekday",
    severity=Severity.WARNING,
    default=False,
    fix=None,
    summary="A day | a weekday.",
)


def test_a_page_as_text() -> None:
    assert "\n".join(rule_text(PAGE, Style(width=60))) == (
        """\
SPK202 task-called

`@task` is called.

Level:      error
If ignored: the module cannot be imported
Reported:   by default
Fix:        safe
Since:      0.1.0
Holds for:  every release that it was run on: Spakky 6.9.0
            and 8.5.0, celery 5.6.3 and 5.7.0

What it does

  Finds a call of `@task`, which takes the method and
  nothing else, so that a call cannot work:

  - without arguments, a `TypeError`,
  - with a keyword, the same one, which names the keyword
    that nobody expected.
  1. last

Example

      class A:
          @task()

          def f(self): ...
  Done."""
    )


def test_short_code_is_not_broken_at_the_end_of_a_line() -> None:
    text = "Write `# flake8: noqa` or else `a rather long piece of code that has to be broken`."
    assert list(prose(text, 20)) == [
        "Write",
        "`# flake8: noqa` or",
        "else `a rather long",
        "piece of code that",
        "has to be broken`.",
    ]


def test_a_rule_that_needs_a_setting_says_so() -> None:
    needy = replace(OPT_IN, needs=Need.TIMEZONE)
    said = "only when SPK407 is selected, where the timezone is configured"
    assert f"Reported:   {said}" in list(rule_text(needy))
    assert f"- Reported: {said}" in list(rule_markdown(needy))
    assert "| warning, opt-in, where the timezone is configured |" in "".join(
        catalogue_markdown([needy])
    )


def test_a_rule_says_since_when_it_holds() -> None:
    late = replace(PAGE, holds=Since(Package.TASK, (6, 6)))
    said = f"spakky-task 6.6 and later; run on {RUN_ON}"
    assert f"- Holds for: {said}" in list(rule_markdown(late))
    (rule,) = json.loads("\n".join(rules_json([late])))["rules"]
    assert rule["holds"] == {"package": "spakky-task", "since": "6.6"}


def test_what_a_rule_was_run_on_are_the_versions_of_the_evidence() -> None:
    for package, name in (("spakky", "Spakky"), ("celery", "celery")):
        run = sorted({versions[package] for versions in (NEWEST, *OLDER.values())})
        assert f"{name} {' and '.join(run)}" in RUN_ON


def test_rules_about_files_depend_on_no_release() -> None:
    assert not any("Holds" in line for line in rule_markdown(page(RULES["SPK001"])))


def test_mentions_of_other_rules_are_linked() -> None:
    text = "SPK202, SPK301 and SPK999, but not `SPK301`.\n```python\nx = 1  # noqa: SPK301\n```"
    mentioning = replace(PAGE, sections=(Section("What it does", text),))
    linked = "\n".join(rule_markdown(mentioning, {"SPK202": "2", "SPK301": "3"}.get))
    assert linked.endswith(text.replace("SPK301 and", "[SPK301](3) and"))
    assert "\n".join(rule_markdown(mentioning)).endswith(text)
    (row,) = list(catalogue_markdown([PAGE], {"SPK202": "2.md"}.get))[2:]
    assert row.startswith("| [SPK202](2.md) | task-called |")


def test_an_opt_in_rule_says_so() -> None:
    lines = list(rule_text(OPT_IN))
    assert "Reported:   only when SPK407 is selected" in lines
    assert "Fix:        none" in lines


def test_the_catalogue_as_text() -> None:
    assert list(catalogue_text([PAGE, OPT_IN])) == [
        "Tasks",
        "  SPK202  task-called              error            safe fix",
        "",
        "Crontabs",
        "  SPK407  crontab-day-and-weekday  warning, opt-in",
        "",
        "2 rules; `spakky-lint rule CODE` shows one.",
    ]


def test_the_real_catalogue_fits_the_width() -> None:
    lines = list(catalogue_text([page(rule) for rule in RULES.values()]))
    assert max(map(cell_width, lines)) <= 80


def test_a_page_as_markdown() -> None:
    assert "\n".join(rule_markdown(PAGE)) == (
        f"""\
# SPK202 task-called

`@task` is called.

- Level: error
- If ignored: the module cannot be imported
- Reported: by default
- Fix: safe
- Since: 0.1.0
- Holds for: every release that it was run on: {RUN_ON}

## What it does

{PAGE.sections[0].text}

## Example

{PAGE.sections[1].text}"""
    )


def test_the_catalogue_as_markdown() -> None:
    assert list(catalogue_markdown([PAGE, OPT_IN])) == [
        "| Code | Name | Level | Fix | Summary |",
        "|-|-|-|-|-|",
        "| SPK202 | task-called | error | safe | `@task` is called. |",
        "| SPK407 | crontab-day-and-weekday | warning, opt-in |  | A day \\| a weekday. |",
    ]


def test_pages_as_json() -> None:
    document = json.loads("\n".join(rules_json([PAGE, OPT_IN])))
    assert document["version"] == 1
    assert [rule["code"] for rule in document["rules"]] == ["SPK202", "SPK407"]
    assert document["rules"][0] == {
        "code": "SPK202",
        "name": "task-called",
        "severity": "error",
        "consequence": "import",
        "default": True,
        "needs": None,
        "since": "0.1.0",
        "holds": None,
        "fix": "safe",
        "summary": "`@task` is called.",
        "url": None,
        "sections": [{"title": section.title, "text": section.text} for section in PAGE.sections],
    }
    assert document["rules"][1]["fix"] is None


def test_every_consequence_has_its_words() -> None:
    assert set(CONSEQUENCES) == set(Consequence)
    assert len(set(CONSEQUENCES.values())) == len(Consequence)


@pytest.mark.parametrize("code", RULES)
def test_every_real_page_fits_the_width(code: str) -> None:
    text = list(rule_text(page(RULES[code])))
    assert text[0] == f"{code} {RULES[code].name}"
    wide = [line for line in text if cell_width(line) > 80 and not line.startswith("      ")]
    assert wide == []
    assert not any("```" in line for line in text)


def test_prose_keeps_a_table_as_it_stands() -> None:
    table = "| a | b |\n|-|-|\n| 1 | 2 |"
    assert list(prose(f"Look:\n{table}\n", 20)) == ["Look:", *table.split("\n")]


@pytest.mark.parametrize("code", RULES)
def test_colour_adds_nothing_to_a_page_but_colour(code: str) -> None:
    coloured = "\n".join(rule_text(page(RULES[code]), Style(colour=True)))
    assert ANSI.sub("", coloured) == "\n".join(rule_text(page(RULES[code])))


def test_code_is_highlighted_where_rich_is_installed_and_plain_where_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")  # decided by the caller, not by rich
    code = "class A:\n    x = 1\n"
    assert len(ANSI.findall("\n".join(highlighted(code)))) > 2
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert highlighted(code) == ["class A:", "    x = 1", ""]
