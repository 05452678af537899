"""What pods are called, and which pods of a program are called alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from spakky_lint.facts.applications import may_meet
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.program.memo import once_a_program
from spakky_lint.program.program import Program, modules_of
from spakky_lint.program.view import view_of
from spakky_lint.program.words import NAME
from spakky_lint.runtime.pod import snake_case
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.places import Place

# These say only where nothing can be found.
_DEFINITION = re.compile(rb"\b(?:class|def)[\s\\]+(" + NAME + rb")")
_NAMED = re.compile(rb"\bname[\s\\]*=")
_STEREOTYPE = re.compile("|".join(sorted(STEREOTYPES)).encode())


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
    functions = (found.function for found in module.functions if found.owner is None)
    declarations: Iterator[ClassDeclaration | Function] = chain(module.classes, functions)
    found = [pod for each in declarations if (pod := named_pod(each, module)) is not None]
    by_name: dict[str, tuple[NamedPod, ...]] = {}
    for pod in found:
        by_name[pod.name] = (*by_name.get(pod.name, ()), pod)
    return NamedPods(by_name, tuple(pod for pod in found if not pod.decorator.is_inline))


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
    candidates = _candidates(program)
    files = {*candidates.by_definition.get(name, ()), *candidates.named} - {path}
    near = [file for file in sorted(files) if may_meet(path, file, program)]
    for other in modules_of(program, near):
        yield from named_pods(other).by_name.get(name, ())


@dataclass(frozen=True, slots=True)
class _Candidates:
    by_definition: Mapping[str, Sequence[Path]]
    """By the name that a pod would have by default."""
    named: Sequence[Path]
    """Files that may give a pod another name."""


@once_a_program
def _candidates(program: Program) -> _Candidates:
    by_definition: dict[str, list[Path]] = {}
    named: list[Path] = []
    for path in program.application_files:
        names, gives_others = program.sources.scan(_names_of_pods, path)
        for name in names:
            by_definition.setdefault(name, []).append(path)
        if gives_others:
            named.append(path)
    return _Candidates(by_definition, named)


def _names_of_pods(data: bytes) -> tuple[frozenset[str], bool]:
    """What pods may be called by default, and whether one may have another name."""
    if b"@" not in data:
        return frozenset(), False
    words = (word.decode(errors="replace") for word in _DEFINITION.findall(data))
    names = frozenset(map(snake_case, words))
    return names, bool(_NAMED.search(data) and _STEREOTYPE.search(data))
