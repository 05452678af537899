"""The order in which Python looks through a class and its bases."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)


def linearized(class_: _T, bases_of: Callable[[_T], Sequence[_T]]) -> list[_T] | None:
    """The method resolution order of a class, itself first; None where Python finds none."""
    orders: dict[_T, list[_T] | None] = {}
    bases: dict[_T, Sequence[_T]] = {}
    waiting = [class_]
    while waiting:
        found = waiting[-1]
        if found in orders:
            waiting.pop()
        elif found not in bases:
            bases[found] = bases_of(found)
            missing = [base for base in bases[found] if base not in orders]
            if any(base in bases for base in missing):
                return None  # each inherits the other
            waiting.extend(missing)
        else:
            waiting.pop()
            orders[found] = order_below(
                found, bases[found], [orders[base] for base in bases[found]]
            )
    return orders[class_]


def order_below(
    class_: _T, bases: Sequence[_T], orders: Sequence[Sequence[_T] | None]
) -> list[_T] | None:
    """The order of a class from those of its bases; None where one of them or itself has none."""
    above = [order for order in orders if order is not None]
    if len(above) < len(orders):
        return None
    if len(above) == 1:
        return [class_, *above[0]]
    order = _merged([*above, bases])
    return None if order is None else [class_, *order]


def _merged(orders: Sequence[Sequence[_T]]) -> list[_T] | None:
    """One order that keeps to all of these: C3."""
    left = [list(order) for order in orders if order]
    merged: list[_T] = []
    while left:
        later = {found for order in left for found in order[1:]}
        first = next((order[0] for order in left if order[0] not in later), None)
        if first is None:
            return None
        merged.append(first)
        left = [rest for order in left if (rest := [found for found in order if found != first])]
    return merged
