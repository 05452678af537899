"""``spakky-lint init``: what a project lacks, shown and written, once."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from spakky_lint import __version__
from spakky_lint.cli import main
from spakky_lint.project.ruff import external_codes
from spakky_lint.project.setting_up import plan
from tests.cli.running import plant, run

PYPROJECT = """\
# the shop
[project]
name = "shop"   # why not

[tool.other]
a = 1
"""
HOOKS = """\
# hooks
repos:
  - repo: https://example.com/y
    rev: v1
    hooks:
      - id: y   # yes

ci:
  autofix: true
"""
OURS = """\
  - repo: local
    hooks:
      - id: spakky-lint
        name: spakky-lint
        entry: spakky-lint check --force-exclude
        language: system
        types: [python]
        require_serial: true
"""
TABLE = """
[tool.spakky-lint]
# `spakky-lint config` shows all keys, and what is in force.
"""
OWN = {"spakky-lint.toml": ""}
"""A project that has a configuration."""


def after(folder: Path, files: Mapping[str, str | bytes]) -> dict[str, str]:
    """What the files that change are to hold; that a second run changes nothing is seen here."""
    plant(folder, files)
    found = plan(folder)
    assert found.troubles == []
    told = {
        change.path.relative_to(folder).as_posix(): change.after.encode().decode()
        for change in found.changes
    }
    for name, text in told.items():
        plant(folder, {name: text.encode()})
    assert plan(folder).changes == ()
    return told


def test_a_whole_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        "pyproject.toml": PYPROJECT,
        ".ruff.toml": "line-length = 100\n",
        ".flake8": "[flake8]\nmax-line-length = 100\n",
        ".pre-commit-config.yaml": HOOKS,
        ".github/workflows/ci.yml": "on: push\n",
        ".gitlab-ci.yml": "build:\n  script: make\n",
    }
    plant(tmp_path, files)
    assert main(["init", "--yes"]) == 0
    now = {
        path.relative_to(tmp_path).as_posix(): path.read_text()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    job = f"""
spakky-lint:
  image: python:3.12
  script:
    - python -m pip install spakky-lint=={__version__}
    - spakky-lint check
