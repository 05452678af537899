"""How a class is used, wherever its name stands."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.symbol_uses import uses, uses_of_imported


def used(text: str) -> list[str]:
    module = read_declarations(f"class Push:\n    def send(self): ...\n\n{text}\n")
    (push,) = [found for found in module.classes if found.name == "Push"]
    return [use.how.name for use in uses(push, module)]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("register(Push)", "PASSED"),
        ("register(app, Push)", "PASSED"),
        ("register(cls=Push)", "PASSED"),
        ("register([Push])", "PASSED"),
        ("register(  # a note\n    Push,\n)", "PASSED"),
        ("register(*(Push, 1))", "PASSED"),
        ("register({'push': Push if x else None})", "PASSED"),
        ("register(a or Push)", "PASSED"),
        ("HANDLERS += [Push]", "STORED"),
        ("HANDLERS = [Push]", "STORED"),
        ("HANDLERS[Push] = 1", "STORED"),
        ("HANDLERS['push'] = Push", "ASSIGNED"),
        ("x.push = Push", "ASSIGNED"),
        ("def f(x=Push): ...", "STORED"),
        ("for x in (Push,): ...", "ITERATED"),
        ("def f(): return Push", "RETURNED"),
        ("f = lambda: Push", "RETURNED"),
        ("def f(): yield Push", "YIELDED"),
        ("class Sub(Push): ...", "BASE"),
        ("class Sub(Push[int]): ...", "BASE"),
        ("@Push\ndef f(): ...", "DECORATOR"),
        ("Push()", "CALLED"),
        ("Push.send", "ATTRIBUTE"),
        ("x: Push", "ANNOTATION"),
        ("x: 'list[Push]'", "ANNOTATION"),
        ("def f(x: Push | None): ...", "ANNOTATION"),
        ("del Push", "BOUND"),
        ("assert x is Push", "COMPARED"),
    ],
)
def test_a_use_has_a_kind(text: str, how: str) -> None:
    assert used(text) == [how]


@pytest.mark.parametrize(
    "text",
    [
        "# register(Push)",
        "'register(Push)'",
        "def f(Push): register(Push)",
        "def f():\n    Push = 1\n    register(Push)",
        "x.Push = 1; f(Push=1)",
        "[register(Push) for Push in x]",
    ],
)
def test_what_is_called_the_same_is_no_use(text: str) -> None:
    assert used(text) == []


def test_other_names_of_it_are_followed() -> None:
    assert "PASSED" in used("Other = Push\nThird = Other\nregister(Third)")
    assert "PASSED" in used("def f():\n    other = Push\n    register(other)")
    assert "PASSED" not in used("def f(): other = Push\ndef g(other): register(other)")


def test_in_a_class_body_a_name_may_still_be_the_one_around_it() -> None:
    assert "ASSIGNED" in used("class A:\n    Push = Push")
    assert used("class A:\n    def f(self): return Push") == ["RETURNED"]


@pytest.mark.parametrize(
    "text",
    [
        "from spakky.task import TaskHandler\nregister(TaskHandler)",
        "from spakky.task import TaskHandler as handler\nregister(handler)",
        "import spakky.task as st\nregister(st.TaskHandler)",
        "from spakky.task import *\nregister(TaskHandler)",
        "def f():\n    from spakky.task import TaskHandler\n    register(TaskHandler)",
    ],
)
def test_what_is_imported_is_found_by_its_own_name(text: str) -> None:
    found = uses_of_imported("TaskHandler", read_declarations(text))
    assert [use.how.name for use in found] == ["PASSED"]
