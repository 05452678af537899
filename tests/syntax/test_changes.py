"""What a module sets of itself and of others, in whatever way."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from spakky_lint.syntax.changes import changes, may_change, names_bound_unseen, volatile_names
from spakky_lint.syntax.module_changes import owner_names
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.scheduled import CrontabDeclaration
from spakky_lint.syntax.unknown import UNKNOWN
from spakky_lint.syntax.walk import declarations

NOT_CODE = """\
# global A; setattr(x, 'A', 1); x.A = 1; (A := 1)
'''
global A
x.A = 1
'''
"""


def document(text: str) -> Document:
    body = read_declarations(text).body
    assert body is not None
    return body.reader.document


def changed(text: str) -> list[tuple[str | None, str | None]]:
    """The owner, as far as it is known, and the attribute of each change."""
    module = read_declarations("import shop.clock as c\n" + text)
    assert module.body is not None
    return [
        (
            "itself" if change.is_own else ", ".join(sorted(owner_names(change, module))) or None,
            change.attribute,
        )
        for change in changes(module.body.reader.document)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "c.HOUR = 1",
        "c.HOUR += 1",
        "c.HOUR: int = 1",
        "del c.HOUR",
        "c . HOUR, d = 1, 2",
        "for c.HOUR in x: pass",
        "with x as c.HOUR: pass",
        "[0 for c.HOUR in x]",
        "setattr(c, 'HOUR', 1)",
        "delattr(c, 'HOUR')",
        "def f(): c.HOUR = 1",
        "def f():\n    from shop import clock\n    clock.HOUR = 1",
        "def f():\n    import shop.clock\n    shop.clock.HOUR = 1",
        "def test(monkeypatch): monkeypatch.setattr(c, 'HOUR', 1)",
        "def test(monkeypatch): monkeypatch.setattr('shop.clock.HOUR', 1)",
        "c.__dict__['HOUR'] = 1",
        "c.__dict__.update(HOUR=1)",
        "vars(c)['HOUR'] = 1",
        "vars(c).update({'HOUR': 1})",
        "c.__setattr__('HOUR', 1)",
        "object.__setattr__(c, 'HOUR', 1)",
        "from unittest.mock import patch\n@patch('shop.clock.HOUR', 1)\ndef f(): ...",
        "from unittest import mock\nwith mock.patch.object(c, 'HOUR', 1): pass",
        "from unittest.mock import patch\npatch.multiple('shop.clock', HOUR=1)",
        "from unittest.mock import patch\npatch.dict('shop.clock.HOUR', {})",
    ],
)
def test_an_attribute_of_another_module_is_set(text: str) -> None:
    assert changed(text) == [("shop.clock", "HOUR")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("setattr(c, name(), 1)", [("shop.clock", None)]),
        ("setattr(*x)", [(None, None)]),
        ("map(setattr, x)", [(None, None)]),
        ("vars(c).update(x)", [("shop.clock", None)]),
        ("print(vars(c), c.__dict__['HOUR'], c.__dict__.items())", []),
        ("globals()['HOUR'] = 1", [("itself", "HOUR")]),
        ("exec(x)", [("itself", None)]),
        ("def f(): locals()['HOUR'] = 1", []),
        ("client.patch('/orders'); client.patch(url)", []),
        ("def setattr(*x): ...\nsetattr(c, 'HOUR', 1)", []),
        ("def f(c): c.HOUR = 1", [("shop.clock", "HOUR")]),  # it may be given the module
        ("def f():\n    from . import b\n    b.HOUR = 1", [(".b", "HOUR")]),
        (NOT_CODE, []),
    ],
)
def test_what_is_known_of_it(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert changed(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f():\n    global A, \\\n  B\n    A = B = 1", {"A", "B"}),
        ("if x: global A", {"A"}),
        ("(A\n := 1)", {"A"}),
        (NOT_CODE, set()),
        ("f'{x:=^10}'", set()),
    ],
)
def test_names_that_are_bound_elsewhere(text: str, names: set[str]) -> None:
    assert volatile_names(document(text)) == names


def test_a_method_that_sets_any_attribute_of_its_object_changes_no_class() -> None:
    own = "class A:\n    def f(self, name):\n        setattr(self, name, 1)\n"
    assert not may_change("HOUR", document(own))
    assert may_change("HOUR", document(own.replace("self, name, 1", "A, name, 1")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("globals()['HOUR'] = 1", True),
        ("globals()['DAY'] = 1", False),
        ("globals().update(x)", True),
        ("print(globals()['HOUR'])", False),
        ("import sys\nsys.modules[__name__].HOUR = 1", True),
        ("import sys\nprint(sys.modules)", False),
        ("exec('HOUR = 1')", True),
        ("def exec(x): ...\nexec(1)", False),
        ("# exec('HOUR = 1')", False),
    ],
)
def test_a_module_binds_its_names_unseen(text: str, expected: bool) -> None:
    names = names_bound_unseen(document(text))
    assert ("HOUR" in names or None in names) is expected


USED = """\
import sys
from spakky.task import Crontab, TaskHandler, schedule
HOUR = DAY = 31
{}
@TaskHandler()
class Orders:
    @schedule(crontab=Crontab(hour=HOUR))
    def nightly(self) -> None: ...
"""


def hour(text: str) -> object:
    (declared,) = (
        found
        for found in declarations(read_declarations(USED.format(text)))
        if isinstance(found, CrontabDeclaration)
    )
    return declared.fields[0].expression.value


@pytest.mark.parametrize(
    "text",
    [
        "globals()['HOUR'] = 8",
        "globals().update(HOUR=8)",
        "globals().__setitem__('HOUR', 8)",
        "globals()['HO' + 'UR'] = 8",
        "names = globals()\nnames['HOUR'] = 8",
        "vars()['HOUR'] = 8",
        "locals()['HOUR'] = 8",
        "exec('HOUR = 8')",
        "setattr(sys.modules[__name__], 'HOUR', 8)",
        "def change(m, n): setattr(m, n, 8)\nchange(sys.modules[__name__], 'HOUR')",
        "sys.modules[__name__].HOUR = 8",
        "sys.modules[__name__].__dict__['HOUR'] = 8",
        "me = sys.modules[__name__]\nme.HOUR = 8",
        "__import__(__name__).HOUR = 8",
    ],
)
def test_a_constant_that_its_own_module_binds_otherwise_is_not_known(text: str) -> None:
    module = sys.modules["orders"] = ModuleType("orders")
    names = vars(module)
    try:
        exec(f"import sys\nHOUR = 31\n{text}", names)
    finally:
        del sys.modules["orders"]
    assert names["HOUR"] == 8
    assert hour(text) is UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "globals()['DAY'] = 8",
        "print(globals()['HOUR'], vars())",
        "print(sys.modules)",
        "def change(): HOUR = 8",
    ],
)
def test_a_constant_is_known_beside_what_changes_others(text: str) -> None:
    assert hour(text) == 31
