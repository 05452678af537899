"""What an application needs of auth providers, and who gives it.

Light, for reports of earlier runs have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.runtime.capabilities import AuthCapability
from spakky_lint.syntax.ranges import Placed


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    capabilities: frozenset[AuthCapability]
    place: Placed | None
    """None of a plugin."""


GIVEN_BY: Final[Mapping[str, frozenset[AuthCapability]]] = {
    "spakky-oidc": frozenset({AuthCapability.AUTHENTICATION}),
    "spakky-policy": frozenset(
        {
            AuthCapability.POLICY_EVALUATION,
            AuthCapability.PERMISSION_CHECK,
            AuthCapability.ROLE_CHECK,
            AuthCapability.SCOPE_CHECK,
        }
    ),
    "spakky-openfga": frozenset({AuthCapability.POLICY_EVALUATION, AuthCapability.RELATION_CHECK}),
    "spakky-cryptography": frozenset(
        {
            AuthCapability.SNAPSHOT_SIGN,
            AuthCapability.SNAPSHOT_VERIFY,
            AuthCapability.PASSWORD_HASH,
            AuthCapability.PASSWORD_VERIFY,
        }
    ),
}
"""By the plugin of the framework that brings them along."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What asks for a capability."""

    by: str
    """A task, as `Orders.ship`, or what switches snapshots on."""
    place: Placed | None


def giving(capability: AuthCapability) -> Sequence[str]:
    """The plugins of the framework that give it."""
    return [name for name, given in GIVEN_BY.items() if capability in given]


class Supply(StrEnum):
    GIVEN = "given"
    MISSING = "missing"
    REPEATED = "repeated"
    """Several give it, and the application does not start."""


@dataclass(frozen=True, slots=True)
class Need:
    capability: AuthCapability
    supply: Supply
    is_certain: bool
    """Whether no other provider can be there."""
    asked_by: Sequence[Asked]
    given_by: Sequence[Provider]


@dataclass(frozen=True, slots=True)
class Application:
    where: str
    """As reports show it: the start, ``main.py:12``, or the package, ``src/shop``."""
    is_start_seen: bool
    is_auth_loaded: bool
    """Whether it looks for providers at all."""
    needs: Sequence[Need]
