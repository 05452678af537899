"""Code on one line, however it was laid out."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.one_line import one_line


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("auth.require_role", "auth.require_role"),
        ("auth \\\n  . \\\n  require_role", "auth.require_role"),
        ("auth . role", "auth.role"),
        ("f(  # a note\n    a, # another\n    b = 1\n)", "f(a, b = 1)"),
        ("f \\\n (x)", "f(x)"),
        ("not \\\n (x)", "not (x)"),
        ("('a'\r\n 'b')", "('a' 'b')"),
        ("'# no comment'", "'# no comment'"),
        ("f('a\\n. b')", "f('a\\n. b')"),
        ("f(\n'# x'[", "f( '# x'["),
    ],
)
def test_layout_is_left_out(code: str, expected: str) -> None:
    assert one_line(code) == expected
