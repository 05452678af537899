"""The file of findings that a project lives with for now, a JSON object a line.

The lines are sorted and hold no numbers of lines, so that a run over the same code writes the same
bytes, and two branches that both change it merge. A finding that occurs twice stands there twice.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.identity_of_findings import Identity
from spakky_lint.project.known import Known
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.reading import read_file
from spakky_lint.project.trouble import reason
from spakky_lint.project.writing import write_document
from spakky_lint.rules.lists import listed

DEFAULT = "spakky-lint-baseline.jsonl"
_MOST_BYTES = 64_000_000
"""No baseline comes near to it."""
_KEYS = ("path", "about", "code", "text")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_BOM = "\ufeff"


class BaselineError(Exception):
    """Everything that is wrong with a baseline, a sentence each with its line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the number of its line."""

    number: int
    entry: Identity


@dataclass(frozen=True, slots=True)
class Baseline:
    file: Path
    lines: tuple[Line, ...] = ()

    def entries(self) -> Counter[Identity]:
        return Counter(line.entry for line in self.lines)

    def known(self, directory: Path) -> Known:
        """For findings of files that are shown as they are seen from the directory."""
        root = self.file.parent

        def named(shown: str) -> str:
            return _relative(directory / shown, root)

        return Known(self.entries(), named, self.is_there)

    def is_there(self, name: str) -> bool:
        was_looked_for(self.path_of(name))
        return os.path.lexists(self.path_of(name))

    def path_of(self, name: str) -> Path:
        return Path(os.path.normpath(self.file.parent / name))

    def lines_of(self, entries: Counter[Identity]) -> Iterator[Line]:
        """The last lines that hold the entries, as often as each is asked for."""
        wanted = Counter(entries)
        for line in reversed(self.lines):
            if wanted[line.entry] > 0:
                wanted[line.entry] -= 1
                yield line


def _relative(path: Path, root: Path) -> str:
    """As it is called in every checkout, where that can be: from the folder of the baseline."""
    shown = shown_path(path, root)
    if shown != path.as_posix():
        return shown
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # on another drive
        return shown


def read_baseline(file: Path) -> Baseline:
    """Raises BaselineError with all that is wrong."""
    try:
        text = read_file(file, _MOST_BYTES).decode()
    except FileNotFoundError:
        raise BaselineError([Message("no such file; --write-baseline creates it")]) from None
    except OSError as error:
        raise BaselineError([reason(error)]) from None
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise BaselineError([Message("line {number} is not in UTF-8", number=number)]) from None
    lines: list[Line] = []
    problems: list[str] = []
    # Python's own idea of a line is wider, and some of its ends may stand in a text.
    for number, line in enumerate(text.removeprefix(_BOM).split("\n"), 1):
        if not line.strip():
            continue
        try:
            lines.append(Line(number, _entry(line)))
        except _BadLine as error:
            problems.append(Message("line {number}: {text}", number=number, text=message_of(error)))
    if problems:
        raise BaselineError(problems)
    return Baseline(file, tuple(lines))


def write_baseline(file: Path, entries: Counter[Identity]) -> None:
    """Raises OSError."""
    write_document(file, b"".join(map(_written, sorted(entries.elements()))))


class _BadLine(Exception):
    pass


def _entry(line: str) -> Identity:
    if line.startswith(_CONFLICT):
        raise _BadLine(
            Message(
                "a conflict marker of git; keep the lines of both sides, or delete the file and "
                "write it again with --write-baseline"
            )
        )
    found: object
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        words = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise _BadLine(
            Message("not JSON: {reason} at column {column}", reason=words, column=error.colno)
        ) from None
    except (ValueError, RecursionError):  # more digits or more brackets than Python reads
        found = None
    if not isinstance(found, dict):
        raise _BadLine(Message("an object with {names} is allowed", names=listed(_KEYS)))
    texts = _texts(found)
    return Identity(texts["path"], texts["code"], texts["about"], texts["text"])


def _texts(found: Mapping[str, object]) -> dict[str, str]:
    for key in found:
        if key not in _KEYS:
            raise _BadLine(
                Message('no such key: "{key}"; {names} are allowed', key=key, names=listed(_KEYS))
            )
    texts: dict[str, str] = {}
    for key in _KEYS:
        value = found.get(key)
        if not isinstance(value, str):
            raise _BadLine(
                Message('"{key}" must be a string', key=key)
                if key in found
                else Message('no "{key}"', key=key)
            )
        texts[key] = value
    return texts


def _written(entry: Identity) -> bytes:
    told = {key: getattr(entry, key) for key in _KEYS}
    try:
        return f"{json.dumps(told, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # half of a pair, in a name of a file or in a text
        return f"{json.dumps(told)}\n".encode()
