"""``[tool.spakky-lint.environment]``: what can be set by hand, and all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.facts.environment import Package
from tests.configurations import problems_in
from tests.project.environment.projects import environment


def test_versions_dependencies_and_settings(tmp_path: Path) -> None:
    text = """\
[project]
dependencies = ["spakky-celery==9.1.0"]
[tool.spakky-lint.environment]
spakky-task = "8.5.0"
spakky-celery = ">=6.5,<9"
dependencies = ["spakky-celery", "Spakky_OIDC"]
settings = {spakky_celery__enable_utc = false}
"""
    found = environment(tmp_path, {"pyproject.toml": text})
    assert found.at_least(Package.TASK, (8, 5)) is True
    assert found.at_least(Package.SPAKKY_CELERY, (9,)) is False
    assert found.at_least(Package.SPAKKY_CELERY, (6, 8)) is None
    assert found.versions[Package.SPAKKY_CELERY].source.line == 5
    assert found.depends_on("spakky-oidc") is True
    assert found.depends_on("spakky-auth") is False
    assert found.settings["SPAKKY_CELERY__ENABLE_UTC"].value == "false"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(
        """\
[tool.spakky-lint]
python = "nowhere"
[tool.spakky-lint.environment]
cellery = "5.7"
celery = "five"
spakky-auth = 8
dependencies = ["requests", 3]
settings = {SPAKKY_CELERY__TIMEZON = "UTC", SPAKKY_CELERY__TIMEZONE = "Asia/Soul", \
SPAKKY_CELERY__ENABLE_UTC = 1}
"""
    )
    versions = 'a version or a range is allowed, such as "8.5.0" or ">=6.8,<9"'
    names = 'a list of distributions is allowed, such as ["spakky-celery", "spakky-oidc"]'
    settings = "environment.settings.SPAKKY_CELERY__"
    assert problems_in(tmp_path) == (
        (
            'python: no packages are installed at "nowhere"; '
            'a Python or its virtual environment is allowed, such as ".venv"'
        ),
        "environment.cellery: no such key; did you mean celery?",
        f"environment.spakky-auth is an integer: {versions}",
        f'environment.celery: "five" is not a version; {versions}',
        f'environment.dependencies[0]: "requests" is not a distribution of the framework; {names}',
        f"environment.dependencies[1] is an integer: {names}",
        f"{settings}TIMEZON: no such setting; did you mean SPAKKY_CELERY__TIMEZONE?",
        (
            f'{settings}TIMEZONE: "Asia/Soul" is not accepted; '
            "the name of an IANA zone is allowed, such as Asia/Seoul"
        ),
        f"{settings}ENABLE_UTC is an integer: a string is allowed",
    )


def test_a_table_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool.spakky-lint]\nenvironment = '8.5.0'\n")
    assert problems_in(tmp_path) == (
        'environment is a string: a table is allowed, such as {celery = "5.7.0"}',
    )
