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


RIGHTS = {"shop/__init__.py": "", "shop/rights.py": 'class Rights:\n    READ = "read"\n\n\n'}
RIGHTS["shop/rights.py"] += "class Others(Rights): ...\n"
SET_ON_CLASSES = {
    "by the class": 'from shop.rights import Rights\nRights.READ = "all"',
    "by the module": 'from shop import rights\nrights.Rights.READ = "all"',
    "under another name": 'from shop.rights import Rights as R\nR.READ = "all"',
    "setattr": 'from shop.rights import Rights\nsetattr(Rights, "READ", "all")',
    "setattr of a computed name": 'from shop.rights import Rights\nsetattr(Rights, name, "all")',
    "a patch": 'from unittest.mock import patch\npatch("shop.rights.Rights.READ", "all").start()',
}


@pytest.mark.parametrize("way", SET_ON_CLASSES)
def test_what_a_class_is_given_elsewhere_is_not_known(way: str) -> None:
    main = {"main.py": "from shop.rights import Others, Rights"}
    program = program_of({**RIGHTS, **main, "setup.py": SET_ON_CLASSES[way]})
    for owner in ("Rights", "Others"):
        assert value(program_of({**RIGHTS, **main}), "main.py", f"{owner}.READ") == "read"
        assert value(program, "main.py", f"{owner}.READ") == "?"


@pytest.mark.parametrize(
    "text",
    [
        'from shop.rights import Others\nOthers.READ = "all"',
        "from shop.rights import Rights\nRights.WRITE = 1",
        "from shop.rights import Rights\nprint(Rights.READ)",
        'from office.rights import Rights\nRights.READ = "all"',
    ],
)
def test_a_class_keeps_what_another_one_is_given(text: str) -> None:
    files = {**RIGHTS, "main.py": "from shop.rights import Rights", "setup.py": text}
    assert value(program_of(files), "main.py", "Rights.READ") == "read"


PLAN = {"shop/__init__.py": "", "shop/plan.py": 'TABLE = {"hour": 1}\n'}
LOOKED_THROUGH = {
    "dir": "from shop import plan\nfor name in dir(plan):\n    getattr(plan, name).clear()",
    "vars": "from shop import plan\nfor each in vars(plan).values():\n    each.clear()",
    "the namespace": "import shop.plan as p\n[each.clear() for each in p.__dict__.values()]",
    "inspect": "import inspect\nfrom shop import plan\nfound = inspect.getmembers(plan)",
    "a name that is given": "from shop import plan\ndef f(name): getattr(plan, name).clear()",
}


@pytest.mark.parametrize("way", LOOKED_THROUGH)
def test_a_table_that_others_may_come_by_is_not_known(way: str) -> None:
    files = {**PLAN, "main.py": "from shop import plan"}
    assert value(program_of(files), "main.py", 'plan.TABLE["hour"]') == 1
    program = program_of({**files, "boot.py": LOOKED_THROUGH[way]})
    assert value(program, "main.py", 'plan.TABLE["hour"]') == "?"


@pytest.mark.parametrize(
    "text",
    [
        "from shop import other as plan\nfor name in dir(plan): ...",
        'from shop import plan\nvars(plan)["OTHER"].clear()',
        'from shop import plan\ngetattr(plan, "OTHER").clear()',
        "from shop import plan\nprint(plan)\nvars()",
    ],
)
def test_a_table_that_nobody_comes_by_is_known(text: str) -> None:
    files = {**PLAN, "main.py": "from shop import plan", "boot.py": text}
    assert value(program_of(files), "main.py", 'plan.TABLE["hour"]') == 1


@pytest.mark.parametrize("call", ["globals()", "vars()"])
def test_a_module_may_come_by_its_own_tables(call: str) -> None:
    text = f"TABLE = {{'hour': 1}}\nfor each in list({call}.values()):\n    reset(each)\n"
    files = {**PLAN, "shop/plan.py": text, "main.py": "from shop import plan"}
    assert value(program_of(files), "main.py", 'plan.TABLE["hour"]') == "?"
