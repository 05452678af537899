"""Findings of ruff in our formats are what ruff writes: what reads its reports reads ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.syntax.ranges import Position, Range
from tests.report.formats.writing import document, lines

TEXT = """\
import os


def late(items=[
    1,
]):
    value = 100
    raise NotImplemented
"""


class Ruff:
    """What ruff says of TEXT, and our report of the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "late.py").write_text(TEXT)
        findings = json.loads(self.says("json"))
        assert len(findings) == 4
        self.file = CheckedFile("late.py", tuple(map(_finding, findings)), TEXT, analysed=True)

    def says(self, name: str) -> str:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache"),
                *("--select=F,B006", "--output-format", name, "late.py"),
            ],
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 1, done.stderr
        return done.stdout

    def ours(self, name: str) -> list[str]:
        return lines(name, self.file, directory=self.folder.as_posix())

    def our_document(self, name: str) -> Any:  # Any: JSON
        return document(name, self.file, directory=self.folder.as_posix())


def _finding(told: Any) -> Finding:  # Any: JSON
    fix = told["fix"] and Fix(
        told["fix"]["message"],
        Applicability(told["fix"]["applicability"]),
        tuple(Edit(_range(each), each["content"]) for each in told["fix"]["edits"]),
    )
    severity, consequence = Severity(told["severity"]), Consequence.RUN
    return Finding(
        told["code"], told["name"], severity, consequence, told["message"], _range(told), fix=fix
    )


def _range(told: Any) -> Range:  # Any: JSON
    start, end = (
        Position(at["row"], at["column"]) for at in (told["location"], told["end_location"])
    )
    return Range(start, end)


@pytest.fixture(scope="module")
def ruff(tmp_path_factory: pytest.TempPathFactory) -> Ruff:
    return Ruff(tmp_path_factory.mktemp("ruff"))


@pytest.mark.parametrize("name", ["github", "azure", "pylint"])
def test_lines_are_the_same_to_the_letter(ruff: Ruff, name: str) -> None:
    theirs = ruff.says(name).replace("title=ruff (", "title=spakky-lint (")
    assert ruff.ours(name) == theirs.splitlines()


def test_grouped_has_the_letter_of_the_level_besides(ruff: Ruff) -> None:
    theirs, ours = ruff.says("grouped").splitlines(), ruff.ours("grouped")
    count = len(ruff.file.findings)
    assert [line.replace(" E ", " ") for line in ours[: count + 2]] == [
        line.replace("[*] ", "") for line in theirs[: count + 2]
    ]


def test_gitlab_has_fingerprints_of_its_own(ruff: Ruff) -> None:
    theirs, ours = json.loads(ruff.says("gitlab")), ruff.our_document("gitlab")
    for each in (*theirs, *ours):
        assert re.fullmatch("[0-9a-f]{16,32}", each.pop("fingerprint"))
    assert ours == theirs


def test_rdjson_has_the_level_of_each_besides(ruff: Ruff) -> None:
    theirs, ours = json.loads(ruff.says("rdjson")), ruff.our_document("rdjson")
    assert ours.pop("source").keys() < theirs.pop("source").keys()
    for each in ours["diagnostics"]:
        assert each.pop("severity") == "ERROR"
    for each in theirs["diagnostics"]:
        del each["code"]["url"]
    assert ours == theirs


def test_sarif_has_what_theirs_has(ruff: Ruff) -> None:
    (theirs,), (ours,) = (
        told["runs"] for told in (json.loads(ruff.says("sarif")), ruff.our_document("sarif"))
    )
    root = ours["originalUriBaseIds"]["%SRCROOT%"]["uri"]
    for their, our in zip(theirs["results"], ours["results"], strict=True):
        assert (our["ruleId"], our["level"]) == (their["ruleId"], their["level"])
        assert our["message"] == their["message"]
        (our_place,), (their_place,) = our["locations"], their["locations"]
        place = our_place["physicalLocation"]
        assert place["region"] == their_place["physicalLocation"]["region"]
        uri = place["artifactLocation"]["uri"]
        assert root + uri == their_place["physicalLocation"]["artifactLocation"]["uri"]
        assert _replacements(our) == _replacements(their)


def _replacements(result: Any) -> list[tuple[object, str]]:  # Any: JSON
    return [
        (replacement["deletedRegion"], replacement.get("insertedContent", {}).get("text", ""))
        for fix in result.get("fixes", ())
        for change in fix["artifactChanges"]
        for replacement in change["replacements"]
    ]


def test_junit_has_what_theirs_has(ruff: Ruff) -> None:
    theirs, ours = (
        ET.fromstring(text) for text in (ruff.says("junit"), "\n".join(ruff.ours("junit")))
    )
    counts = ("tests", "failures", "errors", "skipped")
    assert [theirs.get(each) for each in counts] == [ours.get(each) for each in counts]
    for their, our in zip(theirs.iter("testcase"), ours.iter("testcase"), strict=True):
        assert (our.get("line"), our.get("column")) == (their.get("line"), their.get("column"))
        assert (their.get("classname") or "").endswith(our.get("classname") or "nothing")
        failures = [each.find("failure") for each in (their, our)]
        assert len({None if each is None else each.get("message") for each in failures}) == 1
        assert None not in failures
