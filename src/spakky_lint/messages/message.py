"""A sentence that is written once, in English, with named places for what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from typing import Self, TypeAlias

Value: TypeAlias = "str | int | tuple[str, ...]"
"""What fills a place: a name or code, a number, another message, or several joined by commas."""

Data: TypeAlias = "str | Mapping[str, object]"
"""A text as JSON has it."""


class Message(str):
    """English text that can still be said in another language.

    `Message("'{task}' is not a task", task="weekly")` is the string ``'weekly' is not a task``, and
    is used as one. It also keeps the template, by which a translation is found, and the values of
    its places; a value may be a message itself. The template is always a literal: it is read out of
    the source for the catalogues (`make translations`).

    A string made of it, by an f-string or `+`, is plain and stays English. Pickling keeps it whole;
    for JSON there are `to_data` and `from_data`. `in_language` of `messages.translation` says it in
    a language.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, **values: Value) -> Self:
        """Raises KeyError where a place of the template has no value."""
        made = super().__new__(cls, template.format(**filled(values, str)))
        made.template = template
        made.values = values
        return made

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[str, Mapping[str, Value]]]:
        return _made, (self.template, dict(self.values))


class Template(str):
    """A template whose values come later, for tables of sentences that have the same places.

    It too is written as a literal.
    """

    __slots__ = ()

    def filled(self, **values: Value) -> Message:
        """Values that it has no place for are left out."""
        needed = _places_of(self)
        return Message(self, **{name: value for name, value in values.items() if name in needed})


@cache
def _places_of(template: str) -> frozenset[str]:
    from string import Formatter  # it compiles what few runs need

    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def labelled(label: str, text: str) -> Message:
    """``label: text``, such as an option or a path, and what is wrong with it."""
    return Message("{label}: {text}", label=label, text=text)


def in_lines(rows: Sequence[str]) -> str:
    """The rows, at least one, below each other."""
    first, *rest = rows
    for row in rest:
        first = Message("{above}\n{below}", above=first, below=row)
    return first


def one_after_another(texts: Sequence[str]) -> str:
    """The texts, at least one, with semicolons between them."""
    first, *rest = texts
    for text in rest:
        first = Message("{one}; {other}", one=first, other=text)
    return first


def comma_separated(texts: Sequence[str]) -> str:
    """The texts with commas between them; empty for none."""
    return Message("{texts}", texts=tuple(texts)) if texts else ""


def message_of(error: Exception) -> str:
    """What an exception of ours says: `str` of it would be English in any case."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


def filled(values: Mapping[str, Value], said: Callable[[str], str]) -> Mapping[str, str]:
    """The text for each place, with every part as it is `said`."""
    return {name: _filled(value, said) for name, value in values.items()}


def _filled(value: Value, said: Callable[[str], str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(said, value))
    return said(value) if isinstance(value, str) else str(value)


def _made(template: str, values: Mapping[str, Value]) -> Message:
    return Message(template, **values)


def to_data(text: str) -> Data:
    """A text for JSON: a plain one as it is, a message as ``{"template": …, "values": {…}}``.

    A value is a text made so, a number, or a list of such texts.
    """
    if not isinstance(text, Message):
        return str(text)
    values = {name: _value_to_data(value) for name, value in text.values.items()}
    return {"template": text.template, "values": values}


def _value_to_data(value: Value) -> object:
    if isinstance(value, tuple):
        return [to_data(part) for part in value]
    return to_data(value) if isinstance(value, str) else value


def from_data(data: object) -> str:
    """The text that `to_data` made this of. Raises ValueError where it made nothing like it."""
    if isinstance(data, str):
        return data
    try:
        match data:
            case {"template": str(template), "values": dict(values), **rest} if not rest:
                return Message(template, **{n: _value_from_data(v) for n, v in values.items()})
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"no message: {data}") from error
    raise ValueError(f"no message: {data}")


def _value_from_data(data: object) -> Value:
    if isinstance(data, int):
        return data
    if isinstance(data, Sequence) and not isinstance(data, str):
        return tuple(from_data(part) for part in data)
    return from_data(data)
