"""What a module imports, wherever the statement stands."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.imported_names import imported_names
from spakky_lint.syntax.parse import read_declarations

PLACES = [
    "{}",
    "if x: {}",
    "if x:\n    pass\nelif y:\n    {}",
    "if x:\n    pass\nelse:\n    {}",
    "try:\n    {}\nexcept E:\n    pass",
    "try:\n    pass\nexcept E:\n    {}",
    "try:\n    pass\nexcept* E:\n    {}",
    "try:\n    pass\nexcept E:\n    pass\nelse:\n    {}",
    "try:\n    pass\nfinally:\n    {}",
    "for x in y:\n    {}",
    "for x in y:\n    pass\nelse:\n    {}",
    "while x:\n    {}",
    "with x:\n    {}",
    "match x:\n    case 1:\n        {}",
    "def f():\n    {}",
    "class A:\n    async def f(self):\n        def g():\n            {}",
    "pass; {}",
]


@pytest.mark.parametrize("place", PLACES)
def test_an_import_is_found_wherever_it_stands(place: str) -> None:
    module = read_declarations(place.format("from shop.tasks import Orders as Bought") + "\n")
    assert [*imported_names(module)] == [("shop.tasks", "Orders")]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import shop.tasks as tasks, os", [("shop.tasks", None), ("os", None)]),
        ("from . import a", [(".", "a")]),
        ("from ..shop import a, b", [("..shop", "a"), ("..shop", "b")]),
        ("from shop import *", [("shop", None)]),
        ("x = lambda: 'import os'  # import os", []),
    ],
)
def test_what_an_import_names(statement: str, names: list[tuple[str, str | None]]) -> None:
    assert [*imported_names(read_declarations(f"{statement}\n"))] == names
