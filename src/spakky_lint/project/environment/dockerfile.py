"""``ENV`` of Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spakky_lint.patterns import regex
from spakky_lint.project.environment.dotenv import plain
from spakky_lint.project.environment.setting_lines import Said, is_ours

_ENV = regex(r"\s*ENV\s+", re.IGNORECASE)
_PAIR = regex(
    r"(?<!\w)(?P<key>[A-Za-z_]\w*)=(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|(?:\\.|[^\s\\])*)"
)
_OLD = regex(r"(?P<key>[A-Za-z_]\w*)[ \t]+(?P<value>\S.*)$")


def assignments(text: str) -> Iterator[Said]:
    goes_on = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue  # also between the lines of one instruction
        start = 0
        opening = _ENV.match(line)
        if not goes_on:
            if opening is None:
                continue
            start = opening.end()
        goes_on = line.rstrip().endswith("\\")
        body = line.rstrip().removesuffix("\\").rstrip()
        old = None if _PAIR.match(body, start) else _OLD.match(body, start)
        for found in [old] if old is not None else _PAIR.finditer(body, start):
            if not is_ours(found["key"]):
                continue
            value, opens, closes = plain(found["value"])
            at = found.start("value")
            yield Said(number, found["key"], found.start("key"), value, at + opens, at + closes)
