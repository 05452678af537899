"""What a function that makes a celery application gives to it."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.spelled import first_name, key_of
from spakky_lint.syntax.strings import text_of
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
    made |= {name for node in flow.nodes for name in _parts_of(made, node)}
    found: set[str] = set()
    is_made_here = False
    for node in flow.nodes:
        if isinstance(node, cst.Call):
            is_celery = Expression(node.func, flow.point).target.qualified
            if is_celery in CELERY:
                is_made_here = True
                found |= {_FIRST} if node.args and node.args[0].keyword is None else set()
            if any(_is_unknown(each, made) for each in node.args):
                return None
            if isinstance(node.func, cst.Attribute) and node.func.attr.value in _OTHER_SOURCES:
                return None
            if _takes_a_mapping(node, is_celery=is_celery in CELERY):
                return None
            found.update(each.keyword.value for each in node.args if each.keyword is not None)
        elif _is_of_another_key(node, made):
            return None
        else:
            found.update(filter(None, _names(node)))
    return frozenset(found) if is_made_here else None


_OTHER_SOURCES = frozenset({"add_defaults", "config_from_envvar", "config_from_object", "setup"})
_MAPPINGS = frozenset({"changes", "config_source", "loader"})


def _is_unknown(argument: cst.Arg, made: set[str]) -> bool:
    """Whether it unpacks something, or hands on what is made."""
    return _root(argument.value) in made or (
        bool(argument.star) and not isinstance(argument.value, cst.Dict)
    )


def _takes_a_mapping(call: cst.Call, *, is_celery: bool) -> bool:
    """Whether it gives what is written elsewhere: a module, or a mapping with a name."""
    if is_celery:
        return any(
            each.keyword is not None
            and each.keyword.value in _MAPPINGS
            and not isinstance(each.value, cst.Dict)
            for each in call.args
        )
    is_update = isinstance(call.func, cst.Attribute) and call.func.attr.value == "update"
    return is_update and any(
        each.keyword is None and not isinstance(each.value, cst.Dict) for each in call.args
    )


def _is_of_another_key(node: cst.CSTNode, made: set[str]) -> bool:
    """Whether it sets something whose name is not written there."""
    if isinstance(node, cst.AugAssign):
        return _root(node.target) in made and not isinstance(node.value, cst.Dict)
    if isinstance(node, cst.DictElement):
        return not isinstance(node.key, cst.SimpleString)
    return isinstance(node, cst.Assign) and any(
        isinstance(each.target, cst.Subscript)
        and _root(each.target.value) in made
        and not isinstance(key_of(each.target), cst.SimpleString)
        for each in node.targets
    )


def _parts_of(made: set[str], node: cst.CSTNode) -> Iterator[str]:
    """The names that are given to a part of what is made: ``conf = celery.conf``."""
    if isinstance(node, cst.Assign) and _root(node.value) in made:
        for each in node.targets:
            if isinstance(each.target, cst.Name):
                yield each.target.value


def _root(expression: cst.BaseExpression) -> str | None:
    first = first_name(expression)
    return None if first is None else first.value


def _names(node: cst.CSTNode) -> Iterator[str | None]:
    """The keys and attributes that are set; None for one that is no text."""
    if isinstance(node, cst.Assign):
        for each in node.targets:
            key = key_of(each.target)
            if isinstance(each.target, cst.Attribute):
                yield each.target.attr.value
            elif key is not None:
                yield text_of(key)
    elif isinstance(node, cst.DictElement):
        yield text_of(node.key)
