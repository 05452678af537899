"""Which auth providers a start has, and which the requirements of its tasks ask for.

With spakky-auth loaded, each capability that is asked for needs exactly one provider: with none or
two the start ends in ``AuthStartupCapabilityValidationError``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from spakky_lint.facts.auth import auth_of
from spakky_lint.facts.environment import Environment, Package
from spakky_lint.facts.propagation import Sending, propagation_at, propagation_of
from spakky_lint.facts.startups import Startup
from spakky_lint.facts.tasks import found_tasks
from spakky_lint.program.view import view_of
from spakky_lint.runtime.requirements import AuthRequirementKind
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.names import Target
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.returned import returned


class Capability(StrEnum):
    AUTHENTICATION = "AUTHENTICATION"
    POLICY_EVALUATION = "POLICY_EVALUATION"
    PERMISSION_CHECK = "PERMISSION_CHECK"
    ROLE_CHECK = "ROLE_CHECK"
    SCOPE_CHECK = "SCOPE_CHECK"
    RELATION_CHECK = "RELATION_CHECK"
    SNAPSHOT_SIGN = "SNAPSHOT_SIGN"
    SNAPSHOT_VERIFY = "SNAPSHOT_VERIFY"
    PASSWORD_HASH = "PASSWORD_HASH"  # the name of a capability
    PASSWORD_VERIFY = "PASSWORD_VERIFY"  # the name of a capability


_ASKED_BY: Mapping[AuthRequirementKind, Capability] = {
    AuthRequirementKind.PERMISSION: Capability.PERMISSION_CHECK,
    AuthRequirementKind.POLICY: Capability.POLICY_EVALUATION,
    AuthRequirementKind.RELATION: Capability.RELATION_CHECK,
    AuthRequirementKind.ROLE: Capability.ROLE_CHECK,
    AuthRequirementKind.SCOPE: Capability.SCOPE_CHECK,
}
"""Whoever is asked for anything is to be signed in as well."""
GIVEN_BY: Final[Mapping[str, frozenset[Capability]]] = {
    "spakky-oidc": frozenset({Capability.AUTHENTICATION}),
    "spakky-policy": frozenset(
        {
            Capability.POLICY_EVALUATION,
            Capability.PERMISSION_CHECK,
            Capability.ROLE_CHECK,
            Capability.SCOPE_CHECK,
        }
    ),
    "spakky-openfga": frozenset({Capability.POLICY_EVALUATION, Capability.RELATION_CHECK}),
    "spakky-cryptography": frozenset({Capability.SNAPSHOT_SIGN, Capability.SNAPSHOT_VERIFY}),
}
"""By the plugin of the framework that brings them along."""
_CONTRIBUTIONS = frozenset(
    {"spakky.auth.AuthProviderContribution", "spakky.auth.contribution.AuthProviderContribution"}
)
_CAPABILITIES = ("spakky.auth.AuthCapability", "spakky.auth.capability.AuthCapability")


@dataclass(frozen=True, slots=True)
class Asked:
    """What asks for a capability first."""

    by: str
    """A task, as `Orders.ship`, or what switches snapshots on."""
    place: Place | None


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    capabilities: frozenset[Capability]
    place: Place | None
    """None of a plugin."""


@dataclass(frozen=True, slots=True)
class Providers:
    asked: Mapping[Capability, Asked]
    given: Sequence[Provider]
    are_all: bool
    """Whether there is no other provider for certain."""

    @property
    def missing(self) -> Mapping[Capability, Asked]:
        """What nothing gives, as far as that is certain."""
        if not self.are_all:
            return {}
        return {each: by for each, by in self.asked.items() if not self.of(each)}

    @property
    def repeated(self) -> Mapping[Capability, Asked]:
        return {each: by for each, by in self.asked.items() if len(self.of(each)) > 1}

    def of(self, capability: Capability) -> Sequence[Provider]:
        return [each for each in self.given if capability in each.capabilities]


def providers_of(startup: Startup, environment: Environment) -> Providers | None:
    """None where the start does not look for them, or it cannot be told whether it does."""
    if startup.include is not None and Package.AUTH not in startup.include:
        return None
    found = [*_contributions(startup)]
    known = [each for each in found if each is not None]
    plugins = {name: _has(name, startup, environment) for name in GIVEN_BY}
    given = [
        *(Provider(name, GIVEN_BY[name], None) for name, has in plugins.items() if has),
        *known,
    ]
    are_all = len(known) == len(found) and None not in plugins.values()
    return Providers(_asked(startup, environment), given, are_all)


def _has(plugin: str, startup: Startup, environment: Environment) -> bool | None:
    """Whether a plugin is loaded; None where nobody can tell."""
    if startup.include is not None and plugin not in startup.include:
        return False
    return environment.depends_on(plugin)


def _asked(startup: Startup, environment: Environment) -> Mapping[Capability, Asked]:
    asked: dict[Capability, Asked] = {}
    for path, module in startup.modules:
        for task in found_tasks(module):
            if not startup.has(task.handler, path):
                continue
            auth = auth_of(task.function, task.owner, task.handler, module)
            if auth.paths.are_absent:
                continue  # something else keeps it from starting, or there is no such task
            by = Asked(f"{task.handler.name}.{task.function.name}", task.function.place)
            for requirement in auth.requirements:
                if requirement.fate is None:
                    asked.setdefault(Capability.AUTHENTICATION, by)
                    if requirement.kind in _ASKED_BY:
                        asked.setdefault(_ASKED_BY[requirement.kind], by)
    view = view_of(startup.module)
    sending = (
        propagation_of(startup.module, environment)
        if view is None
        else propagation_at(view.path, view.program, environment)
    )
    if asked and sending.sending is Sending.ON:
        by = Asked(sending.where, None)
        asked |= {Capability.SNAPSHOT_SIGN: by, Capability.SNAPSHOT_VERIFY: by}
    return asked


# Contributions in the code


def _contributions(startup: Startup) -> Iterator[Provider | None]:
    """The pods that contribute; None for one of which it is not told whether, or what."""
    for path, module in startup.modules:
        for found in module.functions:
            function = found.function
            if found.owner is not None or not startup.has(function, path):
                continue
            if not any(each.name == "Pod" for each in function.decorators):
                continue
            made = _made(function)
            if made is None or made.qualified in _CONTRIBUTIONS:
                capabilities = None if made is None else _listed(function)
                yield (
                    None
                    if capabilities is None
                    else Provider(function.name, capabilities, function.place)
                )


def _made(function: Function) -> Target | None:
    """What a factory makes; None where the text does not tell."""
    if function.returns is None:
        return None
    target = read_annotation(function.returns).target
    return None if target.qualified is None and target.declared is None else target


def _listed(function: Function) -> frozenset[Capability] | None:
    answers = [_capabilities(each) for each in returned(function)]
    return answers[0] if len(answers) == 1 else None


def _capabilities(contribution: Expression) -> frozenset[Capability] | None:
    call = contribution.call
    if call is None or call.target.qualified not in _CONTRIBUTIONS or call.is_open:
        return None
    given = call.keyword("capabilities")
    listing = None if given is None else given.expression.call
    if listing is None or listing.target.qualified != "builtins.frozenset":
        return None
    if len(listing.arguments) != 1 or listing.is_open:
        return None
    inside = listing.arguments[0].expression.followed
    if inside.target.qualified in _CAPABILITIES:
        return frozenset(Capability)
    elements = inside.elements or inside.tuple_elements
    names = [_capability(each) for each in elements or ()]
    return frozenset(name for name in names if name) if names and None not in names else None


def _capability(element: Expression) -> Capability | None:
    owner, _, name = (element.target.qualified or "").rpartition(".")
    return Capability[name] if owner in _CAPABILITIES and name in Capability.__members__ else None


def providers_in(module: Module, environment: Environment) -> Sequence[tuple[Startup, Providers]]:
    """What each start of a module has, where it looks for providers."""
    from spakky_lint.facts.startups import startups

    both = ((each, providers_of(each, environment)) for each in startups(module))
    return [(startup, providers) for startup, providers in both if providers is not None]
