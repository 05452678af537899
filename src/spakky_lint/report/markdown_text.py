"""Text of anybody's in GitHub-flavoured Markdown: it is shown as it is, and does nothing.

What stands in a code span mentions nobody, links to nothing and is no HTML.
"""

from __future__ import annotations

from itertools import groupby

from spakky_lint.patterns import regex
from spakky_lint.report.columns import visible

_BACKTICKS = regex(r"`+")
_WORD = regex(
    r"\(?(?:[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|[\u2013\u2014→✓✗])\)?[,.;:!?]?"  # words
    r"|\d+,?"  # numbers, but not those that begin a list
)
"""What means nothing to Markdown or to GitHub, with the punctuation around it."""
_PARTICLE = regex(r"(?<=[A-Za-z0-9_)\]\"'])(?:은|는|이|가|을|를|과|와|으?로|에|에서|의)\Z")
"""It ends no name, but follows one in a Korean sentence."""


def code(text: str) -> str:
    """`text` as a code span."""
    shown = visible(text)
    if not shown.strip():
        return f"`{shown}`" if shown else "` `"
    longest = max(map(len, _BACKTICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    needs_room = shown[0] in "` " or shown[-1] in "` "
    return f"{fence} {shown} {fence}" if needs_room else f"{fence}{shown}{fence}"


def prose(text: str) -> str:
    """A sentence or clause, with what is no plain word in it as code."""
    parts: list[str] = []
    for is_word, tokens in groupby(text.split(), lambda token: _WORD.fullmatch(token) is not None):
        if is_word:
            parts.extend(tokens)
        else:
            parts.append(_as_code(" ".join(tokens)))
    return " ".join(parts)


def _as_code(tokens: str) -> str:
    """The punctuation that ends a clause stays outside, and so does half a pair of brackets, and
    what Korean adds to a name.
    """
    core = _PARTICLE.sub("", tokens.rstrip(",.;:!?"))
    end = tokens[len(core) :]
    opening = ""
    while core.startswith("(") and core.count("(") > core.count(")"):
        opening, core = opening + "(", core[1:]
    while core.endswith(")") and core.count(")") > core.count("("):
        core, end = core[:-1], ")" + end
    inner = core[1:-1]
    if core == f"({inner})" and not set(inner) & set("()"):
        opening, core, end = opening + "(", inner, ")" + end
    return f"{opening}{code(core)}{end}" if core else code(tokens)


def in_cell(markdown: str) -> str:
    """Markdown for a cell of a table, which a bar would end even in a code span."""
    return markdown.replace("|", "\\|")
