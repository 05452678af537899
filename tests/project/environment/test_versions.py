"""Which version counts: an exact pin, then a lock file, then what is installed, then a range."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import Package, SourceKind
from tests.cli.running import plant
from tests.configurations import read_configuration
from tests.project.environment.projects import environment, surroundings, version

CELERY = Package.SPAKKY_CELERY


def depends(*requirements: str) -> str:
    return f"[project]\nname = 'app'\ndependencies = {list(requirements)!r}\n"


@pytest.mark.parametrize(
    ("requirement", "lowest", "highest"),
    [
        ("spakky-celery==9.1.0", (9, 1, 0), (9, 1, 0)),
        ("spakky_celery === 9.1", (9, 1), (9, 1)),
        ("Spakky.Celery[x] (==9.1)", (9, 1), (9, 1)),
        ("spakky-celery>=9,==9.1.0 ; python_version >= '3.12'", (9, 1, 0), (9, 1, 0)),
        ("spakky-celery==9.1.0rc1", (9, 1, 0), (9, 1, 0)),
        ("spakky-celery==9.1.0.post1", (9, 1, 0), (9, 1, 0)),
        ("spakky-celery==9.1.*", (9, 1), (9, 1, 999_999)),
        ("spakky-celery>=9.1,<10", (9, 1), (9, 999_999)),
        ("spakky-celery~=9.1.2", (9, 1, 2), (9, 1, 999_999)),
        ("spakky-celery>9.1,<=9.4", (9, 1, 0, 1), (9, 4)),
        ("spakky-celery>9.1,!=9.2", (9, 1, 0, 1), None),
        ("spakky-celery<6.5", None, (6, 4, 999_999)),
        ("spakky[celery]>=9.1,<9.3", (9, 1), None),
        ("spakky[worker]==9.1.0", (9, 1, 0), None),
    ],
)
def test_what_a_requirement_allows(
    tmp_path: Path, requirement: str, lowest: tuple[int, ...], highest: tuple[int, ...] | None
) -> None:
    found = environment(tmp_path, {"pyproject.toml": depends("pytest", requirement)}).versions
    assert (found[CELERY].lowest, found[CELERY].highest) == (lowest, highest)
    assert found[CELERY].source.path == "pyproject.toml"
    assert found[CELERY].source.line == 3


@pytest.mark.parametrize(
    ("line", "lowest", "highest"),
    [
        ("spakky-celery = '9.1.0'", (9, 1, 0), (9, 1, 0)),
        ("spakky_celery = {version = '==9.1.0', optional = true}", (9, 1, 0), (9, 1, 0)),
        ("spakky-celery = '^9.1.2'", (9, 1, 2), (9, 999_999)),
        ("spakky-celery = '^0.3.1'", (0, 3, 1), (0, 3, 999_999)),
        ("spakky-celery = '~9.1'", (9, 1), (9, 1, 999_999)),
        ("spakky-celery = '~9'", (9,), (9, 999_999)),
        ("spakky-celery = '9.1.*'", (9, 1), (9, 1, 999_999)),
        ("spakky-celery = '>=9.1, <9.5'", (9, 1), (9, 4, 999_999)),
        ("spakky-celery = '9.1.0 || 9.3.0'", (9, 1, 0), (9, 3, 0)),
        (
            "spakky-celery = [{version = '9.1', python = '<3.13'}, {version = '9.2'}]",
            (9, 1),
            (9, 2),
        ),
        ("spakky = {version = '9.1.0', extras = ['celery']}", (9, 1, 0), None),
    ],
)
def test_what_poetry_allows(
    tmp_path: Path, line: str, lowest: tuple[int, ...], highest: tuple[int, ...] | None
) -> None:
    text = f"[tool.poetry.dependencies]\npython = '^3.12'\n{line}\n"
    found = environment(tmp_path, {"pyproject.toml": text}).versions[CELERY]
    assert (found.lowest, found.highest, found.source.line) == (lowest, highest, 3)


@pytest.mark.parametrize(
    "text",
    [
        "[project.optional-dependencies]\nworker = ['spakky-celery==9.1']",
        "[dependency-groups]\ndev = [{include-group = 'x'}]\nx = ['spakky-celery==9.1']",
        "[tool.poetry.dev-dependencies]\nspakky-celery = '9.1'",
        "[tool.poetry.group.worker.dependencies]\nspakky-celery = '9.1'",
        "[tool.pdm.dev-dependencies]\nx = ['spakky-celery==9.1']",
        "[tool.uv]\ndev-dependencies = ['spakky-celery==9.1']",
        "[tool.hatch.envs.default]\ndependencies = ['spakky-celery==9.1']",
    ],
)
def test_every_table_of_optional_requirements_is_looked_at(tmp_path: Path, text: str) -> None:
    found = environment(tmp_path, {"pyproject.toml": text})
    assert found.versions[CELERY].written in ("==9.1", "9.1")
    assert found.depends_on("spakky-celery")
    assert "spakky-celery" in found.optional


@pytest.mark.parametrize(
    "text",
    [
        "[tool.setuptools.dynamic]\ndependencies = {file = ['deps.txt']}",
        "[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ['deps.txt']",
    ],
)
def test_dynamic_requirements_are_read_where_they_stand(tmp_path: Path, text: str) -> None:
    files = {
        "pyproject.toml": f"[project]\nname = 'x'\ndynamic = ['dependencies']\n{text}\n",
        "deps.txt": "# ours\nspakky-celery==9.1\n",
    }
    assert version(tmp_path, files, CELERY) == "==9.1 deps.txt:2"


def test_requirements_that_a_program_makes_are_not_known(tmp_path: Path) -> None:
    files = {"pyproject.toml": "[project]\nname = 'x'\ndynamic = ['dependencies']\n"}
    assert environment(tmp_path, files).depends_on("spakky-celery") is None


def test_lists_of_requirements_with_all_that_they_name(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "-r requirements/base.txt\n-c limits.txt\n--no-index\n",
        "requirements/base.txt": "requests==2 \\\n  --hash=sha256:00\nspakky-celery>=9  # ours\n",
        "limits.txt": "spakky-celery==9.1.0 ; python_version > '3'\ncelery==5.6.3\n",
    }
    found = environment(tmp_path, files)
    assert version(tmp_path, files, CELERY) == "==9.1.0 limits.txt:1"
    assert found.dependencies["spakky-celery"].path == "requirements/base.txt"
    assert found.dependencies["spakky-celery"].line == 3


def test_a_constraint_alone_is_no_dependency(tmp_path: Path) -> None:
    files = {"requirements.txt": "requests==2\n", "constraints.txt": "spakky-celery==9.1\n"}
    found = environment(tmp_path, files)
    assert found.depends_on("spakky-celery") is False  # all is pinned, and it is not there
    assert found.versions[CELERY].written == "==9.1"


def test_an_exact_pin_goes_before_a_lock_file_and_that_before_a_range(tmp_path: Path) -> None:
    lock = "version = 1\n\n[[package]]\nname = 'spakky-celery'\nversion = '9.2.0'\n"
    pinned = {"pyproject.toml": depends("spakky-celery==9.1.0"), "uv.lock": lock}
    assert version(tmp_path, pinned, CELERY) == "==9.1.0 pyproject.toml:3"
    ranged = {"pyproject.toml": depends("spakky-celery>=9"), "uv.lock": lock}
    assert version(tmp_path, ranged, CELERY) == "9.2.0 uv.lock:5"


def test_pins_that_contradict_each_other_are_told_once_and_the_next_source_is_asked(
    tmp_path: Path,
) -> None:
    files = {
        "pyproject.toml": depends("spakky-celery==9.1.0")
        + "[dependency-groups]\ndev = ['spakky-celery==9.2.0']\n",
        "poetry.lock": "[[package]]\nname = 'spakky-celery'\nversion = '9.3.0'\n"
        "[metadata]\nlock-version = '2.1'\n",
    }
    found = surroundings(tmp_path, files)
    assert found.environment.versions[CELERY].written == "9.3.0"
    (note,) = found.notes
    assert note.path == "pyproject.toml:5"
    assert note.message == (
        "spakky-celery is pinned to 9.2.0 here, but to 9.1.0 in pyproject.toml:3: both are ignored"
    )


def test_one_version_for_each_python_is_a_range(tmp_path: Path) -> None:
    text = depends(
        "celery==5.6.3; python_version < '3.13'", "celery==5.7.0; python_version >= '3.13'"
    )
    found = environment(tmp_path, {"pyproject.toml": text}).versions[Package.CELERY]
    assert (found.lowest, found.highest) == ((5, 6, 3), (5, 7, 0))


def test_a_requirement_that_nothing_can_meet_tells_no_version(tmp_path: Path) -> None:
    found = surroundings(tmp_path, {"pyproject.toml": depends("spakky-celery=>9")})
    assert [(note.path, note.message) for note in found.notes] == [
        ("pyproject.toml:3", '"spakky-celery=>9" allows no version, so it is ignored')
    ]
    assert found.environment.depends_on("spakky-celery") is True
    poetry = "[tool.poetry.dependencies]\nspakky-celery = '>=2,<1'\n"
    found = surroundings(tmp_path, {"pyproject.toml": poetry})
    assert [(note.path, note.message) for note in found.notes] == [
        ("pyproject.toml:2", 'spakky-celery: ">=2,<1" allows no version, so it is ignored')
    ]
    assert found.environment.depends_on("spakky-celery") is True


def test_what_is_installed_for_the_project_narrows_down_a_range(tmp_path: Path) -> None:
    packages = ".venv/lib/python3.12/site-packages"
    files = {
        "pyproject.toml": depends("spakky-celery>=9.1"),
        ".venv/pyvenv.cfg": "",
        f"{packages}/spakky_celery-9.4.0.dist-info/METADATA": "",
        f"{packages}/spakky-9.4.0.dist-info/METADATA": "",
    }
    found = environment(tmp_path, files).versions[CELERY]
    assert (found.written, found.source.kind) == ("9.4.0", SourceKind.INSTALLED)
    assert found.source.path == ".venv"
    files["pyproject.toml"] = depends("spakky-celery>=9.5")
    assert environment(tmp_path, files).versions[CELERY].written == ">=9.5"


def test_the_python_that_is_named_goes_before_the_project_s_own(tmp_path: Path) -> None:
    packages = "envs/app/lib/python3.12/site-packages"
    files = {
        "pyproject.toml": depends("spakky-celery>=9.1")
        + "[tool.spakky-lint]\npython = 'envs/app/bin/python'\n",
        "envs/app/bin/python": "",
        f"{packages}/spakky_celery-9.6.0.dist-info/METADATA": "",
        ".venv/pyvenv.cfg": "",
        ".venv/lib/python3.12/site-packages/spakky_celery-9.4.0.dist-info/METADATA": "",
    }
    assert environment(tmp_path, files).versions[CELERY].written == "9.6.0"


def test_plugins_that_others_bring_along_are_depended_on(tmp_path: Path) -> None:
    found = environment(tmp_path, {"pyproject.toml": depends("spakky[full]==9.1")})
    for name in ("spakky-celery", "spakky-oidc", "spakky-auth", "spakky-task", "celery"):
        assert found.depends_on(name) is True
    assert found.depends_on("spakky-outer-space") is False
    with_others = environment(tmp_path, {"pyproject.toml": depends("spakky-celery==9", "ours")})
    assert with_others.depends_on("spakky-auth") is True
    assert with_others.depends_on("spakky-oidc") is None  # who knows what `ours` brings along


def test_the_environment_of_another_project_above_says_nothing_of_dependencies(
    tmp_path: Path,
) -> None:
    packages = ".venv/lib/python3.12/site-packages"
    files = {
        ".git/HEAD": "",
        ".venv/pyvenv.cfg": "",
        f"{packages}/spakky_celery-9.4.0.dist-info/METADATA": "",
        "pyproject.toml": "[tool.uv.workspace]\nmembers = ['app']\n",
        "app/pyproject.toml": depends("spakky-task>=9"),
    }
    assert environment(tmp_path, files, "app").depends_on("spakky-celery") is True
    files["pyproject.toml"] = "[project]\nname = 'top'\n"
    assert "spakky-celery" not in environment(tmp_path, files, "app").dependencies
    assert environment(tmp_path, files, "app").versions[CELERY].written == "9.4.0"


def test_a_file_elsewhere_belongs_to_the_project_that_it_stands_in(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    plant(one, {"pyproject.toml": depends("spakky-celery==9.1.0"), "app/a.py": ""})
    plant(other, {"pyproject.toml": depends("spakky-celery==9.2.0")})
    for projects in (
        read_configuration(other).projects,
        read_configuration(tmp_path / "nowhere").projects,
    ):
        assert projects is not None
        assert projects.of(one / "app" / "a.py").environment().versions[CELERY].written == "==9.1.0"
        assert projects.of(tmp_path / "b.py") is projects.main
