"""Configurations, and what the application runs on, while their files change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spakky_lint.facts.environment import Package
from spakky_lint.project.kept_configurations import KeptConfigurations

Change = Callable[[Path], object]


def installed(folder: Path) -> None:
    packages = folder / ".venv" / "lib" / "python3.12" / "site-packages"
    (packages / "spakky_celery-8.5.0.dist-info").mkdir(parents=True)
    (folder / ".venv" / "pyvenv.cfg").touch()


CHANGES: dict[str, Change] = {
    "requirements.txt": lambda folder: (folder / "requirements.txt").write_text(
        "spakky-celery==8.5.0\n"
    ),
    "uv.lock": lambda folder: (folder / "uv.lock").write_text(
        'version = 1\n[[package]]\nname = "spakky-celery"\nversion = "8.5.0"\n'
    ),
    "pyproject.toml": lambda folder: (folder / "pyproject.toml").write_text(
        "[project]\ndependencies = ['spakky-celery==8.5.0']\n[tool.spakky-lint]\n"
    ),
    "installed": installed,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_the_application_runs_on(tmp_path: Path, change: Change) -> None:
    file = tmp_path / "app" / "tasks.py"
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'app'\n[tool.spakky-lint]\n")
    kept = KeptConfigurations(tmp_path)
    assert not has_celery(kept, file)
    assert not has_celery(kept, file)
    assert kept.version == 0
    change(tmp_path)
    assert has_celery(kept, file)
    assert kept.version == 1


def has_celery(kept: KeptConfigurations, file: Path) -> bool:
    configurations = kept.current(file, looks=True).configurations
    assert configurations is not None
    environment = configurations.settings_for(file).environment
    return environment.depends_on(Package.SPAKKY_CELERY) is True


def test_a_file_of_settings(tmp_path: Path) -> None:
    file = tmp_path / "tasks.py"
    (tmp_path / "pyproject.toml").write_text(
        "[project]\ndependencies = ['spakky-celery==8.5.0']\n[tool.spakky-lint]\n"
    )
    kept = KeptConfigurations(tmp_path)
    for number, zone in enumerate(("Asia/Seoul", "Asia/Tokyo")):
        (tmp_path / ".env").write_text(f"SPAKKY_CELERY__TIMEZONE={zone}\n")
        configurations = kept.current(file, looks=True).configurations
        assert configurations is not None
        assert str(configurations.settings_for(file).timezone) == zone
        assert kept.version == number


def test_a_configuration_that_comes_and_goes(tmp_path: Path) -> None:
    file = tmp_path / "inner" / "tasks.py"
    file.parent.mkdir()
    kept = KeptConfigurations(tmp_path)

    def codes() -> tuple[str, ...] | None:
        configurations = kept.current(file, looks=True).configurations
        assert configurations is not None
        return configurations.selection_for(file).select

    assert codes() is None
    own = file.parent / "spakky-lint.toml"
    own.write_text("select = ['SPK1']\n")
    assert codes() == ("SPK1",)
    own.unlink()
    assert codes() is None
    assert kept.version == 2


def test_another_file_beside_it_changes_nothing(tmp_path: Path) -> None:
    kept = KeptConfigurations(tmp_path)
    kept.current(tmp_path / "tasks.py", looks=True)
    (tmp_path / "tasks.py").touch()
    kept.current(tmp_path / "tasks.py", looks=True)
    assert kept.version == 0


def test_what_is_wrong_leaves_the_last_good_one_in_force(tmp_path: Path) -> None:
    file, configuration = tmp_path / "tasks.py", tmp_path / "spakky-lint.toml"
    kept = KeptConfigurations(tmp_path)
    configuration.write_text("select = [")
    asked = kept.current(file, looks=True)
    assert asked.configurations is None
    assert [problem.file for problem in asked.problems] == [configuration]
    configuration.write_text("select = ['SPK1']\n")
    good = kept.current(file, looks=True)
    assert not good.problems
    configuration.write_text("select = ['SPK9999']\n")
    asked = kept.current(file, looks=True)
    assert asked.configurations is good.configurations
    assert len(asked.problems) == 1
