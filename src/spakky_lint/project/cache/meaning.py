"""What of a configuration file findings may rest on: most changes of a pyproject.toml are about
other tools, and change no finding.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Final

from spakky_lint.patterns import regex
from spakky_lint.project.configuration_tables import NAMES, PROJECT
from spakky_lint.project.looks import Looks, digest, noting
from spakky_lint.project.reading import read_file

OTHER_TOOLS: Final = frozenset(
    {
        *("bandit", "basedpyright", "black", "codespell", "commitizen", "coverage", "deptry"),
        *("importlinter", "interrogate", "isort", "mypy", "nox", "pydocstyle", "pylint", "pyright"),
        *("ruff", "towncrier", "tox", "ty", "vulture"),
    }
)
"""Of which nobody reads a table who works out findings. Tables of all others count."""
MOST_BYTES: Final = 1 << 20
"""Of a configuration file; in a larger one everything counts."""
SHOWING: Final = frozenset({"output-format", "baseline"})
"""Our keys that say how findings are shown, and which of them: that is asked at each run."""

_HEADER = regex(r"""^\s*\[{1,2}\s*([^\]]*?)\s*\]{1,2}\s*(?:#.*)?$""")
_KEY = regex(r"^\s*([A-Za-z0-9_-]+)\s*=")


def meanings_of(looks: Looks, directory: str) -> dict[str, str]:
    """By path, what counts of the configuration files that were looked at."""
    found: dict[str, str] = {}
    with noting(None):
        for path, (_, held) in looks.files.items():
            if not path.endswith(".toml"):
                continue
            try:
                data = read_file(Path(path), MOST_BYTES)
            except (OSError, ValueError):
                continue
            meaning = meaning_of(path, data, directory) if digest(data) == held else None
            if meaning is not None:
                found[path] = meaning
    return found


def meaning_of(path: str, data: bytes, directory: str) -> str | None:
    """A digest of it, with the lines that it stands in; None where everything in the file counts.

    What is wrong with the configuration of the directory is told by each run, whatever it takes
    over; so only there a key may have another value.
    """
    folder, name = os.path.split(path)
    if name not in NAMES:
        return None
    shown = SHOWING if folder == directory else frozenset[str]()
    try:
        text = data.decode("utf-8")
        whole = tomllib.loads(text)
        left = "\n".join(_left(text.replace("\r\n", "\n").split("\n"), name, shown)).rstrip()
        # A text in several lines may look like anything.
        is_as_read = tomllib.loads(left) == _without(whole, name, shown)
    except (ValueError, RecursionError):
        return None
    return digest(left.encode()) if is_as_read else None


def _left(lines: Iterable[str], name: str, keys: Set[str]) -> Iterator[str]:
    """The lines; those that do not count are empty, so that the others stay where they are."""
    counts, is_ours = True, name != PROJECT
    for line in lines:
        header = _HEADER.match(line)
        if header is not None:
            parts = [each.strip() for each in header[1].split(".")]
            counts = not (parts[0] == "tool" and len(parts) > 1 and parts[1] in OTHER_TOOLS)
            is_ours = name == PROJECT and parts == ["tool", "spakky-lint"]
        key = _KEY.match(line)
        is_showing = is_ours and key is not None and key[1] in keys
        yield line if counts and not is_showing else ""


def _without(document: Mapping[str, object], name: str, keys: Set[str]) -> Mapping[str, object]:
    """The document without what does not count."""
    if name != PROJECT:
        return _without_keys(document, keys)
    tool = document.get("tool")
    if not isinstance(tool, dict):
        return document
    tools = {each: table for each, table in tool.items() if each not in OTHER_TOOLS}
    ours = tools.get("spakky-lint")
    if isinstance(ours, dict):
        tools["spakky-lint"] = _without_keys(ours, keys)
    rest = {key: value for key, value in document.items() if key != "tool"}
    return {**rest, "tool": tools} if tools else rest


def _without_keys(table: Mapping[str, object], keys: Set[str]) -> Mapping[str, object]:
    return {key: value for key, value in table.items() if key not in keys}
