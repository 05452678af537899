"""Reports in a format, and findings that are hard to write."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.formats import FORMATS
from spakky_lint.report.model import Report
from spakky_lint.report.style import PLAIN
from tests.report.samples import CALLED, SWEPT, TEXT

PATHS = (
    "a,b:c%25;]d.py",
    "two\nlines\r.py",
    "]]>&<x>\"'.py",
    "::error file=x::y.py",
    "##vso[task.complete].py",
    "주문 😀.py",
    "caf\udce9.py",
    "\ud800.py",
    "\x1b[31m\x00\x7f\x85\u2028\ufffe.py",
    "/else/where#?.py",
)
MESSAGES = (
    "100% of a,b:c;]d",
    "one\nline\r\nmore\x0b\x0c",
    "]]> & <x> \"'",
    "::error::x ##vso[task.complete]",
    "주문 😀",
    "lone \ud800 \udce9",
    "\x1b[31m\x00\x07\x7f\x85\u2028\u202e\ufffe\uffff",
)

HOSTILE = tuple(
    CheckedFile(
        path,
        tuple(
            replace(each, message=message, related=(replace(SWEPT.related[0], message=message),))
            for message in MESSAGES
            for each in (CALLED, SWEPT)
        ),
        TEXT,
        analysed=True,
    )
    for path in PATHS
)


def lines(name: str, *files: CheckedFile, directory: str | None = None) -> list[str]:
    return [*FORMATS[name].lines(Report(files, directory=directory), PLAIN)]


def written(name: str, *files: CheckedFile, directory: str | None = None) -> str:
    return "".join(f"{line}\n" for line in lines(name, *files, directory=directory))


def document(name: str, *files: CheckedFile, directory: str | None = None) -> Any:  # Any: JSON
    return json.loads(written(name, *files, directory=directory))
