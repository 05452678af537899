"""The files that hold a configuration, and which table of a document is ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from spakky_lint.messages.message import Message
from spakky_lint.project.toml_text import kind_of

TABLE: Final = "tool.spakky-lint"
PROJECT: Final = "pyproject.toml"
OWN: Final = (".spakky-lint.toml", "spakky-lint.toml")
"""The files that hold nothing else; the keys stand at their top."""
NAMES: Final = (*OWN, PROJECT)

_OURS: Final = ("spakkylint", "spakkylinter")
"""What a table is called that was meant to be ours, without its signs."""


def table_of(
    document: Mapping[str, object], name: str
) -> tuple[Mapping[str, object] | None, Sequence[str]]:
    """Our table of a document, None where it has none, and what is wrong with it."""
    tool = document.get("tool")
    table = tool.get("spakky-lint") if isinstance(tool, dict) else None
    if name in OWN:
        if table is not None:
            top = {key: value for key, value in document.items() if key != "tool"}
            return top, (
                Message(
                    "[{table}] is not read: the keys of {name} belong at the top",
                    table=TABLE,
                    name=name,
                ),
            )
        return document, ()
    complaints = [
        Message("[{each}] is not read: the table is [{table}]", each=each, table=TABLE)
        for each in _misspelt(document)
    ]
    if isinstance(table, dict):
        return table, complaints
    if table is not None:
        kind = kind_of(table)
        complaints.append(Message("{table} is {kind}: a table is allowed", table=TABLE, kind=kind))
    is_ours = name != PROJECT and document and "tool" not in document and not complaints
    return document if is_ours else None, complaints


def _misspelt(document: Mapping[str, object]) -> list[str]:
    """The tables that were meant to be ours, and that nothing would read."""
    return [
        name for name, last in _named_tables(document) if name != TABLE and _is_meant(_plain(last))
    ]


def _is_meant(name: str) -> bool:
    """Whether the name is one of ours, or that of the table with a letter too few or too many."""
    ours = _OURS[0]
    return name in _OURS or _lacks_a_letter(name, ours) or _lacks_a_letter(ours, name)


def _lacks_a_letter(short: str, long: str) -> bool:
    # Not difflib, which takes longer to import than all configuration files to read.
    return len(short) + 1 == len(long) and any(
        short == long[:at] + long[at + 1 :] for at in range(len(long))
    )


def _named_tables(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The tables at the top, and those of tools, each with its name among these.

    What a tool keeps below, such as an environment or a task of that name, is its own.
    """
    for name, table in _tables(document):
        yield name, name
        is_of_tools = _plain(name) in ("tool", "tools")
        for below, inner in _tables(table):
            yield f"{name}.{below}", below if is_of_tools else f"{name}.{below}"
            if is_of_tools:
                yield from (
                    (f"{name}.{below}.{last}", f"{below}.{last}") for last, _ in _tables(inner)
                )


def _tables(table: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    return ((name, value) for name, value in table.items() if isinstance(value, dict))


def _plain(name: str) -> str:
    return name.lower().translate({ord(sign): None for sign in "-_. "})
