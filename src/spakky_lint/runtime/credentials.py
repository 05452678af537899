"""What a caller has shown to prove who it is, as an inbound adapter hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CredentialCarrierKind(StrEnum):
    """What sort of proof it is."""

    BEARER_TOKEN = "BEARER_TOKEN"
    API_KEY = "API_KEY"
    BASIC = "BASIC"
    CLIENT_CERTIFICATE = "CLIENT_CERTIFICATE"
    AUTH_CONTEXT_SNAPSHOT = "AUTH_CONTEXT_SNAPSHOT"


class CredentialCarrierLocation(StrEnum):
    """Where in the request it was found."""

    AUTHORIZATION_HEADER = "AUTHORIZATION_HEADER"
    HEADER = "HEADER"
    QUERY_PARAMETER = "QUERY_PARAMETER"
    METADATA = "METADATA"
    COOKIE = "COOKIE"
    CLI_OPTION = "CLI_OPTION"
    APPLICATION_CONTEXT = "APPLICATION_CONTEXT"


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialCarrier:
    """One proof. `material` is the proof itself, `name` and `scheme` say how it was labelled."""

    kind: CredentialCarrierKind
    location: CredentialCarrierLocation
    material: str
    name: str | None = None
    scheme: str | None = None
