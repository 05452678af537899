"""One browser for all tests of a worker, and the pages that most of them look at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.auth_pages import CALLERS, GUARDED, Audited, audited
from tests.browser.chromium import Browser, running, why_not
from tests.browser.pages import SHOP, Made, made


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if reason := why_not():
        if os.environ.get("SPAKKY_LINT_REQUIRE_BROWSER") == "1":
            pytest.fail(f"the tests in a browser must run here: {reason}")
        pytest.skip(reason)
    with running(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(SHOP, tmp_path_factory.mktemp("pages") / "shop.html")


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited(GUARDED, tmp_path_factory.mktemp("pages") / "guarded.html", CALLERS)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder for the pages of one test."""
    return tmp_path
