"""What decorators leave of tasks and of auth, as the real framework sees it."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from spakky_lint.access import access_of
from spakky_lint.facts.decorators import registrations, seen
from spakky_lint.program.effects import Effect, decoration, effect, passes_on
from spakky_lint.syntax.declarations import FunctionDeclaration, Module
from spakky_lint.syntax.parse import read_declarations
from tests.program.decorator_texts import HEAD, TEXTS, Text
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

KNOWN = {name: text for name, text in TEXTS.items() if text.effect is not Effect.UNKNOWN}
HANDLER = """
from spakky.auth import require_role
from spakky.task import TaskHandler, task

@TaskHandler()
class Orders:
    {}
    def probe(self): ...
"""


def source(text: Text, *decorators: str) -> str:
    lines = "\n    ".join(text.use if line == "deco" else line for line in decorators)
    return HEAD + text.source + HANDLER.format(lines)


def run(text: str) -> type:
    module = ModuleType("orders")
    exec(compile(text, "orders.py", "exec"), vars(module))
    orders = module.Orders
    assert isinstance(orders, type)
    return orders


def read(text: str) -> tuple[FunctionDeclaration, Module]:
    module = read_declarations(text)
    (found,) = [each for each in module.functions if each.function.name == "probe"]
    return found, module


def is_registered(orders: type) -> bool:
    """Whether spakky-celery finds a task, as its post processor looks for them."""
    from spakky.task import TaskRoute

    return any(TaskRoute.exists(each) for _, each in inspect.getmembers(orders, inspect.isfunction))


def requirements(orders: type) -> int:
    """The requirements on what the class holds, which is what counts at start."""
    from spakky.auth.metadata import ProtectedRequirement

    held = inspect.getattr_static(orders, "probe")
    return len(ProtectedRequirement.all(held)) if callable(held) else 0


@pytest.mark.parametrize("name", KNOWN)
def test_auth_below_a_decorator_is_seen_where_it_passes_it_on(name: str) -> None:
    text = source(TEXTS[name], "deco", "@require_role('admin')")
    declared, module = read(text)
    auth = [found for found in seen(declared.function, module) if found.is_auth]
    assert len(auth) == requirements(run(text))
    made = effect(declared.function.decorators[0], module)
    if made is not Effect.CACHES:
        assert bool(auth) is passes_on(made)


@pytest.mark.parametrize("name", KNOWN)
def test_a_task_below_a_decorator_is_registered_where_it_passes_it_on(name: str) -> None:
    text = source(TEXTS[name], "deco", "@task")
    declared, module = read(text)
    found = is_registered(run(text))
    if registrations(declared.function, module):
        assert found
    if not passes_on(effect(declared.function.decorators[0], module)):
        assert found is (name in ("staticmethod", "singledispatchmethod"))


@pytest.mark.parametrize("name", KNOWN)
def test_a_task_above_a_decorator_is_registered_where_that_makes_a_function(name: str) -> None:
    if TEXTS[name].source == "deco = property":
        return  # the import fails
    text = source(TEXTS[name], "@task", "deco")
    declared, module = read(text)
    found = is_registered(run(text))
    if registrations(declared.function, module):
        assert found
    assert found is decoration(declared.function.decorators[1], module).is_function


@pytest.mark.parametrize("name", KNOWN)
def test_the_report_says_enforced_only_where_the_framework_sees_it(name: str) -> None:
    text = source(TEXTS[name], "@task", "deco", "@require_role('admin')")
    if TEXTS[name].source == "deco = property":
        return
    declared, module = read(text)
    handler = declared.owner
    assert handler is not None
    access = access_of(declared.function, handler, handler, module)
    orders = run(text)
    if access.is_certain and access.requirements:
        assert requirements(orders) or TEXTS[name].effect is Effect.DESCRIPTOR
    if access.is_certain and TEXTS[name].effect is Effect.HIDES:
        assert not access.requirements
        assert access.unenforced
