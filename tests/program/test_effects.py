"""What decorators do to what is below them, held against running them."""

from __future__ import annotations

import inspect
import sys

import pytest

from spakky_lint.program.effects import (
    DescriptorKind,
    decoration,
    descriptor_kind,
    effect,
    leaves_as_it_is,
)
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.parse import read_declarations
from tests.program.decorator_texts import HEAD, TEXTS, Text

USE = "\nclass Orders:\n    {}\n    def probe(self): ...\n"


def read(text: Text) -> tuple[Decorator, Module]:
    module = read_declarations(HEAD + text.source + USE.format(text.use))
    (found,) = [each for each in module.functions if each.function.name == "probe"]
    return found.function.decorators[0], module


@pytest.mark.parametrize("name", TEXTS)
def test_the_effect_is_read(name: str) -> None:
    assert effect(*read(TEXTS[name])) is TEXTS[name].effect


RUN = {
    name: text
    for name, text in TEXTS.items()
    if text.effect is not Effect.UNKNOWN
    and (sys.version_info >= (3, 12) or "import override" not in text.source)
}


@pytest.mark.parametrize("name", RUN)
def test_python_agrees(name: str) -> None:
    text = RUN[name]
    marking = "\n    @mark\n    def probe(self): ...\n"
    source = f"{HEAD}{text.source}\ndef mark(f):\n    f.mark, f.made = True, f\n    return f\n"
    names: dict[str, object] = {}
    exec(compile(f"{source}class Orders:\n    {text.use}{marking}", "orders.py", "exec"), names)
    orders = names["Orders"]
    assert isinstance(orders, type)
    held = inspect.getattr_static(orders, "probe")
    is_marked = bool(getattr(held, "mark", False))
    match text.effect:
        case Effect.PASSES:
            assert held.made is held
        case Effect.WRAPS | Effect.MANAGES:
            assert inspect.isfunction(held)
            assert is_marked
            assert held.made is not held  # type: ignore[attr-defined]  # the mark
        case Effect.CACHES:
            assert not inspect.isfunction(held)
            assert is_marked
        case Effect.HIDES | Effect.SIGNATURE:
            assert not is_marked
            assert decoration(*read(text)).is_function is inspect.isfunction(held)
        case _:
            assert not inspect.isfunction(held)


def decorated(source: str) -> tuple[Decorator, Module]:
    module = read_declarations(source)
    return module.functions[-1].function.decorators[0], module


def test_what_is_known_to_leave_things_alone() -> None:
    for name in ("override", "the function itself", "the function, one way or the other"):
        assert leaves_as_it_is(*read(TEXTS[name])), name
    for name in (
        *("the function, handed on", "the function, described", "the function, held within"),
        *("wraps", "no wraps"),
    ):
        assert not leaves_as_it_is(*read(TEXTS[name])), name


@pytest.mark.parametrize(
    ("name", "may_add"),
    [
        ("the function, handed on", True),
        ("the function itself", False),
        ("wraps", False),
        ("wraps and handed on", True),
        ("wraps of another function", True),
        ("described by hand", False),
        ("something imported", True),
    ],
)
def test_what_may_be_added(name: str, may_add: bool) -> None:
    assert decoration(*read(TEXTS[name])).may_add is may_add


def test_the_wrapper_is_described() -> None:
    found = decoration(*read(TEXTS["no wraps on an async wrapper"])).wrapper
    assert found is not None
    assert (found.name, found.is_async, found.is_generator, found.wrapped) == (
        "w",
        True,
        False,
        "f",
    )
    assert found.statement.text.startswith("async def w")
    assert found.is_plain
    assert not found.is_copied


def test_one_of_several_wrappers_is_none() -> None:
    found = decoration(*read(TEXTS["wraps in each branch"]))
    assert found.effect is Effect.WRAPS
    assert found.wrapper is None


FRAMEWORK = {
    "@task": Effect.PASSES,
    "@schedule(interval=x)": Effect.PASSES,
    "@protected": Effect.PASSES,
    "@require_role('admin')": Effect.PASSES,
    "@require_role": Effect.REPLACES,
    "@public_access": Effect.PASSES,
    "@transactional": Effect.PASSES,
    "@Crontab(hour=9)": Effect.UNKNOWN,
}


@pytest.mark.parametrize("written", FRAMEWORK)
def test_the_frameworks_own_attach_and_return(written: str) -> None:
    head = (
        "from spakky.task import Crontab, schedule, task\n"
        "from spakky.auth import protected, public_access, require_role\n"
        "from spakky.data.aspects.transactional import transactional\n"
    )
    assert effect(*decorated(f"{head}{written}\ndef probe(): ...\n")) is FRAMEWORK[written]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("@property", DescriptorKind.PROPERTY),
        ("@staticmethod", DescriptorKind.STATIC_METHOD),
        ("@functools.partialmethod", DescriptorKind.PARTIAL_METHOD),
        ("@abc.abstractproperty", DescriptorKind.ABSTRACT_PROPERTY),
        ("@abc.abstractmethod", None),
        ("@property()", None),
    ],
)
def test_the_kind_of_descriptor(written: str, kind: DescriptorKind | None) -> None:
    decorator, _ = decorated(f"import abc, functools\n{written}\ndef probe(): ...\n")
    assert descriptor_kind(decorator) is kind
