"""The decorators that make a class a handler, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from spakky_lint.data import dataclass
from spakky_lint.facts.class_annotations import annotated_line
from spakky_lint.facts.handing_on import may_bring_about
from spakky_lint.program.effects import all_leave_as_it_is, derived_stereotype
from spakky_lint.program.uses import modules_with, uses_elsewhere
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Function, FunctionDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Argument, Expression
from spakky_lint.syntax.framework import STEREOTYPES, STEREOTYPES_WITH_VALUES
from spakky_lint.syntax.futures import defers_annotations
from spakky_lint.syntax.hierarchy import ancestors, with_ancestors
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.mentions import names_of
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.symbol_uses import uses

_OPTIONS = ("name", "scope")
_ASPECTS = {"Aspect": "IAspect", "AsyncAspect": "IAsyncAspect"}
"""By stereotype, what it takes of the class to inherit."""
_REFUSED_KINDS = {
    ParameterKind.POSITIONAL_ONLY: "CannotUsePositionalOnlyArgsInPodError",
    ParameterKind.VARIADIC: "CannotUseVarArgsInPodError",
    ParameterKind.KEYWORDS: "CannotUseVarArgsInPodError",
}


def refused_arguments(handler: Decorator) -> Iterator[Argument]:
    """What `TaskHandler` is given and does not take: TypeError on import."""
    for argument in () if handler.call is None else handler.call.arguments:
        if not argument.star and argument.keyword not in _OPTIONS:
            yield argument


def factory_error(handler: Decorator, function: Function, module: Module) -> str | None:
    """The exception that a function raises on import when `TaskHandler` decorates it."""
    if handler.call is None:
        return "TypeError"
    parameters = function.parameters
    if parameters and parameters[0].name == "self":
        parameters = parameters[1:]
    for parameter in parameters:
        if parameter.kind in _REFUSED_KINDS:
            return _REFUSED_KINDS[parameter.kind]
        if parameter.annotation is None:
            return "CannotDeterminePodTypeError"
    if function.returns is None:
        return "CannotDeterminePodTypeError"
    if defers_annotations(module) or isinstance(function.returns.value, str):
        return "GenericMROTypeError"
    returned = read_annotation(function.returns)
    if returned.is_none:
        return "CannotDeterminePodTypeError"
    if any(member.is_none for member in returned.members):
        return "CannotUseOptionalReturnTypeInPodError"
    return None


@dataclass(frozen=True, slots=True)
class Stereotypes:
    """All stereotypes of a handler that has more than one."""

    kept: Decorator
    """The one that makes it a handler, and says most."""
    extra: Sequence[Decorator]
    """The others: the application does not start."""
    bare: Sequence[Decorator]
    """Those without parentheses, for which the import fails before; then there is nothing extra."""


def stereotypes(declaration: ClassDeclaration, module: Module) -> Stereotypes | None:
    """The stereotypes of a handler, where they contradict each other."""
    decorators = declaration.decorators
    made = [found for found in decorators if _makes_a_pod(found, declaration, module)]
    handlers = [decorator for decorator in made if decorator.name == "TaskHandler"]
    if len(made) < 2 or not handlers:
        return None
    bare = [decorator for decorator in made if decorator.call is None]
    if bare:
        return Stereotypes(handlers[0], (), bare)
    between = decorators[decorators.index(made[0]) : decorators.index(made[-1])]
    if not all_leave_as_it_is(between, module):
        return None  # perhaps the upper ones decorate another class
    kept = next((decorator for decorator in handlers if has_arguments(decorator)), handlers[0])
    return Stereotypes(kept, [found for found in made if found is not kept], ())


def _makes_a_pod(decorator: Decorator, declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it is one of the framework, or of the program, and certainly makes a pod of it."""
    if decorator.name in _ASPECTS:
        # For any other class the import fails.
        return _ASPECTS[decorator.name] in _names_of_bases(declaration, module)
    if decorator.name in STEREOTYPES_WITH_VALUES or decorator.name is None:
        is_stereotype = decorator.name or derived_stereotype(decorator, module)
        return decorator.call is not None and bool(is_stereotype)
    return decorator.name in STEREOTYPES


def _names_of_bases(declaration: ClassDeclaration, module: Module) -> frozenset[str]:
    """The last names of all that it inherits."""
    return frozenset(
        (base.qualified or "").rpartition(".")[2]
        for member in with_ancestors(declaration, module)
        for base in member.bases
    )


def has_arguments(decorator: Decorator) -> bool:
    return decorator.call is not None and bool(decorator.call.arguments)


def lazy_marks(declaration: ClassDeclaration, module: Module) -> Sequence[Decorator]:
    """The `@Lazy` of a handler that delay it, or fail on import for want of parentheses."""
    handlers, lazy = declaration.decorated("TaskHandler"), declaration.decorated("Lazy")
    if not handlers or not lazy:
        return ()
    marks = (handlers[0], lazy[0])
    first, last = sorted(declaration.decorators.index(decorator) for decorator in marks)
    between = declaration.decorators[first : last + 1]
    if not all_leave_as_it_is(between, module):
        return ()  # perhaps one of the two decorates another class
    if lazy[0].call is not None and is_created_anyway(declaration, module):
        return ()
    return lazy


def inherited_lazy_mark(declaration: ClassDeclaration, module: Module) -> Decorator | None:
    """The `@Lazy()` of a base that delays a handler: both write to the same metadata."""
    if not declaration.decorated("TaskHandler") or declaration.decorated("Lazy"):
        return None
    if not all_leave_as_it_is(declaration.decorators, module):
        return None
    marks = [
        mark for base in annotated_line(declaration, module) for mark in base.decorated("Lazy")
    ]
    if not marks or marks[0].call is None or is_created_anyway(declaration, module):
        return None
    return marks[0]


@once_a_class
def is_created_anyway(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether an eager pod of the program takes a lazy handler, or something may get it."""
    used = chain(uses(declaration, module), uses_elsewhere(declaration, module))
    if any(may_bring_about(use) for use in used):
        return True
    names = {declaration.name, *(base.name for base in ancestors(declaration, module))}
    others = (each for name in sorted(names) for each in modules_with(module, name))
    return any(_has_asker(names, each) for each in chain((module,), others))


def _has_asker(names: set[str], module: Module) -> bool:
    return any(
        not names.isdisjoint(names_of(annotation))
        for found in module.functions
        if _is_run_at_start(found)
        for annotation in _asked_for(found)
    ) or any(
        not names.isdisjoint(names_of(field.annotation))
        for class_ in module.classes
        if _is_eager(class_.decorators)
        for field in class_.fields
    )


def _asked_for(declaration: FunctionDeclaration) -> Iterator[Expression]:
    for parameter in declaration.function.parameters:
        if parameter.annotation is not None:
            yield parameter.annotation


def _is_run_at_start(declaration: FunctionDeclaration) -> bool:
    """Whether it is a factory or the constructor of a pod, or of what a pod may inherit."""
    if declaration.owner is None:
        return _is_eager(declaration.function.decorators)
    decorators = declaration.owner.decorators
    return declaration.function.name == "__init__" and (not decorators or _is_eager(decorators))


def _is_eager(decorators: tuple[Decorator, ...]) -> bool:
    names = {decorator.name for decorator in decorators}
    return bool(decorators) and "Lazy" not in names
