"""One code-server for what needs no settings of its own, and one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import ENTRY, PACKAGE, Workbench, interpreter, serving

from tests.browser.chromium import Browser, running


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    for needed in (ENTRY, PACKAGE):
        assert needed.exists(), f"{needed} is missing: make vscode-test"
    with running(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("code-server"), interpreter()) as found:
        yield found


@pytest.fixture
def workbench(browser: Browser, address: str) -> Workbench:
    return Workbench(browser, address)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a project; its name is what the window shows."""
    made = tmp_path / "work"
    made.mkdir()
    return made
