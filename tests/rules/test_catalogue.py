"""What keeps the catalogue honest: rules, pages, fixtures and evidence belong together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.families import family_of
from spakky_lint.rules.finding import Applicability, Finding, Severity
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES, find_rule
from spakky_lint.rules.rule_page import RulePage
from spakky_lint.rules.selection import Selection
from tests.rules import setting_fixtures
from tests.rules.fixture_files import (
    BAD,
    BAD_WORDS,
    FIXED,
    FIXTURES,
    GOOD,
    IN_ONE_FILE,
    SECTIONS,
    own_selection,
    settings_of,
)

EVIDENCE = Path(__file__).parents[1] / "evidence"
PAGES = {code: page(rule) for code, rule in RULES.items()}
EXAMPLES = sorted(IN_ONE_FILE - {"SPK000"} - setting_fixtures.CODES)  # theirs are no Python
PRELUDE = """\
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from spakky.auth import *
from spakky.core.pod.annotations.lazy import Lazy
from spakky.core.pod.annotations.pod import Pod
from spakky.core.stereotype.usecase import UseCase
from spakky.data.aspects.transactional import Transactional, transactional
from spakky.task import *
"""
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_every_rule_has_its_fixtures_and_every_fixture_its_rule() -> None:
    folders = {path.name for path in FIXTURES.iterdir() if path.is_dir()}
    assert folders == set(RULES)
    for code, rule in RULES.items():
        files = {path.name for path in (FIXTURES / code).iterdir()} - {"pyproject.toml"}
        alone = {"bad.py", "good.py"} | ({"bad.fixed.py"} if rule.fix else set())
        several = {BAD, GOOD}
        if code in setting_fixtures.CODES:
            assert files == {"bad.env", "good.env"}
        elif code in IN_ONE_FILE:
            assert files in (alone, alone | several, alone | several | {FIXED})
        else:
            assert files in (several, several | {FIXED})


def test_every_rule_has_its_evidence_and_every_evidence_its_rule() -> None:
    modules = {path.stem.removeprefix("test_").upper() for path in EVIDENCE.glob("test_spk*.py")}
    assert modules == set(RULES)


def test_codes_are_of_one_form_and_names_are_not_shared() -> None:
    assert all(re.fullmatch(r"SPK\d{3}", code) for code in RULES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


def test_a_rule_stands_in_the_folder_of_its_family() -> None:
    for code, rule in RULES.items():
        *_, folder, module = rule.__module__.split(".")
        assert folder == family_of(code).folder, code
        assert module != folder


def test_a_name_says_what_is_wrong_not_what_to_do() -> None:
    for code, rule in RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name), code
        assert not set(rule.name.split("-")) & BAD_WORDS, code


@pytest.mark.parametrize("code", RULES)
def test_a_page_has_its_sections_in_order(code: str) -> None:
    rule, found = RULES[code], PAGES[code]
    wanted = [*SECTIONS, "Fix safety"] if rule.fix else [*SECTIONS]
    titles = [section.title for section in found.sections]
    assert titles in (wanted, [*wanted, "Versions"])
    assert all(section.text for section in found.sections)
    assert found.summary.endswith(".")
    assert len(found.summary) <= 80
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)


def test_no_page_is_unfinished() -> None:
    assert [code for code, rule in RULES.items() if "TODO" in (rule.__doc__ or "")] == []


def test_no_two_pages_begin_alike() -> None:
    assert len({found.summary for found in PAGES.values()}) == len(PAGES)


def test_only_conventions_have_no_consequence() -> None:
    for rule in RULES.values():
        assert (rule.severity is Severity.CONVENTION) == (rule.consequence == "convention")


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_of_a_page_gives_its_finding(code: str) -> None:
    found = linted(code, PRELUDE + _code(PAGES[code], "Example"), own_selection(code))
    assert {finding.code for finding in found} == {code}


@pytest.mark.parametrize("code", EXAMPLES)
def test_what_a_page_says_to_use_instead_is_clean(code: str) -> None:
    before = _code(PAGES[code], "Example") if code == "SPK602" else ""
    before = before.split("\n\n\nDirect")[0] + "\n" if before else ""
    instead = PRELUDE + before + _code(PAGES[code], "Use instead")
    assert linted(code, instead, Selection(extend_select=(code,))) == ()


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_rule_offers_the_fix_it_announces(code: str) -> None:
    text = (FIXTURES / code / "bad.py").read_text(encoding="utf-8")
    findings = linted(code, text, own_selection(code))
    offered = {
        finding.fix.applicability for finding in findings if finding.code == code and finding.fix
    }
    announced = RULES[code].fix
    assert offered == set() if announced is None else announced in offered
    assert announced is not Applicability.UNSAFE or Applicability.SAFE not in offered


def test_a_rule_is_found_by_code_and_by_name_in_any_case() -> None:
    assert find_rule("spk301") is find_rule("Schedule-Trigger-Count") is RULES["SPK301"]
    assert find_rule("SPK999") is None


def linted(code: str, text: str, selection: Selection) -> tuple[Finding, ...]:
    """The findings under the settings that the fixtures of the rule have."""
    return lint_text(text, selection, settings=settings_of(code))


def _code(found: RulePage, title: str) -> str:
    section = found.section(title)
    assert section is not None
    return "\n".join(CODE.findall(section.text))
