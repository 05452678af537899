"""The Code Quality report as GitLab documents it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from tests.report.formats.writing import HOSTILE, document
from tests.report.samples import CALLED, CLEAN, ORDER, ORDERS

_POSITION = {
    "type": "object",
    "required": ["line"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer"}},
}
DOCUMENTED = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "location", "severity"],
            "properties": {
                "description": {"type": "string"},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "positions"],
                    "properties": {
                        "path": {"type": "string", "not": {"pattern": r"^\./"}},
                        "positions": {
                            "required": ["begin"],
                            "properties": {"begin": _POSITION, "end": _POSITION},
                        },
                    },
                },
            },
        },
    }
)


@pytest.fixture(autouse=True)
def _no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)


def test_it_is_as_documented() -> None:
    for checked in ((), (CLEAN,), (ORDERS,), HOSTILE):
        told = document("gitlab", *checked)
        DOCUMENTED.validate(told)
        assert len(told) == sum(len(file.findings) for file in checked)
    levels = [each["severity"] for each in document("gitlab", ORDERS)]
    assert levels == ["major", "minor"]
    assert document("gitlab", replace(ORDERS, findings=(ORDER,)))[0]["severity"] == "info"


def test_no_two_findings_have_one_fingerprint() -> None:
    told = document("gitlab", *HOSTILE, replace(ORDERS, findings=(CALLED,) * 3))
    assert len({each["fingerprint"] for each in told}) == len(told)


def test_what_no_database_takes_is_shown_by_signs() -> None:
    for each in document("gitlab", *HOSTILE):
        for text in (each["description"], each["location"]["path"]):
            text.encode()
        assert "\0" not in each["description"]


def test_a_job_in_a_folder_names_files_from_the_root_of_the_repository(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (alone,) = document("gitlab", replace(ORDERS, findings=(CALLED,)), directory="/builds/a/mail")
    monkeypatch.setenv("CI_PROJECT_DIR", "/builds/a")
    (mail,) = document("gitlab", replace(ORDERS, findings=(CALLED,)), directory="/builds/a/mail")
    (shop,) = document("gitlab", replace(ORDERS, findings=(CALLED,)), directory="/builds/a/shop")
    assert alone["location"]["path"] == "shop/orders.py"
    assert mail["location"]["path"] == "mail/shop/orders.py"
    # Both reports may belong to one merge request.
    assert mail["fingerprint"] != shop["fingerprint"]
    outside = replace(ORDERS, findings=(CALLED,), path="/builds/b/x.py")
    (told,) = document("gitlab", outside, directory="/builds/a")
    assert told["location"]["path"] == "../b/x.py"
