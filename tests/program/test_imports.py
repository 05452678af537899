"""Which modules a file can get anything from."""

from __future__ import annotations

import pytest

from tests.program.texts import TOP, Texts, program_of, shown

SHOP = {
    "shop/__init__.py": "",
    "shop/orders.py": "",
    "shop/bills.py": "",
    "shop/db/__init__.py": "",
    "shop/db/keys.py": "",
    "other.py": "",
}


def reached(files: Texts, path: str = "main.py") -> set[str]:
    program = program_of({**SHOP, **files})
    return {shown(file) for file in program.imports.reached(TOP / path)}


def may_reach(files: Texts, other: str, path: str = "main.py") -> bool:
    return program_of({**SHOP, **files}).imports.may_reach(TOP / path, TOP / other)


ALL = {path for path in SHOP if path.startswith("shop/")}
DIRECT = {
    "from shop.orders import x": {"shop/__init__.py", "shop/orders.py"},
    "from shop import orders": {"shop/__init__.py", "shop/orders.py"},
    "from shop.db.keys import x": {"shop/__init__.py", "shop/db/__init__.py", "shop/db/keys.py"},
    "from shop import x": {"shop/__init__.py"},
    "from shop import *": {"shop/__init__.py"},
    "from shop import db": {"shop/__init__.py", "shop/db/__init__.py", "shop/db/keys.py"},
    "import shop": ALL,
    "import shop as s": ALL,
    "import other": {"other.py"},
    "def f():\n    import other": {"other.py"},
    "import os\nfrom gone import x": set(),
    "# import other": set(),
}


@pytest.mark.parametrize("text", DIRECT)
def test_what_a_file_imports(text: str) -> None:
    assert reached({"main.py": text}) == DIRECT[text]


def test_what_a_module_of_the_package_imports() -> None:
    text = "from . import bills\nfrom ..shop.db import keys\nfrom .gone import x\n"
    expected = {"__init__", "bills", "db/__init__", "db/keys"}
    found = reached({"shop/orders.py": text}, "shop/orders.py")
    assert found == {f"shop/{name}.py" for name in expected}


def test_modules_that_others_import_are_reached_through_them() -> None:
    files = {"main.py": "import one", "one.py": "import two", "two.py": "from shop import orders"}
    assert reached(files) == {"one.py", "two.py", "shop/__init__.py", "shop/orders.py"}


def test_circles_end() -> None:
    files = {"main.py": "import one", "one.py": "import two", "two.py": "import one, main"}
    assert reached(files) == {"main.py", "one.py", "two.py"}


def test_a_file_reaches_itself_and_nothing_that_it_does_not_import() -> None:
    assert may_reach({"main.py": ""}, "main.py")
    assert not may_reach({"main.py": ""}, "other.py")
    assert not may_reach({"main.py": "import other"}, "shop/orders.py")
    assert not may_reach({"main.py": "", "other.py": "import main"}, "other.py")


BY_HAND = [
    "from importlib import import_module\nfound = import_module(name)",
    "import importlib\nfound = importlib.import_module(name)",
    "found = __import__(name)",
    "import sys\nfound = sys.modules[name]",
    "exec(text)",
    "import pkgutil",
]


@pytest.mark.parametrize("text", BY_HAND)
def test_who_imports_by_hand_may_reach_anything_beside(text: str) -> None:
    assert may_reach({"main.py": text}, "other.py")
    assert may_reach({"main.py": text}, "shop/db/keys.py")
    assert may_reach({"main.py": "import one", "one.py": text}, "other.py")


def test_but_not_what_other_folders_have() -> None:
    files = {"jobs/run.py": "import pkgutil", "jobs/keys.py": ""}
    assert may_reach(files, "jobs/keys.py", "jobs/run.py")
    assert not may_reach(files, "other.py", "jobs/run.py")


def test_a_namespace_as_a_value_may_give_all_that_is_in_it() -> None:
    files = {"acme/orders.py": "", "acme/deep/keys.py": "", "main.py": "import acme.orders"}
    assert reached(files) == {"acme/orders.py"}
    files["main.py"] = "import acme"
    assert reached(files) == {"acme/orders.py", "acme/deep/keys.py"}
