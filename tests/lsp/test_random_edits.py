"""Whatever is typed, in whatever order: the findings are those of `check` wherever it parses.

300 edits, or as many as SPAKKY_LINT_EDITS says.
"""

from __future__ import annotations

import ast
import os
import random
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import check_bytes
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.programs import sources_of
from tests.lsp.wire import SERVER, Message, Wire, changed, opened, served

EDITS = int(os.environ.get("SPAKKY_LINT_EDITS", "300"))
WARM = 20
"""Edits after which all is loaded that will be."""
SEED = 20251124

pytestmark = pytest.mark.long

START = """\
from datetime import timedelta

from spakky.auth import protected, require_role, require_scope
from spakky.task import Crontab, TaskHandler, schedule, task

HOUR = 9


@TaskHandler()
class Reports:
    @task
    @require_role("clerk")
    def on_demand(self, order: str) -> None:
        print(order)

    @schedule(crontab=Crontab(hour=HOUR, minute=30))
    def daily(self) -> None: ...

    @schedule(interval=timedelta(minutes=5))
    def often(self) -> None: ...
"""
LINES = (
    "    @task()\n",
    "    @task\r\n",
    "    @require_role\n",
    "    @schedule(crontab=Crontab(hour=31))\n",
    '    @require_scope("\U0001f511 key", tenant=None)\n',
    "    @schedule(interval=300)  # \U0001f600 every five\r\n",
    "\f\n",
    "# \U0001f9ea e\u0301 \u2028 and on\n",
    "    # noqa: SPK301\n",
    "HOUR = 24\n",
    "HOUR = 7\r\n",
    "    def 更新(self, \U00020bb7: int = 0) -> None: ...\r\n",
    "\n",
    "@TaskHandler\nclass More:\n    @task\n    def run(self) -> None: ...\n",
    'LABEL = """\U0001f4e6\r\nlines\x0b"""\n',
)
CHARACTERS = "@()\"'#\n\t \f\\:9a\U0001f600é\u2028\x85"


def edit(text: str, draw: random.Random) -> tuple[int, int, str]:
    """Where it begins and ends, and what stands there then; no line ending is cut in half."""
    starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text))]
    kind = draw.random()
    if kind < 0.45:
        place = draw.choice(starts)
        return place, place, draw.choice(LINES)
    if kind < 0.75 and len(starts) > 8:
        first = draw.randrange(len(starts) - 1)
        return starts[first], starts[min(first + draw.choice((1, 1, 2)), len(starts) - 1)], ""
    place = draw.randrange(len(text) + 1)
    end = min(len(text), place + draw.choice((0, 0, 1, 3)))
    return uncut(text, place), uncut(text, end), draw.choice(CHARACTERS)


def uncut(text: str, place: int) -> int:
    return place - 1 if text[place - 1 : place + 1] == "\r\n" else place


def position(text: str, place: int) -> Message:
    """As the protocol counts."""
    *lines, last = re.split("\r\n|\r|\n", text[:place])
    return {"line": len(lines), "character": len(last.encode("utf-16-le")) // 2}


def parses(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.encode())
        except (SyntaxError, ValueError):
            return False
    return True


def by_check(text: str, path: Path) -> list[tuple[str, str, Message, Message]]:
    data, folder = text.encode(), path.parent
    configurations = Configurations(folder)
    sources = sources_of(folder, configurations, {path: data})
    checked = check_bytes(
        path.name,
        data,
        configurations.selection_for(path),
        settings=configurations.settings_for(path),
        file=sources.file(path),
    )
    assert isinstance(checked, CheckedFile)
    starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text))]

    def place(line: int, column: int) -> Message:
        return position(text, starts[line - 1] + column - 1)

    return [
        (
            each.code,
            each.message,
            place(each.range.start.line, each.range.start.column),
            place(each.range.end.line, each.range.end.column),
        )
        for each in checked.findings
    ]


def by_server(wire: Wire, uri: str, version: int) -> list[tuple[str, str, Message, Message]]:
    while wire.versions.get(uri) != version:
        wire.next()
    return [
        (each["code"], each["message"], each["range"]["start"], each["range"]["end"])
        for each in wire.diagnostics[uri]
    ]


def texts(draw: random.Random) -> Iterator[tuple[str, tuple[int, int, str], str]]:
    """A text, the edit, and the text after it. What breaks it is taken back, often at once."""
    text = good = START
    broken = 0
    for _ in range(EDITS):
        start, end, new = edit(text, draw)
        after = text[:start] + new + text[end:]
        yield text, (start, end, new), after
        if parses(after) and len(after) < 6_000:
            text = good = after
            broken = 0
            continue
        text, broken = after, broken + 1
        if broken > 2 or draw.random() < 0.6:
            good = START if len(good) > 5_000 else good
            yield text, (0, len(text), good), good
            text, broken = good, 0


def memory(process: int) -> int:
    """Kilobytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found is not None
    return int(found[1])


def test_the_findings_are_those_of_check(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[project]\ndependencies = ['spakky-celery==8.5.0']\n[tool.spakky-lint]\n"
    )
    path = tmp_path / "reports.py"
    uri = path.as_uri()
    draw = random.Random(SEED)
    command = SERVER
    compared, version, warm = 0, 1, 0
    with served(command, {"rootUri": tmp_path.as_uri()}) as wire:
        wire.send(opened(uri, START))
        by_server(wire, uri, version)
        for before, (start, end, new), after in texts(draw):
            version += 1
            range_ = {"start": position(before, start), "end": position(before, end)}
            wire.send(changed(uri, version, {"range": range_, "text": new}))
            found = by_server(wire, uri, version)
            if parses(after):
                assert found == by_check(after, path), after
                compared += 1
            if version == WARM:
                warm = memory(wire.process.pid)
        assert memory(wire.process.pid) < 1.5 * warm
    assert compared > EDITS / 2
