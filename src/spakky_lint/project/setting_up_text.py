"""YAML and ini files of a project with what this tool needs in them; all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spakky_lint import __version__
from spakky_lint.messages.message import Message

HOOK_ENTRY = "spakky-lint check --force-exclude"

_CODES = "SPK"
_HOOK = f"""\
- repo: local
  hooks:
    - id: spakky-lint
      name: spakky-lint
      entry: {HOOK_ENTRY}
      language: system
      types: [python]
      require_serial: true
"""
_STEPS = (f"python -m pip install spakky-lint=={__version__}", "spakky-lint check")


class NotHere(ValueError):
    """The text is not of a form that something can be put into; the message says what to do."""


def line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def with_end(text: str, end: str) -> str:
    """With its last line ended."""
    return text if not text or text.endswith("\n") else f"{text}{end}"


# pre-commit


def with_hook(text: str) -> str:
    """With a hook of ours behind the others. Raises NotHere."""
    lines = text.splitlines(keepends=True)
    start = _line_of_key(lines, "repos")
    if start is None or lines[start].partition("#")[0].strip() != "repos:":
        raise NotHere(Message("not changed: add a hook for `spakky-lint check` by hand"))
    last, indentation = start, 0
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith((" ", "-")) or line.startswith("---"):
            break
        if last == start:
            indentation = len(line) - len(line.lstrip(" "))
        last = number
    end = line_end(text)
    hook = [f"{' ' * indentation}{line}{end}" for line in _HOOK.splitlines()]
    return _put(lines, last + 1, hook, end)


def _line_of_key(lines: Sequence[str], key: str) -> int | None:
    """The line on which a key stands at the top of a YAML document."""
    return next((at for at, line in enumerate(lines) if line.startswith(f"{key}:")), None)


def _put(lines: Sequence[str], at: int, new: Sequence[str], end: str) -> str:
    before = with_end("".join(lines[:at]), end)
    return "".join([before, *new, *lines[at:]])


# CI


def workflow() -> str:
    """A workflow of GitHub Actions."""
    steps = "\n".join(f"      - run: {step}" for step in _STEPS)
    return f"""\
name: spakky-lint

on: [push, pull_request]

permissions:
  contents: read

jobs:
  spakky-lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
{steps}
"""


def with_job(text: str) -> str:
    """With a job of ours at the end of a ``.gitlab-ci.yml``. Raises NotHere."""
    end = line_end(text)
    stage = _stage(text.splitlines())
    lines = [
        "spakky-lint:",
        *(() if stage is None else (f"  stage: {stage}",)),
        "  image: python:3.12",
        "  script:",
        *(f"    - {step}" for step in _STEPS),
    ]
    blank = end if text.strip() else ""
    return with_end(text, end) + blank + "".join(f"{line}{end}" for line in lines)


def _stage(lines: Sequence[str]) -> str | None:
    """The stage that a job has to name: where stages are listed, the default may not be."""
    start = _line_of_key(lines, "stages")
    if start is None:
        return None
    inline = re.fullmatch(r"stages:\s*\[(.*)\]\s*(?:#.*)?", lines[start])
    if inline is not None:
        stages = [each.strip(" \"'") for each in inline[1].split(",")]
    else:
        stages = []
        for line in lines[start + 1 :]:
            found = re.fullmatch(r"\s*-\s+[\"']?([^\"'#]+?)[\"']?\s*(?:#.*)?", line)
            if found is not None:
                stages.append(found[1])
            elif line.strip() and not line.lstrip().startswith("#"):
                break
    stages = [each for each in stages if each]
    if not stages:
        raise NotHere(Message("not changed: add a job for `spakky-lint check` by hand"))
    if "test" in stages:
        return None
    return "lint" if "lint" in stages else stages[0]


# flake8


def with_extend_select(text: str) -> str | None:
    """With our codes in what flake8 selects; None where the text says nothing to flake8, and the
    text itself where it selects them.
    """
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if line.strip() == "[flake8]"), None)
    if start is None:
        return None
    stop = next(
        (at for at in range(start + 1, len(lines)) if lines[at].startswith("[")), len(lines)
    )
    end = line_end(text)
    for key in ("extend-select", "extend_select", "select"):
        found = _option(lines, start + 1, stop, key)
        if found is None:
            continue
        first, last = found
        said = " ".join(line.partition("#")[0] for line in lines[first : last + 1])
        codes = re.split(r"[,\s]+", said.partition("=")[2] or said.partition(":")[2])
        if any(code and _CODES.startswith(code) for code in codes):
            return text
        if key == "select":
            continue
        if first == last and codes != [""]:
            line = lines[first].rstrip("\r\n")
            kept = line.partition(" #")[0].rstrip().rstrip(",")
            return _put(
                [*lines[:first], *lines[first + 1 :]], first, [f"{kept}, {_CODES}{end}"], end
            )
        indentation = re.match(r"[ \t]*", lines[last])
        space = (indentation[0] if indentation else "") or "    "
        return _put(lines, last + 1, [f"{space}{_CODES}{end}"], end)
    return _put(lines, start + 1, [f"extend-select = {_CODES}{end}"], end)


def _option(lines: Sequence[str], start: int, stop: int, key: str) -> tuple[int, int] | None:
    """The first and the last line of an option of a section."""
    head = re.compile(rf"{re.escape(key)}\s*[=:]")
    for at in range(start, stop):
        if not head.match(lines[at]):
            continue
        last = at
        for after in range(at + 1, stop):
            if lines[after].strip() and lines[after][0] not in " \t":
                break
            if lines[after].strip():
                last = after
        return at, last
    return None
