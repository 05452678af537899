"""The order in which Python looks through a class and its bases."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)

_MANY = 100
"""Families larger than this are nobody's, and not worth the time."""


def linearized(class_: _T, bases_of: Mapping[_T, Sequence[_T]]) -> list[_T] | None:
    """The method resolution order of a class, itself first; None where Python finds none.

    `bases_of` holds every class of the family.
    """
    if len(bases_of) > _MANY:
        return None
    orders: dict[_T, list[_T]] = {}
    waiting = list(bases_of)
    while waiting:
        ready = [found for found in waiting if all(base in orders for base in bases_of[found])]
        if not ready:
            return None  # each inherits the other
        for found in ready:
            bases = bases_of[found]
            order = _merged([*(orders[base] for base in bases), list(bases)])
            if order is None:
                return None
            orders[found] = [found, *order]
        waiting = [found for found in waiting if found not in orders]
    return orders[class_]


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
