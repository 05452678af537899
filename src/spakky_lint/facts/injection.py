"""What the container makes of the annotations of a constructor."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from enum import Enum, auto

from spakky_lint.facts.class_annotations import stereotype
from spakky_lint.facts.constructors import constructor_parameters
from spakky_lint.facts.factories import made_by
from spakky_lint.program.uses import modules_with
from spakky_lint.syntax.annotations import ANNOTATED, UNION, Annotation, read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module, Parameter
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import class_of, is_handler
from spakky_lint.syntax.mentions import names_of
from spakky_lint.syntax.names import NOWHERE, Target
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.typing_imports import typing_imports

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
_CONTAINER = "spakky.core.pod.interfaces.container.IContainer"
_CONTEXTS = frozenset(
    {
        "spakky.core.application.application_context.ApplicationContext",
        "spakky.core.pod.interfaces.application_context.IApplicationContext",
        _CONTAINER,
    }
)


class NoPod(Enum):
    """A type that hardly anybody provides as a pod.

    A logger, a callable or a list may well come from a factory of another file.
    """

    VALUE = auto()
    """A number, a text or bytes."""
    ANYTHING = auto()
    """`Any`."""
    AUTH_CONTEXT = auto()
    APPLICATION_CONTEXT = auto()
    CONTAINER = auto()
    UNION = auto()
    """Of several classes: of this nobody can provide a pod."""


_NO_PODS = {
    **{f"builtins.{name}": NoPod.VALUE for name in _VALUES},
    "typing.Any": NoPod.ANYTHING,
    "typing_extensions.Any": NoPod.ANYTHING,
    "spakky.auth.AuthContext": NoPod.AUTH_CONTEXT,
    "spakky.auth.context.AuthContext": NoPod.AUTH_CONTEXT,
    **dict.fromkeys(_CONTEXTS - {_CONTAINER}, NoPod.APPLICATION_CONTEXT),
    _CONTAINER: NoPod.CONTAINER,
}


def handler_parameters(declaration: ClassDeclaration, module: Module) -> tuple[Parameter, ...]:
    """The constructor of a handler; empty for any other class."""
    return constructor_parameters(declaration, module) if is_handler(declaration, module) else ()


def is_evaluated(annotation: Expression, handler: ClassDeclaration, module: Module) -> bool:
    """Whether its names mean something when the handler is made one.

    Where it is a text and one of them does not, the container looks for a pod of that very name.
    """
    names = names_of(annotation)
    home = annotation.reader.home
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


class Refusal(Enum):
    """What a parameter is that makes the import of the module fail."""

    UNANNOTATED = auto()
    BY_POSITION = auto()
    """Behind it stands a `/`."""
    VARIADIC = auto()
    """`*args` or `**kwargs`."""
    OPTIONAL_TEXT = auto()
    """`Optional["Mailer"]`, whose text nobody evaluates."""
    TEXT_COLLECTION = auto()
    """`list["Mailer"]`, a list of texts to the container."""
    INIT_VAR = auto()
    """The parameter of a dataclass whose type is no class."""
    SET = auto()
    BARE_COLLECTION = auto()
    """A list, tuple or dict that does not say of what."""
    TUPLE_OF_LENGTH = auto()
    DICT_OF_KEYS = auto()
    """With other keys than `str`."""
    COLLECTION_OF_OTHERS = auto()
    """Of what is no plain class."""


def refusal(parameter: Parameter, handler: ClassDeclaration, module: Module) -> Refusal | None:
    """Why the container refuses a parameter of a handler's constructor; None where it does not."""
    if parameter.kind is ParameterKind.POSITIONAL_ONLY:
        return Refusal.BY_POSITION
    if parameter.kind.stars:
        return Refusal.VARIADIC
    if parameter.annotation is None:
        return Refusal.UNANNOTATED
    annotation = read_annotation(parameter.annotation)
    # The names in quotes are looked up by nobody, whatever they mean.
    if is_optional_in_quotes(annotation):
        return Refusal.OPTIONAL_TEXT
    if is_collection_in_quotes(annotation):
        return Refusal.TEXT_COLLECTION
    found = _refused_type(annotation)
    # Asked last, for it takes places.
    if found is None or not is_evaluated(parameter.annotation, handler, module):
        return None
    return found


def unprovided(parameter: Parameter, handler: ClassDeclaration, module: Module) -> NoPod | None:
    """The type of a parameter, where the application does not start for want of a pod of it."""
    annotation = parameter.annotation
    if annotation is None or parameter.has_default or not parameter.kind.is_by_name:
        return None
    found = no_pod(read_annotation(annotation), module)
    return found if found is not None and is_evaluated(annotation, handler, module) else None


def collection_name(annotation: Annotation) -> str:
    """`list` of `list[X]`, `set` of `set[X] | None`."""
    return _COLLECTIONS.get(_required(_plain(annotation)).target.qualified or "", "")


def _refused_type(annotation: Annotation) -> Refusal | None:
    if annotation.target.qualified == "dataclasses.InitVar":
        return Refusal.INIT_VAR
    annotation = _required(_plain(annotation))
    kind = _COLLECTIONS.get(annotation.target.qualified or "")
    arguments = annotation.arguments
    if kind is None:
        return None
    if kind in ("set", "frozenset"):
        return Refusal.SET
    if not arguments:
        return Refusal.BARE_COLLECTION
    if kind == "tuple" and not _is_row(arguments):
        return Refusal.TUPLE_OF_LENGTH
    if kind == "dict" and _is_other_than_str(arguments[0]):
        return Refusal.DICT_OF_KEYS
    last = arguments[0] if kind != "dict" else arguments[-1]
    return Refusal.COLLECTION_OF_OTHERS if _is_no_class(last) else None


def injected_classes(
    pod: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Parameter]]:
    """The classes of the program that the constructor of a pod has to be given.

    A parameter with a default, or one that may be None, goes without.
    """
    if stereotype(pod) is None:
        return
    for function in pod.functions:
        for parameter in function.parameters if function.name == "__init__" else ():
            if parameter.annotation is None or parameter.has_default:
                continue
            wanted = class_of(read_annotation(parameter.annotation).target, module)
            if wanted is not None:
                yield wanted, parameter


def is_returned(wanted: ClassDeclaration, module: Module) -> bool:
    """Whether a function that is a pod returns one, as far as the text tells."""
    return any(
        target.declared is wanted.key
        for each in (module, *modules_with(module, "Pod", wanted.name))
        for target in _returned(each)
    )


def _returned(module: Module) -> Iterator[Target]:
    """What the functions of a module that are pods return; NOWHERE where they do not say."""
    functions = (found.function for found in module.functions)
    return (made_by(each) for each in functions if each.decorated("Pod"))


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


def no_pod(annotation: Annotation, module: Module) -> NoPod | None:
    """What a type is that no pod has; None for what may be one."""
    if annotation.target.qualified in ANNOTATED:
        return None  # a Qualifier picks a pod, so there are some
    if len(annotation.members) > 1:
        if any(member.is_none for member in annotation.members):
            return None  # None is injected
        if any(not _is_known(member) for member in annotation.members):
            return None
        return NoPod.UNION
    found = _NO_PODS.get(annotation.target.qualified or "")
    return None if found is None or _is_made(annotation, module) else found


def _plain(annotation: Annotation) -> Annotation:
    """`X` of `Annotated[X, ...]`."""
    is_annotated = annotation.target.qualified in ANNOTATED and bool(annotation.arguments)
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
    made = [*_returned(module)]
    bases = [base for found in module.classes for base in found.bases]
    return NOWHERE in made or any(target.qualified in alike for target in made + bases)
