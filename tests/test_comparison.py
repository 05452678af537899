"""What the README says of other tools is what they report of the same code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from spakky_lint.project.configuration_keys import OUTPUT_FORMATS
from spakky_lint.rules.finding import Consequence
from spakky_lint.rules.registry import RULES
from tests.cli.running import run
from tests.real_framework import requires_framework

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PLACE = re.compile(r"^(?P<line>shop/\w+\.py:\d+):(?:\d+:)? (?P<said>.*)$", re.MULTILINE)
ABOUT_STYLE = {"COM812", "E501"}
"""A comma that is missing at the end, a line that is long."""


IN_WORDS = {11: "eleven", 12: "twelve", 13: "thirteen"}

Mistakes = Mapping[str, str]
"""By line, the code of the finding."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    example = ROOT / "fixtures" / "shop"
    shutil.copytree(example, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pyc*"))
    return folder


@pytest.fixture(scope="module")
def mistakes(shop: Path) -> Mistakes:
    done = run("check", "--format", "concise", "shop", cwd=shop)
    found = {each["line"]: each["said"].split()[1] for each in PLACE.finditer(done.out.decode())}
    assert len(found) == 17
    return found


def reported(shop: Path, *arguments: str) -> list[tuple[str, str]]:
    """Line and text of all that a tool of Python says of the example."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments, "shop"], cwd=shop, capture_output=True, text=True
    )
    assert done.returncode in (0, 1), done.stderr
    return [(each["line"], each["said"]) for each in PLACE.finditer(done.stdout)]


def row(tool: str) -> str:
    """Of the table in the README."""
    (found,) = (line for line in README.split("\n") if line.startswith(f"| {tool}"))
    return found


def test_the_readme_is_one_that_is_read_to_its_end() -> None:
    assert (ROOT / "CONTRIBUTING.md").read_text("utf-8").count("\n") < 150
    assert README.count("\n") <= 250
    assert f"There are {len(RULES)}, each with" in README
    assert f"and {IN_WORDS[len(OUTPUT_FORMATS) - 1]} more formats" in README


def test_we_find_all(mistakes: Mistakes) -> None:
    assert f"| {len(mistakes)} of 17 |" in row("spakky-lint |")


@pytest.mark.real_framework
@requires_framework
def test_mypy_finds_those_that_are_errors_of_types(shop: Path, mistakes: Mistakes) -> None:
    lines = {line for line, said in reported(shop, "mypy", "--strict", "--config-file=")}
    found = sorted(mistakes[line] for line in lines if line in mistakes)
    assert found == ["SPK202", "SPK303", "SPK402", "SPK505"]
    assert f"| {len(found)} of 17 | SPK202, SPK303, SPK402 and SPK505" in row("mypy")


def test_ruff_speaks_of_style(shop: Path, mistakes: Mistakes) -> None:
    everything = ("--isolated", "--select", "ALL", "--preview", "--output-format", "pylint")
    said = reported(shop, "ruff", "check", *everything, "--target-version", "py312")
    assert said
    codes = [re.findall(r"\[(\w+)\]", text) for line, text in said if line in mistakes]
    assert {code for each in codes for code in each} <= ABOUT_STYLE
    assert "| 0 of 17 |" in row("ruff")


def test_flake8_async_speaks_of_async_functions(
    shop: Path, mistakes: Mistakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a folder of its own: where it is installed, every run of flake8 runs it, and it fails on
    # some of the texts of other tests.
    where = ("--target", str(tmp_path), "--no-deps")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", *where, "flake8-async>=25"], check=True
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said = reported(shop, "flake8", "--isolated", "--select", "ASYNC")
    assert said
    assert not {line for line, _ in said} & mistakes.keys()
    assert "| 0 of 17 |" in row("flake8 with")


@pytest.mark.real_framework
@requires_framework
def test_the_start_shows_the_first_that_stops_it(shop: Path, mistakes: Mistakes) -> None:
    start = "from shop.main import create_application; create_application()"
    done = subprocess.run([sys.executable, "-c", start], cwd=shop, capture_output=True, text=True)
    assert "TypeError: task() missing 1 required positional argument: 'obj'" in done.stderr
    stops = [
        code
        for code in mistakes.values()
        if RULES[code].consequence in (Consequence.IMPORT, Consequence.STARTUP)
    ]
    assert stops.count("SPK202") == 1
    assert f"{len(stops) - 1} more stop it" in row("importing and starting")
    assert f"{17 - len(stops)} never do" in row("importing and starting")
