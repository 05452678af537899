"""The backend of a project, told by its dependencies: celery only where it is known to shift."""

from __future__ import annotations

import tomllib
from importlib import metadata

import pytest

from spakky_lint.project.backend import backend_of, depends_on_celery


def backend(text: str) -> str:
    return backend_of(tomllib.loads(text)).value


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Whatever is installed here, the tests say which version is; none without a mark of theirs."""
    version: str | None = getattr(request, "param", None)

    def told(name: str) -> str:
        assert name == "spakky-celery"
        if version is None:
            raise metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(metadata, "version", told)


def depends(requirement: str) -> str:
    return f"[project]\ndependencies = ['pytest', '{requirement}']"


@pytest.mark.parametrize(
    "requirement",
    [
        "spakky-celery==8.5.0",
        "spakky-celery == 8.5",
        "spakky-celery===8.5.0",
        "spakky_celery==8.4.2",
        "Spakky.Celery[auth] (==7)",
        "spakky-celery>=8,==8.5.0 ; python_version >= '3.12'",
        "spakky-celery==8.5.0rc1",
        "spakky-celery==v8.5.0",
    ],
)
def test_a_pin_to_a_version_that_shifts(requirement: str) -> None:
    assert backend(f'[project]\ndependencies = ["{requirement}"]') == "celery"


@pytest.mark.parametrize(
    "requirement",
    [
        "spakky-celery==8.5.1",
        "spakky-celery==8.6.0a1",
        "spakky-celery==9",
        "spakky-celery==8.5.0.post1",
        "spakky-celery==8.5.0+ours",
        "spakky-celery==8.5.*",
        "spakky-celery>=8.5.0",
        "spakky-celery~=8.5.0",
        "spakky-celery!=8.5.0",
        "spakky-celery<=8.5.0",
        "spakky-celery",
        "spakky-celery @ git+https://example.com/spakky@8.5.0",
        "spakky[celery]==8.5.0",
        "spakky==8.5.0",
        "spakky-celery-contrib==8.5.0",
        "celery==5.7.0",
        "",
        "==8.5.0",
    ],
)
def test_nothing_installed_and_no_pin_to_a_version_that_shifts(requirement: str) -> None:
    assert backend(depends(requirement)) == "spec"


@pytest.mark.parametrize("installed", ["8.5.0", "8.4.0"], indirect=True)
@pytest.mark.parametrize(
    "requirement",
    [
        "spakky-celery",
        "spakky-celery>=8,<9",
        "spakky-celery==8.5.*",
        "spakky[celery]>=8",
        "spakky[auth, Celery]",
        "spakky[worker]",
        "spakky[full]==8.5.0",
        "spakky-celery @ file:///wheels/x.whl",
    ],
)
def test_without_a_pin_the_installed_version_counts(requirement: str) -> None:
    assert backend(depends(requirement)) == "celery"
    assert backend(depends("spakky[task]")) == "spec"
    assert backend(depends("spakky-celery==8.5.1")) == "spec"


@pytest.mark.parametrize("installed", ["8.5.1", "8.6.0.dev3", "10.0", "odd"], indirect=True)
def test_a_later_release_retires_the_shift_by_itself(installed: None) -> None:
    assert backend(depends("spakky-celery>=8")) == "spec"
    assert backend(depends("spakky-celery==8.5.0")) == "celery"


@pytest.mark.parametrize(
    "text",
    [
        "[project.optional-dependencies]\nworker = ['spakky-celery==8.5.0']",
        "[dependency-groups]\ndev = [{include-group = 'x'}, 'spakky-celery==8.5.0']",
        "[tool.poetry.dependencies]\nspakky-celery = '8.5.0'",
        "[tool.poetry.dependencies]\nspakky-celery = '==8.5.0'",
        "[tool.poetry.dependencies]\nspakky_celery = {version = '8.5.0', optional = true}",
        "[tool.poetry.dependencies]\nspakky-celery = [{version = '8.5.0', python = '>=3.12'}]",
        "[tool.poetry.dev-dependencies]\nspakky-celery = '8.5.0'",
        "[tool.poetry.group.worker.dependencies]\nspakky-celery = '8.5.0'",
    ],
)
def test_every_table_of_dependencies_is_looked_at(text: str) -> None:
    assert backend(text) == "celery"
    assert backend(text.replace("8.5.0", "8.5.1")) == "spec"


@pytest.mark.parametrize("installed", ["8.5.0"], indirect=True)
@pytest.mark.parametrize(
    "line",
    [
        "spakky-celery = '^8.5.0'",
        "spakky-celery = '*'",
        "spakky-celery = '8.5.*'",
        "spakky-celery = '8.4.0 || 8.5.0'",
        "spakky-celery = {git = 'https://example.com/spakky'}",
        "spakky = {version = '9.0.0', extras = ['celery']}",
    ],
)
def test_what_poetry_leaves_open_is_decided_by_what_is_installed(line: str) -> None:
    assert backend(f"[tool.poetry.dependencies]\n{line}") == "celery"


def test_pins_that_differ_have_to_shift_all() -> None:
    text = "[dependency-groups]\na = ['spakky-celery==8.5.0']\nb = ['spakky-celery=={}']"
    assert backend(text.format("8.4.0")) == "celery"
    assert backend(text.format("8.6.0")) == "spec"


@pytest.mark.parametrize(
    "text",
    [
        "project = 1",
        "[project]\ndependencies = 'spakky-celery==8.5.0'",
        "[project]\ndependencies = [1, ['spakky-celery==8.5.0']]\noptional-dependencies = 3",
        "dependency-groups = []",
        "[tool]\npoetry = 'x'",
        "[tool.poetry]\ngroup = {a = 1}\ndependencies = ['spakky-celery']",
        "[tool.poetry.dependencies]\nspakky = {extras = 'celery'}\nspakky-celery-x = 1",
    ],
)
def test_odd_tables_name_nothing(text: str) -> None:
    assert backend(text) == "spec"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (depends("spakky-celery"), True),
        (depends("spakky-celery==9"), True),
        (depends("spakky[celery]>=8"), True),
        (depends("spakky[task]"), False),
        (depends("celery"), False),
        ("", False),
        ("[project.optional-dependencies]\nworker = ['spakky-celery']", False),
        ("[dependency-groups]\ndev = ['spakky-celery']", False),
        ("[tool.poetry.dependencies]\nspakky-celery = '^8.5'", True),
        ("[tool.poetry.dependencies]\nspakky-celery = {version = '8.5', optional = true}", False),
        ("[tool.poetry.group.dev.dependencies]\nspakky-celery = '8.5.0'", False),
    ],
)
def test_whether_the_project_itself_depends_on_celery(text: str, expected: bool) -> None:
    assert depends_on_celery(tomllib.loads(text)) is expected
