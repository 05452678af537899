"""What a task asks for, and what a caller holds, in a few words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from spakky_lint.facts.paths import Access
from spakky_lint.facts.task import Auth, DeclaredOn, DeclaredRequirement
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.patterns import regex
from spakky_lint.project.located import LocatedTask
from spakky_lint.runtime.decisions import Grant, Subject
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind

UNKNOWN_MARK = "(?)"
"""Stands behind a requirement of which the text does not tell what it asks for."""

_PLAIN = regex(r"""[^\s,;()"'?→]+""")
"""A name that could be mistaken for nothing else, and needs no quotes."""


def in_words(declared: DeclaredRequirement) -> str:
    """``permission billing:charge on invoice, tenant eu``; as it is written where it is unknown."""
    if declared.requirement is None:
        return " ".join(declared.written.split())
    return demand(declared.requirement)


def demand(asked: AuthRequirement) -> str:
    """``role admin``, ``signed in``."""
    words = _demand(asked)
    if asked.tenant is None:
        return words
    return spoken(Message("{words}, tenant {tenant}", words=words, tenant=_quoted(asked.tenant)))


def _demand(asked: AuthRequirement) -> str:
    if asked.kind is AuthRequirementKind.AUTHENTICATED:
        return spoken(Message("signed in"))
    if asked.kind is AuthRequirementKind.POLICY:
        action, resource = _quoted(asked.action or ""), _quoted(asked.ref)
        return spoken(Message("policy: {action} on {resource}", action=action, resource=resource))
    return _on(asked.kind.value.lower(), asked.ref, asked.resource)


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def is_unknown(declared: DeclaredRequirement) -> bool:
    """Whether the text does not tell what it asks for; a value that is no text is told."""
    return declared.requirement is None and declared.fate is None


def origin(declared: DeclaredRequirement, located: LocatedTask) -> str | None:
    """Where it is declared, unless it is on the method that the task is named for."""
    if declared.declared_on is DeclaredOn.METHOD:
        return None if is_own(declared, located) else f"({declared.declared_by})"
    if is_own(declared, located):
        return spoken(Message("(class)"))
    return spoken(Message("(class {name})", name=declared.declared_by))


def is_own(declared: DeclaredRequirement, located: LocatedTask) -> bool:
    """Whether it stands on the class that the task is named for, or on the handler that runs it."""
    if declared.declared_on is DeclaredOn.METHOD:
        return declared.declared_by == located.task.name.rpartition(".")[0]
    return declared.declared_by == located.task.handler


def asked_for(access: Auth) -> Iterator[str]:
    """All requirements, in the order in which they are checked; then those that are not."""
    for found in access.requirements:
        yield _marked(found)
    for found in access.unenforced:
        yield spoken(Message("{requirement} (not enforced)", requirement=_marked(found)))


def _marked(declared: DeclaredRequirement) -> str:
    words = in_words(declared)
    return f"{words} {UNKNOWN_MARK}" if is_unknown(declared) else words


def access_in_words(access: Auth) -> str:
    """``protected: role admin; scope reports``, ``public``."""
    asked = list(asked_for(access))
    if access.access is Access.CONFLICT:
        asked.insert(0, "public")
    return f"{access.access}: {'; '.join(asked)}" if asked else access.access.value


def held(subject: Subject | None) -> str:
    """What a caller holds: ``roles admin, clerk; permission order:place on order``."""
    if subject is None:
        return spoken(Message("not signed in"))
    parts = [
        *_plural("role", subject.roles),
        *_plural("scope", subject.scopes),
        *_grants("permission", subject.permissions),
        *_grants("relation", subject.relations),
        *_grants("policy:", subject.policies),
    ]
    if subject.tenant is not None:
        parts.append(spoken(Message("tenant {tenant}", tenant=_quoted(subject.tenant))))
    return "; ".join(parts) or spoken(Message("signed in, and holds nothing"))


def _plural(noun: str, names: Iterable[str]) -> Iterator[str]:
    quoted = [_quoted(name) for name in sorted(names)]
    if quoted:
        yield f"{noun if len(quoted) == 1 else f'{noun}s'} {', '.join(quoted)}"


def _grants(noun: str, grants: Iterable[Grant]) -> Iterator[str]:
    for grant in sorted(grants, key=lambda found: (found.name, found.resource or "")):
        yield _on(noun, grant.name, grant.resource)


def _on(kind: str, name: str, resource: str | None) -> str:
    """``permission billing:charge on invoice``; the kinds are the framework's own words."""
    name = _quoted(name)
    if resource is None:
        return f"{kind} {name}"
    resource = _quoted(resource)
    return spoken(Message("{kind} {name} on {resource}", kind=kind, name=name, resource=resource))
