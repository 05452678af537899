"""A run that takes over results says what one says that works out everything, byte by byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cache.programs import Program

FORMATS = (
    *("text", "json", "concise", "grouped", "json-lines", "github", "gitlab", "azure", "junit"),
    *("rdjson", "pylint"),
)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def with_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)


@pytest.mark.usefixtures("with_cache")
@pytest.mark.parametrize("seed", range(12))
def test_random_edits(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    program = Program(tmp_path, seed)
    edited: list[Sequence[str]] = []
    for _ in range(10):
        options = program.random.choice((["-j", "1"], ["-j", "1"], ["-j1", "--explain-unknown"]))
        format_ = program.random.choice(("text", "text", "json"))
        options = [*options, "--format", format_]
        warm = _run(capsys, *options)
        cold = _run(capsys, *options, "--no-cache")
        assert warm == cold, edited
        edited.append(program.edit())
