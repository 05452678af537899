"""Whether a module of the program changes what another one binds."""

from __future__ import annotations

import pytest

from tests.program.texts import TOP, Texts, path_of, program_of, value

ROLES = {"shop/__init__.py": "", "shop/roles.py": 'CLERK = "clerk"\nOTHER = 1\n'}


def is_patched(
    text: str, files: Texts = ROLES, path: str = "setup.py", name: str = "CLERK"
) -> bool:
    return program_of({**files, path: text}).patches.is_patched(name, TOP / "shop/roles.py")


PATCHES = {
    "over lines that go on": 'from shop import roles\nroles \\\n. \\\nCLERK \\\n= "boss"',
    "one of two over lines that go on": (
        'from shop import roles\nroles.CLERK, \\\nx \\\n= "boss", 1'
    ),
    "deleted over lines that go on": "from shop import roles\ndel \\\nroles.CLERK",
    "an attribute of the module": 'from shop import roles\nroles.CLERK = "boss"',
    "by its whole name": 'import shop.roles\nshop.roles.CLERK = "boss"',
    "under another name": 'import shop.roles as r\nr.CLERK = "boss"',
    "a name that it is given": 'from shop import roles\nr = roles\nr.CLERK = "boss"',
    "with its type": 'from shop import roles\nroles.CLERK: str = "boss"',
    "with others": 'from shop import roles\nx, roles.CLERK = 1, "boss"',
    "with others in brackets": 'from shop import roles\n[x, roles.CLERK] = 1, "boss"',
    "added": 'from shop import roles\nroles.CLERK += "boss"',
    "deleted": "from shop import roles\ndel roles.CLERK",
    "in a loop": 'from shop import roles\nfor roles.CLERK in ["boss"]: ...',
    "in a with": "from shop import roles\nwith x as roles.CLERK: ...",
    "in a function": 'from shop import roles\ndef f():\n    roles.CLERK = "boss"',
    "imported in a function": 'def f():\n    from shop import roles\n    roles.CLERK = "boss"',
    "in a line with others": 'from shop import roles; x = 1; roles.CLERK = "boss"',
    "behind a colon": 'from shop import roles\nif x: roles.CLERK = "boss"',
    "of what a call gives":
        'from importlib import import_module\nimport_module(name="shop.roles").CLERK = "boss"',
    "over two targets": 'from shop import roles\nx = roles.CLERK = "boss"',
    "setattr": 'from shop import roles\nsetattr(roles, "CLERK", "boss")',
    "setattr of a computed name": 'from shop import roles\nsetattr(roles, name, "boss")',
    "delattr": 'from shop import roles\ndelattr(roles, "CLERK")',
    "the namespace": 'from shop import roles\nroles.__dict__["CLERK"] = "boss"',
    "vars": 'from shop import roles\nvars(roles)["CLERK"] = "boss"',
    "vars with many": 'from shop import roles\nvars(roles).update(CLERK="boss")',
    "the modules that are there": 'import sys\nsys.modules["shop.roles"].CLERK = "boss"',
    "setattr of those": 'import sys\nsetattr(sys.modules["shop.roles"], "CLERK", "boss")',
    "an import by hand": 'import importlib\nimportlib.import_module("shop.roles").CLERK = "boss"',
    "a patch": 'from unittest.mock import patch\npatch("shop.roles.CLERK", "boss").start()',
    "a patch of an object":
        'from unittest import mock\nfrom shop import roles\n'
        'mock.patch.object(roles, "CLERK", "boss").start()',
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("way", PATCHES)
def test_a_module_sets_what_another_binds(way: str, end: str) -> None:
    assert is_patched(PATCHES[way].replace("\n", end) + end)


@pytest.mark.parametrize("way", PATCHES)
def test_a_value_that_is_set_elsewhere_is_not_known(way: str) -> None:
    main = {"main.py": "from shop.roles import CLERK"}
    assert value(program_of({**ROLES, **main}), "main.py", "CLERK") == "clerk"
    program = program_of({**ROLES, **main, "setup.py": PATCHES[way]})
    assert value(program, "main.py", "CLERK") == "?"


def test_names_need_not_be_english() -> None:
    files = {"rollen.py": 'PRÜFER = "a"', "vor.py": 'import rollen\nrollen.PRÜFER = "b"'}
    assert program_of(files).patches.is_patched("PRÜFER", TOP / "rollen.py")


def test_a_module_beside_is_set_relatively() -> None:
    assert is_patched('from . import roles\nroles.CLERK = "boss"', path="shop/setup.py")


def test_what_a_package_itself_binds() -> None:
    files = {"shop/__init__.py": 'CLERK = "clerk"', "setup.py": 'import shop\nshop.CLERK = "boss"'}
    patches = program_of(files).patches
    assert patches.is_patched("CLERK", TOP / "shop/__init__.py")


NONE = {
    "what is read": "from shop import roles\nprint(roles.CLERK)",
    "what is compared": "from shop import roles\nroles.CLERK == 1",
    "an attribute of the value": "from shop import roles\nroles.CLERK.title = 1",
    "another name": "from shop import roles\nroles.OTHER = 1",
    "the name itself": 'from shop.roles import CLERK\nCLERK = "boss"',
    "an attribute of something else": 'from shop import roles\nx.CLERK = "boss"',
    "a module of that name": 'from office import roles\nroles.CLERK = "boss"',
    "setattr of another name": 'from shop import roles\nsetattr(roles, "OTHER", 1)',
    "setattr of something else": 'from shop import roles\nsetattr(x, "CLERK", 1)',
    "a keyword": "from shop import roles\nf(CLERK=roles.CLERK)",
    "what a comment says": "from shop import roles\n# roles.CLERK = 1",
    "what a text says": "from shop import roles\nTEXT = '''\nroles.CLERK = 1\n'''",
}


@pytest.mark.parametrize("case", NONE)
def test_no_patch_is(case: str) -> None:
    assert not is_patched(NONE[case])


@pytest.mark.parametrize("path", ["tests/setup.py", "test_setup.py", "conftest.py"])
def test_tests_may_patch_what_they_want(path: str) -> None:
    assert not is_patched('from shop import roles\nroles.CLERK = "boss"', path=path)


def test_a_module_does_not_patch_itself() -> None:
    own = {"shop/roles.py": 'from shop import roles\nCLERK = "clerk"\nroles.CLERK = "boss"\n'}
    assert not is_patched("", {**ROLES, **own})


def test_who_may_set_an_attribute_of_something_of_a_module() -> None:
    files = {
        "sets.py": "from shop import roles\nroles.Clerk.name = 1",
        "by_name.py": "from shop import roles\nsetattr(roles.Clerk, x, 1)",
        "another.py": "from shop import roles\nroles.Clerk.age = 1",
        "reads.py": "from shop import roles\nprint(roles.Clerk.name)",
        "cannot.py": "x.name = 1",
        "broken.py": "from shop import roles\nroles.Clerk.name = (",
        "tests/test_it.py": "from shop import roles\nroles.Clerk.name = 1",
    }
    patches = program_of({**ROLES, **files}).patches
    found = patches.setters("name", TOP / "shop/roles.py")
    assert sorted(map(path_of, found)) == ["by_name.py", "sets.py"]
