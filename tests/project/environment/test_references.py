"""Distributions that come from elsewhere than an index: what a repository or an archive tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import Package
from spakky_lint.project.environment.bounds import ANY, Bounds
from spakky_lint.project.environment.references import of_repository, of_url
from tests.cli.running import plant, run
from tests.project.environment.projects import environment

CELERY = Package.SPAKKY_CELERY
REPOSITORY = "https://example.org/theirs/framework"


def told(release: tuple[int, ...]) -> Bounds:
    return Bounds(release, release)


@pytest.mark.parametrize(
    ("revision", "bounds"),
    [
        ("v9.2.0", told((9, 2, 0))),
        ("9.2.0", told((9, 2, 0))),
        ("9.2.0rc1", told((9, 2, 0))),
        ("spakky-celery-v9.2.0", told((9, 2, 0))),
        ("spakky_celery@9.2.0", told((9, 2, 0))),
        ("plugins/spakky-celery/v9.2.0", told((9, 2, 0))),
        ("release/9.2.0", told((9, 2, 0))),
        ("refs/tags/v9.2.0", told((9, 2, 0))),
        ("spakky-task-v9.2.0", ANY),
        ("9.2", ANY),  # a branch, perhaps
        ("main", ANY),
        ("1234567", ANY),
        ("0a1b2c3d", ANY),
        ("", ANY),
        ("v9.2.0-3-g0a1b2c3", ANY),
    ],
)
def test_a_revision_that_is_called_after_a_release_tells_it(revision: str, bounds: Bounds) -> None:
    assert of_repository("spakky-celery", "git", revision).bounds == bounds


def test_what_is_said_to_be_a_tag_may_be_short() -> None:
    assert of_repository("spakky-celery", "git", "9.2", is_tag=True).bounds == told((9, 2))
    assert of_repository("spakky-celery", "git", "latest", is_tag=True).bounds == ANY


@pytest.mark.parametrize(
    ("url", "written"),
    [
        (f"git+{REPOSITORY}@v9.2.0", "git v9.2.0"),
        (f"git+{REPOSITORY}.git@v9.2.0#subdirectory=plugins/celery", "git v9.2.0"),
        ("git+ssh://git@example.org/theirs/framework@v9.2.0", "git v9.2.0"),
        ("git+ssh://git@example.org/theirs/framework", "git"),
        (f"git+{REPOSITORY}@plugins/spakky-celery/v9.2.0", "git plugins/spakky-celery/v9.2.0"),
        (f"hg+{REPOSITORY}@stable", "hg stable"),
        (f"{REPOSITORY}/spakky_celery-9.2.0-py3-none-any.whl", "==9.2.0"),
        (f"{REPOSITORY}/archive/refs/tags/v9.2.0.zip", "an archive"),
    ],
)
def test_what_a_url_says(url: str, written: str) -> None:
    assert of_url("spakky-celery", url).written == written


PEP_508 = "[project]\nname = 'app'\ndependencies = ['spakky-celery @ git+{}{}']\n"
POETRY = "[tool.poetry.dependencies]\nspakky-celery = {{ git = '{}', {} }}\n"


@pytest.mark.parametrize(
    ("files", "written"),
    [
        ({"pyproject.toml": PEP_508.format(REPOSITORY, "@v9.2.0")}, "git v9.2.0"),
        ({"pyproject.toml": POETRY.format(REPOSITORY, "tag = 'v9.2.0'")}, "git v9.2.0"),
        ({"pyproject.toml": POETRY.format(REPOSITORY, "rev = 'v9.2.0'")}, "git v9.2.0"),
        (
            {"requirements.txt": f"spakky-celery @ git+{REPOSITORY}@v9.2.0\n"},
            "git v9.2.0",
        ),
        (
            {"requirements.txt": f"-e git+{REPOSITORY}@v9.2.0#egg=spakky_celery\n"},
            "git v9.2.0",
        ),
        (
            {"requirements.txt": f"git+{REPOSITORY}@v9.2.0#subdirectory=x&egg=spakky_celery\n"},
            "git v9.2.0",
        ),
    ],
)
def test_a_tag_tells_the_version(tmp_path: Path, files: dict[str, str], written: str) -> None:
    found = environment(tmp_path, {"pyproject.toml": "[project]\n", **files})
    assert (found.versions[CELERY].written, found.versions[CELERY].lowest) == (written, (9, 2, 0))
    assert found.depends_on(CELERY) is True


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": PEP_508.format(REPOSITORY, "@main")},
        {"pyproject.toml": POETRY.format(REPOSITORY, "branch = 'main'")},
        {"requirements.txt": f"-e git+{REPOSITORY}@main#egg=spakky-celery\n"},
    ],
)
def test_a_branch_tells_none_and_what_is_beside_the_tool_does_not_count(
    tmp_path: Path, files: dict[str, str]
) -> None:
    found = environment(tmp_path, {"pyproject.toml": "[project]\n", **files}).versions[CELERY]
    assert (found.written, found.is_told) == ("git main", False)
    assert found.source.path in files


def test_what_is_locked_or_installed_of_it_counts(tmp_path: Path) -> None:
    asked = {"pyproject.toml": PEP_508.format(REPOSITORY, "@v9.2.0")}
    locked = "version = 1\n\n[[package]]\nname = 'spakky-celery'\nversion = '9.3.0'\n"
    found = environment(tmp_path / "locked", asked | {"uv.lock": locked}).versions[CELERY]
    assert found.written == "9.3.0"
    packages = ".venv/lib/python3.12/site-packages"
    own = {
        ".venv/pyvenv.cfg": "",
        f"{packages}/spakky_celery-9.4.0.dist-info/METADATA": "",
        "pyproject.toml": PEP_508.format(REPOSITORY, "@main"),
    }
    assert environment(tmp_path / "own", own).versions[CELERY].written == "9.4.0"


def test_config_shows_why_no_version_is_known(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": PEP_508.format(REPOSITORY, "@main")})
    shown = run("config", cwd=tmp_path).text
    line = next(line for line in shown.splitlines() if line.startswith("  spakky-celery"))
    assert line.split(None, 1)[1] == "not known  pyproject.toml:3, git main gives no version"
