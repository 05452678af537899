"""How a declaration is written, for messages."""

from __future__ import annotations

from spakky_lint.syntax.decorators import Decorator


def above(decorator: Decorator) -> str:
    """How it is written above a method, wherever it is applied: ``@require_role("admin")``."""
    if decorator.is_written_above:
        return decorator.place.text
    return f"@{decorator.expression.place.text}"


def named(decorator: Decorator) -> str:
    """A decorator as it is written, without its arguments: ``@auth.require_role``."""
    if decorator.is_inline and decorator.call is not None:
        return f"@{decorator.call.callee.code}"
    return f"@{decorator.expression.place.code}"
