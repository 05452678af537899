"""``--format json-lines``: each finding as a line, as it stands in ``--format json``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from spakky_lint.report.json_report import finding_data
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style


def lines(report: Report, style: Style) -> Iterator[str]:
    for file, finding in report.findings():
        yield json.dumps(finding_data(file, finding), separators=(",", ":"))
