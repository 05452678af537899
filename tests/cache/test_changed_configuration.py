"""A changed configuration: what it cannot concern is taken over, the rest worked out again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.project.cache.meaning import OTHER_TOOLS, meaning_of

PROJECT = '[project]\nname = "app"\ndependencies = ["spakky-task==8.5.0"]\n'
HANDLER = (
    "from spakky.task import Crontab, TaskHandler, schedule\n\n\n@TaskHandler()\nclass One:\n"
    "    @schedule(crontab=Crontab(hour=33))\n    def a(self): ...\n"
)

Check = Callable[[], bool]


@pytest.fixture
def is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Run, warm and cold, and tell whether no file was checked; both have to say the same."""
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app/inner").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    for name in ("app/__init__.py", "app/inner/__init__.py"):
        (tmp_path / name).write_text("")
    (tmp_path / "app/inner/one.py").write_text(HANDLER)

    def run() -> bool:
        main(["check", "-j1", "-v"])
        told = capsys.readouterr().err
        results = []
        for options in ([], ["--no-cache"]):
            code = main(["check", "-j1", *options])
            results.append((code, *capsys.readouterr()))
        assert results[0] == results[1]
        found = re.search(r"^checked: (.*)$", told, re.MULTILINE)
        return found is not None and found[1] == "nothing"

    return run


def test_what_is_for_other_tools_concerns_no_finding(is_taken_over: Check) -> None:
    assert not is_taken_over()
    for text in (
        PROJECT + "\n[tool.ruff]\nline-length = 100\n",
        PROJECT + "\n[tool.ruff]\nline-length = 80\n\n[tool.ruff.lint]\nselect = ['E']\n",
        PROJECT + "\n[[tool.mypy.overrides]]\nmodule = 'x'\n",
        PROJECT,
    ):
        Path("pyproject.toml").write_text(text)
        assert is_taken_over(), text
        assert is_taken_over(), text


def test_what_counts_concerns_all(is_taken_over: Check) -> None:
    assert not is_taken_over()
    for text in (
        PROJECT.replace("8.5.0", "8.4.0"),
        PROJECT + "\n[tool.ruff]\n\n[tool.spakky-lint]\nignore = ['SPK3']\n",
        PROJECT + "\n[tool.ruff]\n\n[tool.spakky-lint]\nignore = ['SPK2']\n",
        # It only looks as if it were of another tool.
        PROJECT + '\n[tool.spakky-lint]\nignore = ["""\n[tool.ruff]\nx = 1\n"""]\n',
    ):
        Path("pyproject.toml").write_text(text)
        assert not is_taken_over(), text


def test_how_findings_are_shown_concerns_none(is_taken_over: Check) -> None:
    text = PROJECT + "\n[tool.spakky-lint]\noutput-format = 'grouped'\nignore = []\n"
    Path("pyproject.toml").write_text(text)
    assert not is_taken_over()
    Path("pyproject.toml").write_text(text.replace("grouped", "text"))
    assert is_taken_over()
    Path("pyproject.toml").write_text(text.replace("grouped", "nothing"))
    assert not is_taken_over()  # it is told what is wrong


def test_what_is_wrong_in_a_folder_below_is_told(is_taken_over: Check) -> None:
    path = Path("app/inner/spakky-lint.toml")
    path.write_text('output-format = "grouped"\n')
    assert not is_taken_over()
    path.write_text('output-format = "nothing"\n')
    assert not is_taken_over()


@pytest.mark.parametrize("tool", sorted(OTHER_TOOLS))
def test_nobody_reads_what_is_for_other_tools(
    tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is in it, that says much in the table of a tool that counts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "tasks.py").write_text(HANDLER)
    asked = '["spakky-celery==8.0.0", "celery"]'
    table = (
        f"\n[tool.{tool}]\ndependencies = {asked}\ndev-dependencies = {asked}\n"
        f"constraint-dependencies = {asked}\nenv = ['SPAKKY_CELERY__TIMEZONE=Asia/Seoul']\n"
        f"exclude = ['tasks.py']\nselect = ['SPK1']\nignore = ['SPK3']\nsrc = ['x']\n"
        f"[tool.{tool}.ini_options]\nenv = ['SPAKKY_CELERY__TIMEZONE=Asia/Seoul']\n"
        f"[tool.{tool}.envs.default]\ndependencies = {asked}\n"
        f"[tool.{tool}.group.dev.dependencies]\nspakky-celery = '8.0.0'\n"
        f"[tool.{tool}.sources]\nspakky = {{ path = 'x' }}\n"
        f"[tool.{tool}.dynamic]\ndependencies = {{ file = 'requirements.txt' }}\n"
    )
    told = []
    for text in (PROJECT, PROJECT + table):
        (tmp_path / "pyproject.toml").write_text(text)
        main(["config", "--format", "json"])
        configured = json.loads(capsys.readouterr().out)
        told.append((main(["check", "--no-cache"]), *capsys.readouterr(), configured))
    assert told[0] == told[1]
    assert told[0][0] == 1, "there is something to find"


@pytest.mark.parametrize("text", ["[project", "\xff", "a = 1\na = 2\n", "[tool]\nruff = 1\n"])
def test_what_cannot_be_told_apart_counts_as_a_whole(text: str) -> None:
    assert meaning_of("/x/pyproject.toml", text.encode("latin-1"), "/x") is None
