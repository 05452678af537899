"""Our names against the framework's: same names, same values, same signatures, same ancestors.

Which of them there have to be is told by the framework: every name of spakky.task and spakky.auth.
"""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any, Union, get_args

import pytest

import spakky_lint.runtime as ours
from tests.conformance.systems import REAL
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]


NAMES: tuple[str, ...] = ours.__all__  # type: ignore[attr-defined]  # made at run time


def names_of(*kinds: type) -> Iterator[str]:
    for name in dir(ours):
        value = getattr(ours, name)
        if not name.startswith("_") and isinstance(value, type) and issubclass(value, kinds):
            yield name


def is_value_class(name: str) -> bool:
    value = getattr(ours, name)
    return (
        isinstance(value, type)
        and dataclasses.is_dataclass(value)
        and not issubclass(value, ours.Pod)
        # The framework reads this one with pydantic; how it behaves is compared by itself.
        and value is not ours.AuthSnapshotPropagationConfig
    )


LOADED_BY_THE_FRAMEWORK = {"initialize"}
"""What of its packages is for its plugin loader alone; see docs/library.md."""


def modules_of(package: str) -> Iterator[ModuleType]:
    root = import_module(package)
    yield root
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        yield import_module(found.name)


def public_names(package: str) -> Iterator[tuple[str, ModuleType]]:
    """What a package exports, and what its modules define besides, under a name that is public."""
    root = import_module(package)
    yield from ((name, root) for name in root.__all__)
    for module in modules_of(package):
        for name, value in vars(module).items():
            if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__:
                yield name, module


@pytest.mark.parametrize("package", ["spakky.task", "spakky.auth"])
def test_no_public_name_of_the_framework_is_missing(package: str) -> None:
    theirs = {name for name, _ in public_names(package)}
    assert theirs - set(NAMES) == LOADED_BY_THE_FRAMEWORK
    assert len(theirs) > 20


def test_every_name_is_the_frameworks() -> None:
    assert [name for name in NAMES if not hasattr(REAL.api, name)] == []


def plain(alias: object) -> object:
    """What an alias of an alias stands for in the end."""
    value = getattr(alias, "__value__", alias)
    arguments = get_args(value)
    return Union[tuple(map(plain, arguments))] if arguments else value  # noqa: UP007  # of a tuple


@pytest.mark.parametrize(
    "name",
    [name for name in NAMES if getattr(ours, name) is str or get_args(getattr(ours, name))],
)
def test_an_alias_stands_for_the_same(name: str) -> None:
    assert plain(getattr(ours, name)) == plain(getattr(REAL.api, name))


@pytest.mark.parametrize("name", [name for name in NAMES if name.isupper()])
def test_a_constant_has_the_same_value(name: str) -> None:
    def told(value: object) -> object:
        shown = dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value  # type: ignore[arg-type]  # never a class
        return type(value).__name__, shown

    assert told(getattr(ours, name)) == told(getattr(REAL.api, name))


def test_an_error_is_caught_by_the_same_handlers() -> None:
    def ancestors(api: Any, name: str) -> list[str]:
        return [base.__name__ for base in getattr(api, name).__mro__ if issubclass(base, Exception)]

    for name in names_of(Exception):
        assert ancestors(ours, name) == ancestors(REAL.api, name)
        assert getattr(ours, name).message or name.startswith("Abstract"), name


@pytest.mark.parametrize(
    "name", [name for name in NAMES if inspect.isabstract(getattr(ours, name))]
)
def test_a_port_asks_for_the_same_methods(name: str) -> None:
    def methods(api: Any) -> frozenset[str]:
        return frozenset(getattr(api, name).__abstractmethods__)

    assert methods(ours) == methods(REAL.api)


@pytest.mark.parametrize("name", list(names_of(Enum)))
def test_an_enum_has_the_same_members(name: str) -> None:
    def members(api: Any) -> list[tuple[str, object]]:
        return [(member.name, member.value) for member in getattr(api, name)]

    assert members(ours) == members(REAL.api)


