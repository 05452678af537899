"""The order in which Python looks through classes, held against Python's own."""

from __future__ import annotations

import random

from spakky_lint.syntax.linearization import linearized


def test_the_order_is_pythons() -> None:
    for seed in range(200):
        draw_classes(random.Random(seed))


def draw_classes(draw: random.Random) -> None:
    """Some that inherit each other, the order of each held against Python's."""
    classes: dict[str, type] = {}
    bases_of: dict[str, list[str]] = {}
    for number in range(draw.randint(1, 8)):
        name = f"C{number}"
        bases = draw.sample(list(classes), min(len(classes), draw.choice([0, 1, 2, 3])))
        bases_of[name] = bases
        try:
            classes[name] = type(name, tuple(classes[base] for base in bases), {})
        except TypeError:
            assert linearized(name, bases_of.__getitem__) is None, bases_of
            del bases_of[name]
        else:
            order = [found.__name__ for found in classes[name].__mro__[:-1]]
            assert linearized(name, bases_of.__getitem__) == order, bases_of


def test_classes_that_inherit_each_other_have_no_order() -> None:
    assert linearized("A", {"A": ["B"], "B": ["A"]}.__getitem__) is None
    assert linearized("A", {"A": ["A"]}.__getitem__) is None
    assert linearized("A", {"A": ["B", "B"], "B": []}.__getitem__) is None


def test_a_chain_of_thousands_is_no_trouble() -> None:
    order = linearized(4999, lambda number: [number - 1] if number else [])
    assert order == [*range(4999, -1, -1)]
