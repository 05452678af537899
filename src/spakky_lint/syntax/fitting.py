"""Which arguments of a call cannot fit the parameters of what is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import takewhile
from typing import Protocol

from spakky_lint.data import dataclass
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.parameter_kinds import ParameterKind


class Taken(Protocol):
    """What a signature says of one parameter; a ``Parameter`` does."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> ParameterKind: ...

    @property
    def is_required(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Optional:
    """A parameter with a default, of a signature that is not in the program."""

    name: str
    kind: ParameterKind = ParameterKind.POSITIONAL
    is_required: bool = False


class MisfitKind(Enum):
    UNKNOWN = auto()
    """No parameter can be given by that keyword."""
    TOO_MANY = auto()
    """There are no more parameters that can be given by their place."""
    TWICE = auto()
    """The parameter is given by its place already."""
    MISSING = auto()
    """A parameter has no default, and is not given."""


@dataclass(frozen=True, slots=True)
class Misfit:
    kind: MisfitKind
    name: str
    """Of the keyword, or of the parameter; empty for one too many."""
    argument: Argument | None
    """None for what is missing."""


def misfits(call: Call, parameters: Sequence[Taken]) -> Iterator[Misfit]:
    """What makes the call a TypeError, whatever `*` and `**` bring in.

    The parameters are those that the caller gives: without `self`.
    """
    kinds = {each.kind for each in parameters}
    in_order = names_in_order(parameters)
    by_name = names_by_keyword(parameters)
    placed = _placed(call, in_order)
    count = 0
    for argument in call.arguments:
        if argument.star:
            continue  # it may well be empty
        if argument.keyword is None:
            count += 1
            if count > len(in_order) and ParameterKind.VARIADIC not in kinds:
                yield Misfit(MisfitKind.TOO_MANY, "", argument)
        elif argument.keyword not in by_name:
            if ParameterKind.KEYWORDS not in kinds:
                yield Misfit(MisfitKind.UNKNOWN, argument.keyword, argument)
        elif argument.keyword in placed:
            yield Misfit(MisfitKind.TWICE, argument.keyword, argument)
    if not call.is_open:
        for each in parameters:
            is_named = each.kind.is_by_name and call.keyword(each.name) is not None
            if each.is_required and each.name not in placed and not is_named:
                yield Misfit(MisfitKind.MISSING, each.name, None)


def names_in_order(parameters: Iterable[Taken]) -> list[str]:
    """Those that can be given by their place."""
    return [each.name for each in parameters if each.kind.is_by_place]


def names_by_keyword(parameters: Iterable[Taken]) -> set[str]:
    """Those that can be given by a keyword."""
    return {each.name for each in parameters if each.kind.is_by_name}


def _placed(call: Call, in_order: Sequence[str]) -> Sequence[str]:
    """The parameters that are certainly given by their place."""
    given = list(takewhile(lambda each: each.keyword is None and not each.star, call.arguments))
    return in_order[: len(given)]
