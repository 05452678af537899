"""Markdown as GitHub reads it: CommonMark with tables, strikethrough, links and HTML."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_GITHUB = MarkdownIt("gfm-like")


def tokens(markdown: str) -> list[Token]:
    return _GITHUB.parse(markdown)


def inline(markdown: str) -> Iterator[Token]:
    """What stands in the blocks."""
    for token in tokens(markdown):
        yield from token.children or ()


def kinds(markdown: str) -> set[str]:
    return {token.type for token in (*tokens(markdown), *inline(markdown))}


def codes(markdown: str) -> list[str]:
    """The contents of all code spans."""
    return [token.content for token in inline(markdown) if token.type == "code_inline"]


def texts(markdown: str) -> str:
    """What is shown and is no code."""
    return "".join(token.content for token in inline(markdown) if token.type == "text")


def cells(markdown: str) -> list[list[str]]:
    """The rows of all tables, the heads included, with what each cell shows."""
    rows: list[list[str]] = []
    is_cell = False
    for token in tokens(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            is_cell = True
        elif token.type == "inline" and is_cell:
            rows[-1].append("".join(child.content for child in token.children or ()))
            is_cell = False
    return rows
