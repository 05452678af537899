"""Whether a module holds what it defines, under the name it defined it by."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.namespace import keeps_its_name
from tests.syntax.reading import read

CLASS = "class Orders:\n    pass\n"


def first_class_keeps_its_name(text: str) -> bool:
    module = read(text)
    return keeps_its_name(module.classes[0], module)


@pytest.mark.parametrize(
    "text",
    [CLASS, f"{CLASS}Alias = Orders\n", f"if True:\n    x = 1\n{CLASS}", f"Orders = None\n{CLASS}"],
)
def test_a_class_that_stays_as_it_was_defined_keeps_its_name(text: str) -> None:
    assert first_class_keeps_its_name(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{CLASS}del Orders\n",
        f"{CLASS}Orders = None\n",
        f"{CLASS}Orders = registered(Orders)\n",
        CLASS + CLASS,
        f"{CLASS}from orders import *\n",
        f"{CLASS}def Orders(): ...\n",
        f"{CLASS}if x:\n    Orders = None\n",
        f"{CLASS}def swap():\n    global Orders\n    Orders = None\n",
        "if x:\n    class Orders:\n        pass\n",
        "try:\n    class Orders:\n        pass\nexcept ImportError:\n    pass\n",
        "class Outer:\n    class Orders:\n        pass\n",
        "def make():\n    class Orders:\n        pass\n",
    ],
)
def test_what_may_be_gone_or_something_else_does_not(text: str) -> None:
    assert not first_class_keeps_its_name(text)


def test_a_function_keeps_its_name_like_a_class() -> None:
    module = read("def limit(): ...\ndef limit(): ...\n")
    first, second = (found.function for found in module.functions)
    assert not keeps_its_name(first, module)
    assert keeps_its_name(second, module)
