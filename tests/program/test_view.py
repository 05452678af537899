"""What an imported name is, through whatever modules of the program it comes."""

from __future__ import annotations

import sys

import pytest

from spakky_lint.program.questions import Content
from spakky_lint.syntax.dependencies import Node, Question, following
from tests.program.texts import TOP, Texts, declared, found, meaning, program_of, value, view

INIT = "shop/__init__.py"
CLERK = {INIT: "", "shop/roles.py": 'CLERK = "clerk"\nclass Role: ...\ndef check(): ...\n'}
HERE = "shop/roles.py"


def means(main: str, expression: str, files: Texts) -> str | None:
    """What the expression refers to in a file of the program with this text."""
    return meaning(program_of({**files, "main.py": main}), "main.py", expression)


def worth(main: str, expression: str, files: Texts) -> object:
    return value(program_of({**files, "main.py": main}), "main.py", expression)


# Forms of imports

FORMS = {
    "from": ("from shop.roles import {}\n", "{}"),
    "by another name": ("from shop.roles import {} as found\n", "found"),
    "by its module": ("import shop.roles\n", "shop.roles.{}"),
    "by its module under a name": ("import shop.roles as found\n", "found.{}"),
    "by its module from a package": ("from shop import roles\n", "roles.{}"),
    "by that under a name": ("from shop import roles as found\n", "found.{}"),
    "by a star": ("from shop.roles import *\n", "{}"),
    "assigned to a name": ("from shop.roles import {}\nfound = {}\n", "found"),
    "by a module assigned to a name": ("import shop.roles\nfound = shop.roles\n", "found.{}"),
    "in brackets": ("from shop.roles import (\n    {},  # this one\n)\n", "{}"),
    "twice": ("from shop.roles import {}\nfrom shop.roles import {}\n", "{}"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Role", "check"])
def test_a_class_or_function_is_found(form: str, name: str) -> None:
    main, expression = (text.replace("{}", name) for text in FORMS[form])
    assert means(main, expression, CLERK) == f"{HERE} {name}"


@pytest.mark.parametrize("form", FORMS)
def test_a_value_is_found(form: str) -> None:
    main, expression = (text.replace("{}", "CLERK") for text in FORMS[form])
    assert worth(main, expression, CLERK) == "clerk"


@pytest.mark.parametrize(
    ("seen_from", "statement"),
    [
        ("shop/tasks.py", "from .roles import CLERK as found"),
        ("shop/tasks.py", "from . import roles\nfound = roles.CLERK"),
        ("shop/db/keys.py", "from ..roles import CLERK as found"),
        ("shop/db/keys.py", "from .. import roles\nfound = roles.CLERK"),
        ("shop/db/deep/er.py", "from ...roles import CLERK as found"),
        ("shop/db/__init__.py", "from ..roles import CLERK as found"),
        ("shop/__init__.py", "from .roles import CLERK as found"),
        ("shop/db/deep/er.py", "from shop.roles import CLERK as found"),
    ],
)
def test_relative_imports_go_up_by_their_dots(seen_from: str, statement: str) -> None:
    files = {**CLERK, "shop/db/__init__.py": "", "shop/db/deep/__init__.py": ""}
    program = program_of({**files, seen_from: statement})
    assert value(program, seen_from, "found") == "clerk"


# Handed on

HANDED_ON = {
    "by a package": {INIT: "from .roles import Role, CLERK"},
    "by a package, absolutely": {INIT: "from shop.roles import Role, CLERK"},
    "by its name": {INIT: "from . import roles\nRole = roles.Role\nCLERK = roles.CLERK"},
    "under another name": {INIT: "from .roles import Role as R, CLERK as C\nRole, CLERK = R, C"},
    "by a star": {INIT: "from .roles import *"},
    "by a star of a star": {INIT: "from .more import *", "shop/more.py": "from .roles import *"},
    "through three": {
        INIT: "from .one import Role, CLERK",
        "shop/one.py": "from .two import Role, CLERK",
        "shop/two.py": "from .roles import Role, CLERK",
    },
    "by names said to be exported": {
        INIT: "from .roles import Role, CLERK\n__all__ = ['Role', 'CLERK']",
    },
    "though they are not said to be exported": {
        INIT: "from .roles import Role, CLERK\n__all__ = []",
    },
    "by an assignment": {INIT: "from .roles import Role as R\nfrom .roles import CLERK\nRole = R"},
}
ONE_BY_ONE = {key: files for key, files in HANDED_ON.items() if key != "under another name"}


@pytest.mark.parametrize("way", ONE_BY_ONE)
def test_a_package_hands_on_what_it_imports(way: str) -> None:
    files = {**CLERK, **HANDED_ON[way]}
    main = "from shop import CLERK, Role\n"
    assert means(main, "Role", files) == f"{HERE} Role"
    assert worth(main, "CLERK", files) == "clerk"
    assert worth("import shop\n", "shop.CLERK", files) == "clerk"


@pytest.mark.parametrize("hops", [1, 5, 15, 99])
def test_a_chain_of_modules_is_followed(hops: int) -> None:
    chain = {f"m{n}.py": f"from m{n - 1} import Role\n" for n in range(1, hops + 1)}
    files = {"m0.py": "class Role: ...\n", **chain}
    assert means(f"from m{hops} import Role\n", "Role", files) == "m0.py Role"


def test_a_circle_leads_to_nothing() -> None:
    circle = {f"m{n}.py": f"from m{(n + 1) % 9} import Role\n" for n in range(9)}
    program = program_of({**circle, "main.py": "from m5 import Role\n"})
    assert found(program, "main.py", "m5.Role") is None
    assert found(program, "m3.py", "m4.Role") is None


def test_what_the_framework_has_is_called_as_it_is_there() -> None:
    files = {"compat.py": "from spakky.task import task as job\nimport spakky.auth as gates\n"}
    assert means("from compat import job\n", "job", files) == "spakky.task.task"
    assert means("import compat\n", "compat.gates.protected", files) == "spakky.auth.protected"


# Packages and their modules


def test_a_module_of_a_package_is_there_though_the_package_does_not_import_it() -> None:
    assert means("from shop import roles\n", "roles.Role", CLERK) == f"{HERE} Role"


PACKAGES = {
    "nothing": ("", "roles.Role", f"{HERE} Role"),
    "the module": ("from . import roles", "roles.Role", f"{HERE} Role"),
    "the module, absolutely": ("import shop.roles", "roles.Role", f"{HERE} Role"),
    "something of the module": ("from .roles import Role", "roles.Role", f"{HERE} Role"),
    "a class of that name": ("class roles: ...", "roles", f"{INIT} roles"),
    "a class of the module under its name": (
        "from .roles import Role as roles",
        "roles",
        f"{HERE} Role",
    ),
    "the class of another module": ("from .other import roles", "roles", "shop.roles"),
}


@pytest.mark.parametrize("bound", PACKAGES)
def test_what_a_package_binds_to_the_name_of_its_module(bound: str) -> None:
    init, expression, expected = PACKAGES[bound]
    files = {**CLERK, INIT: init, "shop/other.py": "class roles: ...\n"}
    assert means("from shop import roles\n", expression, files) == expected


def test_a_module_is_told_by_its_name() -> None:
    program = program_of({**CLERK, "main.py": "from shop import roles\n"})
    assert found(program, "main.py", "shop.roles") == "shop.roles"
    assert found(program, "main.py", "shop") == "shop"
    assert found(program, "main.py", "spakky.task") == "spakky.task"


def test_attributes_of_what_is_bound_are_left_over() -> None:
    files = {"roles.py": "BOOK = load()\n", "main.py": ""}
    assert found(program_of(files), "main.py", "roles.BOOK.first.name") == "roles.py.first.name"


# What the type checker sees, what may fail


def test_an_import_for_the_type_checker_is_followed_where_nothing_else_is_bound() -> None:
    head = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.roles import Role\n"
    assert means(head, "Role", CLERK) == f"{HERE} Role"
    assert means(f"{head}else:\n    class Role: ...\n", "Role", CLERK) == "main.py Role"


TRY = """\
try:
    from {} import Role
except ImportError:
    {}
"""
OTHERWISE = "class Role: ..."
TRIES = {
    "there": ("shop.roles", OTHERWISE, f"{HERE} Role"),
    "certainly missing": ("shop.gone", OTHERWISE, "main.py Role"),
    "not of the program": ("elsewhere", OTHERWISE, "elsewhere.Role"),
    "missing, and another in its place": (
        "shop.gone",
        "from shop.roles import Role",
        f"{HERE} Role",
    ),
    "there, and another in its place": ("shop.roles", "from shop.gone import Role", f"{HERE} Role"),
    "in a package that is not there": ("gone.roles", OTHERWISE, "gone.roles.Role"),
    "missing, and none in its place": ("shop.gone", "Role = None", "builtins.None"),
}


COMPILED = {
    "for one Python": "_fast.cpython-312-x86_64-linux-gnu.so",
    "for every Python": "_fast.abi3.so",
    "for Windows": "_fast.cp312-win_amd64.pyd",
    "without a source": "_fast.pyc",
    "not yet built": "_fast.pyx",
}


@pytest.mark.parametrize("form", COMPILED)
@pytest.mark.parametrize("package", ["shop", "."])
def test_a_compiled_module_may_have_anything(form: str, package: str) -> None:
    inside = "shop/main.py" if package == "." else "main.py"
    module = "._fast" if package == "." else "shop._fast"
    main = TRY.format(module, OTHERWISE)
    files: Texts = {**CLERK, inside: main}
    assert meaning(program_of(files), inside, "Role") == f"{inside} Role"
    files = {**files, f"shop/{COMPILED[form]}": b"\0"}
    assert meaning(program_of(files), inside, "Role") == f"{module}.Role"
    assert found(program_of(files), inside, f"{module}.Role") is None


def test_a_module_with_a_source_is_read_though_it_was_compiled() -> None:
    files: Texts = {**CLERK, "shop/roles.abi3.so": b"\0"}
    assert means("from shop.roles import Role\n", "Role", files) == f"{HERE} Role"


@pytest.mark.parametrize("case", TRIES)
def test_an_import_that_may_fail(case: str) -> None:
    module, otherwise, expected = TRIES[case]
    assert means(TRY.format(module, otherwise), "Role", CLERK) == expected


@pytest.mark.parametrize(
    ("qualified", "lacks"),
    [
        ("shop.roles.Role", False),
        ("shop.gone.Role", True),
        ("shop.gone.deep.Role", True),
        ("shop.Gone", True),
        ("shop.CLERK", False),
        ("shop.roles", False),
        ("elsewhere.Role", False),
        ("open.Role", False),
        (".shop.gone.Role", True),
        ("acme.orders.gone.Role", True),
        ("acme.orders.Gone", True),
        ("acme.bills.Role", False),  # a distribution elsewhere may have it
        ("acme.bills", False),
        ("spread.bills.Role", False),
    ],
)
def test_a_module_is_missing_where_its_package_is_there(qualified: str, lacks: bool) -> None:
    init = "from .roles import CLERK\n"
    dynamic = "def __getattr__(name): return name\n"
    spread = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"
    others = {"acme/orders/__init__.py": "", "spread/__init__.py": spread, "main.py": ""}
    files = {**CLERK, INIT: init, "open/__init__.py": dynamic, **others}
    assert view(program_of(files), "main.py").lacks(qualified) is lacks


def test_a_part_of_a_namespace_that_others_have_is_called_as_it_is_there() -> None:
    files = {"src/acme/orders/__init__.py": "", "src/spakky/plugins/orders/__init__.py": ""}
    main = TRY.format("{}", "def Role(): ...")
    assert means(main.format("acme.bills"), "Role", files) == "acme.bills.Role"
    task = main.format("spakky.task").replace("Role", "task")
    assert means(task, "task", files) == "spakky.task.task"


# Circles


def test_modules_that_import_each_other_are_read() -> None:
    files = {
        "one.py": "from two import B\nclass A: ...\nclass C(B): ...\n",
        "two.py": "from one import A\nclass B: ...\nclass D(A): ...\n",
    }
    assert means("from one import B\nfrom two import A\n", "A", files) == "one.py A"
    assert means("from one import B\nfrom two import A\n", "B", files) == "two.py B"


def test_a_name_that_goes_round_in_a_circle_is_nothing() -> None:
    files = {"one.py": "from two import A\n", "two.py": "from one import A\n"}
    program = program_of({**files, "main.py": "from one import A\n"})
    assert found(program, "main.py", "one.A") is None


def test_stars_in_a_circle_bring_what_the_modules_have() -> None:
    files = {
        "one.py": "from two import *\nclass A: ...\n",
        "two.py": "from one import *\nclass B: ...\n",
    }
    main = "from one import *\n"
    assert means(main, "A", files) == "one.py A"
    assert means(main, "B", files) == "two.py B"


def test_a_module_that_imports_itself() -> None:
    files = {"main.py": "from main import Role\nclass Role: ...\n"}
    assert meaning(program_of(files), "main.py", "Role") == "main.py Role"


# What cannot be read


@pytest.mark.parametrize(
    "broken", ["class Role: ...\ndef (:\n", b"class Role: ...\n\xff\xfe\n", "class Role: ...\n\0"]
)
def test_of_a_broken_module_nothing_is_known(broken: str | bytes) -> None:
    files = {"roles.py": broken}
    main = "from roles import Role\n"
    assert found(program_of({**files, "main.py": main}), "main.py", "roles.Role") is None
    assert worth(main, "Role", files) == "?"
    assert view(program_of({**files, "main.py": ""}), "main.py").exports("roles", "Role") is None
    assert not view(program_of({**files, "main.py": ""}), "main.py").lacks("roles.Role")


def test_a_name_that_is_not_there_is_no_other() -> None:
    program = program_of({**CLERK, "main.py": "from shop.roles import Gone\n"})
    assert found(program, "main.py", "shop.roles.Gone") is None
    assert found(program, "main.py", "shop.roles.Role.Gone") == f"{HERE}.Gone"
    assert found(program, "main.py", ".shop.gone") is None


def test_a_module_that_answers_by_itself_may_have_anything() -> None:
    dynamic = "def __getattr__(name):\n    return name\n"
    files = {"roles.py": f"{dynamic}class Role: ...\n", INIT: dynamic, "main.py": ""}
    program = program_of(files)
    assert found(program, "main.py", "roles.Gone") is None
    assert found(program, "main.py", "shop.Gone") is None
    assert meaning(program, "main.py", "Role") is None


# What changes

CHANGES = {
    "assigned once": ('CLERK = "clerk"', "clerk"),
    "twice": ('CLERK = "a"\nCLERK = "clerk"', "?"),
    "by what is added": ('CLERK = "a"\nCLERK += "b"', "?"),
    "in a branch": ('CLERK = "a"\nif x:\n    CLERK = "b"', "?"),
    "in a function": ('CLERK = "a"\ndef f():\n    global CLERK\n    CLERK = "b"', "?"),
    "in a function of its own": ('CLERK = "clerk"\ndef f():\n    CLERK = "b"', "clerk"),
    "by its namespace": ('CLERK = "a"\nglobals()["CLERK"] = "b"', "?"),
    "another by its namespace": ('CLERK = "clerk"\nglobals()["OTHER"] = "b"', "clerk"),
    "by itself": ('import sys\nCLERK = "a"\nsys.modules[__name__].CLERK = "b"', "?"),
    "deleted": ('CLERK = "a"\ndel CLERK', "?"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_value_is_known_where_it_cannot_change(case: str) -> None:
    text, expected = CHANGES[case]
    assert worth("from roles import CLERK\n", "CLERK", {"roles.py": text}) == expected


@pytest.mark.parametrize("change", ["globals()['Role'] = Other", "exec(text)"])
def test_a_class_is_known_where_nothing_takes_its_name(change: str) -> None:
    main, files = "from roles import Role\n", {"roles.py": "class Role: ...\n"}
    assert means(main, "Role", files) == "roles.py Role"
    files["roles.py"] += f"{change}\n"
    assert found(program_of({**files, "main.py": main}), "main.py", "roles.Role") is None


def test_a_value_of_one_of_two_modules_is_not_known() -> None:
    text = 'try:\n    from fast import {0}\nexcept ImportError:\n    {0} = "slow"\n'
    files = {"fast.py": 'CLERK = Clerk = "fast"\n', "roles.py": text.format("CLERK")}
    assert worth("from roles import CLERK\n", "CLERK", files) == "?"


# The classes of a module


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("class Own: ...", ["Own"]),
        ("from roles import Role", ["Role"]),
        ("from roles import Role as R\nclass Own: ...", ["Own", "Role"]),
        ("from roles import *\nclass Own: ...", ["Own", "Role"]),
        ("from listed import *\nclass Own: ...", ["Other", "Own", "Role"]),
        ("from roles import CLERK, check", []),
        ("import roles", []),
    ],
)
def test_the_classes_that_a_module_has(text: str, names: list[str]) -> None:
    roles = 'CLERK = "clerk"\nclass Role: ...\ndef check(): ...\n'
    listed = "class Role: ...\nclass Other: ...\n__all__ = ['Role']\n"
    files = {"roles.py": roles, "listed.py": listed, "more.py": text, "main.py": ""}
    program = program_of(files)
    classes = view(program, "main.py").classes_of("more")
    assert sorted(each.name for each in classes) == names


def test_a_class_of_another_module_is_the_very_same() -> None:
    program = program_of({**CLERK, "main.py": "from shop.roles import Role\nclass Own(Role): ..."})
    own, role = declared(program, "main.py", "Own"), declared(program, HERE, "Role")
    assert view(program, "main.py").class_of(own.bases[0].declared) is role


# Stars in a circle

CIRCLE = {
    "shop/__init__.py": "",
    "shop/one.py": "from shop.two import *\nOWN = 'one'\n",
    "shop/two.py": "from shop.three import *\n",
    "shop/three.py": "from spakky.task import task\nRANK = 'first'\nfrom shop.one import *\n",
}


@pytest.mark.parametrize("module", ["one", "two", "three"])
def test_a_name_is_found_through_stars_in_a_circle(module: str) -> None:
    star = f"from shop.{module} import *\n"
    assert means(star, "task", CIRCLE) == "spakky.task.task"
    assert worth(star, "RANK", CIRCLE) == "first"


@pytest.mark.parametrize("module", ["one", "two", "three"])
def test_a_module_of_a_circle_has_what_only_the_others_import(module: str) -> None:
    program = program_of(CIRCLE)
    assert meaning(program, f"shop/{module}.py", "task") == "spakky.task.task"


def test_a_name_that_goes_round_and_round_is_nothing() -> None:
    files = {"one.py": "from two import *\n", "two.py": "from one import *\n"}
    assert means("from one import *\n", "task", files) is None


def test_modules_that_star_all_of_each_other_are_asked_once() -> None:
    """A way through each order of them would not be gone to its end by anybody."""
    names = [f"part_{n}" for n in range(14)]
    files = {
        f"{name}.py": "".join(f"from {other} import *\n" for other in names if other != name)
        + f"class Own_{name}: ...\n"
        for name in names
    }
    program = program_of({**files, "main.py": "from part_0 import *\n"})
    asked = view(program, "main.py")
    assert asked.exports("part_0", "Own_part_13") is True
    assert asked.exports("part_0", "Nowhere") is False
    assert meaning(program, "main.py", "Own_part_7") is not None
    for name in names:
        inside = view(program, f"{name}.py")
        other = "part_1" if name == "part_0" else "part_0"
        # What the others have from it alone is not what they give to it.
        assert inside.exports(other, f"Own_{name}") is False
        assert inside.exports(other, f"Own_{other}") is True
    assert {each.name for each in asked.classes_of("part_0")} == {f"Own_{name}" for name in names}


def test_what_one_is_not_given_by_a_star_another_is() -> None:
    files = {
        "one.py": "from two import *\nclass One: ...\n",
        "two.py": "from one import *\nclass Two: ...\n",
        "main.py": "",
    }
    program = program_of(files)
    for _ in range(2):  # the answer to one is not kept for the other
        assert view(program, "one.py").exports("two", "One") is False
        assert view(program, "main.py").exports("two", "One") is True


@pytest.mark.parametrize("is_circle", [False, True])
def test_hundreds_of_stars_behind_each_other_are_gone_through(is_circle: bool) -> None:
    number = 400
    files = {
        f"part_{n}.py": f"from part_{(n + 1) % number} import *\nclass Own{n}: ...\n"
        for n in range(number if is_circle else number - 1)
    }
    files |= {} if is_circle else {f"part_{number - 1}.py": f"class Own{number - 1}: ...\n"}
    program = program_of({**files, "main.py": ""})
    asked = view(program, "main.py")
    limit = sys.getrecursionlimit()
    there, nowhere = (asked.exports("part_0", name) for name in (f"Own{number - 1}", "Nowhere"))
    assert (there, nowhere) == (True, False)
    assert sys.getrecursionlimit() == limit


# What an answer rests on

THROUGH_THREE = {
    "shop/__init__.py": "",
    "shop/own.py": "from outside import job\n",
    "shop/middle.py": "from shop.own import job\n",
    "shop/public.py": "from shop.middle import job\n",
    "shop/first.py": "from shop.public import job\n",
    "shop/second.py": "from shop.public import job\n",
    "shop/third.py": "from shop.middle import job\n",
}


def rested_on(node: Node) -> set[Question]:
    every, waiting = {node}, [node]
    while waiting:
        more = waiting.pop().nodes - every
        every |= more
        waiting.extend(more)
    return {question for each in every for question in each.questions}


@pytest.mark.parametrize("earlier", [["first"], ["third"], ["first", "third"]])
def test_whoever_asks_later_rests_on_all_modules_that_hand_a_name_on(earlier: list[str]) -> None:
    program = program_of(THROUGH_THREE)
    for name in earlier:
        with following(Node()):
            assert view(program, f"shop/{name}.py").find("shop.middle.job") == "outside.job"
            assert view(program, f"shop/{name}.py").find("shop.public.job") == "outside.job"
    node = Node()
    with following(node):
        assert view(program, "shop/second.py").find("shop.public.job") == "outside.job"
    modules = ("public", "middle", "own")
    assert {Content(TOP / f"shop/{name}.py") for name in modules} <= rested_on(node)
