"""Names with their attributes, keys and packages, as they are written."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.syntax import cst

# By the very classes: isinstance is slow on nodes, none is subclassed, and this is asked of most.


def dotted_name(node: cst.BaseExpression) -> str:
    """``shop.clock`` of the names and attributes that it is written with."""
    parts: list[str] = []
    while type(node) is cst.Attribute:
        parts.append(node.attr.value)
        node = node.value
    if type(node) is cst.Name:
        parts.append(node.value)
    return ".".join(reversed(parts))


def first_name(node: cst.BaseExpression) -> cst.Name | None:
    """``celery`` of ``celery`` and of ``celery.conf.broker``."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return node if isinstance(node, cst.Name) else None


def last_name(node: cst.BaseExpression) -> str | None:
    """``add`` of ``add`` and of ``application.add``."""
    last = node.attr if type(node) is cst.Attribute else node
    return last.value if type(last) is cst.Name else None


def name_taken(node: cst.CSTNode, owner: str | None) -> str | None:
    """``count`` of ``self.count``, where the owner is ``self``; None for anything else."""
    if type(node) is not cst.Attribute or type(node.value) is not cst.Name:
        return None
    return node.attr.value if node.value.value == owner else None


def is_name(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def elements_of(node: cst.List | cst.Set | cst.Tuple) -> Sequence[cst.BaseExpression] | None:
    """What is written in it, in order; None where a star brings in others."""
    if any(isinstance(each, cst.StarredElement) for each in node.elements):
        return None
    return [each.value for each in node.elements]


def key_of(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """``key`` of ``items[key]``; None where it is no item, or has several keys."""
    if not isinstance(node, cst.Subscript) or len(node.slice) != 1:
        return None
    index = node.slice[0].slice
    return index.value if isinstance(index, cst.Index) else None


def package_of(node: cst.ImportFrom) -> str:
    """``..shop.clock`` of ``from ..shop.clock import HOUR``."""
    return "." * len(node.relative) + ("" if node.module is None else dotted_name(node.module))
