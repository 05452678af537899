"""Who is asking: the AuthContext and its place in an ApplicationContext."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from spakky_lint.runtime.awareness import Context
from spakky_lint.runtime.credentials import CredentialCarrier
from spakky_lint.runtime.errors import AuthContextNotFoundError, InvalidAuthContextValueError

AUTH_CONTEXT_CONTEXT_KEY = "spakky.auth.context"
"""The context value that holds the AuthContext."""

AuthClaimValue: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthClaim:
    """One thing that an issuer says about a subject."""

    name: str
    value: AuthClaimValue


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthSubject:
    """An identified subject. `id` is stable, `display_name` is for people."""

    id: str
    display_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthContext:
    """A subject with what was granted to it, and by whom (`issuer`).

    Nothing here reads roles, scopes or claims: a checker does, and answers. `credential_carrier` is
    what the caller has shown, handed on untouched.
    """

    subject: AuthSubject
    issuer: str
    tenant: str | None = None
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    claims: tuple[AuthClaim, ...] = ()
    credential_carrier: CredentialCarrier | None = None
    metadata: tuple[AuthClaim, ...] = ()


def store_auth_context(application_context: Context, auth_context: AuthContext) -> None:
    """Make `auth_context` the one that the current context's calls are judged by."""
    application_context.set_context_value(AUTH_CONTEXT_CONTEXT_KEY, auth_context)


def require_auth_context(application_context: Context) -> AuthContext:
    """The stored AuthContext.

    Raises AuthContextNotFoundError when nothing is stored, InvalidAuthContextValueError when
    something else is.
    """
    value = application_context.get_context_value(AUTH_CONTEXT_CONTEXT_KEY)
    if value is None:
        raise AuthContextNotFoundError()
    if not isinstance(value, AuthContext):
        raise InvalidAuthContextValueError()
    return value
