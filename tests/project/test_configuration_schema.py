"""The schema of a configuration, and what its page says, against the code that reads it."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from spakky_lint.cli import main
from spakky_lint.project.configuration import Problem
from spakky_lint.project.configuration_keys import KEYS, Table
from spakky_lint.project.configuration_reference import MEANINGS, takes
from spakky_lint.project.configuration_schema import configuration_schema
from spakky_lint.project.configuration_values import read_extend, read_keys

ROOT = Path(__file__).parents[2]
SCHEMA = Draft7Validator(configuration_schema())
OTHER_KEYS = ("spakky-celery", "dependencies", "settings")
OTHER_VALUES: tuple[object, ...] = (1, "8.5.0", ["spakky-oidc"], {}, [1])
SETTING_VALUES: tuple[object, ...] = ("Asia/Seoul", 1, ["a"])
TEXTS = (
    *("", "SPK3", "SPK301", "spk3", "SPK9", "*.py", "src", ".", "text", "yaml", ">=0.1", "1"),
    *("spec", "cron", "Asia/Seoul", ".venv", "error", "fatal", "../pyproject.toml", "celery"),
)
PROBES: tuple[object, ...] = (
    *(True, False, 0, 8, -1, 0.5, date(2026, 1, 1), [], {}, [1], [[]], [True], {"a": 1}),
    *TEXTS,
    *([text] for text in TEXTS),
    *({"SPK4": text} for text in TEXTS),
    *({"SPK999": "error"}, {"nothing": "error"}, {"tests": ["SPK2"]}, {"tests": ["x"]}),
    *({key: value} for key in OTHER_KEYS for value in OTHER_VALUES),
    *(
        {"settings": {name: value}}
        for name in ("SPAKKY_CELERY__TIMEZONE", "spakky_celery__timezone")
        for value in SETTING_VALUES
    ),
    {"settings": {"SPAKKY_CELERY__ENABLE_UTC": True}},
)


def complaints(key: str, value: object, folder: Path) -> list[str]:
    problems: list[Problem] = []
    table = Table(None, folder, {key: value})
    if key == "extend":
        read_extend(table, problems)
    else:
        read_keys(table, problems)
    return [problem.message for problem in problems]


def is_allowed(key: str, value: object) -> bool:
    return SCHEMA.is_valid({key: value})


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(configuration_schema())
    assert not SCHEMA.is_valid({"selct": []})


@pytest.mark.parametrize("key", KEYS)
def test_the_schema_allows_what_is_read_and_forbids_other_kinds(key: str, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / ".venv" / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    seen = set()
    for value in PROBES:
        said = complaints(key, value, tmp_path)
        if not said:
            assert is_allowed(key, value), value
        elif any(" is a" in each.partition(":")[0] for each in said):  # of another kind
            assert not is_allowed(key, value), (value, said)
        seen.add(bool(said))
    assert seen == {True, False}


@pytest.mark.parametrize("key", ["select", "output-format", "backend", "severity"])
def test_the_schema_knows_every_word_that_is_allowed(key: str, tmp_path: Path) -> None:
    """So that an editor marks what the command would refuse."""
    for value in PROBES:
        assert is_allowed(key, value) is not bool(complaints(key, value, tmp_path)), value


def test_every_key_is_explained() -> None:
    assert sorted(MEANINGS) == sorted(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_example_of_a_key_is_read_without_a_complaint(key: str, tmp_path: Path) -> None:
    (tmp_path / ".venv" / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    example = tomllib.loads(MEANINGS[key].example)
    assert [*example] == [key]
    assert complaints(key, example[key], tmp_path) == []
    assert is_allowed(key, example[key])


def test_what_a_key_takes_is_what_its_reader_says() -> None:
    assert takes("timezone") == 'the name of an IANA zone, such as "Asia/Seoul"'
    assert takes("extend") == 'the path of a configuration file, such as "../pyproject.toml"'
    assert takes("force-exclude") == "true or false"


def test_the_configurations_of_the_fixtures_are_allowed() -> None:
    seen = 0
    for file in (ROOT / "fixtures").rglob("*.toml"):
        if file.name not in ("pyproject.toml", "spakky-lint.toml", ".spakky-lint.toml"):
            continue
        read = tomllib.loads(file.read_text("utf-8"))
        table = read.get("tool", {}).get("spakky-lint") if file.name == "pyproject.toml" else read
        if table is not None:
            seen += 1
            assert [error.message for error in SCHEMA.iter_errors(table)] == [], file
    assert seen > 5


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == configuration_schema()
