"""``spakky-lint rule``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.rules.families import FAMILIES
from spakky_lint.rules.registry import RULES
from tests.cli.running import run


def test_the_catalogue(tmp_path: Path) -> None:
    done = run("rule", cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")
    assert [line.split()[0] for line in done.lines if line.startswith("  ")] == list(RULES)
    assert [line for line in done.lines[:-1] if line and not line.startswith("  ")] == [
        family.title for family in FAMILIES
    ]
    assert done.lines[-2:] == ["", f"{len(RULES)} rules; `spakky-lint rule CODE` shows one."]


def test_one_rule_by_its_code_and_by_its_name(tmp_path: Path) -> None:
    pages = [run("rule", name, cwd=tmp_path) for name in ("SPK202", "spk202", "task-called")]
    assert {(page.code, page.err) for page in pages} == {(0, b"")}
    assert {page.text for page in pages} == {pages[0].text}
    assert pages[0].lines[0] == "SPK202 task-called"
    assert {"What it does", "Why it matters", "Example", "Use instead", "Fix safety"} <= set(
        pages[0].lines
    )


def test_json_and_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--format", "json"]) == 0
    catalogue = json.loads(capsys.readouterr().out)
    assert [rule["code"] for rule in catalogue["rules"]] == list(RULES)
    assert main(["rule", "SPK202", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "version": 1,
        "rules": [rule for rule in catalogue["rules"] if rule["code"] == "SPK202"],
    }
    assert main(["rule", "SPK202", "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# SPK202 task-called\n\n")
    assert main(["rule", "--format", "markdown"]) == 0
    assert capsys.readouterr().out.count("\n| SPK") == len(RULES)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("SPK999", 'no rule is called "SPK999"; '),
        ("E501", 'no rule is called "E501"; `spakky-lint rule` lists them'),
        ("", 'no rule is called ""; `spakky-lint rule` lists them'),
        ("task-caled", 'no rule is called "task-caled"; did you mean SPK202 (task-called)?'),
        (
            "SPK0",
            (
                'no rule is called "SPK0"; '
                "did you mean SPK000 (unreadable-file) or SPK001 (unused-suppression)?"
            ),
        ),
        ("spk", 'no rule is called "spk"; these codes begin with it: SPK000, SPK001, SPK101, '),
    ],
)
def test_a_rule_that_does_not_exist(
    name: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rule", name]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"spakky-lint: {complaint}")
