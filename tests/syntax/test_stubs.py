"""What the body of a function amounts to."""

from __future__ import annotations

from textwrap import indent

import pytest

from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.fstrings import interpolated_names
from spakky_lint.syntax.stubs import is_constant, is_stub, raises
from tests.syntax.reading import argument, function, read


def with_body(body: str) -> Function:
    return function(read(f"def probe(this, other):\n{indent(body, '    ')}\n"), "probe")


@pytest.mark.parametrize(
    "body",
    [
        "...",
        "pass",
        "'Text.'",
        "'Text.'\n...",
        "raise NotImplementedError",
        "'Text.'; raise NotImplementedError('later')",
    ],
)
def test_a_stub_does_nothing(body: str) -> None:
    assert is_stub(with_body(body))
    assert not is_constant(with_body(body))


@pytest.mark.parametrize("body", ["return", "return 1", "'T'\nreturn ('a', -1)", "return this"])
def test_a_constant_tells_nothing_new(body: str) -> None:
    assert is_constant(with_body(body))
    assert not is_stub(with_body(body))


@pytest.mark.parametrize(
    "body",
    [
        "return other",
        "return this.name",
        "return f'{this}'",
        "return {'name': this.name}",
        "print()",
        "print()\nreturn 1",
        "raise ValueError",
        "if other:\n    return 1",
        "f'{print()}'",
    ],
)
def test_anything_else_may_matter(body: str) -> None:
    assert not is_stub(with_body(body))
    assert not is_constant(with_body(body))


def test_a_body_on_the_line_of_its_function_is_read_too() -> None:
    module = read("def probe(this): return 7\n")
    assert is_constant(function(module, "probe"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if other:\n    raise NotImplementedError('later')", True),
        ("raise NotImplementedError", True),
        ("# raise NotImplementedError\nraise ValueError", False),
        ("'raise NotImplementedError'", False),
        ("def inner():\n    raise NotImplementedError", False),
    ],
)
def test_what_a_body_raises(body: str, expected: bool) -> None:
    assert raises("NotImplementedError", with_body(body)) is expected


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("f'a{x}b{y.z}{w[0]!r:>{n}}'", ["x", "y", "w"]),
        ("'a' f'{x}' 'b' f'{y}'", ["x", "y"]),
        ("f'{x}' 'b'", ["x"]),
        ("f'{{x}}{1}{x + y}'", []),
        ("'{x}'", []),
    ],
)
def test_the_names_in_an_fstring(written: str, names: list[str]) -> None:
    assert list(interpolated_names(argument(f"@f(value={written})\ndef probe(): ..."))) == names
