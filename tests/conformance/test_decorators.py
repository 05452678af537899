"""What decorators leave of tasks and of auth, as the real framework sees it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import overload

import pytest

from spakky_lint.facts.auth import auth_of
from spakky_lint.facts.decorators import is_found, lost_to, registrations, seen
from spakky_lint.program.effects import decoration, effect, passes_on
from spakky_lint.syntax.declarations import FunctionDeclaration, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.parse import read_declarations
from tests.conformance.systems import REAL, awaited, outcome_of
from tests.program.decorator_texts import HEAD, TEXTS, Text
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    # 3.13 says so of a partial in a class, and still does as before.
    pytest.mark.filterwarnings("ignore:functools.partial will be a method descriptor"),
]

KNOWN = {name: text for name, text in TEXTS.items() if text.effect is not Effect.UNKNOWN}
HANDLER = """
from spakky.auth import protected, require_role
from spakky.task import TaskHandler, task

@TaskHandler()
class Orders:
    {}
    def probe(self, *rest): ...
"""


@pytest.fixture(autouse=True)
def _nothing_left_on_the_overload_dummy() -> Iterator[None]:
    """`typing.overload` returns one function for all: a mark on it would stay for the next test."""
    dummy = overload(lambda: None)
    before = set(vars(dummy))
    yield
    for name in set(vars(dummy)) - before:
        delattr(dummy, name)


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
    found = is_registered(run(text))
    declared, module = read(text)
    deco, route = declared.function.decorators
    if registrations(declared.function, module) or is_found(route, declared.function, module):
        assert found
    made = decoration(deco, module)
    if made.effect is not Effect.SIGNATURE and not made.may_add:
        assert found is (lost_to(route, declared.function, module) is None)
    if not passes_on(effect(deco, module)):
        assert found is (name in ("staticmethod", "singledispatchmethod"))


# Above a property `@task` fails.
TAKING = {name: text for name, text in KNOWN.items() if name != "property"}


@pytest.mark.parametrize("name", TAKING)
def test_a_task_above_a_decorator_is_registered_where_that_makes_a_function(name: str) -> None:
    text = source(TAKING[name], "@task", "deco")
    found = is_registered(run(text))
    declared, module = read(text)
    route, deco = declared.function.decorators
    assert found is decoration(deco, module).is_function
    assert found is is_found(route, declared.function, module)
    assert found is (lost_to(route, declared.function, module) is None)
    if registrations(declared.function, module):
        assert found


WRAPPERS = """
from functools import wraps

def keeping(function):
    @wraps(function)
    def inner(*args, **kwargs): return function(*args, **kwargs)
    return inner

def hiding(function):
    def inner(*args, **kwargs): return function(*args, **kwargs)
    return inner
"""
STACKS = {
    "a wrapper above it, above the task": ("{}", "deco", "@task"),
    "a wrapper above it, below the task": ("@task", "{}", "deco"),
}


@pytest.mark.parametrize("wrapper", ["@keeping", "@hiding"])
@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("name", KNOWN)
def test_a_wrapper_makes_a_function_of_anything(name: str, stack: str, wrapper: str) -> None:
    lines = (line.format(wrapper) for line in STACKS[stack])
    text = WRAPPERS + source(KNOWN[name], *lines)
    found = is_registered(run(text))
    declared, module = read(text)
    (route,) = declared.function.decorated("task")
    made = [decoration(each, module) for each in declared.function.decorators]
    if not any(each.may_add or each.effect is Effect.SIGNATURE for each in made):
        assert found is (lost_to(route, declared.function, module) is None)


def is_checked(text: str) -> bool:
    """Whether a call without an auth context is refused."""
    orders = run(text)
    with REAL.running(orders, auth=True) as app:

        def call() -> object:
            probe = app.context.get(orders).probe
            result = probe("x") if callable(probe) else None
            return awaited(result) if inspect.iscoroutine(result) else result

        return outcome_of(call).exception == "AuthContextNotFoundError"


# A worker enforces what is inside a static method, and a call does not.
@pytest.mark.parametrize("name", [name for name in KNOWN if name != "staticmethod"])
def test_the_report_says_what_a_call_meets_below_a_decorator(name: str) -> None:
    check_report(source(KNOWN[name], "deco", "@protected"))


@pytest.mark.parametrize("name", TAKING)
def test_the_report_says_what_a_call_meets_above_a_decorator(name: str) -> None:
    check_report(source(TAKING[name], "@protected", "deco"))


def check_report(text: str) -> None:
    declared, module = read(text)
    assert declared.owner is not None
    access = auth_of(declared.function, declared.owner, declared.owner, module)
    assert bool(access.requirements) is is_checked(text)
    assert bool(access.unenforced) is not bool(access.requirements)


OWN = """
from datetime import timedelta
from spakky.auth import protected, public_access, require_role, require_scope
from spakky.core.pod.annotations.lazy import Lazy
from spakky.core.pod.annotations.order import Order
from spakky.core.pod.annotations.pod import Pod
from spakky.core.pod.annotations.primary import Primary
from spakky.core.pod.annotations.tag import Tag
from spakky.core.stereotype.usecase import UseCase
from spakky.data.aspects.transactional import Transactional, transactional
from spakky.task import TaskHandler, schedule, task
"""
ATTACHED = {
    "def": [
        *("protected", "public_access", "require_role('admin')", "require_scope('orders')"),
        *("schedule(interval=timedelta(hours=1))", "task", "Transactional()", "transactional"),
    ],
    "class": [
        "Lazy()",
        "Order(1)",
        "Pod()",
        "Primary()",
        "protected",
        "TaskHandler()",
        "UseCase()",
    ],
}
REPLACED = ["require_role", "require_scope"]


@pytest.mark.parametrize(
    ("kind", "written"),
    [(kind, written) for kind, each in ATTACHED.items() for written in each]
    + [("def", written) for written in REPLACED],
)
def test_the_frameworks_own_return_what_they_stand_on(kind: str, written: str) -> None:
    body = {"def": "def probe(self) -> int: ...", "class": "class probe: ..."}[kind]
    module = read_declarations(f"{OWN}@{written}\n{body}\n")
    (decorator,) = (module.classes or [each.function for each in module.functions])[0].decorators
    names: dict[str, object] = {}
    exec(f"{OWN}{body}\nresult = ({written})(probe)", names)
    is_same = names["result"] is names["probe"]
    assert is_same is (written not in REPLACED)
    assert effect(decorator, module) is (Effect.PASSES if is_same else Effect.REPLACES)
