"""Commands of GitHub and Azure, read as their runners read them: what was meant comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.columns import visible
from tests.report.formats.writing import HOSTILE, MESSAGES, lines
from tests.report.samples import CALLED, ORDER, ORDERS, SWEPT

Command = tuple[str, dict[str, str], str]
"""Its name, its properties and its message."""

GITHUB = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
AZURE = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%AZP25": "%"}
"""What stands for what, in the order in which the runners put it back."""


def of_github(line: str) -> Command:
    assert line.startswith("::")
    head, message = line[2:].split("::", 1)
    name, told = head.split(" ", 1)
    properties = (each.split("=", 1) for each in told.split(","))
    return name, {key: _back(value, GITHUB) for key, value in properties}, _back(message, GITHUB)


def of_azure(line: str) -> Command:
    assert line.startswith("##vso[")
    head, message = line[len("##vso[") :].split("]", 1)
    name, told = head.split(" ", 1)
    properties = (each.split("=", 1) for each in told.split(";") if each)
    return name, {key: _back(value, AZURE) for key, value in properties}, _back(message, AZURE)


def _back(text: str, signs: dict[str, str]) -> str:
    for sign, character in signs.items():
        text = text.replace(sign, character)
    return text


READERS = {"github": (of_github, "file"), "azure": (of_azure, "sourcepath")}


def read(name: str, *files: CheckedFile, directory: str | None = None) -> list[Command]:
    reader, _ = READERS[name]
    return [reader(line) for line in lines(name, *files, directory=directory)]


@pytest.mark.parametrize("name", READERS)
def test_hostile_names_and_messages_come_back(name: str) -> None:
    key = READERS[name][1]
    commands = iter(read(name, *HOSTILE))
    for file in HOSTILE:
        for message in (each for each in MESSAGES for _ in (CALLED, SWEPT)):
            _, properties, told = next(commands)
            assert properties[key] == file.path
            assert visible(message) in told
    assert next(commands, None) is None


@given(path=st.text(min_size=1), message=st.text(min_size=1))
def test_any_name_and_message_comes_back(path: str, message: str) -> None:
    for name, (_, key) in READERS.items():
        file = CheckedFile(path, (replace(CALLED, message=message),), ORDERS.text)
        ((_, properties, told),) = read(name, file)
        assert properties[key] == path
        assert visible(message) in told


def test_each_level_has_its_command() -> None:
    file = replace(ORDERS, findings=(CALLED, SWEPT, ORDER))
    assert [command for command, _, _ in read("github", file)] == ["error", "warning", "notice"]
    types = [properties["type"] for _, properties, _ in read("azure", file)]
    assert types == ["error", "warning", "warning"]


@pytest.mark.parametrize("name", READERS)
def test_the_path_is_the_whole_one(name: str) -> None:
    key = READERS[name][1]
    ((_, properties, _),) = read(name, replace(ORDERS, findings=(CALLED,)), directory="/srv/app")
    assert properties[key] == "/srv/app/shop/orders.py"
    outside = replace(ORDERS, findings=(CALLED,), path="/else/x.py")
    ((_, properties, _),) = read(name, outside, directory="/srv/app")
    assert properties[key] == "/else/x.py"


def test_github_gets_no_columns_of_more_than_one_line() -> None:
    ((_, properties, told),) = read("github", replace(ORDERS, findings=(SWEPT,)))
    assert properties == {
        "title": "spakky-lint (SPK510)",
        "file": "shop/orders.py",
        "line": "10",
        "endLine": "12",
    }
    assert told == "shop/orders.py:10:5: SPK510 beat runs it unprotected\n  help: Drop @protected"
