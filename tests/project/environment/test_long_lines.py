"""Files that say what an application runs on, with lines that nobody would write.

Each of these would take hours if the time grew with the square of a length.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.project.environment.projects import environment

KEY = "SPAKKY_CELERY__TIMEZONE"
GAP = " " * 1_000_000
TAG = "a-" * 500_000
MANY = tuple(f"spakky-{number}" for number in range(8_000))
POETRY = "[tool.poetry.dependencies]\n"
PROJECT = "[project]\nname = 'x'\nversion = '1'\n"

FILES: Mapping[str, Mapping[str, str]] = {
    "a gap in a variable of compose": {
        "compose.yaml": f"services:\n  a:\n    environment:\n      {KEY}: x{GAP}y\n"
    },
    "a gap in an item of compose": {
        "compose.yaml": f"services:\n  a:\n    environment:\n      - {KEY}=x{GAP}y\n"
    },
    "many variables of compose": {
        "compose.yaml": "services:\n  a:\n    environment:\n" + f"      {KEY}: UTC\n" * 60_000
    },
    "a gap in an ini file": {"pytest.ini": f"[pytest]\nenv =\n    {KEY}=x{GAP}y\n"},
    "a gap in a Dockerfile": {"Dockerfile": f"ENV {KEY} x{GAP}y\n"},
    "letters in a Dockerfile": {"Dockerfile": f"ENV {KEY}=x {'a' * 1_000_000}\n"},
    "a gap in the name of a list": {"requirements.txt": f"-r x{GAP}y\n"},
    "a gap in a requirement": {"requirements.txt": f"spakky >= 8,{GAP}x\n"},
    "dashes in a tag": {
        "pyproject.toml": f"{POETRY}spakky = {{git = 'https://x.example/y', tag = '{TAG}'}}\n"
    },
    "a gap in a range of poetry": {"pyproject.toml": f"{POETRY}spakky = '^8{GAP}x'\n"},
    "many requirements": {
        "pyproject.toml": f"{PROJECT}dependencies = [{', '.join(map(repr, MANY))}]\n"
    },
    "many dependencies of poetry": {
        "pyproject.toml": "\n" * 500_000 + POETRY + "".join(f"{name} = '>=1'\n" for name in MANY)
    },
    "many requirements of setuptools": {
        "setup.cfg": "[options]\ninstall_requires =\n" + "".join(f"    {name}\n" for name in MANY)
    },
    "names without a package in a lock": {
        "pyproject.toml": PROJECT,
        "poetry.lock": "lock-version = '2.0'\n" + 'name = "spakky"\n' * 100_000,
    },
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_the_time_grows_with_the_length(tmp_path: Path, files: Mapping[str, str]) -> None:
    found = environment(tmp_path, {"pyproject.toml": PROJECT, **files})
    assert found.versions is not None
    assert found.settings is not None
