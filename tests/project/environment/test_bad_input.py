"""Whatever the files of a project hold: the next source is asked, and nothing is raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spakky_lint.project.trouble import Trouble
from tests.cli.running import plant
from tests.project.environment.projects import surroundings

PYPROJECTS = [
    "project = 1",
    "tool = 3",
    "[project]\ndependencies = 'spakky-celery==8.5.0'",
    "[project]\ndependencies = [1, ['spakky-celery==8.5.0'], '', '==1', '[x]', 'spakky-celery[']",
    "[project]\noptional-dependencies = 3\ndynamic = 3",
    "[project]\noptional-dependencies = {x = 3}\ndynamic = [3]\nname = 4",
    "[dependency-groups]\nx = 3\ny = [{include-group = 'y'}]",
    "[tool]\npoetry = 3\npdm = 3\nuv = 3\nhatch = 3\nsetuptools = 3\npytest = 3\npytest_env = 3",
    "[tool.poetry]\ndependencies = 3\ngroup = {x = 3}\nname = []",
    "[tool.poetry.dependencies]\nspakky-celery = 3\nspakky = {extras = 3, version = 4}",
    "[tool.poetry.dependencies]\nspakky-celery = '||'\nspakky-task = '^'\nspakky-auth = '>=2,<1'",
    "[tool.poetry.dependencies]\nspakky-celery = [3, {version = 3}, 'x.y', '']",
    "[tool.uv]\ndev-dependencies = 3\nconstraint-dependencies = [3, 'celery']\nworkspace = 3",
    "[tool.uv.workspace]\nmembers = 3\nexclude = 3",
    "[tool.pdm.dev-dependencies]\nx = 3",
    "[tool.hatch]\nenvs = {x = 3, y = {env-vars = 3, dependencies = 3}}\nmetadata = {hooks = 3}",
    "[tool.setuptools]\ndynamic = {dependencies = {file = 3}, optional-dependencies = {x = 3}}",
    "[tool.setuptools.dynamic]\ndependencies = {file = ['../../nowhere.txt', '/']}",
    "[tool.pytest.ini_options]\nenv = {SPAKKY_CELERY__TIMEZONE = 'UTC'}",
    "[tool.pytest.ini_options]\nenv = ['SPAKKY_CELERY__TIMEZONE', 3]",
    "[tool.pytest_env]\nSPAKKY_CELERY__TIMEZONE = {value = 3}\nSPAKKY_CELERY__ENABLE_UTC = true",
    "[project]\ndependencies = ['spakky-celery==1!8.5', 'celery==5.x', 'spakky-auth===abc']",
    "[project]\ndependencies = ['spakky-celery==99999999999999999999.1', 'celery<0', 'celery<0.0']",
]


@pytest.mark.parametrize("text", PYPROJECTS)
def test_a_pyproject_in_which_nothing_is_as_it_should_be(tmp_path: Path, text: str) -> None:
    found = surroundings(tmp_path, {"pyproject.toml": text}).environment
    assert "spakky-oidc" not in found.dependencies
    assert {setting.value for setting in found.settings.values()} <= {None, "UTC"}


FILES = {
    "requirements.txt": "-r requirements.txt\n-r nowhere.txt\n-r\n-c \n\\\n=\nspakky-celery ==\n-e",
    "constraints.txt": "\n\n#\nspakky-celery @ file:///x ; y\n",
    "uv.lock": 'version = 1\n[[package]]\nname = "spakky-celery"\n[[package]]\n',
    "poetry.lock": '[metadata]\nlock-version = "2.1"\n[[package]]\nname = "spakky-celery"\n'
    'version = "no version"\n',
    "pdm.lock": "\n",
    "pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "celery',
    ".env": "=\n==\nexport\nSPAKKY_CELERY__TIMEZONE\nSPAKKY_CELERY__TIMEZONE='\nSPAKKY_X=\"\n",
    ".env.local": 'SPAKKY_CELERY__TIMEZONE="\\"\n',
    "compose.yaml": "SPAKKY_CELERY__TIMEZONE: x\n- SPAKKY_CELERY__TIMEZONE\nenv_file:\n"
    "env_file: ,\n"
    "  environment:\n    SPAKKY_CELERY__TIMEZONE:\n    'SPAKKY_CELERY__ENABLE_UTC: 1\n",
    "docker-compose.yml": "services: {w: {environment: {SPAKKY_CELERY__TIMEZONE: UTC}}}\n",
    "Dockerfile": 'ENV\nENV SPAKKY_CELERY__TIMEZONE\nENV SPAKKY_CELERY__TIMEZONE="\nENV a=b \\\n',
    "pytest.ini": "env\n[pytest\n[pytest]\nenv\n  SPAKKY_CELERY__TIMEZONE\n=\n",
    ".gitlab-ci.yml": "variables:\n  SPAKKY_CELERY__TIMEZONE:\n    value: UTC\n",
    ".github/workflows/x.yml": "env: {SPAKKY_CELERY__TIMEZONE: UTC}\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_which_nothing_is_as_it_should_be(tmp_path: Path, name: str) -> None:
    found = surroundings(tmp_path, {name: FILES[name]})
    setting = found.environment.settings.get("SPAKKY_CELERY__TIMEZONE")
    assert setting is None or setting.value in (None, "", "UTC")


def test_all_of_them_together(tmp_path: Path) -> None:
    assert surroundings(tmp_path, FILES).environment.depends_on("spakky-celery") is True


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00SPAKKY_CELERY__", b"\r\r\n\x0c SPAKKY_CELERY__X=1"]
)
def test_bytes_that_are_no_text(tmp_path: Path, name: str, data: bytes) -> None:
    plant(tmp_path, {name: data})
    assert surroundings(tmp_path, {}).environment.settings == {}


def test_names_that_are_folders(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).mkdir(parents=True)
    assert surroundings(tmp_path, {}).environment.settings == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
@pytest.mark.parametrize(
    "files",
    [
        {"compose.yaml": "services:\n  a:\n    env_file: pipe\n"},
        {"requirements.txt": "-r pipe\n"},
        {"pyproject.toml": "[tool.setuptools.dynamic]\ndependencies = {file = ['pipe']}"},
    ],
)
def test_nothing_but_regular_files_is_read(tmp_path: Path, files: dict[str, str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert surroundings(tmp_path, files).notes == (Trouble("pipe", "not read: not a regular file"),)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / ".env").open("wb") as file:
        file.truncate(1 << 40)
    assert surroundings(tmp_path, {}).notes == (
        Trouble(".env", "not read: it has more than 64 MB"),
    )
