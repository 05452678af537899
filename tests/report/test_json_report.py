"""The JSON format, value by value."""

from __future__ import annotations

import json
from dataclasses import replace

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.json_report import json_report
from spakky_lint.report.model import Report
from tests.report.samples import CALLED, CLEAN, FOREIGN, ORDER, ORDERS


def printed(*files: CheckedFile) -> str:
    return "\n".join(json_report(Report(files)))


def test_the_document() -> None:
    text = printed(CLEAN, ORDERS, FOREIGN, replace(ORDERS, findings=(ORDER,), path="a.py"))
    assert json.loads(text) == {
        "version": 1,
        "findings": [
            {
                "code": "SPK202",
                "name": "task-called",
                "severity": "error",
                "consequence": "import",
                "message": "task is called, but it lacks the method it decorates, and importing "
                "the module fails: write @task",
                "path": "shop/orders.py",
                "range": {"start": {"line": 7, "column": 5}, "end": {"line": 7, "column": 12}},
                "related": [],
                "fix": {
                    "title": "Write @task",
                    "applicability": "safe",
                    "edits": [
                        {
                            "range": {
                                "start": {"line": 7, "column": 10},
                                "end": {"line": 7, "column": 12},
                            },
                            "text": "",
                        }
                    ],
                },
                "url": None,
            },
            {
                "code": "SPK510",
                "name": "protected-schedule-unenforced",
                "severity": "warning",
                "consequence": "security",
                "message": "beat runs it unprotected",
                "path": "shop/orders.py",
                "range": {"start": {"line": 10, "column": 5}, "end": {"line": 12, "column": 6}},
                "related": [
                    {
                        "path": "shop/orders.py",
                        "range": {
                            "start": {"line": 5, "column": 1},
                            "end": {"line": 5, "column": 11},
                        },
                        "message": "protected here",
                    }
                ],
                "fix": {
                    "title": "Drop @protected",
                    "applicability": "unsafe",
                    "edits": [
                        {
                            "range": {
                                "start": {"line": 5, "column": 1},
                                "end": {"line": 6, "column": 1},
                            },
                            "text": "",
                        }
                    ],
                },
                "url": None,
            },
            {
                "code": "SPK501",
                "name": "auth-order",
                "severity": "convention",
                "consequence": "convention",
                "message": "another order",
                "path": "a.py",
                "range": {"start": {"line": 4, "column": 1}, "end": {"line": 4, "column": 15}},
                "related": [],
                "fix": None,
                "url": None,
            },
        ],
        "summary": {"files": 4, "analysed": 3, "errors": 1, "warnings": 1, "conventions": 1},
    }


def test_keys_keep_their_order() -> None:
    document = json.loads(printed(ORDERS))
    assert list(document) == ["version", "findings", "summary"]
    assert list(document["findings"][0]) == [
        *("code", "name", "severity", "consequence", "message", "path"),
        *("range", "related", "fix", "url"),
    ]


def test_an_empty_run() -> None:
    assert json.loads(printed()) == {
        "version": 1,
        "findings": [],
        "summary": {"files": 0, "analysed": 0, "errors": 0, "warnings": 0, "conventions": 0},
    }


def test_the_document_is_ascii_whatever_it_carries() -> None:
    odd = replace(CALLED, message="주문 \ud800 🚚 \x1b")
    text = printed(CheckedFile("caf\udce9.py", (odd,), "", analysed=True))
    assert text.isascii()
    (finding,) = json.loads(text)["findings"]
    assert finding["message"] == "주문 \ud800 🚚 \x1b"
    assert finding["path"] == "caf\udce9.py"
