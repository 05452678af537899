"""A copy of each project, made once a module."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.projects.cases import Case


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Path]:
    top = tmp_path_factory.mktemp("projects")

    @cache
    def copy(case: Case) -> Path:
        return case.copy(top / case.name)

    return copy


@pytest.fixture
def folder(case: Case, copies: Callable[[Case], Path]) -> Path:
    return copies(case)