"""
    workflow = now.pop(".github/workflows/spakky-lint.yml")
    assert now == {
        "pyproject.toml": PYPROJECT + TABLE,
        ".ruff.toml": 'line-length = 100\n\n[lint]\nexternal = ["SPK"]\n',
        ".flake8": "[flake8]\nextend-select = SPK\nmax-line-length = 100\n",
        ".pre-commit-config.yaml": HOOKS.replace("# yes\n", f"# yes\n{OURS}"),
        ".github/workflows/ci.yml": "on: push\n",
        ".gitlab-ci.yml": f"build:\n  script: make\n{job}",
    }
    assert f"      - run: python -m pip install spakky-lint=={__version__}\n" in workflow
    assert workflow.endswith("      - run: spakky-lint check\n")


def test_a_project_without_any_tool_gets_a_configuration(tmp_path: Path) -> None:
    told = after(tmp_path, {"a.py": ""})
    assert told == {"spakky-lint.toml": TABLE.splitlines(keepends=True)[2]}


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": f"{PYPROJECT}{TABLE}"},
        {".spakky-lint.toml": ""},
        {"pyproject.toml": "[tool]\nspakky-lint = {ignore = []}\n"},
    ],
)
def test_a_configuration_that_is_there_is_left_alone(
    tmp_path: Path, files: Mapping[str, str]
) -> None:
    assert after(tmp_path, files) == {}


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", TABLE.removeprefix("\n")),
        ("[project]\nname = 'x'", f"\n{TABLE}"),
        ("[project]\r\nname = 'x'\r\n", TABLE.replace("\n", "\r\n")),
        ("[[tool.x.y]]\na = 1\n", TABLE),
    ],
)
def test_the_table_stands_at_the_end(tmp_path: Path, text: str, end: str) -> None:
    assert after(tmp_path, {"pyproject.toml": text.encode()}) == {"pyproject.toml": text + end}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "[tool.ruff]\nline-length = 100  # wide\n",
            '[tool.ruff]\nline-length = 100  # wide\n\n[tool.ruff.lint]\nexternal = ["SPK"]\n',
        ),
        (
            "[tool.ruff.lint]\nselect = ['E']  # all\n[tool.x]\n",
            "[tool.ruff.lint]\nselect = ['E']  # all\nexternal = [\"SPK\"]\n[tool.x]\n",
        ),
        (
            "[tool.ruff.lint]\nexternal = ['DJ']  # theirs\n",
            "[tool.ruff.lint]\nexternal = ['DJ', \"SPK\"]  # theirs\n",
        ),
        (
            '[tool.ruff.lint]\nexternal = [\n    "DJ",  # theirs\n]\n',
            '[tool.ruff.lint]\nexternal = [\n    "DJ",  # theirs\n    "SPK",\n]\n',
        ),
        (
            "[tool.ruff]\nexternal = ['DJ']\n",
            "[tool.ruff]\nexternal = ['DJ', \"SPK\"]\n",
        ),
        ("[tool.ruff.lint]\nexternal = ['SPK']\n", None),
        ("[tool.ruff.lint]\nexternal = ['S']\n", None),
        ("[tool.other]\na = 1\n", None),
    ],
)
def test_ruff_is_told_of_our_codes(tmp_path: Path, text: str, wanted: str | None) -> None:
    files = {**OWN, "pyproject.toml": text}
    told = after(tmp_path, files)
    assert told == ({} if wanted is None else {"pyproject.toml": wanted})
    if wanted is not None:
        assert external_codes(tmp_path / "pyproject.toml")[-1] == "SPK"
        ruff = [sys.executable, "-m", "ruff", "check", "--quiet", "--no-cache", "."]
        assert subprocess.run(ruff, cwd=tmp_path, capture_output=True).returncode == 0


def test_what_ruff_extends_is_kept(tmp_path: Path) -> None:
    base = "[lint]\nexternal = ['DJ']\n"
    told = after(tmp_path, {**OWN, "base.toml": base, "ruff.toml": "extend = 'base.toml'\n"})
    assert tomllib.loads(told["ruff.toml"])["lint"] == {"external": ["DJ", "SPK"]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[flake8]\n", "[flake8]\nextend-select = SPK\n"),
        ("[flake8]", "[flake8]\nextend-select = SPK\n"),
        ("[flake8]\nselect = E,F\n", "[flake8]\nextend-select = SPK\nselect = E,F\n"),
        ("[flake8]\nextend-select = B,C4\n", "[flake8]\nextend-select = B,C4, SPK\n"),
        ("[flake8]\nextend_select=B\n", "[flake8]\nextend_select=B, SPK\n"),
        (
            "[flake8]\nextend-select =\n    B,\n    # more\n    C4\n\n[x]\n",
            "[flake8]\nextend-select =\n    B,\n    # more\n    C4\n    SPK\n\n[x]\n",
        ),
        ("[flake8]\r\nmax-line-length = 1\r\n", None),
        ("[flake8]\nselect = E,SPK3,SPK\n", ""),
        ("[flake8]\nextend-select =\n  B\n  S\n", ""),
        ("[other]\nselect = E\n", ""),
    ],
)
def test_flake8_selects_our_codes(tmp_path: Path, text: str, wanted: str | None) -> None:
    if wanted is None:
        wanted = "[flake8]\r\nextend-select = SPK\r\nmax-line-length = 1\r\n"
    told = after(tmp_path, {**OWN, "setup.cfg": text.encode()})
    assert told == ({"setup.cfg": wanted} if wanted else {})


def test_the_file_that_flake8_reads_is_changed(tmp_path: Path) -> None:
    section = "[flake8]\nselect = E\n"
    plant(tmp_path, {**OWN, ".flake8": section, "tox.ini": section, "setup.cfg": "[metadata]\n"})
    assert [change.path.name for change in plan(tmp_path).changes] == ["tox.ini"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("repos:\n", f"repos:\n{OURS.replace(chr(10) + '  ', chr(10))[2:]}"),
        (HOOKS, HOOKS.replace("# yes\n", f"# yes\n{OURS}")),
        ("repos:\n- repo: meta\n  hooks:\n  - id: x", None),
        (
            HOOKS.replace("\n", "\r\n"),
            HOOKS.replace("# yes\n", f"# yes\n{OURS}").replace("\n", "\r\n"),
        ),
        ("repos: # all\n  - repo: local\n    hooks: [{id: spakky-lint}]\n", ""),
    ],
)
def test_a_hook_stands_behind_the_others(tmp_path: Path, text: str, wanted: str | None) -> None:
    if wanted is None:
        wanted = f"{text}\n{OURS.replace(chr(10) + '  ', chr(10))[2:]}"
    told = after(tmp_path, {**OWN, ".pre-commit-config.yaml": text.encode()})
    assert told == ({".pre-commit-config.yaml": wanted} if wanted else {})


def test_prek_has_hooks_in_toml(tmp_path: Path) -> None:
    text = "[[repos]]\nrepo = 'builtin'\nhooks = [{id = 'check-toml'}]\n"
    told = after(tmp_path, {**OWN, "prek.toml": text})
    assert told["prek.toml"].startswith(text)
    prek = [str(Path(sys.executable).with_name("prek")), "validate-config", "prek.toml"]
    assert subprocess.run(prek, cwd=tmp_path, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("stages", "stage"),
    [
        ("", None),
        ("stages: [build, test]\n", None),
        ("stages:\n  - build\n  - lint  # all\n", "lint"),
        ("stages:\n- 'check it'\n- deploy\n\n", "check it"),
    ],
)
def test_a_job_names_a_stage_that_is_there(tmp_path: Path, stages: str, stage: str | None) -> None:
    (text,) = after(tmp_path, {**OWN, ".gitlab-ci.yml": f"{stages}a:\n  script: make\n"}).values()
    assert (f"spakky-lint:\n  stage: {stage}\n" in text) is (stage is not None)


def test_nothing_is_written_by_a_dry_run_and_without_an_answer(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": PYPROJECT})
    dry = run("init", "--dry-run", cwd=tmp_path)
    assert (dry.code, dry.err) == (0, b"")
    assert "+[tool.spakky-lint]" in dry.lines
    asked = run("init", cwd=tmp_path, stdin=b"y\n")
    assert (asked.code, asked.out) == (2, dry.out)
    assert asked.complaints == [
        "spakky-lint: nothing is written, since there is no terminal to ask on: give --yes"
    ]
    assert (tmp_path / "pyproject.toml").read_text() == PYPROJECT
    assert run("init", "--yes", cwd=tmp_path).code == 0
    again = run("init", cwd=tmp_path)
    assert (again.code, again.lines) == (0, ["Nothing to set up: everything is there."])


def test_all_is_written_or_nothing(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": PYPROJECT,
            ".flake8": "[flake8]\n",
            ".github/workflows/spakky-lint.yml/x": "a folder in the place of the file",
        },
    )
    done = run("init", "--yes", cwd=tmp_path)
    assert done.code == 2
    assert any("nothing is written" in line for line in done.complaints)
    assert (tmp_path / "pyproject.toml").read_text() == PYPROJECT
    assert (tmp_path / ".flake8").read_text() == "[flake8]\n"


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        (
            {"pyproject.toml": "tool = {x = 1}\n"},
            "pyproject.toml: not changed: add the table [tool.spakky-lint] by hand",
        ),
        (
            {"pyproject.toml": "a = \n"},
            "pyproject.toml: not changed: not valid TOML: Invalid value (at line 1, column 5)",
        ),
        (
            {"prek.toml": "repos = []\n", **OWN},
            "prek.toml: not changed: add a hook for `spakky-lint check` by hand",
        ),
        (
            {".pre-commit-config.yaml": "repos: []\n", **OWN},
            ".pre-commit-config.yaml: not changed: add a hook for `spakky-lint check` by hand",
        ),
        (
            {".gitlab-ci.yml": "stages: []\n", **OWN},
            ".gitlab-ci.yml: not changed: add a job for `spakky-lint check` by hand",
        ),
        ({".flake8": b"\xff", **OWN}, ".flake8: not changed: not UTF-8 text"),
    ],
)
def test_what_has_to_be_done_by_hand_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    files: Mapping[str, str | bytes],
    complaint: str,
) -> None:
    plant(tmp_path, files)
    assert main(["init", str(tmp_path), "--yes"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.replace(f"{tmp_path.as_posix()}/", "") == f"spakky-lint: {complaint}\n"


def test_a_path_that_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "no")]) == 2
    assert "no such directory" in capsys.readouterr().err
    assert main(["init", "--yes", "--dry-run"]) == 2
