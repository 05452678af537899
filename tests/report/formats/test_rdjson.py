"""The diagnostic format of reviewdog, whose columns are bytes of UTF-8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jsonschema import Draft202012Validator

from spakky_lint.linting.fixer import apply_edits
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import check_bytes
from tests.report.formats.writing import HOSTILE, document
from tests.report.samples import CLEAN, ORDERS


def _object(required: Sequence[str], **properties: object) -> Mapping[str, object]:
    # As its parser does: nothing that the message does not have.
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


_TEXT = {"type": "string"}
_SEVERITY = {"enum": ["ERROR", "WARNING", "INFO"]}
_NUMBER = {"type": "integer", "minimum": 1}
_POSITION = _object(["line", "column"], line=_NUMBER, column=_NUMBER)
_RANGE = _object(["start", "end"], start=_POSITION, end=_POSITION)
_SUGGESTION = _object(["range", "text"], range=_RANGE, text=_TEXT)
MESSAGE = Draft202012Validator(
    _object(
        ["diagnostics", "source", "severity"],
        source=_object(["name"], name=_TEXT),
        severity=_SEVERITY,
        diagnostics={
            "type": "array",
            "items": _object(
                ["message", "location", "severity", "code"],
                message=_TEXT,
                location=_object(["path", "range"], path=_TEXT, range=_RANGE),
                severity=_SEVERITY,
                code=_object(["value"], value=_TEXT),
                suggestions={"type": "array", "items": _SUGGESTION},
            ),
        },
    )
)

WIDE = """\
from spakky.task import Crontab, TaskHandler, schedule

@TaskHandler()
class Orders:
    @schedule("주문 😀é", interval = 300)
    def ship(self) -> None: ...
"""


def test_it_is_as_its_messages_are() -> None:
    for checked in ((), (CLEAN,), (ORDERS,), HOSTILE):
        told = document("rdjson", *checked)
        MESSAGE.validate(told)
        assert len(told["diagnostics"]) == sum(len(file.findings) for file in checked)


def test_columns_are_bytes() -> None:
    checked = check_bytes("a.py", WIDE.encode())
    assert isinstance(checked, CheckedFile)
    assert checked.findings
    told = document("rdjson", checked)["diagnostics"]
    lines = WIDE.encode().splitlines()
    for finding, each in zip(checked.findings, told, strict=True):
        start, end = each["location"]["range"]["start"], each["location"]["range"]["end"]
        written = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1]
        line = WIDE.splitlines()[finding.range.start.line - 1]
        expected = line[finding.range.start.column - 1 : finding.range.end.column - 1]
        assert written.decode() == expected


def test_its_suggestions_make_the_text_of_the_fix() -> None:
    (first, _) = ORDERS.findings
    assert first.fix is not None
    assert ORDERS.text is not None
    told = document("rdjson", ORDERS)["diagnostics"][0]
    lines = ORDERS.text.splitlines(keepends=True)
    for each in told["suggestions"]:
        start, end = each["range"]["start"], each["range"]["end"]
        line = lines[start["line"] - 1]
        lines[start["line"] - 1] = (
            line[: start["column"] - 1] + each["text"] + line[end["column"] - 1 :]
        )
    assert "".join(lines) == apply_edits(ORDERS.text, first.fix.edits)
