"""Auth requirements: the decorators, and what a class and its method demand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from inspect import Parameter, getmembers_static, signature
from typing import TypeVar

from spakky_lint.runtime.annotation import Annotation
from spakky_lint.runtime.errors import ConflictingAuthMetadataError

_T = TypeVar("_T")

AUTHENTICATED_REQUIREMENT_REF = "authenticated"
"""The reference that a requirement of kind AUTHENTICATED carries."""


class AuthRequirementKind(StrEnum):
    """What is demanded: an identified subject, or something that it must hold."""

    AUTHENTICATED = "AUTHENTICATED"
    PERMISSION = "PERMISSION"
    POLICY = "POLICY"
    RELATION = "RELATION"
    ROLE = "ROLE"
    SCOPE = "SCOPE"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthRequirement:
    """One demand. `ref` names it; the other three narrow it, where its kind can be narrowed."""

    kind: AuthRequirementKind
    ref: str
    resource: str | None = None
    action: str | None = None
    tenant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveAuthMetadata:
    """All that applies to one boundary; every requirement must be met, in this order."""

    public_access: bool
    requirements: tuple[AuthRequirement, ...]

    @property
    def protected(self) -> bool:
        """Whether anything is demanded."""
        return bool(self.requirements)


@dataclass
class PublicAccess(Annotation):
    """Marks a class or method that anybody may call."""


@dataclass
class ProtectedRequirement(Annotation):
    """Carries one requirement of a class or method."""

    requirement: AuthRequirement


def public_access(obj: _T) -> _T:
    """Let anybody call the decorated method, or every method of the decorated class."""
    return PublicAccess()(obj)


def protected(obj: _T) -> _T:
    """Demand an identified subject."""
    requirement = AuthRequirement(
        kind=AuthRequirementKind.AUTHENTICATED, ref=AUTHENTICATED_REQUIREMENT_REF
    )
    return ProtectedRequirement(requirement)(obj)


def require_permission(
    permission: str, *, resource: str | None = None, tenant: str | None = None
) -> Callable[[_T], _T]:
    """Demand a permission, on a resource where one is given."""
    return _requiring(
        AuthRequirement(
            kind=AuthRequirementKind.PERMISSION, ref=permission, resource=resource, tenant=tenant
        )
    )


def require_policy(resource: str, action: str, *, tenant: str | None = None) -> Callable[[_T], _T]:
    """Demand that the policy lets the subject do `action` to `resource`."""
    return _requiring(
        AuthRequirement(
            kind=AuthRequirementKind.POLICY,
            ref=resource,
            resource=resource,
            action=action,
            tenant=tenant,
        )
    )


def require_relation(
    relation: str, *, resource: str, tenant: str | None = None
) -> Callable[[_T], _T]:
    """Demand that the subject stands in `relation` to `resource`."""
    return _requiring(
        AuthRequirement(
            kind=AuthRequirementKind.RELATION, ref=relation, resource=resource, tenant=tenant
        )
    )


def require_role(role: str, *, tenant: str | None = None) -> Callable[[_T], _T]:
    """Demand a role; several `require_role` must all be met."""
    return _requiring(AuthRequirement(kind=AuthRequirementKind.ROLE, ref=role, tenant=tenant))


def require_scope(scope: str) -> Callable[[_T], _T]:
    """Demand a scope."""
    return _requiring(AuthRequirement(kind=AuthRequirementKind.SCOPE, ref=scope))


_DECORATORS: dict[str, Callable[..., object]] = {
    decorator.__name__: decorator
    for decorator in (
        public_access,
        protected,
        require_permission,
        require_policy,
        require_relation,
        require_role,
        require_scope,
    )
}


@dataclass(frozen=True, slots=True)
class CallProblem:
    """Why one of the decorators refuses its arguments."""

    error: str
    """The text of the TypeError, the same whatever Python runs the linter."""
    argument: int | str | None
    """The argument to blame, by position or keyword; None where one is missing."""


def call_problem(name: str, positional: int, keywords: Sequence[str]) -> CallProblem | None:
    """What comes of calling the decorator `name` with so many positional arguments and these keys.

    Whatever the values are: a call that only a wrong value would spoil is no problem here.
    """
    decorator = _DECORATORS[name]

    def given() -> None: ...

    try:
        decorator(*[given] * positional, **dict.fromkeys(keywords, given))
    except TypeError as error:
        # Since 3.13 Python also guesses what was meant.
        words = str(error).partition(". Did you mean")[0]
        return CallProblem(words, _blamed(decorator, positional, keywords))
    return None


def apply(name: str, arguments: Mapping[str, object], boundary: Callable[..., object]) -> None:
    """Decorate `boundary` with the requirement `name` of these arguments."""
    decorate = _DECORATORS[name](**arguments)
    assert callable(decorate)
    decorate(boundary)


def requirement_of(
    name: str, *arguments: str | None, **keywords: str | None
) -> AuthRequirement | None:
    """What the decorator `name` of these arguments demands; None where it refuses them."""

    def boundary() -> None: ...

    try:
        decorate = _DECORATORS[name]
        if name not in ("protected", "public_access"):
            made = decorate(*arguments, **keywords)
            assert callable(made)
            made(boundary)
        elif not arguments and not keywords:
            decorate(boundary)
    except TypeError:
        return None
    found = ProtectedRequirement.get_or_none(boundary)
    return None if found is None else found.requirement


@cache
def kind_of(name: str) -> AuthRequirementKind:
    """The kind of requirement that the decorator `name` makes."""
    arguments = () if name == protected.__name__ else required_parameters(name)
    made = requirement_of(name, **dict.fromkeys(arguments, ""))
    assert made is not None, name
    return made.kind


@cache
def parameters(name: str) -> tuple[str, ...]:
    """The parameters of the decorator `name`."""
    return tuple(signature(_DECORATORS[name]).parameters)


@cache
def positional_parameters(name: str) -> tuple[str, ...]:
    """The parameters of the decorator `name` that need no keyword, in order."""
    return tuple(
        parameter.name
        for parameter in signature(_DECORATORS[name]).parameters.values()
        if parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
    )


@cache
def required_parameters(name: str) -> tuple[str, ...]:
    """The parameters of the decorator `name` that have to be given."""
    return tuple(
        parameter.name
        for parameter in signature(_DECORATORS[name]).parameters.values()
        if parameter.default is Parameter.empty
    )


def usage(name: str) -> str:
    """How the decorator `name` is called: `require_role(role, *, tenant=None)`."""
    plain = signature(_DECORATORS[name])
    bare = [found.replace(annotation=Parameter.empty) for found in plain.parameters.values()]
    return f"{name}{plain.replace(parameters=bare, return_annotation=plain.empty)}"


def _blamed(
    decorator: Callable[..., object], positional: int, keywords: Sequence[str]
) -> int | str | None:
    accepted = parameters(decorator.__name__)
    places = positional_parameters(decorator.__name__)
    taken = places[:positional]
    for keyword in keywords:
        if keyword not in accepted or keyword in taken:
            return keyword
    return len(places) if positional > len(places) else None


def get_effective_auth_metadata(
    obj: object, *, owner_type: type[object] | None = None
) -> EffectiveAuthMetadata:
    """What applies to a class, or to a method together with its class.

    The class comes first, a repeated requirement counts once. The class of a bound method is found
    by itself; a plain function needs `owner_type`. Raises ConflictingAuthMetadataError when public
    access meets a requirement, and TypeError for a requirement that cannot be hashed.
    """
    sources = _sources(obj, owner_type)
    return combined(
        any(PublicAccess.exists(source) for source in sources),
        (carrier.requirement for source in sources for carrier in ProtectedRequirement.all(source)),
    )


def combined(public: bool, requirements: Iterable[AuthRequirement]) -> EffectiveAuthMetadata:
    """What applies where all of this is declared; raises as `get_effective_auth_metadata` does."""
    # A dict keeps the order of first appearance.
    distinct = tuple(dict.fromkeys(requirements))
    if public and distinct:
        raise ConflictingAuthMetadataError()
    return EffectiveAuthMetadata(public_access=public, requirements=distinct)


def has_auth_boundary_metadata(obj: object) -> bool:
    """Whether auth was declared: on a class or one of its methods, or on a method or its class."""
    if _declares_auth(obj):
        return True
    if isinstance(obj, type):
        return _declares_auth_on_a_method(obj)
    if callable(obj):
        owner = _owner_of(obj)
        return owner is not None and _declares_auth(owner)
    return _declares_auth(type(obj)) or _declares_auth_on_a_method(type(obj))


def _requiring(requirement: AuthRequirement) -> Callable[[_T], _T]:
    # A function, not the annotation: used without a call, `@require_role` then puts a method that
    # swallows its arguments where the body was, as it does in the framework.
    def decorate(obj: _T) -> _T:
        return ProtectedRequirement(requirement)(obj)

    return decorate


def _sources(obj: object, owner_type: type[object] | None) -> Iterable[object]:
    if isinstance(obj, type):
        return (obj,)
    owner = owner_type if owner_type is not None else _owner_of(obj)
    return (obj,) if owner is None else (owner, obj)


def _owner_of(obj: object) -> type[object] | None:
    owner = getattr(obj, "__self__", None)
    if owner is None or isinstance(owner, type):
        return owner
    return type(owner)


def _declares_auth(source: object) -> bool:
    return PublicAccess.exists(source) or ProtectedRequirement.exists(source)


def _declares_auth_on_a_method(owner: type[object]) -> bool:
    return any(
        callable(member) and _declares_auth(member) for _, member in getmembers_static(owner)
    )
