"""Where a file asks the container for a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spakky_lint.facts.class_annotations import stereotype
from spakky_lint.rules.finding import Consequence
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module, Parameter
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.uses import Flow

_CONTAINERS = frozenset({"app", "application", "application_context", "container", "context"})
_OUTCOMES = {
    "add": ("adding it registers the base instead", Consequence.SILENT),
    "get": ("asking for it raises NoSuchPodError", Consequence.RUN),
}


@dataclass(frozen=True, slots=True)
class Wish:
    range: Range
    outcome: str
    """What comes of it for a class that is no pod itself and inherits one."""
    consequence: Consequence


def wishes(declaration: ClassDeclaration, module: Module) -> Iterator[Wish]:
    """Every place where the class is injected into a pod, added or asked for."""
    for pod in module.classes:
        if stereotype(pod) is None:
            continue
        for function in pod.functions:
            if function.name != "__init__":
                continue
            for parameter in function.parameters:
                if _is_injected(declaration, parameter):
                    yield Wish(
                        parameter.place.range,
                        f"nothing can be injected as '{parameter.name}' and the application stops "
                        "at start with UnexpectedDependencyTypeInjectedError",
                        Consequence.STARTUP,
                    )
    yield from _asked(declaration, module)


def _is_injected(declaration: ClassDeclaration, parameter: Parameter) -> bool:
    """Whether the container has to have one: with a default, or None allowed, it goes without."""
    if parameter.annotation is None or parameter.has_default:
        return False
    return read_annotation(parameter.annotation).target.declared is declaration.key


def _asked(declaration: ClassDeclaration, module: Module) -> Iterator[Wish]:
    bodies = [declared.function.body for declared in module.functions]
    for body in bodies if module.body is None else [module.body, *bodies]:
        flow = Flow(body)
        for call in map(flow.read, flow.calls()):
            receiver, _, method = call.callee.code.rpartition(".")
            if (
                len(call.arguments) == 1
                and call.arguments[0].expression.target.declared is declaration.key
                and receiver.rpartition(".")[2].lstrip("_") in _CONTAINERS
                and method in _OUTCOMES
            ):
                outcome, consequence = _OUTCOMES[method]
                yield Wish(call.arguments[0].place.range, outcome, consequence)
