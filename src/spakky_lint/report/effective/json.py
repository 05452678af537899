"""The effective configuration for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.environment import Source
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.effective.sections import HIDDEN, Row, Section

VERSION = 1


def effective_json(
    project: str, sections: Sequence[Section], notes: Sequence[Trouble]
) -> Iterator[str]:
    """One JSON document: by section and name, the value, its source, and what there is to say."""
    document = {
        "version": VERSION,
        "project": project,
        **{each.key: {row.name: _row(row) for row in each.rows} for each in sections},
        "notes": [{"path": note.path, "message": note.message} for note in notes],
    }
    yield json.dumps(document, indent=2, ensure_ascii=False)


def _row(row: Row) -> Mapping[str, object]:
    return {
        "value": row.value,
        "source": None if row.source is None else _source(row.source),
        **({"remark": row.remark} if row.remark else {}),
        **({"hidden": True} if row.shown == HIDDEN else {}),
    }


def _source(source: Source) -> Mapping[str, object]:
    return {"kind": source.kind.name.lower(), "path": source.path, "line": source.line}
