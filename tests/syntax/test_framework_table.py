"""The table of the framework's names, held against the installed packages."""

from __future__ import annotations

import builtins
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

from spakky_lint.syntax.framework import (
    AUTH,
    MODULES,
    POD_MARKERS,
    REQUIREMENTS,
    STAR_EXPORTS,
    STEREOTYPES,
    framework_name,
)
from tests.real_framework import requires_framework
from tests.syntax.reading import resolved

pytestmark = requires_framework

NAMES = frozenset().union(*MODULES.values())
ABSENT = ("spakky.agent", "spakky.plugins.grpc", "spakky.plugins.typer")
"""Packages that need what is not installed for the tests."""
PRESENT = [module for module in MODULES if not module.startswith(ABSENT)]
INSTALLED = {
    name: modules
    for name in NAMES
    if (modules := [module for module in PRESENT if name in MODULES[module]])
}
"""By name, the modules that are there to be asked."""

LEFT_OUT = {
    "spakky.task.main": "the plugin's entry point, which imports what it registers",
    "spakky.task.post_processor": "the plugin's inside, which imports what it looks for",
    "spakky.task.stereotype": "its `schedule` is the submodule, not the decorator",
    "spakky.auth.aspects.authorization": "an aspect, which imports its own stereotype",
    "spakky.auth.startup": "the plugin's inside, which imports its own stereotype",
}
"""Public modules that expose a name of ours and are not in the table, with the reason."""


def modules_of(*packages: str) -> Iterator[ModuleType]:
    for name in packages:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not any(part.startswith("_") for part in found.name.split(".")):
                yield importlib.import_module(found.name)


def canonical(name: str) -> object:
    """The object of that name where the framework documents it."""
    for module in ("spakky.task", "spakky.auth"):
        if name in MODULES[module]:
            return getattr(importlib.import_module(module), name)
    found = (getattr(importlib.import_module(each), name) for each in INSTALLED[name])
    return next(one for one in found if one.__module__ in INSTALLED[name])


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for name, modules in sorted(INSTALLED.items()) for module in modules],
)
def test_every_listed_path_leads_to_the_one_object(module: str, name: str) -> None:
    assert getattr(importlib.import_module(module), name) is canonical(name)


def test_every_public_path_is_listed_or_left_out_for_a_reason() -> None:
    unlisted = {
        f"{module.__name__}.{name}"
        for module in modules_of("spakky.task", "spakky.auth")
        for name in NAMES
        if hasattr(module, name)
        and name not in MODULES.get(module.__name__, ())
        and module.__name__ not in LEFT_OUT
    }
    assert unlisted == set()


def test_nothing_is_left_out_that_is_not_there() -> None:
    for name in LEFT_OUT:
        module = importlib.import_module(name)
        assert name not in MODULES
        assert any(hasattr(module, ours) for ours in NAMES), name


def test_the_documented_modules_say_what_their_star_brings_in() -> None:
    for name in STAR_EXPORTS & {*PRESENT}:
        exported = set(importlib.import_module(name).__all__)
        assert exported & NAMES == MODULES[name]
        assert exported.isdisjoint(dir(builtins))
    for name in {*PRESENT} - STAR_EXPORTS:
        assert not hasattr(importlib.import_module(name), "__all__"), name


def test_a_star_of_another_module_brings_in_our_names_and_unknown_ones() -> None:
    text = "from spakky.task.stereotype.schedule import *\n@{}\ndef probe(): ...\n"
    assert resolved(text.format("schedule")) == "spakky.task.stereotype.schedule.schedule"
    assert resolved(text.format("staticmethod")) is None


def test_the_kinds_are_names_of_the_table() -> None:
    assert (STEREOTYPES | POD_MARKERS | REQUIREMENTS | AUTH) <= NAMES
    assert {"public_access"} == AUTH - REQUIREMENTS


def test_a_module_is_not_taken_for_the_function_of_its_name() -> None:
    assert framework_name("spakky.task") is None
    assert framework_name("spakky.task.stereotype.schedule") is None
    assert framework_name("spakky.task.stereotype.schedule.schedule") == "schedule"
    assert framework_name("spakky.task.task") == "task"
    assert framework_name("shop.spakky.task.task") is None
    assert framework_name("task") is None
