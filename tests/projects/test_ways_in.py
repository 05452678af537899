"""The command line and flake8 find in real projects what is found in process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.flake8_plugin.flake8_process import run_flake8
from tests.marks import Report, compare
from tests.projects.cases import CASES, UNREADABLE, Case
from tests.projects.not_yet import expected

CHOSEN = (
    "09-broken-module",  # a file that is no Python
    "15-two-services",  # two applications and a library
    "45-several-roots",  # four distributions, a finding across them
    "50-class-auth-from-elsewhere",  # requirements
    "79-results-of-inherited-tasks",  # a configuration, and results
    "87-ways-to-write-a-file",  # encodings and line ends
)
"""Chosen for breadth: a process for each of all would take minutes."""

chosen = pytest.mark.parametrize("case", [CASES[name] for name in CHOSEN], ids=CHOSEN)


@chosen
def test_the_command_line_finds_the_same(case: Case, folder: Path) -> None:
    done = run("check", ".", *case.arguments, "--format", "json", cwd=folder)
    reports = [
        Report(found["path"], found["range"]["start"]["line"], found["code"])
        for found in json.loads(done.out)["findings"]
    ]
    assert compare(case.marks(), reports) == expected(case)
    assert done.code == bool(reports)


@chosen
def test_flake8_finds_the_same(case: Case, folder: Path) -> None:
    done = run_flake8(folder, "--select", "SPK", isolated=case.is_isolated)
    reports = [
        Report(path, line, code)
        for path, found in done.reports.items()
        for line, _, code, _ in found
    ]
    # flake8 has its own word for what Python cannot parse.
    marks = [mark for mark in case.marks() if mark.code != UNREADABLE]
    assert compare(marks, reports) == expected(case)
