"""What a file says to containers and applications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.instances import Instances
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.names import NOWHERE
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.uses import Flow

_FRAMEWORK = "spakky.core."
_CONTAINERS = frozenset({"app", "application", "application_context", "container", "context"})
_METHODS = ("add", "get")


def asked_for(declaration: ClassDeclaration, module: Module) -> Sequence[tuple[str, Place]]:
    """Where the module gives the class to a container, or asks one for it: `add` or `get`."""
    return _asked(module).get(declaration.key, ())


@once_a_module
def _asked(module: Module) -> Mapping[object, Sequence[tuple[str, Place]]]:
    """The same of every class, by its key."""
    found: dict[object, list[tuple[str, Place]]] = {}
    for body, within in module.bodies:
        flow = Flow(body)
        instances = Instances(flow, within, module)
        for call in map(flow.read, flow.calls()):
            if call.name not in _METHODS or len(call.arguments) != 1:
                continue
            given = call.arguments[0]
            key = given.expression.target.declared
            if key is not None and _asks_container(call, instances):
                found.setdefault(key, []).append((call.name, given.place))
    return found


def _asks_container(call: Call, instances: Instances) -> bool:
    receiver = instances.of_receiver(call)
    if receiver is not None and receiver.type != NOWHERE:
        return (receiver.type.qualified or "").startswith(_FRAMEWORK)
    # Nobody says what it is. Any object may have a `get`, so only what is called as the
    # framework's own documentation calls its container is taken for one.
    return call.callee.code.rpartition(".")[0].rpartition(".")[2].lstrip("_") in _CONTAINERS
