"""Which file a dotted name means, by the files and folders that are there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from spakky_lint.program.roots import Package
from tests.program.texts import TOP, program_of, shown, sources_of

FLAT = ("main.py", "shop/__init__.py", "shop/tasks.py", "shop/db/__init__.py", "shop/db/keys.py")
SRC = tuple(f"src/{path}" for path in FLAT)
TESTS = ("tests/__init__.py", "tests/helpers.py", "tests/test_tasks.py")
MONOREPO = (
    *("billing/src/billing/__init__.py", "billing/src/billing/tasks.py"),
    *("orders/src/orders/__init__.py", "orders/src/orders/tasks.py"),
)
NAMESPACE = ("src/acme/shop/__init__.py", "src/acme/shop/tasks.py", "src/acme/loose.py")
TWO_PARTS = (
    *("one/src/acme/orders/__init__.py", "one/src/acme/orders/tasks.py"),
    *("two/src/acme/bills/__init__.py", "two/src/acme/keys.py"),
)


def led(found: Package | None) -> str | None:
    """A file, the folders of a namespace, or None."""
    if found is None:
        return None
    if found.file is None:
        return " ".join(f"{shown(folder)}/" for folder in found.folders)
    return shown(found.file)


def leads(files: Sequence[str], dotted: str, seen_from: str, *folders: str) -> str | None:
    roots = sources_of(dict.fromkeys(files, ""), *folders).roots
    return led(roots.package(dotted, TOP / seen_from))


ABSOLUTE = {
    "beside": (FLAT, "shop.tasks", "main.py", "shop/tasks.py"),
    "a package": (FLAT, "shop", "main.py", "shop/__init__.py"),
    "a package in it": (FLAT, "shop.db", "main.py", "shop/db/__init__.py"),
    "a module in that": (FLAT, "shop.db.keys", "main.py", "shop/db/keys.py"),
    "from the inside": (FLAT, "shop.tasks", "shop/db/keys.py", "shop/tasks.py"),
    "not by the folder that it is in": (FLAT, "keys", "shop/db/tasks.py", None),
    "not by the package that it is in": (FLAT, "db", "shop/tasks.py", None),
    "what is not there": (FLAT, "shop.gone", "main.py", None),
    "what is in what is not there": (FLAT, "shop.gone.keys", "main.py", None),
    "what a module cannot have": (FLAT, "shop.tasks.keys", "main.py", None),
    "another library": (FLAT, "spakky.task", "main.py", None),
    "in src": (SRC, "shop.db.keys", "src/shop/tasks.py", "src/shop/db/keys.py"),
    "in src, from the tests": ((*SRC, *TESTS), "shop.tasks", "tests/test_tasks.py", SRC[2]),
    "of the tests": ((*SRC, *TESTS), "tests.helpers", "tests/test_tasks.py", "tests/helpers.py"),
    "a script beside": (("jobs/run.py", "jobs/keys.py"), "keys", "jobs/run.py", "jobs/keys.py"),
    "a script in the folder above": (("jobs/run.py", "keys.py"), "keys", "jobs/run.py", "keys.py"),
    "a script in another folder": (("a/run.py", "b/keys.py"), "keys", "a/run.py", None),
}


@pytest.mark.parametrize(
    ("files", "dotted", "seen_from", "expected"), ABSOLUTE.values(), ids=ABSOLUTE
)
def test_an_absolute_name(
    files: Sequence[str], dotted: str, seen_from: str, expected: str | None
) -> None:
    assert leads(files, dotted, seen_from) == expected


RELATIVE = {
    ".": "shop/db/__init__.py",
    ".keys": "shop/db/keys.py",
    "..": "shop/__init__.py",
    "..tasks": "shop/tasks.py",
    "..db.keys": "shop/db/keys.py",
    ".gone": None,
    "..keys": None,
    "...main": "main.py",
}


@pytest.mark.parametrize("dotted", RELATIVE)
@pytest.mark.parametrize("seen_from", ["shop/db/keys.py", "shop/db/__init__.py"])
def test_a_relative_name(dotted: str, seen_from: str) -> None:
    assert leads(FLAT, dotted, seen_from) == RELATIVE[dotted]


def test_a_relative_name_outside_of_packages_is_one_beside() -> None:
    files = ("jobs/run.py", "jobs/keys.py")
    assert leads(files, ".keys", "jobs/run.py") == "jobs/keys.py"
    assert leads(files, ".gone", "jobs/run.py") is None


SEVERAL = ("billing/src", "billing", "orders/src", "orders", "")


@pytest.mark.parametrize(
    ("dotted", "seen_from", "expected"),
    [
        ("billing.tasks", "orders/src/orders/tasks.py", "billing/src/billing/tasks.py"),
        ("orders.tasks", "billing/src/billing/tasks.py", "orders/src/orders/tasks.py"),
        ("orders.tasks", "orders/src/orders/__init__.py", "orders/src/orders/tasks.py"),
    ],
)
def test_distributions_of_one_program_import_each_other(
    dotted: str, seen_from: str, expected: str
) -> None:
    assert leads(MONOREPO, dotted, seen_from, *SEVERAL) == expected


APPS = (
    *("billing/app/__init__.py", "billing/app/tasks.py"),
    *("orders/app/__init__.py", "orders/app/tasks.py"),
    "main.py",
)


def test_of_two_packages_of_one_name_each_sees_its_own_and_others_none() -> None:
    for own in ("billing", "orders"):
        path = f"{own}/app/tasks.py"
        assert leads(APPS, "app.tasks", path, "billing", "orders", "") == path
    assert leads(APPS, "app.tasks", "main.py", "billing", "orders", "") is None


# As Python chooses


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("keys.py", "keys/__init__.py"), "keys/__init__.py"),
        (("keys.py", "keys/other.py"), "keys.py"),
        (("keys/other.py",), "keys/"),
        (("keys/__init__.py", "src/keys.py"), "keys/__init__.py"),
        (("src/keys/other.py", "keys.py"), "keys.py"),
    ],
)
def test_a_package_goes_before_a_module_and_both_before_a_folder(
    files: Sequence[str], expected: str
) -> None:
    assert leads((*files, "main.py"), "keys", "main.py") == expected


def test_a_module_in_a_package_shadows_none_of_the_same_name_outside() -> None:
    files = ("shop/__init__.py", "shop/keys.py", "shop/tasks.py", "keys.py")
    assert leads(files, "keys", "shop/tasks.py") == "keys.py"
    assert leads(files, ".keys", "shop/tasks.py") == "shop/keys.py"


@pytest.mark.parametrize("name", ["enum", "calendar", "logging"])
def test_the_standard_library_is_not_shadowed(name: str) -> None:
    assert leads((f"{name}.py", "main.py"), name, "main.py") is None


def test_a_package_with_a_name_of_the_standard_library_knows_itself() -> None:
    files = ("calendar/__init__.py", "calendar/keys.py", "calendar/tasks.py")
    assert leads(files, "calendar.keys", "calendar/tasks.py") == "calendar/keys.py"


@pytest.mark.parametrize("first", [0, 1])
def test_and_that_does_not_rest_on_who_asks_first(first: int) -> None:
    files = ("calendar/__init__.py", "calendar/keys.py", "main.py")
    roots = sources_of(dict.fromkeys(files, "")).roots
    asked = {"calendar/keys.py": "calendar/__init__.py", "main.py": None}
    for path in sorted(asked, reverse=bool(first)):
        assert led(roots.package("calendar", TOP / path)) == asked[path]


# Namespaces


@pytest.mark.parametrize(
    ("dotted", "seen_from", "expected"),
    [
        ("acme", "src/acme/shop/tasks.py", "src/acme/"),
        ("acme.shop.tasks", "src/acme/shop/__init__.py", "src/acme/shop/tasks.py"),
        ("acme.loose", "src/acme/shop/tasks.py", "src/acme/loose.py"),
        ("acme.shop", "src/acme/loose.py", "src/acme/shop/__init__.py"),
        ("..loose", "src/acme/shop/tasks.py", "src/acme/loose.py"),
        (".shop.tasks", "src/acme/loose.py", "src/acme/shop/tasks.py"),
    ],
)
def test_folders_without_an_init_are_namespaces(dotted: str, seen_from: str, expected: str) -> None:
    assert leads(NAMESPACE, dotted, seen_from) == expected


@pytest.mark.parametrize(
    ("dotted", "seen_from", "expected"),
    [
        ("acme", "one/src/acme/orders/tasks.py", "one/src/acme/ two/src/acme/"),
        ("acme.keys", "one/src/acme/orders/tasks.py", "two/src/acme/keys.py"),
        ("..keys", "one/src/acme/orders/tasks.py", "two/src/acme/keys.py"),
        ("acme.orders.tasks", "two/src/acme/keys.py", "one/src/acme/orders/tasks.py"),
        (".orders.tasks", "two/src/acme/keys.py", "one/src/acme/orders/tasks.py"),
        ("acme.gone", "one/src/acme/orders/tasks.py", None),
    ],
)
def test_distributions_share_a_namespace(dotted: str, seen_from: str, expected: str | None) -> None:
    assert leads(TWO_PARTS, dotted, seen_from, "one/src", "two/src") == expected


# What a file is called


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("src/shop/tasks.py", "shop.tasks"),
        ("src/shop/__init__.py", "shop"),
        ("src/shop/db/keys.py", "shop.db.keys"),
        ("src/alone.py", "alone"),
        ("__init__.py", "shop"),
    ],
)
def test_a_module_is_called_by_its_packages(path: str, name: str) -> None:
    program = program_of(dict.fromkeys((*SRC, "src/alone.py", "__init__.py"), ""))
    assert program.name_of(TOP / path) == name
