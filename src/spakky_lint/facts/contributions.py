"""The providers of auth that the code of an application brings along, and what they list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from spakky_lint.facts.application import Provider
from spakky_lint.runtime.capabilities import AuthCapability
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.names import NOWHERE, Target
from spakky_lint.syntax.returned import returned

CONTRIBUTION: Final = "AuthProviderContribution"
_CONTRIBUTIONS = frozenset(
    {f"spakky.auth.{CONTRIBUTION}", f"spakky.auth.contribution.{CONTRIBUTION}"}
)
_CAPABILITIES = ("spakky.auth.AuthCapability", "spakky.auth.capability.AuthCapability")


def contributions(functions: Iterable[tuple[Function, Target]]) -> Iterator[Provider | None]:
    """Those of the functions, each with what it makes, that contribute; None for one of which it is
    not told whether, or what.
    """
    for function, made in functions:
        if made == NOWHERE or made.qualified in _CONTRIBUTIONS:
            capabilities = None if made == NOWHERE else _listed(function)
            yield (
                None
                if capabilities is None
                else Provider(function.name, capabilities, function.place)
            )


def _listed(function: Function) -> frozenset[AuthCapability] | None:
    answers = [_capabilities(each) for each in returned(function)]
    return answers[0] if len(answers) == 1 else None


def _capabilities(contribution: Expression) -> frozenset[AuthCapability] | None:
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
        return frozenset(AuthCapability)
    elements = inside.elements or inside.tuple_elements
    names = [_capability(each) for each in elements or ()]
    return frozenset(name for name in names if name) if names and None not in names else None


def _capability(element: Expression) -> AuthCapability | None:
    owner, _, name = (element.target.qualified or "").rpartition(".")
    return (
        AuthCapability[name]
        if owner in _CAPABILITIES and name in AuthCapability.__members__
        else None
    )
