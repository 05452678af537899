"""What setup.cfg and setup.py ask for, which are read and never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import Package
from tests.project.environment.projects import environment, surroundings, version

CELERY = Package.SPAKKY_CELERY
CFG = """\
[metadata]
name = app

[options]
install_requires =
    requests>=2
    # spakky-celery==1.0
    spakky-celery==9.1.0  # the queue
    spakky-oidc; python_version >= "3.12"

[options.extras_require]
dev =
    spakky-policy>=9
"""
PY = """\
from setuptools import setup

POLICY = "spakky-policy>=9"
QUEUE = ["spakky-celery==9.1.0", "requests"]

raise SystemExit("it was run")

setup(name="app", install_requires=QUEUE, extras_require={"dev": [POLICY]})
"""
BUILD = '[build-system]\nrequires = ["setuptools"]\n'
DYNAMIC = '[project]\nname = "app"\ndynamic = ["dependencies"]\n'


@pytest.mark.parametrize("pyproject", [None, BUILD, DYNAMIC])
@pytest.mark.parametrize(
    ("name", "text", "line"), [("setup.cfg", CFG, 8), ("setup.py", PY, 4)], ids=["cfg", "py"]
)
def test_both_tell_versions_with_their_lines_and_what_is_optional(
    tmp_path: Path, pyproject: str | None, name: str, text: str, line: int
) -> None:
    files = {name: text} if pyproject is None else {name: text, "pyproject.toml": pyproject}
    assert version(tmp_path, files, CELERY) == f"==9.1.0 {name}:{line}"
    found = environment(tmp_path, files)
    assert found.depends_on("spakky-policy") is True
    assert found.optional == {"spakky-policy"}


def test_a_project_that_says_itself_what_it_asks_for_leaves_nothing_to_setup(
    tmp_path: Path,
) -> None:
    files = {"setup.py": PY, "pyproject.toml": "[project]\nname = 'app'\ndependencies = []\n"}
    assert CELERY not in environment(tmp_path, files).dependencies


def test_setup_cfg_may_name_a_list(tmp_path: Path) -> None:
    files = {
        "setup.cfg": "[options]\ninstall_requires = file: needs.txt\n",
        "needs.txt": "spakky-celery==9.2.0\n",
    }
    assert version(tmp_path, files, CELERY) == "==9.2.0 needs.txt:1"


ALL = "setup(install_requires=['spakky-celery==9.1.0'])\n"


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        (ALL, True),
        ("import setuptools\nsetuptools." + ALL, True),
        ("setup(install_requires=['spakky-celery==9.1.0', *more()])\n", False),
        ("setup(install_requires=['spakky-celery==9.1.0', f'{name}'])\n", False),
        ("setup(install_requires=['spakky-celery==9.1.0'], **more)\n", False),
        ("Q = ['spakky-celery==9.1.0']\nQ = Q\nsetup(install_requires=Q)\n", None),
        ("setup(install_requires=open('needs.txt').read().split())\n", None),
    ],
)
def test_only_what_is_written_out_counts(tmp_path: Path, text: str, is_known: bool | None) -> None:
    found = environment(tmp_path, {"setup.py": text})
    told = found.versions[CELERY].written if CELERY in found.dependencies else None
    assert told == (None if is_known is None else "==9.1.0")
    assert found.depends_on("spakky-oidc") is (False if is_known else None)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("setup.py", "setup(\n", "not read: not valid Python"),
        ("setup.py", f"setup({'(' * 300}\n", "not read: not valid Python"),
        ("setup.py", "a = " + "-" * 100_000 + "1\n", "not read: not valid Python"),
        ("setup.cfg", "no section\n", "not read: not a valid setup.cfg"),
        ("setup.cfg", "\0", "not read: not UTF-8 text"),
    ],
    ids=["open", "nested", "long", "no section", "binary"],
)
def test_what_cannot_be_read_gets_one_note(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    found = surroundings(tmp_path, {name: text, "requirements.txt": "spakky-celery==9.3.0\n"})
    assert [(note.path, note.message) for note in found.notes] == [(name, message)]
    assert found.environment.versions[CELERY].written == "==9.3.0"
