"""Who may run a task, as it is declared and as checkers answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from spakky_lint.runtime.boundaries import AuthInvocation, AuthInvocationAttribute
from spakky_lint.runtime.decision import AuthorizationDecision
from spakky_lint.runtime.decisions import outcome, outcome_of_message
from spakky_lint.runtime.foreign import AUTH, annotations_of
from spakky_lint.runtime.requirements import (
    AuthRequirement,
    AuthRequirementKind,
    EffectiveAuthMetadata,
    ProtectedRequirement,
    PublicAccess,
    combined,
)
from spakky_lint.runtime.tasks import carried
from spakky_lint.testing.asking import checkers_of, verifier_of


class Declared(Protocol):
    """An EffectiveAuthMetadata, the framework's or ours."""

    @property
    def requirements(self) -> Iterable[object]: ...


def effective_auth(handler: type, method: str | Callable[..., object]) -> EffectiveAuthMetadata:
    """What is required of whoever calls `method` of the class `handler`.

    `method` is its name, or the function. The requirements of the class come first, then those of
    the method, innermost decorator first, each once; `public_access` is whether either is public.
    Without both the method is undeclared. It is what the framework makes of the decorators, also of
    those that reach the class through a base or a wrapper; on which paths it is enforced,
    `spakky-lint auth` tells.

    Raises ConflictingAuthMetadataError where public access meets a requirement, ValueError where
    the class has no such method, and TypeError for a `handler` that is no class, or for a
    requirement that cannot be hashed, such as one of a list: an application does not start with it.
    """
    if not isinstance(handler, type):
        raise TypeError(f"handler is {handler!r}: a class is allowed")
    sources = (handler, _method(handler, method))
    return combined(
        any(
            PublicAccess.exists(source) or annotations_of(source, "PublicAccess", AUTH)
            for source in sources
        ),
        [requirement for source in sources for requirement in _declared(source)],
    )


def decide(
    auth: Declared | Iterable[object],
    context: object | None = None,
    checkers: Iterable[object] = (),
) -> AuthorizationDecision:
    """What enforcement answers to a caller in this process, with these requirements.

    `auth` is what `effective_auth` gives, or requirements. `context` is the AuthContext of the
    caller, None for one who is not signed in. `checkers` are instances of the application's own
    checkers, such as an `IRoleChecker`: they are asked as the aspect asks them, in the order of the
    requirements, and the first answer that is not ALLOW is the decision.

    Without a context it is CHALLENGE and MISSING_CREDENTIAL; the framework raises
    AuthContextNotFoundError there. Where a requirement has no checker it is ERROR and
    INTERNAL_ERROR, with the requirement as its `reason`; the framework raises
    AuthRequirementProviderUnavailableError. Every other decision is the checker's.

    Raises TypeError for a checker that is none, or that answers with anything but a decision, and
    ValueError for two of one kind, with which an application does not start.
    """
    return outcome(_requirements(auth), context, checkers_of(tuple(checkers)))  # type: ignore[arg-type]  # of either family


def decide_message(
    auth: Declared | Iterable[object],
    envelope: str | None,
    checkers: Iterable[object] = (),
    *,
    operation: str = "task",
) -> AuthorizationDecision:
    """What the worker answers to a message that carries this snapshot.

    `envelope` is the text that a signer's snapshot gives with `base64url_canonical_json()`, None
    for a message without one: that is every message where snapshots are not sent. Among the
    `checkers` is the application's `IAuthContextSnapshotVerifier`; `operation` is the task's name,
    which it gets to see.

    A missing, invalid or expired snapshot is CHALLENGE with SNAPSHOT_MISSING, SNAPSHOT_INVALID or
    SNAPSHOT_EXPIRED; without a verifier it is ERROR and VERIFICATION_PROVIDER_UNAVAILABLE, which
    the worker tries again later. Then the requirements are asked as in `decide`, except those whose
    reference is no text, which a worker never learns of. What is not protected is ALLOW.

    Raises what `decide` raises, and whatever the verifier does that is none of these.
    """
    given = tuple(checkers)
    attribute = AuthInvocationAttribute(name="auth_context_snapshot", value=envelope)
    learned = [
        AuthRequirement(
            kind=AuthRequirementKind(each.kind),
            ref=each.ref,
            resource=each.resource,
            action=each.action,
            tenant=each.tenant,
        )
        for each in carried(_requirements(auth))
    ]
    return outcome_of_message(
        learned,
        envelope,
        AuthInvocation(boundary="task", operation=operation, attributes=(attribute,)),
        verifier_of(given),
        checkers_of(given),
    )


def _method(handler: type, method: str | Callable[..., object]) -> object:
    if not isinstance(method, str):
        return method
    found = getattr(handler, method, None)
    if callable(found):
        return found
    names = ", ".join(name for name in vars(handler) if not name.startswith("_"))
    raise ValueError(f"{handler.__qualname__} has no method {method!r}; it has {names or 'none'}")


def _declared(source: object) -> Iterable[AuthRequirement]:
    for own in ProtectedRequirement.all(source):
        yield own.requirement
    for carrier in annotations_of(source, "ProtectedRequirement", AUTH):
        yield _ours(getattr(carrier, "requirement", None))


def _requirements(auth: Declared | Iterable[object]) -> tuple[AuthRequirement, ...]:
    found: Any = getattr(auth, "requirements", auth)  # whatever was given
    try:
        return tuple(map(_ours, found))
    except TypeError as error:
        raise TypeError(
            f"auth is {auth!r}: what effective_auth gives, or requirements, are allowed"
        ) from error


def _ours(requirement: object) -> AuthRequirement:
    """A requirement of the framework's as ours; what it names stays as it is, text or not."""
    if isinstance(requirement, AuthRequirement):
        return requirement
    if not any(kind.__name__ == "AuthRequirement" for kind in type(requirement).__mro__):
        raise TypeError(f"{requirement!r} is not an AuthRequirement")
    values = {name: getattr(requirement, name) for name in ("ref", "resource", "action", "tenant")}
    return AuthRequirement(kind=AuthRequirementKind(requirement.kind), **values)  # type: ignore[attr-defined]  # seen above
