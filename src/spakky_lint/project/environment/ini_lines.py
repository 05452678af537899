"""What pytest-env sets, in the ini files that pytest reads and in pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spakky_lint.patterns import regex
from spakky_lint.project.environment.setting_lines import Said, is_ours

_SECTION = regex(r"\[(?P<name>[^\]]+)\]")
_OPTION = regex(r"(?P<name>[\w.-]+)\s*[=:]\s*")
_ASSIGNED = regex(r"(?:[DR]:|[DRU]:[DRU]:)*(?P<key>[A-Za-z_]\w*)\s*=\s*(?P<value>.*)$")
_PYTEST = frozenset({"pytest", "tool:pytest"})


def assignments(text: str) -> Iterator[Said]:
    """Those in ``env`` of pytest's section."""
    section, option = "", ""
    for number, line in enumerate(map(str.rstrip, text.splitlines()), 1):
        stripped = line.lstrip()
        if not stripped or stripped.startswith(("#", ";")):
            continue
        if (opened := _SECTION.match(line)) is not None:
            section, option = opened["name"].strip(), ""
            continue
        start = len(line) - len(line.lstrip())
        if start == 0:
            named = _OPTION.match(line)
            option = "" if named is None else named["name"]
            start = 0 if named is None else named.end()
        if section in _PYTEST and option == "env":
            found = _ASSIGNED.match(line, start)
            if found is not None and is_ours(found["key"]):
                yield _said(number, found["key"], found.start("key"), found)


def assignments_of(document: Mapping[str, object], text: str) -> Iterator[Said]:
    """Those in pyproject.toml, for pytest and for the environments of hatch."""
    tool = _table(document.get("tool"))
    options = _table(_table(tool.get("pytest")).get("ini_options")).get("env")
    listed = options.splitlines() if isinstance(options, str) else options
    for each in listed if isinstance(listed, list) else ():
        found = _ASSIGNED.match(each.strip()) if isinstance(each, str) else None
        if found is not None and is_ours(found["key"]):
            yield _placed(found["key"], found["value"], text)
    tables = [_table(tool.get("pytest_env"))]
    hatch = _table(_table(tool.get("hatch")).get("envs")).values()
    tables += [_table(_table(environment).get("env-vars")) for environment in hatch]
    for table in tables:
        for key, said in table.items():
            if not is_ours(key):
                continue
            value = said.get("value") if isinstance(said, dict) else said
            yield _placed(key, value if isinstance(value, str) else None, text)


def _said(number: int, key: str, at: int, found: re.Match[str]) -> Said:
    value = found["value"]
    read = None if "{" in value else value
    return Said(number, key, at, read, found.start("value"), found.end("value"))


def _placed(key: str, value: str | None, text: str) -> Said:
    """With its place in the file, as far as it can be found again."""
    for number, line in enumerate(text.splitlines(), 1):
        if key in line and not line.lstrip().startswith("#"):
            at = line.index(key)
            start = line.find(value, at + len(key)) if value else -1
            if value and start >= 0:
                read = None if "{" in value else value
                return Said(number, key, at, read, start, start + len(value))
            if not value:
                return Said(number, key, at, value, at, at + len(key))
    return Said(1, key, 0, value, 0, 0)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
