"""The version has one place, what else names it agrees, and the changelog is ready for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from packaging.version import Version

from spakky_lint import __version__
from spakky_lint.rules.registry import RULES

ROOT = Path(__file__).parents[1]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
RELEASE = re.compile(r"^## \[(?P<name>[^]]+)\](?: - \d{4}-\d{2}-\d{2})?$", re.MULTILINE)
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_whatever_names_the_version_names_this_one() -> None:
    extension = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text("utf-8"))
    assert extension["version"] == __version__
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    tags = re.findall(r"(?:mirror@|rev: )v([\d.]+)", page)
    assert len(tags) > 2
    assert {*tags} == {__version__}


def test_no_rule_is_newer_than_this_version() -> None:
    for rule in RULES.values():
        assert Version(rule.since) <= Version(__version__)


def test_the_changelog_begins_with_what_is_unreleased_or_with_this_version() -> None:
    """Its heading is all that a release changes: `## [0.2.0] - 2026-11-30`."""
    first, *earlier = [found["name"] for found in RELEASE.finditer(CHANGELOG)]
    assert first in ("Unreleased", __version__)
    assert len(re.findall("^## ", CHANGELOG, re.MULTILINE)) == 1 + len(earlier)
    assert earlier == sorted(earlier, key=Version, reverse=True)


def test_the_changes_of_a_release_stand_in_order() -> None:
    _, *releases = re.split("^## .*$", CHANGELOG, flags=re.MULTILINE)
    for changes in releases:
        kinds = re.findall("^### (.*)$", changes, re.MULTILINE)
        assert kinds == [kind for kind in KINDS if kind in kinds]
        assert not re.search(r"^(?!- |  |### |$).", changes, re.MULTILINE)
