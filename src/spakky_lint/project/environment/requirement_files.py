"""requirements.txt and its like: lists of requirements, which may name other lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.messages.message import message_of
from spakky_lint.patterns import regex
from spakky_lint.project.environment.asked import (
    Asked,
    BadRequirement,
    name_of,
    read_requirement,
)
from spakky_lint.project.environment.files import Files

_INCLUDE = regex(r"(?:-r|--requirement|-c|--constraint)(?:\s+|=|(?<=-[rc]))\s*(?P<path>\S.*)$")
_CONSTRAINT = regex(r"-c|--constraint")
_COMMENT = regex(r"(?:^|\s)#.*$")
_OPTION = regex(r"\s--\w.*$")
_REPOSITORY = regex(
    r"(?:(?:-e|--editable)(?:\s+|=)\s*)?(?P<url>\w+\+\S+#(?:\S*&)?egg=(?P<name>[\w.-]+)\S*)"
)
"""``-e git+https://example.org/celery@v5.6.3#egg=celery``."""
_PINNED = regex(r"[^=!<>~;@]*={2,3}[^=*,]+$")

MAIN = "requirements.txt"


@dataclass(slots=True)
class Lists:
    asked: list[Asked] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    is_pinned: bool = False
    """Whether a main list gives an exact version of all that is installed, as pip-compile does."""


def lists_in(names: Sequence[str], *, is_folder_of_them: bool) -> list[str]:
    """Those of the files of a folder that are lists of requirements or constraints."""
    return [
        name
        for name in names
        if name.endswith(".txt")
        and (is_folder_of_them or name.startswith(("requirements", "constraints")))
    ]


def requirements_in(wanted: Sequence[tuple[Path, bool]], files: Files) -> Lists:
    """What these lists and all that they name ask for; each says whether it is optional."""
    lists = Lists()
    seen: set[Path] = set()
    pinned = []
    for file, optional in wanted:
        is_constraint = file.name.startswith("constraints")
        lines = list(
            _read(file, files, lists, seen, is_optional=optional, is_constraint=is_constraint)
        )
        if file.name == MAIN and not optional:
            pinned.append(bool(lines) and all(_PINNED.match(line) for line in lines))
    lists.is_pinned = bool(pinned) and all(pinned)
    return lists


def _read(
    file: Path,
    files: Files,
    lists: Lists,
    seen: set[Path],
    *,
    is_optional: bool,
    is_constraint: bool,
) -> Iterator[str]:
    """Reads the list, and yields its requirements as they stand, without their markers."""
    if file in seen:
        return
    seen.add(file)
    text = files.text(file)
    for number, line in _lines(text or ""):
        include = _INCLUDE.match(line)
        if include is not None:
            yield from _read(
                file.parent / include["path"],
                files,
                lists,
                seen,
                is_optional=is_optional,
                is_constraint=is_constraint or _CONSTRAINT.match(line) is not None,
            )
            continue
        repository = _REPOSITORY.match(line)
        if line.startswith("-") and repository is None:
            continue
        requirement = _OPTION.sub("", line).strip()
        if repository is not None:
            requirement = f"{repository['name']} @ {repository['url']}"
        if not is_constraint:
            yield requirement.partition(";")[0].strip()
        source = Source(SourceKind.DECLARED, files.shown(file), number)
        try:
            read = read_requirement(
                requirement, source, is_optional=is_optional, is_constraint=is_constraint
            )
        except BadRequirement as error:
            files.note(file, message_of(error), number)
            read = error.asked
        if read is not None:
            lists.asked.append(read)
        elif not is_constraint and (name := name_of(requirement)) is not None:
            lists.others.append(name)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, joined where they go on, each with the number of its first."""
    held, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first if held else number
        stripped = _COMMENT.sub("", line)
        if stripped.endswith("\\"):
            held += stripped[:-1] + " "
            continue
        whole, held = (held + stripped).strip(), ""
        if whole:
            yield first, whole
