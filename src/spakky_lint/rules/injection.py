"""What the container makes of the annotations of a constructor."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from spakky_lint.facts.constructors import ConstructorParameter, constructor_parameters
from spakky_lint.program.uses import modules_with
from spakky_lint.syntax.annotations import UNION, Annotation, read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import is_handler
from spakky_lint.syntax.mentions import names_of
from spakky_lint.syntax.names import NOWHERE
from spakky_lint.syntax.typing_imports import typing_imports

_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_COLLECTIONS = {
    "builtins.list": "list",
    "builtins.tuple": "tuple",
    "builtins.dict": "dict",
    "builtins.set": "set",
    "builtins.frozenset": "frozenset",
    "typing.List": "list",
    "typing.Tuple": "tuple",
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
}
_VALUES = frozenset({"bool", "bytes", "complex", "float", "int", "str"})
_WITH_DEFAULT = "give it a default, or inject a class that holds it"
_AWARE = "implement IApplicationContextAware instead"
_CONTAINER = "spakky.core.pod.interfaces.container.IContainer"
_CONTEXTS = frozenset(
    {
        "spakky.core.application.application_context.ApplicationContext",
        "spakky.core.pod.interfaces.application_context.IApplicationContext",
        _CONTAINER,
    }
)
_UNRESOLVABLE = {
    **{f"builtins.{name}": (name, _WITH_DEFAULT) for name in _VALUES},
    "typing.Any": ("Any", "annotate it with the class to inject"),
    "typing_extensions.Any": ("Any", "annotate it with the class to inject"),
    **dict.fromkeys(
        ("spakky.auth.AuthContext", "spakky.auth.context.AuthContext"),
        ("an AuthContext", "ask require_auth_context for it when the task runs"),
    ),
    **dict.fromkeys(_CONTEXTS - {_CONTAINER}, ("the application context", _AWARE)),
    _CONTAINER: ("the container", _AWARE),
}
"""Types that hardly anybody provides as a pod, and what to do instead.

A logger, a callable or a list may well come from a factory of another file.
"""


def handler_parameters(
    declaration: ClassDeclaration, module: Module
) -> tuple[ConstructorParameter, ...]:
    """The constructor of a handler; empty for any other class."""
    return constructor_parameters(declaration, module) if is_handler(declaration, module) else ()


def is_evaluated(annotation: Expression, handler: ClassDeclaration, module: Module) -> bool:
    """Whether its names mean something when the handler is made one.

    Where it is a text and one of them does not, the container looks for a pod of that very name.
    """
    names = names_of(annotation)
    home = annotation.reader.module or module
    start = handler.place.range.start
    # A module that was imported has run to its end.
    later = {
        found.name
        for found in module.classes
        if home is module and found.place.range.start >= start
    }
    return names.isdisjoint(later) and names.isdisjoint(
        name for found in typing_imports(home) for name in found.names
    )


def collection_problem(annotation: Annotation) -> str | None:
    """Why a collection is none that the container makes; None for what is fine or not known."""
    annotation = _required(_plain(annotation))
    kind = _COLLECTIONS.get(annotation.target.qualified or "")
    arguments = annotation.arguments
    if kind is None:
        return None
    if kind in ("set", "frozenset"):
        return f"a {kind}"
    if not arguments:
        return f"a bare {kind}"
    if kind == "tuple" and not _is_row(arguments):
        return "a tuple of a certain length"
    if kind == "dict" and _is_other_than_str(arguments[0]):
        return "a dict with other keys than str"
    last = arguments[0] if kind != "dict" else arguments[-1]
    return f"a {kind} of what is no plain class" if _is_no_class(last) else None


def is_optional_in_quotes(annotation: Annotation) -> bool:
    """Whether it is `Optional["Mailer"]`, whose text nobody evaluates."""
    annotation = _plain(annotation)
    return _required(annotation) is not annotation and _is_quoted_in(
        _required(annotation), annotation
    )


def is_collection_in_quotes(annotation: Annotation) -> bool:
    """Whether it is `list["Mailer"]`, a list of texts to the container."""
    annotation = _required(_plain(annotation))
    kind = _COLLECTIONS.get(annotation.target.qualified or "")
    if kind not in ("list", "tuple", "dict") or not annotation.arguments:
        return False
    return _is_quoted_in(annotation.arguments[-1 if kind == "dict" else 0], annotation)


def _is_quoted_in(part: Annotation, whole: Annotation) -> bool:
    """Whether the part alone is in quotes: inside a text, all parts have the place of the text."""
    return part.place.range != whole.place.range and part.place.text.startswith(("'", '"'))


def unresolvable(annotation: Annotation, module: Module) -> tuple[str, str] | None:
    """What a type is that no pod has, and what to do instead; None for what may be one."""
    if annotation.target.qualified in _ANNOTATED:
        return None  # a Qualifier picks a pod, so there are some
    if len(annotation.members) > 1:
        if any(member.is_none for member in annotation.members):
            return None  # None is injected
        if any(not _is_known(member) for member in annotation.members):
            return None
        return "a union", "ask for one class, or for a base that they share"
    found = _UNRESOLVABLE.get(annotation.target.qualified or "")
    return None if found is None or _is_made(annotation, module) else found


def _plain(annotation: Annotation) -> Annotation:
    """`X` of `Annotated[X, ...]`."""
    is_annotated = annotation.target.qualified in _ANNOTATED and bool(annotation.arguments)
    return annotation.arguments[0] if is_annotated else annotation


def _required(annotation: Annotation) -> Annotation:
    """`X` of `X | None`."""
    members = [member for member in annotation.members if not member.is_none]
    return members[0] if len(members) == 1 else annotation


def _is_row(arguments: tuple[Annotation, ...]) -> bool:
    return len(arguments) == 2 and arguments[1].target.qualified == "builtins.Ellipsis"


def _is_other_than_str(key: Annotation) -> bool:
    qualified = key.target.qualified or ""
    return qualified.startswith("builtins.") and qualified != "builtins.str"


def _is_no_class(element: Annotation) -> bool:
    """`X | None` or `Box[int]`, where a class is needed."""
    return element.target == UNION or (bool(element.arguments) and _is_known(element))


def _is_known(annotation: Annotation) -> bool:
    return annotation.target.qualified is not None or annotation.target.declared is not None


def _is_made(annotation: Annotation, module: Module) -> bool:
    """Whether some file may have a pod of the type: a function that returns it, a class of it."""
    wanted = annotation.target.qualified or ""
    alike = _CONTEXTS if wanted in _CONTEXTS else {wanted}  # the context is the container, too
    names = {each.rpartition(".")[2] for each in alike}
    return _makes(alike, module) or any(
        _makes(alike, other) for name in names for other in modules_with(module, "Pod", name)
    )


def _makes(alike: AbstractSet[str], module: Module) -> bool:
    makers = (found.function for found in module.functions if found.function.decorated("Pod"))
    returned = (function.returns for function in makers)
    made = [NOWHERE if found is None else read_annotation(found).target for found in returned]
    bases = [base for found in module.classes for base in found.bases]
    return NOWHERE in made or any(target.qualified in alike for target in made + bases)
