"""What is generated in docs is fresh, and no link in our documents leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.rules.registry import RULES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "rules"
LINK = re.compile(r"\]\((?P<target>[^)#]*)(?:#(?P<anchor>[^)]*))?\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def test_the_pages_are_fresh() -> None:
    check = [sys.executable, str(ROOT / ".ci" / "docs"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_there_is_a_page_for_every_rule_and_an_index_that_leads_to_it() -> None:
    assert {path.name for path in DOCS.iterdir()} == {"README.md", *(f"{c}.md" for c in RULES)}
    index = (DOCS / "README.md").read_text("utf-8")
    by_consequence, _, by_family = index.partition("## Files and comments")
    for code, rule in RULES.items():
        assert f"[{code}]({code}.md)" in by_consequence
        assert f"| [{code}]({code}.md) | {rule.name} | " in by_family


def test_an_opt_in_rule_and_a_fix_are_marked() -> None:
    rows = {
        row[3:9]: row.split(" | ")
        for row in (DOCS / "README.md").read_text("utf-8").split("\n")
        if row.startswith("| [SPK")
    }
    for code, rule in RULES.items():
        _, _, level, fix, _ = rows[code]
        assert ("opt-in" in level) is not rule.default
        assert fix.strip() == (rule.fix.value if rule.fix else "")


@pytest.mark.parametrize("mention", [("SPK109", "SPK201"), ("SPK215", "SPK214")])
def test_a_page_that_mentions_another_rule_links_to_it(mention: tuple[str, str]) -> None:
    page, other = mention
    assert f"[{other}]({other}.md)" in (DOCS / f"{page}.md").read_text("utf-8")


def anchors(document: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_link_leads_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.parent.rglob("*.md")]
    for document in documents:
        for link in LINK.finditer(CODE.sub("", document.read_text("utf-8"))):
            if "://" in link["target"]:
                continue
            target = document.parent / link["target"] if link["target"] else document
            assert target.exists(), f"{document}: {link[0]}"
            if link["anchor"]:
                assert link["anchor"] in anchors(target), f"{document}: {link[0]}"
