"""What a function that makes a celery application gives to it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.strings import string_value
from spakky_lint.syntax.uses import Flow

CELERY = frozenset({"celery.Celery", "celery.app.Celery", "celery.app.base.Celery"})
_FIRST = "main"
"""What `Celery` takes without a keyword."""


def configured_names(function: Function) -> frozenset[str] | None:
    """The settings and arguments that it gives, whatever their values.

    None where something may give more than is seen: another function, or a mapping.
    """
    flow = Flow(function.body)
    returns = [node.value for node in flow.nodes if isinstance(node, cst.Return)]
    made = {node.value for node in returns if isinstance(node, cst.Name)}
    found: set[str] = set()
    is_made_here = False
    for node in flow.nodes:
        if isinstance(node, cst.Call):
            is_celery = Expression(node.func, flow.point, function.body.reader).target.qualified
            if is_celery in CELERY:
                is_made_here = True
                found |= {_FIRST} if node.args and node.args[0].keyword is None else set()
            if any(_is_untold(each, made) for each in node.args):
                return None
            if isinstance(node.func, cst.Attribute) and node.func.attr.value in _OTHER_SOURCES:
                return None
            found.update(each.keyword.value for each in node.args if each.keyword is not None)
        else:
            found.update(_names(node))
    return frozenset(found) if is_made_here else None


_OTHER_SOURCES = frozenset({"add_defaults", "config_from_envvar", "config_from_object", "setup"})


def _is_untold(argument: cst.Arg, made: set[str]) -> bool:
    """Whether it unpacks something, or hands on what is made."""
    is_made = isinstance(argument.value, cst.Name) and argument.value.value in made
    return is_made or (bool(argument.star) and not isinstance(argument.value, cst.Dict))


def _names(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.Assign):
        for each in node.targets:
            if isinstance(each.target, cst.Attribute):
                yield each.target.attr.value
            elif isinstance(each.target, cst.Subscript):
                index = each.target.slice[0].slice
                if isinstance(index, cst.Index) and isinstance(index.value, cst.SimpleString):
                    yield str(string_value(index.value))
    elif isinstance(node, cst.DictElement) and isinstance(node.key, cst.SimpleString):
        yield str(string_value(node.key))
