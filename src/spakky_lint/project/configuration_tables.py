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
            return None, (
                Message(
                    "[{table}] is not read: the keys of {name} belong at the top",
                    table=TABLE,
                    name=name,
                ),
            )
        return document, ()
    misspelt = _misspelt(document)
    if misspelt:
        return None, tuple(
            Message("[{each}] is not read: the table is [{table}]", each=each, table=TABLE)
            for each in misspelt
        )
    if table is None:
        is_ours = name != PROJECT and document and "tool" not in document
        return document if is_ours else None, ()
    if not isinstance(table, dict):
        return None, (
            Message("{table} is {kind}: a table is allowed", table=TABLE, kind=kind_of(table)),
        )
    return table, ()


def _misspelt(document: Mapping[str, object]) -> list[str]:
    """The tables that were meant to be ours, and that nothing would read."""
    return [
        name for name, last in _named_tables(document) if name != TABLE and _plain(last) in _OURS
    ]


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
