"""What pods are called, and which pods of a program are called alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.applications import may_meet, meet, start_has_both
from spakky_lint.facts.pod_words import ANY, names_of_pods
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.program.memo import once_of_texts
from spakky_lint.program.program import Program
from spakky_lint.program.questions import Anywhere, name_of
from spakky_lint.program.view import view_of
from spakky_lint.runtime.names import snake_case
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.dependencies import ask, following
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.memo import once_a_module, once_each
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.symbol_uses import How, uses


@dataclass(frozen=True, slots=True, eq=False)
class NamedPod:
    declaration: ClassDeclaration | Function
    decorator: Decorator
    name: str
    place: Place
    """What gives it its name: the argument, or the name of the class."""
    module: Module

    @property
    def is_handler(self) -> bool:
        return self.decorator.name == "TaskHandler"


@dataclass(frozen=True, slots=True)
class NamedPods:
    by_name: Mapping[str, tuple[NamedPod, ...]]
    assigned: tuple[NamedPod, ...]
    """Those whose stereotype was assigned to a name first, so that others may have the same."""


@once_a_module
def named_pods(module: Module) -> NamedPods:
    declarations: Iterator[ClassDeclaration | Function] = chain(
        module.classes, module.own_functions
    )
    found = [pod for each in declarations if (pod := named_pod(each, module)) is not None]
    by_name: dict[str, tuple[NamedPod, ...]] = {}
    for pod in found:
        by_name[pod.name] = (*by_name.get(pod.name, ()), pod)
    return NamedPods(by_name, tuple(pod for pod in found if not pod.decorator.is_made_anew))


def named_pod(declaration: ClassDeclaration | Function, module: Module) -> NamedPod | None:
    """The class or function as a pod, where the text tells its name."""
    made = [found for found in declaration.decorators if found.name in STEREOTYPES]
    if len(made) != 1 or made[0].call is None or made[0].call.is_open:
        return None
    if not all_leave_as_it_is(declaration.decorators, module):
        return None
    given = made[0].call.keyword("name")
    value = None if given is None else given.expression.value
    if given is not None and isinstance(value, str) and value:
        return NamedPod(declaration, made[0], str(value), given.place, module)
    if given is None or value == "" or value is None:
        name = snake_case(declaration.name)
        return NamedPod(declaration, made[0], name, declaration.place, module)
    return None


def pods_elsewhere(name: str, module: Module) -> Iterator[NamedPod]:
    """The pods of that name in other modules that one application may have together with this."""
    view = view_of(module)
    if view is None:
        return
    program, path = view.program, view.path
    known = candidates(program)
    files = {*known.by_definition.get(name, ()), *known.named} - {path}
    near = [file for file in files if may_meet(path, file, program)]
    for other in program.modules_of(sorted(near, key=str)):
        yield from named_pods(other).by_name.get(name, ())


@dataclass(frozen=True, slots=True)
class Candidates:
    """The files that may have a pod of a name."""

    by_definition: Mapping[str, Sequence[Path]]
    """By the name that a pod would have by default."""
    named: Sequence[Path]
    """Files that may give a pod another name."""


@once_of_texts
def candidates(program: Program) -> Candidates:
    """Of all files that are no tests."""
    by_definition: dict[str, list[Path]] = {}
    ask(Anywhere(name_of(names_of_pods), b""))
    with following(None):
        files = program.application_files
    for path in files:
        for name in program.sources.scanned(names_of_pods, path):
            by_definition.setdefault(name, []).append(path)
    named = by_definition.pop(ANY, ())
    return Candidates({name: tuple(paths) for name, paths in by_definition.items()}, named)


@dataclass(frozen=True, slots=True)
class NameClash:
    handler: NamedPod
    other: NamedPod
    is_one_stereotype: bool
    """Whether one object decorates both, so that the handler is no pod. Otherwise the application
    does not start."""


@once_each
def name_clash(declaration: ClassDeclaration, module: Module) -> NameClash | None:
    """The pod that keeps a handler from being one, or from being started with.

    Of two handlers of one file the lower one is told, of two that share a stereotype the upper one.
    """
    handler = named_pod(declaration, module)
    if handler is None or not handler.is_handler:
        return None
    pods = named_pods(module)
    named_alike = pods.by_name.get(handler.name, ())
    shared = () if handler.decorator.is_made_anew else pods.assigned
    for other in (*shared, *named_alike):
        if other.declaration is declaration or not _meet(handler, other):
            continue
        if _share_a_stereotype(handler, other):
            return NameClash(handler, other, True) if _is_above(handler, other) else None
        if other.name == handler.name and not (other.is_handler and _is_above(handler, other)):
            return NameClash(handler, other, False)
    return next(
        (
            NameClash(handler, other, False)
            for other in pods_elsewhere(handler.name, module)
            if _meet(handler, other)
        ),
        None,
    )


def _share_a_stereotype(one: NamedPod, other: NamedPod) -> bool:
    """Whether both are decorated with one object: ``background = TaskHandler()``."""
    if one.decorator.is_made_anew or other.decorator.is_made_anew:
        return False
    first, second = one.decorator.call, other.decorator.call
    return first is not None and second is not None and first.place.range == second.place.range


def _is_above(one: NamedPod, other: NamedPod) -> bool:
    return one.declaration.place.range.start < other.declaration.place.range.start


def _meet(one: NamedPod, other: NamedPod) -> bool:
    if not all(keeps_its_name(pod.declaration, pod.module) for pod in (one, other)):
        return False
    both = (one.declaration, one.module, other.declaration, other.module)
    if any(_is_added_by_hand(pod) for pod in (one, other)):
        return start_has_both(*both)
    return one.module is other.module or meet(*both)


def _is_added_by_hand(pod: NamedPod) -> bool:
    """Whether its file adds it to a container, where it may not meet those beside it."""
    return any(
        use.how is How.PASSED and use.callee == "add" for use in uses(pod.declaration, pod.module)
    )
