"""What a file says to containers and applications."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.uses import Flow

_CONTAINERS = frozenset({"app", "application", "application_context", "container", "context"})
_METHODS = ("add", "get")


def asked_for(declaration: ClassDeclaration, module: Module) -> Iterator[tuple[str, Place]]:
    """Where the module gives the class to a container, or asks one for it: `add` or `get`."""
    bodies = [declared.function.body for declared in module.functions]
    for body in bodies if module.body is None else [module.body, *bodies]:
        flow = Flow(body)
        for call in map(flow.read, flow.calls()):
            receiver, _, method = call.callee.code.rpartition(".")
            if (
                len(call.arguments) == 1
                and call.arguments[0].expression.target.declared is declaration.key
                and receiver.rpartition(".")[2].lstrip("_") in _CONTAINERS
                and method in _METHODS
            ):
                yield method, call.arguments[0].place
