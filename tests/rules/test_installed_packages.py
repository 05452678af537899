"""The framework's own packages, as they are installed, give no finding but those that are true."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import pytest

from spakky_lint.linting.linter import lint_bytes
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from tests.real_framework import requires_framework

pytestmark = requires_framework

PACKAGES = (
    "spakky",
    "spakky-auth",
    "spakky-celery",
    "spakky-data",
    "spakky-event",
    "spakky-fastapi",
    "spakky-outbox",
    "spakky-saga",
    "spakky-task",
)
CONFIRMED: dict[tuple[str, str], str] = {}
"""Package file and code to the reason why the finding is true."""

EVERY_RULE = Selection(extend_select=tuple(RULES))
CELERY = Settings(backend=Backend.CELERY)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_gives_only_findings_that_are_true(package: str) -> None:
    found = {
        (str(path), finding.code): f"{path}:{finding.range.start.line} {finding.message}"
        for path, located in sources(package)
        for finding in lint_bytes(
            located.read_bytes(), EVERY_RULE, settings=CELERY, noqa=False
        ).findings
    }
    unexpected = [message for key, message in found.items() if key not in CONFIRMED]
    assert unexpected == []


def test_what_is_confirmed_is_still_found() -> None:
    installed = {str(path): located for package in PACKAGES for path, located in sources(package)}
    for path, code in CONFIRMED:
        findings = lint_bytes(installed[path].read_bytes(), EVERY_RULE, noqa=False).findings
        assert code in {finding.code for finding in findings}


def test_there_is_something_to_look_at() -> None:
    analysed = [
        path
        for package in PACKAGES
        for path, located in sources(package)
        if lint_bytes(located.read_bytes()).analysed
    ]
    assert len(analysed) > 100
    assert all(distribution(package).version == "8.5.0" for package in PACKAGES)


def sources(package: str) -> list[tuple[Path, Path]]:
    """The Python files of an installed package, by their path in it and by where they are."""
    files = distribution(package).files or []
    return [(Path(file), Path(str(file.locate()))) for file in files if file.suffix == ".py"]
