"""The hooks of `.pre-commit-hooks.yaml`, installed and run by a real hook manager."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = (
    "src",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    ".pre-commit-hooks.yaml",
)

# The manager installs with uv, which otherwise knows its own certificates only, not the machine's.
TRUST = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler
class Reports:
    @task()
    def weekly(self) -> None:
        pass
"""
REPAIRED = WRONG.replace("@TaskHandler\n", "@TaskHandler()\n").replace("@task()", "@task")
OTHER = "import os\n"


@dataclass(frozen=True)
class Hook:
    """One hook in the output of a run: `Passed`, `Failed` or `Skipped`, and what it printed."""

    status: str
    output: str


def git(directory: Path, *arguments: str) -> None:
    person = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *person, *arguments], cwd=directory, check=True, capture_output=True)


def committed(directory: Path) -> None:
    git(directory, "init", "--quiet")
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--no-verify", "--message", "A state")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project's working tree as the repository that hooks come from.

    Installing it takes most of the time here, so one run of the manager shows everything: the
    first hook is added once more at the end, to see it pass on what the second one repaired.
    """
    directory = tmp_path_factory.mktemp("hooks")
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, directory / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, directory / name)
    manifest = directory / ".pre-commit-hooks.yaml"
    text = manifest.read_text(encoding="utf-8")
    _, first, second = re.split(r"^(?=- id: )", text, flags=re.MULTILINE)
    assert first.startswith("- id: spakky-lint\n")
    assert second.startswith("- id: spakky-lint-fix\n")
    again = first.replace("- id: spakky-lint\n", "- id: again\n")
    again = again.replace("name: spakky-lint\n", "name: again\n")
    with manifest.open("a", encoding="utf-8") as file:
        file.write(f"\n{again}")
    committed(directory)
    return directory


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's repository: one wrong file, one that the hooks have nothing to say about."""
    directory = tmp_path_factory.mktemp("project")
    (directory / "wrong.py").write_text(WRONG)
    (directory / "other.py").write_text(OTHER)
    (directory / "notes.txt").write_text(WRONG)
    committed(directory)
    return directory


@pytest.fixture(scope="module")
def run(hooks: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Hook]:
    manager = Path(sys.executable).with_name("prek")
    home = tmp_path_factory.mktemp("manager")
    done = subprocess.run(
        [manager, "try-repo", "--color=never", "--no-progress", hooks, "--all-files"],
        cwd=project,
        env={**os.environ, **TRUST, "PREK_HOME": str(home), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
    status = re.compile(r"^(.+?)\.{3,}(Passed|Failed|Skipped)$", re.MULTILINE)
    parts = status.split(done.stdout)[1:]
    found = {
        name: Hook(status, output)
        for name, status, output in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
    if not found and not index_answers(home):
        pytest.skip("no package index can be reached, and the hooks' environment needs libcst")
    assert list(found) == ["spakky-lint", "spakky-lint (fix)", "again"], done.stdout + done.stderr
    assert done.returncode == 1
    return found


def index_answers(directory: Path) -> bool:
    """Whether the one dependency of the package can be had here at all."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "libcst"]
    return subprocess.run(command, cwd=directory, capture_output=True).returncode == 0


def test_the_check_fails_with_the_findings(run: dict[str, Hook]) -> None:
    hook = run["spakky-lint"]
    assert hook.status == "Failed"
    assert "exit code: 1" in hook.output
    assert "wrong.py:4:1: SPK101 task-handler-not-called" in hook.output
    assert "wrong.py:6:5: SPK202 task-called" in hook.output
    assert "notes.txt" not in hook.output
    assert "other.py" not in hook.output


def test_the_fix_repairs_the_file(run: dict[str, Hook], project: Path) -> None:
    hook = run["spakky-lint (fix)"]
    assert hook.status == "Failed"  # a hook that changes files fails, so that somebody looks
    assert "files were modified by this hook" in hook.output
    assert (project / "wrong.py").read_text() == REPAIRED
    assert (project / "other.py").read_text() == OTHER
    assert (project / "notes.txt").read_text() == WRONG


def test_the_check_passes_on_clean_files(run: dict[str, Hook]) -> None:
    assert run["again"].status == "Passed"
