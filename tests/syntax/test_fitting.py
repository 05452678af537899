"""What does not fit is what Python refuses, and where `*` and `**` stand, what it always does."""

from __future__ import annotations

from itertools import product

import pytest

from spakky_lint.syntax.fitting import MisfitKind, misfits
from spakky_lint.syntax.parse import read_declarations

SIGNATURES = (
    "",
    "a",
    "a, b=1",
    "a, /, b",
    "a=0, /, *, b=1",
    "*, a",
    "a, *rest",
    "a, *rest, b",
    "*rest, **more",
    "a, **more",
    "a, /, **more",
)
ARGUMENTS = (
    "",
    "1",
    "1, 2",
    "1, 2, 3",
    "a=1",
    "b=1",
    "1, b=2",
    "1, a=2",
    "a=1, b=2",
    "1, 2, b=3",
    "c=1",
    "1, c=2",
    "1, b=2, c=3",
)
UNPACKED = ("*first", "1, *first", "**more", "c=1, **more", "*first, b=1", "1, *first, a=2")
ITERABLES: tuple[tuple[int, ...], ...] = ((), (1,), (1, 2))
MAPPINGS: tuple[dict[str, int], ...] = ({}, {"a": 1}, {"b": 1}, {"a": 1, "b": 1})


def found(signature: str, arguments: str) -> list[MisfitKind]:
    module = read_declarations(f"def f({signature}): ...\nmade = f({arguments})\n")
    (call,) = [each.call for each in module.all_calls]
    assert call is not None
    return [each.kind for each in misfits(call, module.functions[0].function.parameters)]


def is_refused(signature: str, arguments: str, **names: object) -> bool:
    function = eval(f"lambda {signature}: None")
    try:
        eval(f"function({arguments})", {"function": function, **names})
    except TypeError:
        return True
    return False


@pytest.mark.parametrize("signature", SIGNATURES)
def test_what_does_not_fit_is_what_python_refuses(signature: str) -> None:
    for arguments in ARGUMENTS:
        assert bool(found(signature, arguments)) is is_refused(signature, arguments), arguments


@pytest.mark.parametrize("signature", SIGNATURES)
def test_with_unpacked_arguments_it_is_what_python_always_refuses(signature: str) -> None:
    for arguments in UNPACKED:
        always = all(
            is_refused(signature, arguments, first=first, more=more)
            for first, more in product(ITERABLES, MAPPINGS)
        )
        if found(signature, arguments):
            assert always, arguments


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        ("1, 2, 3", [MisfitKind.TOO_MANY]),
        ("1, a=2", [MisfitKind.TWICE]),
        ("1, c=2", [MisfitKind.UNKNOWN]),
        ("", [MisfitKind.MISSING]),
        ("1, *first, a=2", [MisfitKind.TWICE]),
        ("*first, c=2", [MisfitKind.UNKNOWN]),
        ("*first, a=2", []),
    ],
)
def test_it_says_what_is_wrong(arguments: str, kinds: list[MisfitKind]) -> None:
    assert found("a, b=1", arguments) == kinds
