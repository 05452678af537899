"""Settings for every test, and a guard: the tests on the real framework never vanish in silence."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from tests import forks
from tests.evidence.probe import Probe
from tests.processes import Share, add_option, share
from tests.real_framework import (
    AVAILABLE,
    REASON,
    is_for_these_versions,
    requires_framework,
)

# Neither a loaded machine nor chance may fail somebody else's change.
settings.register_profile("spakky-lint", deadline=None, derandomize=True)
settings.load_profile("spakky-lint")

# A test that is not about the cache is to see every finding worked out, and to leave no folder.
os.environ["SPAKKY_LINT_NO_CACHE"] = "1"

MARK = "real_framework"


def pytest_addoption(parser: pytest.Parser) -> None:
    add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    forks.share()
    share(config, lambda modules: _shares(modules, config.rootpath), IN_NEARLY_EVERY_PROCESS)
    _demand_the_framework(config)


def _demand_the_framework(config: pytest.Config) -> None:
    """Where the environment says so and Python is 3.12 or later."""
    if os.environ.get("SPAKKY_LINT_REQUIRE_FRAMEWORK") != "1" or sys.version_info < (3, 12):
        return
    if not AVAILABLE:
        raise pytest.UsageError(f"the tests on the real framework must run here: {REASON}")
    config.pluginmanager.register(FrameworkGuard(config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark whatever skips for want of the framework, so that `-m real_framework` finds it.

    What is for other versions of it is left out. What takes long comes first: a module is run by
    one worker, and the others would wait for it.
    """
    others = [item for item in items if not is_for_these_versions(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
    for item in items:
        if requires_framework.mark in item.iter_markers("skipif"):
            item.add_marker(MARK)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected lives until the end, and trees by the thousand are made and dropped.

    To look through all of it for garbage, as often as Python does, takes a fifth of the run.
    """
    if not gc.isenabled():
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(1_000_000, 10, 10)
        gc.enable()


IN_NEARLY_EVERY_PROCESS = (
    "spakky_lint.rules.registry",  # with every rule, and libcst
    "spakky_lint.project.checking",
    "spakky_lint.project.inventories",
)
"""What takes half a second to import."""

OF_FIXTURES = frozenset(
    {
        *("tests/properties/test_layout.py", "tests/properties/test_fixes_in_layouts.py"),
        *("tests/properties/test_decorated_below.py", "tests/rules/test_fixtures.py"),
    }
)
"""Modules that look at the findings of each fixture, which a process works out once."""


def _shares(modules: Sequence[Path], root: Path) -> list[Share]:
    """What a process runs in one go: a module, or those that share what they work out.

    What takes long comes first, for the others would wait for it at the end.
    """
    together: dict[object, list[Path]] = {}
    for module in modules:
        name = module.relative_to(root).as_posix()
        # A browser takes longer to start than most of the tests in it.
        in_browser = "browser" if name.startswith("tests/browser/") else None
        group = "fixtures" if name in OF_FIXTURES else in_browser
        together.setdefault(group or module, []).append(module)
    shares = [tuple(each) for each in together.values()]
    return sorted(shares, key=lambda share: (len(share) == 1, not _is_long(share[0])))


def _is_long(module: Path) -> bool:
    return "mark.long" in module.read_text("utf-8")


@pytest.fixture(scope="session")
def probe() -> Iterator[Probe]:
    """One process with the framework for each pytest worker."""
    probe = Probe()
    yield probe
    probe.close()


@pytest.fixture
def forked_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `--import` fork a process that has imported the framework, where that is all the same."""
    monkeypatch.setattr(sys, "executable", forks.stand_in(forks.IMPORTS))


class FrameworkGuard:
    """Turns a skip of a test that must run into a failure, and a whole run without such a test."""

    def __init__(self, config: pytest.Config) -> None:
        self._is_whole_run = (
            config.args_source is pytest.Config.ArgsSource.TESTPATHS
            and not config.getoption("keyword")
            and not config.getoption("markexpr")
            and not config.getoption("collectonly")
        )
        self._passed = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self,
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if report.outcome == "skipped":
            report.outcome = "failed"
            report.longrepr = f"{report.nodeid} was skipped as a whole, but must run here"
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        must_run = item.get_closest_marker(MARK) is not None
        if must_run and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, but must run here"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed and MARK in report.keywords:
            self._passed += 1

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._is_whole_run and session.exitstatus == pytest.ExitCode.OK and not self._passed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._is_whole_run and not self._passed:
            terminalreporter.section("no test ran on the real framework", red=True)
