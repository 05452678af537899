"""Where a module puts an application together: what it scans and adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.module_changes import point_of
from spakky_lint.syntax.tree import Tree, tree_of

_APPLICATION = "SpakkyApplication"
_SCAN = "scan"
_ADD = "add"


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What is brought together in one function, or in the rest of the module."""

    scanned: list[Expression] = field(default_factory=list)
    added: list[Expression] = field(default_factory=list)
    scans_own_package: list[None] = field(default_factory=list)
    """Not empty where ``scan()`` has no argument."""


def starts(module: Module) -> tuple[Start, ...]:
    """Empty for a module that makes no application."""
    if module.body is None or _APPLICATION not in module.text:
        return ()
    tree = tree_of(module.body.reader.document)
    makers = [
        node
        for node in (*tree.names.get(_APPLICATION, ()), *tree.attributes.get(_APPLICATION, ()))
        if isinstance(tree.parent(node), cst.Call)
    ]
    if not makers:
        return ()
    homes = {id(_function(node, tree)) for node in makers}
    found: dict[int, Start] = {}
    for name in (_SCAN, _ADD):
        for node in tree.attributes.get(name, ()):
            call = tree.parent(node)
            if not isinstance(call, cst.Call) or call.func is not node:
                continue
            function = _function(node, tree)
            key = id(function) if id(function) in homes else 0
            start = found.setdefault(key, Start())
            read = list(_arguments(call, module, tree))
            (start.scanned if name == _SCAN else start.added).extend(read)
            if name == _SCAN and not call.args:
                start.scans_own_package.append(None)
    return tuple(found.values())


def _arguments(call: cst.Call, module: Module, tree: Tree) -> Iterator[Expression]:
    assert module.body is not None
    point = point_of(call, module, tree)
    for argument in call.args[:1]:
        yield Expression(argument.value, point, module.body.reader)


def _function(node: cst.CSTNode, tree: Tree) -> object:
    return next(tree.functions_around(node), None)
