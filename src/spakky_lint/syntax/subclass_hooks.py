"""What a class does to every class that inherits it, in its ``__init_subclass__``."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.calls import takes_one
from spakky_lint.syntax.children import nodes_in, own
from spakky_lint.syntax.declarations import ClassDeclaration, Function
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.spelled import is_name
from spakky_lint.syntax.uses import Flow

HOOK = "__init_subclass__"
_ENDING = (cst.Return, cst.Raise)


def hook_of(declaration: ClassDeclaration) -> Function | None:
    found = [each for each in declaration.functions if each.name == HOOK]
    return found[0] if len(found) == 1 and not found[0].decorators else None


def always_applied(hook: Function) -> Iterator[Call]:
    """The calls that are given the new class alone, wherever the hook runs.

    Of ``TaskHandler()(cls)`` that is the whole. Nothing before them may end the hook.
    """
    if not hook.parameters or not isinstance(hook.body.node, cst.FunctionDef):
        return
    name = hook.parameters[0].name
    flow = Flow(hook.body)
    if flow.times_bound(name) != 1:
        return
    for line in hook.body.node.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            value = getattr(statement, "value", None)
            if (
                isinstance(value, cst.Call)
                and takes_one(value)
                and is_name(value.args[0].value, name)
            ):
                yield flow.read(value)
        if any(isinstance(node, _ENDING) for node in nodes_in(line, parts=own)):
            return
