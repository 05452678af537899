"""The order in which Python looks through classes, held against Python's own."""

from __future__ import annotations

import random

import pytest

from spakky_lint.syntax.linearization import linearized


@pytest.mark.parametrize("seed", range(200))
def test_the_order_is_pythons(seed: int) -> None:
    draw = random.Random(seed)
    classes: dict[str, type] = {}
    bases_of: dict[str, list[str]] = {}
    for number in range(draw.randint(1, 8)):
        name = f"C{number}"
        bases = draw.sample(list(classes), min(len(classes), draw.choice([0, 1, 2, 3])))
        bases_of[name] = bases
        try:
            classes[name] = type(name, tuple(classes[base] for base in bases), {})
        except TypeError:
            assert linearized(name, bases_of.__getitem__) is None
            del bases_of[name]
        else:
            order = [found.__name__ for found in classes[name].__mro__[:-1]]
            assert linearized(name, bases_of.__getitem__) == order


def test_classes_that_inherit_each_other_have_no_order() -> None:
    assert linearized("A", {"A": ["B"], "B": ["A"]}.__getitem__) is None
    assert linearized("A", {"A": ["A"]}.__getitem__) is None
    assert linearized("A", {"A": ["B", "B"], "B": []}.__getitem__) is None


def test_a_chain_of_thousands_is_no_trouble() -> None:
    order = linearized(4999, lambda number: [number - 1] if number else [])
    assert order == [*range(4999, -1, -1)]
