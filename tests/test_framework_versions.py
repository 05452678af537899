"""The environments of the evidence: each has all of the framework that the wrong code imports."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.framework_versions import NEWEST, OLDER, Versions

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
PIN = re.compile(r"(?P<name>celery|spakky[a-z-]*)==(?P<version>[\d.]+)")


def pins() -> dict[str, str]:
    extras = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["optional-dependencies"]
    found = map(PIN.match, extras["dev"])
    return {pin["name"]: pin["version"] for pin in found if pin is not None}


def test_the_newest_is_what_development_installs() -> None:
    assert pins() == NEWEST


@pytest.mark.parametrize("versions", OLDER.values(), ids=list(OLDER))
def test_an_older_one_has_the_same_packages(versions: Versions) -> None:
    assert versions.keys() == pins().keys()
