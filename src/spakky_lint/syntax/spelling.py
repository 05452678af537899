"""How a declaration is written, for messages."""

from __future__ import annotations

from spakky_lint.syntax.declarations import Decorator


def named(decorator: Decorator) -> str:
    """A decorator as it is written, without its arguments: ``@auth.require_role``."""
    if decorator.is_inline and decorator.call is not None:
        return f"@{decorator.call.callee.code}"
    return f"@{decorator.expression.place.code}"
