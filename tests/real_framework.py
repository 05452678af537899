"""Whether the real Spakky packages are here to be run."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

import pytest

_NEEDED = {
    "spakky": "8.5.0",
    "spakky-task": "8.5.0",
    "spakky-auth": "8.5.0",
    "spakky-celery": "8.5.0",
    "spakky-data": "8.5.0",
    "celery": "5.7.0",
}


def _why_not() -> str:
    if sys.version_info < (3, 12):
        return "the real framework needs Python 3.12 or later"
    for name, wanted in _NEEDED.items():
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

requires_framework = pytest.mark.skipif(not AVAILABLE, reason=REASON)
"""Put beside `pytest.mark.real_framework` on what runs the framework."""
