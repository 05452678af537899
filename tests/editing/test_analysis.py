"""The project's settings reach the linter and the fixer, whatever the editor's root is."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.editing.analysis import analyse, fix_all, outdated, still_apart
from spakky_lint.linting import fixer, linter
from spakky_lint.project.configuration import Problem
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.syntax.source import Source, of_text
from tests.settings_said import said

TEXT = "import spakky\n"
SEOUL = (Backend.CELERY, ZoneInfo("Asia/Seoul"), True)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of every call of the linter and the fixer."""
    calls: list[Settings] = []

    def lint(
        source: Source, selection: object, *, settings: Settings, file: object, step: object
    ) -> linter.Judged:
        calls.append(settings)
        return linter.Judged(())

    def fix(
        source: Source, selection: object, *, settings: Settings, file: object, wanted: object
    ) -> fixer.Fixed:
        calls.append(settings)
        return fixer.Fixed(source.text, (), ())

    monkeypatch.setattr(linter, "judge", lint)
    monkeypatch.setattr(fixer, "fix_source", fix)
    return calls


def analyse_and_fix(path: Path | None, folder: Path | None) -> tuple[Problem, ...]:
    problems = analyse(TEXT, path, folder).problems
    assert fix_all(of_text(TEXT), path, folder) == ()
    return problems


def test_of_the_folder_or_of_the_file(tmp_path: Path, given: list[Settings]) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[project]\ndependencies = ['spakky-celery==8.5.0']\n"
        "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n"
    )
    file = tmp_path / "src" / "tasks.py"
    assert analyse_and_fix(file, tmp_path) == ()
    assert analyse_and_fix(file, None) == ()
    assert analyse_and_fix(None, tmp_path) == ()
    assert [said(each) for each in given] == [SEOUL] * 6


def test_a_file_without_a_project_has_none(given: list[Settings]) -> None:
    assert analyse_and_fix(None, None) == ()
    assert given == [PLAIN] * 2


def test_settings_that_are_wrong_are_told_and_not_used(
    tmp_path: Path, given: list[Settings]
) -> None:
    configuration = tmp_path / "pyproject.toml"
    configuration.write_text("[tool.spakky-lint]\nbackend = 'celery'\ntimezone = 'Mars'\n")
    (problem,) = analyse_and_fix(tmp_path / "tasks.py", tmp_path)
    assert problem.file == configuration
    assert problem.message.startswith('timezone: "Mars" is not a time zone; ')
    assert given == [PLAIN] * 2


def test_the_last_good_settings_stay_in_force(tmp_path: Path, given: list[Settings]) -> None:
    configuration = tmp_path / "pyproject.toml"
    file = tmp_path / "tasks.py"
    dependencies = "[project]\ndependencies = ['spakky-celery==8.5.0']\n"
    configuration.write_text(f"{dependencies}[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n")
    assert analyse_and_fix(file, tmp_path) == ()
    configuration.write_text(f"{dependencies}[tool.spakky-lint]\ntimezone = 'Mars'\n")
    state = analyse(TEXT, file, tmp_path).state
    assert outdated({"": state}, {"": (file, tmp_path)}, {}, looks=True)
    (problem,) = analyse_and_fix(file, tmp_path)
    assert problem.message.startswith("timezone")
    assert [said(each) for each in given[-2:]] == [SEOUL] * 2
    configuration.write_text(f"{dependencies}[tool.spakky-lint]\ntimezone = 'Asia/Tokyo'\n")
    state = analyse(TEXT, file, tmp_path).state
    outdated({"": state}, {"": (file, tmp_path)}, {}, looks=True)
    assert analyse_and_fix(file, tmp_path) == ()
    assert said(given[-1]) == (Backend.CELERY, ZoneInfo("Asia/Tokyo"), True)


def test_a_text_without_tasks_is_looked_at_again_when_it_imports_something_else(
    tmp_path: Path,
) -> None:
    text = "import os\n\nprint(os)\n"
    analysis = analyse(text, tmp_path / "paths.py", tmp_path)
    assert analysis.apart is not None
    longer = f"{text}# as others do\n"
    again = still_apart(analysis, longer)
    assert again is not None
    assert again.source.text == longer
    assert still_apart(again, f"{longer}from spakky.task import task\n") is None
    assert still_apart(again, f"{longer}x = 1  # noqa: SPK101\n") is None
    assert still_apart(analyse(text, None, None), longer) is None
    assert still_apart(analyse("import spakky.task\n", tmp_path / "a.py", tmp_path), longer) is None