def test_a_value_has_the_same_fields() -> None:
    def fields(api: Any, name: str) -> list[tuple[object, ...]]:
        return [
            (field.name, field.kw_only, default_of(field))
            for field in dataclasses.fields(getattr(api, name))
        ]

    def default_of(field: dataclasses.Field[object]) -> str:
        if field.default is not dataclasses.MISSING:
            return repr(field.default)
        if field.default_factory is not dataclasses.MISSING:
            return repr(field.default_factory())
        return "required"

    for name in filter(is_value_class, dir(ours)):
        assert fields(ours, name) == fields(REAL.api, name), name


def test_a_value_is_compared_and_changed_alike() -> None:
    def behaviour(api: Any, name: str) -> tuple[object, ...]:
        kind = getattr(api, name)
        hashed = getattr(kind, "__hash__", None) is not None
        return kind.__dataclass_params__.frozen, hasattr(kind, "__slots__"), hashed

    for name in filter(is_value_class, NAMES):
        if name not in ("Annotation", "Plugin"):
            assert behaviour(ours, name) == behaviour(REAL.api, name), name


def test_a_function_has_the_same_parameters() -> None:
    def parameters(api: Any, name: str) -> list[tuple[object, ...]]:
        return [
            (parameter.name, parameter.kind, parameter.default)
            for parameter in inspect.signature(getattr(api, name)).parameters.values()
        ]

    for name in dir(ours):
        if inspect.isfunction(getattr(ours, name)) and not name.startswith("_"):
            assert parameters(ours, name) == parameters(REAL.api, name), name


def own_methods() -> Iterator[tuple[str, str]]:
    """The public methods that the framework's packages give their classes, and constructors."""
    for name in NAMES:
        value = getattr(REAL.api, name)
        if name == "AuthSnapshotPropagationConfig" or not isinstance(value, type):
            continue
        for base in value.__mro__:
            if base.__module__.startswith(("spakky.task", "spakky.auth")):
                for method, held in vars(base).items():
                    is_ours_to_have = method == "__init__" or not method.startswith("_")
                    if is_ours_to_have and callable(getattr(held, "__func__", held)):
                        yield name, method


CORE_METHODS = [
    *(("Annotation", name) for name in ("all", "get", "get_or_none", "get_or_default", "exists")),
    ("ApplicationContext", "add"),
    ("ApplicationContext", "get"),
    ("ApplicationContext", "contains"),
    ("ApplicationContext", "find"),
    ("ApplicationContext", "stop"),
    ("ApplicationContext", "get_context_value"),
    ("ApplicationContext", "set_context_value"),
    ("ApplicationContext", "clear_context"),
    ("IPostProcessor", "post_process"),
    ("IService", "start"),
    ("IService", "stop"),
    ("IService", "set_stop_event"),
    ("IContainerAware", "set_container"),
    ("IApplicationContextAware", "set_application_context"),
]


def test_a_method_has_the_same_parameters() -> None:
    def parameters(function: Any) -> list[tuple[object, ...]]:
        signature = inspect.signature(function)
        return [
            (parameter.name, parameter.kind, shown(parameter.default))
            for parameter in signature.parameters.values()
        ]

    def shown(default: object) -> str:
        if isinstance(default, Enum):
            return repr(default)
        return "required" if default is inspect.Parameter.empty else "optional"

    own = [*own_methods()]
    assert own
    for name, method in sorted({*own, *CORE_METHODS}):
        mine, theirs = (getattr(getattr(api, name), method) for api in (ours, REAL.api))
        assert parameters(mine) == parameters(theirs), (name, method)
        is_async = inspect.iscoroutinefunction(theirs)
        assert inspect.iscoroutinefunction(mine) is is_async, (name, method)


@pytest.mark.parametrize(("name", "attribute"), [("ITaskResult", "task_id")])
def test_a_property_is_one_in_both(name: str, attribute: str) -> None:
    for api in (ours, REAL.api):
        assert isinstance(inspect.getattr_static(getattr(api, name), attribute), property)
