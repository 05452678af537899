"""A text read for its declarations, together with its tree."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst

from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.parse import read_declarations


def read(text: str) -> Module:
    return read_declarations(dedent(text))


def function(module: Module, name: str) -> Function:
    """The last function of that name."""
    return [found.function for found in module.functions if found.function.name == name][-1]


def decorators(module: Module) -> dict[str, tuple[Decorator, ...]]:
    """The decorators of each function, by its name."""
    return {found.function.name: found.function.decorators for found in module.functions}


def resolved(text: str, name: str = "probe") -> str | None:
    """What the first decorator of the function ``name`` refers to.

    A qualified name, ``"def name"`` or ``"class name"`` for what stands in the text, or None.
    """
    target = function(read(text), name).decorators[0].target
    if target.declared is None:
        return target.qualified
    kind = "class" if isinstance(target.declared, cst.ClassDef) else "def"
    return f"{kind} {target.declared.name.value}"


def argument(text: str, keyword: str = "value", name: str = "probe") -> Expression:
    """The keyword argument of the first decorator of the function ``name``."""
    call = function(read(text), name).decorators[0].call
    assert call is not None
    found = call.keyword(keyword)
    assert found is not None
    return found.expression
