"""Whether the real Spakky packages are here to be run, and in which versions.

What is said about the framework was seen on `NEWEST`. The evidence is run on `OLDER` ones, too.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.framework_versions import ASKED_FOR, NEWEST, OLDER

WANTED = OLDER.get(os.environ.get(ASKED_FOR, ""), NEWEST)


def _why_not() -> str:
    asked = os.environ.get(ASKED_FOR)
    if asked is not None and asked not in OLDER:
        return f"{ASKED_FOR} is {asked}, and {', '.join(OLDER)} are there"
    if sys.version_info < (3, 12):
        return "the real framework needs Python 3.12 or later"
    for name, wanted in WANTED.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            return f"{name} is not installed"
        if found != wanted:
            return f"{name} is {found}, what is said about the framework was seen on {wanted}"
    return ""


REASON = _why_not()
"""Why the framework cannot be run; empty when it can."""

AVAILABLE = not REASON

FROM = "framework_from"
BELOW = "framework_below"


def from_release(package: str, release: str, reason: str) -> pytest.MarkDecorator:
    """For a test of what is so from this release on; elsewhere it is left out of the run.

    It is not skipped: on the versions that it is for, it must run.
    """
    return pytest.mark.framework_from(package, release, reason)


def below_release(package: str, release: str, reason: str) -> pytest.MarkDecorator:
    """For a test of what was so below this release."""
    return pytest.mark.framework_below(package, release, reason)


def is_for_these_versions(item: pytest.Item) -> bool:
    return all(
        _is_below(*mark.args[:2]) is (mark.name == BELOW)
        for mark in (*item.iter_markers(FROM), *item.iter_markers(BELOW))
    )


def _is_below(package: str, release: str) -> bool:
    return _numbers(WANTED[package]) < _numbers(release)


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


requires_framework = pytest.mark.skipif(not AVAILABLE, reason=REASON)
"""Put beside `pytest.mark.real_framework` on what runs the framework."""
