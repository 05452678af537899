"""The words of a page: in its template, and those that its script puts together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken, spoken_language, template_in_language

Words: TypeAlias = "Message | Template | tuple[Words, ...] | Mapping[str, Words]"
"""A pair is the form for one and the form for any other number. The script fills the places of a
template.
"""

THEME = Message("Dark")
ONE_TASK: tuple[Words, ...] = (Template("{n} task"), Template("{n} tasks"))
SOME = Template("{n} of {all}")


def in_page(words: Words) -> object:
    """The words in the language that is spoken, as JSON has them."""
    if isinstance(words, Mapping):
        return {name: in_page(each) for name, each in words.items()}
    if isinstance(words, tuple):
        return [in_page(each) for each in words]
    if isinstance(words, Template):
        return template_in_language(words, spoken_language())
    return spoken(words)


def in_template(words: Mapping[str, Message]) -> Mapping[str, str]:
    return {name: spoken(each) for name, each in words.items()}
