"""The README shows real output."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from tests.forks import COMMANDS, stand_in

ROOT = Path(__file__).parents[1]


def test_the_output_in_the_readme_is_what_the_commands_print(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends with a sentence where it is not."""
    monkeypatch.setattr(sys, "executable", stand_in(COMMANDS))
    monkeypatch.setattr(sys, "argv", ["readme", "--check"])
    runpy.run_path(str(ROOT / ".ci" / "readme"), run_name="__main__")
