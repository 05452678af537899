"""Shapes that nobody draws: odd members, families and spellings.

For each the report is held against the real framework. Where the text cannot tell, it must say so,
and allow nobody anything.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from spakky_lint.facts.decisions import decisions_of
from spakky_lint.facts.paths import Access, PathState
from spakky_lint.facts.task import Auth
from spakky_lint.runtime.decision import AuthorizationDecisionState
from spakky_lint.runtime.decisions import Subject
from tests.conformance.handler_texts import imported, told
from tests.conformance.observed_paths import as_told, on_every_path
from tests.conformance.sending import SENDING
from tests.conformance.systems import REAL
from tests.evidence.cases import Case
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
]

IMPORTS = """\
import functools
import os
import sys
import types
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property, lru_cache, partial, wraps
from typing import TYPE_CHECKING, Generic, TypeVar, final, overload

from spakky.auth import (
    protected, public_access, require_permission, require_policy, require_role, require_scope
)
from spakky.core.pod.annotations.lazy import Lazy
from spakky.core.pod.annotations.pod import Pod
from spakky.task import TaskHandler, schedule, task

journal: list[str] = []


def logged(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


def traced(function):
    @wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


"""
HOURLY = "schedule(interval=timedelta(hours=1))"
BASE = """\
class Base:
    @task
    @require_role("admin")
    def close(self):
        journal.append("base")


"""
OPEN_BASE = BASE.replace('    @require_role("admin")\n', "")
HANDLER = "@TaskHandler()\nclass Accounts(Base):\n"
CLOSE = "    def close(self):\n        journal.append('close')\n"


def method(*decorators: str, signature: str = "def close(*self)") -> str:
    lines = "".join(f"    @{decorator}\n" for decorator in decorators)
    return f"@TaskHandler()\nclass Accounts:\n{lines}    {signature}:\n        journal.append('')\n"


# What a method can be.

MAKERS = (
    *("staticmethod", "classmethod", "cache", "lru_cache(maxsize=None)"),
    *("contextmanager", "final", "abstractmethod", "logged", "traced"),
)
VALUES = ("property", "cached_property")
ORDERS = (
    *("{} task protected", "task {} protected", "task protected {}", "protected task {}"),
    *("{schedule} {} protected", "task {schedule} {}", "{} task {schedule}"),
)


def stacked(maker: str, order: str) -> str:
    return method(*(part.format(maker, schedule=HOURLY) for part in order.split()))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("maker", MAKERS)
def test_a_decorated_method_is_reached_as_told(probe: Probe, maker: str, order: str) -> None:
    text = IMPORTS + stacked(maker, order)
    assert on_every_path(probe, text, "stack") == as_told(text)
    assert all(access.is_certain for _, access in told(text))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("maker", VALUES)
def test_what_is_no_method_is_reached_by_nobody(probe: Probe, maker: str, order: str) -> None:
    text = IMPORTS + stacked(maker, order)
    assert_absent(text)
    case = Case("shapes", "value", text)
    if probe.start(case).succeeds:
        assert probe.application(case).registered == ()


@pytest.mark.parametrize("signature", ["def close(self)", "async def close(self)"])
@pytest.mark.parametrize("order", ["task protected", "{schedule} protected"])
def test_a_generator_runs_for_nobody(probe: Probe, signature: str, order: str) -> None:
    text = IMPORTS + stacked("", order).replace("def close(*self)", signature)
    text += "        yield\n"
    assert_absent(text)
    assert on_every_path(probe, text, "generator") == as_told(text)


def assert_absent(text: str) -> None:
    for _, access in told(text):
        paths = access.paths
        assert {paths.direct.state, paths.queue.state, paths.beat.state} == {PathState.ABSENT}
        assert decisions_of(access, None).of_a_call.state is AuthorizationDecisionState.ERROR


# Families and spellings.

GUARDED = "require_role('admin')"

SHAPES = {
    "a partial": "admins = partial(require_role, 'admin')\n" + method("task", "admins()"),
    "a helper": f"def admins(f):\n    return {GUARDED}(f)\n" + method("task", "admins"),
    "a helper that makes one": f"def admins():\n    return {GUARDED}\n"
    + method("task", "admins()"),
    "put on further down": method("task") + f"    {GUARDED}(close)\n",
    "replaced further down": method("task") + f"    close = {GUARDED}(close)\n",
    "async": method("task", HOURLY, "require_role('admin')", signature="async def close(self)"),
    "a special method": method("task", "protected", signature="def __call__(self)"),
    "inherited": f"{BASE}{HANDLER}    pass\n",
    "overridden as no task": f"{BASE}{HANDLER}{CLOSE}",
    "overridden, with super": f"{BASE}{HANDLER}    @task\n    def close(self): super().close()\n",
    "overridden as an open task": f"{BASE}{HANDLER}    @task\n{CLOSE}",
    "overridden with auth of its own": (
        f"{BASE}{HANDLER}    @task\n    @require_scope('orders')\n{CLOSE}"
    ),
    "a mixin above": (
        f"class Mixin:\n    @protected\n{CLOSE}\n\n{BASE}"
        "@TaskHandler()\nclass Accounts(Mixin, Base): pass\n"
    ),
    "a mixin below": (
        f"class Mixin:\n    @protected\n{CLOSE}\n\n{BASE}"
        "@TaskHandler()\nclass Accounts(Base, Mixin): pass\n"
    ),
    "generic": (
        f"T = TypeVar('T')\n{BASE.replace('Base', 'Base(Generic[T])')}"
        f"{HANDLER.replace('Base', 'Base[int]')}    pass\n"
    ),
    "on the class and its base": (
        f"@require_role('clerk')\n{BASE}@require_scope('bills')\n{HANDLER}    pass\n"
    ),
    "a dataclass": (
        f"@TaskHandler()\n@dataclass\nclass Accounts:\n    @task\n    @protected\n{CLOSE}"
    ),
    "a dataclass with slots": (
        f"@TaskHandler()\n@protected\n@dataclass(slots=True)\nclass Accounts:\n    @task\n{CLOSE}"
    ),
    "lazy": "@Lazy()\n" + method("task", HOURLY, "protected"),
    "twice, the last counts": (
        f"@TaskHandler()\nclass Accounts:\n    @task\n    @protected\n{CLOSE}    @task\n{CLOSE}"
    ),
    "renamed": "asks = require_role\nadmins = asks('admin')\n" + method("task", "admins"),
    "bound again": "guard = protected\nguard = public_access\n" + method("task", "guard"),
    "by a star import": "from spakky.auth import *\n"
    + method("task", "require_policy('bill', 'open')"),
    "imported in a try": (
        "try:\n    from spakky.auth import protected as guard\n"
        "except ImportError:\n    def guard(f): return f\n" + method("task", "guard")
    ),
    "another one while types are checked": (
        "if TYPE_CHECKING:\n    from spakky.auth import public_access as guard\n"
        "else:\n    guard = protected\n" + method("task", "guard")
    ),
    "on every level": (
        "@require_scope('orders')\n@TaskHandler()\n@require_role('admin')\nclass Accounts:\n"
        "    @require_permission('read')\n    @task\n    @protected\n"
        f"    @require_role('admin')\n{CLOSE}"
    ),
    "made a handler by a call": (
        f"class Accounts:\n    @task\n    @protected\n{CLOSE}TaskHandler()(Accounts)\n"
    ),
    "a schedule that is hidden": method("task", "logged", HOURLY, "protected"),
    "a subclass of a handler": (
        f"@TaskHandler()\n{BASE}class Accounts(Base):\n"
        "    @task\n    @protected\n    def pay(self): ...\n"
    ),
    "put on by a decorator of the base": (
        "def secured(cls):\n    return protected(cls)\n\n\n"
        f"@secured\n{OPEN_BASE}{HANDLER}    pass\n"
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_reached_and_asks_as_told(probe: Probe, shape: str) -> None:
    text = IMPORTS + SHAPES[shape]
    assert on_every_path(probe, text, "shape") == as_told(text)
    module = module_of(text)
    for task, access in told(text):
        assert access.is_certain
        if access.paths.direct.state is not PathState.ABSENT:
            handler = vars(module)[task.handler]
            assert asked(access) == really_asked(handler, task.name.partition(".")[2])


def module_of(text: str) -> ModuleType:
    """The text as a module; a dataclass looks for the one it stands in."""
    sys.modules["shapes"] = ModuleType("shapes")
    return imported(text, "shapes")


def asked(access: Auth) -> list[tuple[str, Any]]:
    assert access.access is not Access.CONFLICT
    return [
        (found.kind.value, found.requirement and found.requirement.ref)
        for found in access.requirements
    ]


def really_asked(handler: type[object], name: str) -> list[tuple[str, Any]]:
    found = REAL.api.get_effective_auth_metadata(getattr(handler, name), owner_type=handler)
    return [(str(requirement.kind), requirement.ref) for requirement in found.requirements]


FATAL = {
    "a handler that inherits a handler": (
        f"@TaskHandler()\n{BASE}{HANDLER}    @task\n    @protected\n    def pay(self): ...\n"
    ),
    "two handlers on an annotated base": (
        f"@protected\n{BASE}{HANDLER}    pass\n\n\n@protected\n@TaskHandler()\n"
        "class Others(Base):\n    @task\n    def pay(self): ...\n"
    ),
    "a task twice": method("task", "task", "protected"),
    "a task that is called": method("task()", "protected"),
    "a handler that is not called": method("task").replace("TaskHandler()", "TaskHandler"),
    "a handler of two stereotypes": "@Pod()\n" + method("task", "protected"),
    "an abstract handler": (
        "@TaskHandler()\nclass Accounts(ABC):\n    @abstractmethod\n    def pay(self): ...\n"
        f"    @task\n{CLOSE}"
    ),
    "a constructor that cannot be filled": (
        method("task", "protected") + "    def __init__(self, name): ...\n"
    ),
    "a schedule without a trigger": method("schedule()", "protected"),
    "a task that is made one again": method("task") + "    again = task(close)\n",
    "a schedule at a text": method("schedule(at='9:00')", "protected"),
}


@pytest.mark.parametrize("shape", FATAL)
def test_what_never_starts_is_reached_by_nobody(probe: Probe, shape: str) -> None:
    text = IMPORTS + FATAL[shape]
    assert not probe.start(Case("shapes", "fatal", text)).succeeds
    assert told(text)
    assert_absent(text)


def test_a_handler_inside_a_class_is_not_found(probe: Probe) -> None:
    text = (
        IMPORTS
        + "class Outer:\n"
        + "".join(f"    {line}\n" for line in method("task", "protected").splitlines())
    )
    assert probe.application(Case("shapes", "nested", text)).registered == ()
    assert told(text)
    assert_absent(text)


@pytest.mark.parametrize("route", ["task", HOURLY])
def test_a_context_manager_runs_for_nobody(probe: Probe, route: str) -> None:
    text = IMPORTS + method(route, "protected", "contextmanager") + "        yield\n"
    assert on_every_path(probe, text, "manager") == as_told(text)
    assert_absent(text)


def test_what_takes_no_self_runs_for_nobody(probe: Probe) -> None:
    text = IMPORTS + method("task", "protected", signature="def close()")
    called = "called(executor, Accounts, 'close')"
    app = probe.application(Case("shapes", "no self", text + SENDING), celery=False)
    assert app.run(called, as_user=User()).raises("TypeError", "takes 0 positional arguments")
    assert_absent(text)


def test_a_handler_that_is_made_another_class_is_never_found(probe: Probe) -> None:
    text = f"{IMPORTS}@dataclass(slots=True)\n{method('task', 'protected')}"
    app = probe.application(Case("shapes", "slots", text))
    assert app.run("get(Accounts)").raises("NoSuchPodError")
    assert_absent(text)


def test_a_lazy_heir_makes_its_base_lazy(probe: Probe) -> None:
    text = f"{IMPORTS}{method('task', 'protected')}\n\n@Lazy()\nclass Subclass(Accounts): ...\n"
    assert probe.application(Case("shapes", "lazy", text)).registered == ()
    ((_, access),) = told(text)
    assert access.paths.queue.state is PathState.ABSENT
    assert access.paths.direct.state is PathState.ENFORCED


def test_a_method_of_the_same_name_takes_the_place_of_a_task(probe: Probe) -> None:
    text = f"{IMPORTS}@TaskHandler()\nclass Accounts:\n    @task\n    @protected\n{CLOSE}{CLOSE}"
    assert probe.application(Case("shapes", "lost", text)).registered == ()
    assert_absent(text)


# What the text does not tell.

UNTOLD = {
    "a helper that also wraps": (
        f"def admins(f):\n    @wraps(f)\n    def inner(*a):\n        return f(*a)\n"
        f"    return {GUARDED}(inner)\n" + method("task", "admins")
    ),
    "a lambda": f"admins = lambda f: {GUARDED}(f)\n" + method("task", "admins"),
    "a dictionary": f"KINDS = {{'a': {GUARDED}}}\n" + method("task", "KINDS['a']"),
    "a name bound in branches": (
        f"if sys.argv:\n    admins = {GUARDED}\nelse:\n    admins = public_access\n"
        + method("task", "admins")
    ),
    "put on from outside": method("task") + f"{GUARDED}(Accounts.close)\n",
    "put in place from outside": method("task") + f"Accounts.close = {GUARDED}(Accounts.close)\n",
    "put on the class from outside": method("task") + "protected(Accounts)\n",
    "put on the class by a call": method("task") + f"{GUARDED}(Accounts)\n",
    "put on by a base": (
        "class Base:\n    def __init_subclass__(cls):\n        protected(cls)\n\n\n"
        f"{HANDLER}    @task\n{CLOSE}"
    ),
    "put on by a metaclass": (
        "class Meta(type):\n    def __init__(cls, *a):\n        protected(cls)\n\n\n"
        + method("task").replace("Accounts:", "Accounts(metaclass=Meta):")
    ),
    "put on by a decorator of the class": (
        "def secured(cls):\n    protected(cls.close)\n    return cls\n\n\n"
        f"@TaskHandler()\n@secured\nclass Accounts:\n    @task\n{CLOSE}"
    ),
    "a base that is not seen": (
        "namespace = types.SimpleNamespace(Base=protected(type('Base', (), {})))\n"
        + method("task").replace("Accounts:", "Accounts(namespace.Base):")
    ),
    "a method in a branch": (
        f"@TaskHandler()\nclass Accounts:\n    if sys.argv:\n        @task\n        @{GUARDED}\n"
        "        def close(self): ...\n    else:\n        @task\n        def close(self): ...\n"
    ),
    "a base in a branch": (
        "if sys.argv:\n    class Base:\n        @task\n        @protected\n"
        "        def close(self): ...\nelse:\n    class Base:\n        @task\n"
        f"        def close(self): ...\n\n\n{HANDLER}    pass\n"
    ),
    "other handlers that share the method": (
        f"{OPEN_BASE}{HANDLER}    pass\n\n\n@protected\n@TaskHandler()\nclass Others(Base): pass\n"
    ),
    "a base for other files": OPEN_BASE,
    "a role that is worked out": method("task", "require_role(f'{sys.argv}')"),
    "a role among unpacked arguments": "ROLES = ['a']\n" + method("task", "require_role(*ROLES)"),
    "the metadata cleared": method("task", "protected") + "vars(Accounts.close).clear()\n",
}
EVERYTHING = Subject(id="ann", roles=frozenset({"admin", "a"}))


@pytest.mark.parametrize("shape", UNTOLD)
def test_what_the_text_does_not_tell_is_never_allowed(shape: str) -> None:
    text = IMPORTS + UNTOLD[shape]
    imported_module = module_of(text)
    assert imported_module.journal == []
    assert told(text)
    for _, access in told(text):
        is_known = access.is_certain and all(found.requirement for found in access.requirements)
        assert not is_known
        for subject in (None, EVERYTHING):
            said = decisions_of(access, subject)
            for _, decision in said.named:
                allows = AuthorizationDecisionState.ALLOW
                assert decision is None or decision.state is not allows
