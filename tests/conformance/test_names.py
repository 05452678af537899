"""Our names against the framework's: same names, same values, same signatures, same ancestors."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from enum import Enum
from typing import Any

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
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_the_frameworks(name: str) -> None:
    assert hasattr(REAL.api, name)


@pytest.mark.parametrize("name", list(names_of(Exception)))
def test_an_error_is_caught_by_the_same_handlers(name: str) -> None:
    def ancestors(api: Any) -> list[str]:
        return [base.__name__ for base in getattr(api, name).__mro__ if issubclass(base, Exception)]

    assert ancestors(ours) == ancestors(REAL.api)
    assert getattr(ours, name).message or name.startswith("Abstract")


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


@pytest.mark.parametrize("name", [name for name in dir(ours) if is_value_class(name)])
def test_a_value_has_the_same_fields(name: str) -> None:
    def fields(api: Any) -> list[tuple[object, ...]]:
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

    assert fields(ours) == fields(REAL.api)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in dir(ours)
        if inspect.isfunction(getattr(ours, name)) and not name.startswith("_")
    ],
)
def test_a_function_has_the_same_parameters(name: str) -> None:
    def parameters(api: Any) -> list[tuple[object, ...]]:
        return [
            (parameter.name, parameter.kind, parameter.default)
            for parameter in inspect.signature(getattr(api, name)).parameters.values()
        ]

    assert parameters(ours) == parameters(REAL.api)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("ApplicationContext", "add"),
        ("ApplicationContext", "get"),
        ("ApplicationContext", "contains"),
        ("ApplicationContext", "get_context_value"),
        ("ApplicationContext", "set_context_value"),
        ("ApplicationContext", "clear_context"),
        ("DirectTaskExecutor", "__init__"),
        ("DirectTaskExecutor", "set_application_context"),
        ("DirectTaskExecutor", "execute"),
        ("DirectTaskExecutor", "execute_async"),
        ("AuthorizationAspect", "__init__"),
        ("AuthorizationDecision", "allow"),
        ("AuthorizationDecision", "challenge"),
        ("AuthorizationDecision", "deny"),
        ("AuthorizationDecision", "error"),
        ("IPermissionChecker", "check_permission"),
        ("IRoleChecker", "check_role"),
        ("IScopeChecker", "check_scope"),
        ("IRelationChecker", "check_relation"),
        ("IAuthorizationPolicyEvaluator", "evaluate_policy"),
    ],
)
def test_a_method_has_the_same_parameters(name: str, method: str) -> None:
    def parameters(api: Any) -> list[str]:
        return list(inspect.signature(getattr(getattr(api, name), method)).parameters)

    assert parameters(ours) == parameters(REAL.api)
