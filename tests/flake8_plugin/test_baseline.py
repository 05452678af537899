"""What the project lives with is not reported by flake8 either."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import WRONG, run
from tests.flake8_plugin.flake8_process import run_flake8

pytestmark = pytest.mark.long

NAME = "known.jsonl"
AGAIN = WRONG.replace("Orders", "Others").partition("\n\n\n")[2]
CONFIGURATION = f"[tool.spakky-lint]\nbaseline = '{NAME}'\n"


def project(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(CONFIGURATION)
    (folder / "src").mkdir()
    (folder / "src/a.py").write_text(WRONG)
    (folder / "src/b.py").write_text(WRONG)
    assert run("check", "src/a.py", "--write-baseline", cwd=folder).code == 0


def test_known_findings_are_not_reported(tmp_path: Path) -> None:
    project(tmp_path)
    found = run_flake8(tmp_path, "--jobs", "2", paths=["src"])
    assert found.codes("src/b.py") == ["SPK202"]
    assert "src/a.py" not in found.reports
    # Where lines have moved, and beside another mistake.
    (tmp_path / "src/a.py").write_text(f"{WRONG}\n\n{AGAIN}".replace("import", "import  ", 1))
    found = run_flake8(tmp_path, "--select", "SPK", paths=["src/a.py"])
    assert [(line, code) for line, _, code, _ in found.reports["src/a.py"]] == [(12, "SPK202")]


def test_what_a_comment_silences_is_no_copy_of_it(tmp_path: Path) -> None:
    project(tmp_path)
    silenced = WRONG.replace("@task()", "@task()  # noqa: SPK202")
    (tmp_path / "src/a.py").write_text(silenced + WRONG.partition("\n\n\n")[2])
    shown = run("check", "src/a.py", "--format", "concise", cwd=tmp_path)
    found = run_flake8(tmp_path, "--select", "SPK", paths=["src/a.py"])
    assert len(found.codes("src/a.py")) == len(
        [line for line in shown.lines if line.startswith("src/a.py")]
    )


def test_a_broken_baseline_is_told(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / NAME).write_text("{\n")
    found = run_flake8(tmp_path, paths=["src/a.py"])
    assert found.codes("src/a.py") == ["SPK000", "SPK202"]
    assert NAME in found.reports["src/a.py"][0][3]
