"""Where a file asks the container for a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spakky_lint.facts.class_annotations import stereotype
from spakky_lint.program.uses import modules_with
from spakky_lint.rules.finding import Consequence
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module, Parameter
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import class_of
from spakky_lint.syntax.instances import Instances
from spakky_lint.syntax.names import NOWHERE
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.uses import Flow

_FRAMEWORK = "spakky.core."
_CONTAINERS = frozenset({"app", "application", "application_context", "container", "context"})
_OUTCOMES = {
    "add": ("adding it registers the base instead", Consequence.SILENT),
    "get": ("asking for it raises NoSuchPodError", Consequence.RUN),
}


@dataclass(frozen=True, slots=True)
class Wish:
    place: Place
    outcome: str
    """What comes of it for a class that is no pod itself and inherits one."""
    consequence: Consequence


def wishes(declaration: ClassDeclaration, module: Module) -> Iterator[Wish]:
    """Every place of the module where the class is injected into a pod, added or asked for."""
    for pod in module.classes:
        for wanted, wish in injected(pod, module):
            if wanted is declaration:
                yield wish
    yield from _asked(declaration, module)


def injected(pod: ClassDeclaration, module: Module) -> Iterator[tuple[ClassDeclaration, Wish]]:
    """The classes that the constructor of a pod has to be given."""
    if stereotype(pod) is None:
        return
    for function in pod.functions:
        for parameter in function.parameters if function.name == "__init__" else ():
            wanted = _wanted_class(parameter, module)
            if wanted is not None and not _is_made(wanted, module):
                yield (
                    wanted,
                    Wish(
                        parameter.place,
                        f"nothing can be injected as '{parameter.name}' and the application stops "
                        "at start with UnexpectedDependencyTypeInjectedError",
                        Consequence.STARTUP,
                    ),
                )


def _wanted_class(parameter: Parameter, module: Module) -> ClassDeclaration | None:
    """What the container has to have: with a default, or None allowed, it goes without."""
    if parameter.annotation is None or parameter.has_default:
        return None
    return class_of(read_annotation(parameter.annotation).target, module)


def _is_made(wanted: ClassDeclaration, module: Module) -> bool:
    """Whether a function that is a pod returns one, as far as the text tells."""
    returned = (
        declared.function.returns
        for each in (module, *modules_with(module, "Pod", wanted.name))
        for declared in each.functions
        if declared.function.decorated("Pod")
    )
    return any(
        found is not None and read_annotation(found).target.declared is wanted.key
        for found in returned
    )


def _asked(declaration: ClassDeclaration, module: Module) -> Iterator[Wish]:
    functions = [(declared.function.body, declared) for declared in module.functions]
    for body, within in functions if module.body is None else [(module.body, None), *functions]:
        flow = Flow(body)
        instances = Instances(flow, within, module)
        for call in map(flow.read, flow.calls()):
            if (
                call.name in _OUTCOMES
                and len(call.arguments) == 1
                and call.arguments[0].expression.target.declared is declaration.key
                and _asks_container(call, instances)
            ):
                outcome, consequence = _OUTCOMES[call.name]
                yield Wish(call.arguments[0].place, outcome, consequence)


def _asks_container(call: Call, instances: Instances) -> bool:
    receiver = instances.of_receiver(call)
    if receiver is not None and receiver.type != NOWHERE:
        return (receiver.type.qualified or "").startswith(_FRAMEWORK)
    # Nobody says what it is. Any object may have a `get`, so only what is called as the
    # framework's own documentation calls its container is taken for one.
    return call.callee.code.rpartition(".")[0].rpartition(".")[2].lstrip("_") in _CONTAINERS
