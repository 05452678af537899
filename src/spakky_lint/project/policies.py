"""The policy file: subjects, and what each of them holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.patterns import regex
from spakky_lint.project import grants
from spakky_lint.project.auditing import ANONYMOUS
from spakky_lint.project.grants import BadGrant
from spakky_lint.project.reading import read_file
from spakky_lint.project.suggestions import allowed, closest, suggested
from spakky_lint.project.toml_text import NoToml, read_toml, wrong_kind
from spakky_lint.project.trouble import reason
from spakky_lint.runtime.decisions import Grant, Subject

SUBJECTS = "subjects"
KEYS = ("roles", "scopes", "permissions", "relations", "policies", "tenant")

_BARE = regex(r"[A-Za-z0-9_-]+")
_TABLES = Message("a table [{subjects}.NAME] for each subject is allowed", subjects=SUBJECTS)
_NAMES = Message('a list of names is allowed, such as ["admin"]')
_PERMISSIONS = Message(
    'a list of permissions is allowed, such as ["billing:charge", "stock:write@warehouse"]'
)
_RELATIONS = Message('a list of relations is allowed, such as ["owner@order"]')
_POLICIES = Message(
    'a table of resources and actions is allowed, such as {{invoice = ["issue", "void"]}}'
)
_ACTIONS = Message('a list of actions is allowed, such as ["issue", "void"]')
_TENANT = Message('the name of a tenant is allowed, such as "eu"')

_Held = TypeVar("_Held")


class PolicyError(Exception):
    """Everything that is wrong with a policy file, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


def read_policy(file: Path) -> tuple[Subject, ...]:
    """The subjects, in their order, each with its name as its id. Raises PolicyError."""
    try:
        document = read_toml(read_file(file))
    except OSError as error:
        raise PolicyError((reason(error),)) from None
    except NoToml as error:
        raise PolicyError((message_of(error),)) from None
    reading = _Reading([])
    subjects = reading.subjects(document)
    if reading.problems:
        raise PolicyError(reading.problems)
    return subjects


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document on its way to subjects; problems gather until the end."""

    problems: list[str]

    def subjects(self, document: Mapping[str, object]) -> tuple[Subject, ...]:
        for key, value in document.items():
            if key != SUBJECTS:
                self.problems.append(
                    Message(
                        "{key}: no such key; {hint}", key=_written(key), hint=_meant(key, value)
                    )
                )
        tables = document.get(SUBJECTS, {})
        if not isinstance(tables, dict):
            self.problems.append(wrong_kind(SUBJECTS, tables, _TABLES))
            return ()
        if not tables and not self.problems:
            self.problems.append(
                Message("there is no [{subjects}.NAME] table in it", subjects=SUBJECTS)
            )
        return tuple(self.subject(name, table) for name, table in tables.items())

    def subject(self, name: str, table: object) -> Subject:
        key = f"{SUBJECTS}.{_written(name)}"
        if not name.strip():
            self.problems.append(Message("{key}: a subject needs a name", key=key))
        if name == ANONYMOUS:
            self.problems.append(
                Message(
                    "{key}: this name is reserved for the caller who is not signed in; any other "
                    "name is allowed",
                    key=key,
                )
            )
        if not isinstance(table, dict):
            self.problems.append(wrong_kind(key, table, _TABLES))
            return Subject(id=name)
        for found in table:
            if found not in KEYS:
                meant = allowed(closest(found, KEYS), KEYS)
                self.problems.append(
                    Message(
                        "{key}: no such key; {hint}", key=f"{key}.{_written(found)}", hint=meant
                    )
                )
        return Subject(
            id=name,
            roles=self.names(f"{key}.roles", table.get("roles", [])),
            scopes=self.names(f"{key}.scopes", table.get("scopes", [])),
            permissions=self.held(
                f"{key}.permissions", table.get("permissions", []), grants.permission, _PERMISSIONS
            ),
            relations=self.held(
                f"{key}.relations", table.get("relations", []), grants.relation, _RELATIONS
            ),
            policies=self.policies(f"{key}.policies", table.get("policies", {})),
            tenant=self.tenant(f"{key}.tenant", table["tenant"]) if "tenant" in table else None,
        )

    def names(self, key: str, value: object) -> frozenset[str]:
        return frozenset(self.each(key, value, grants.named, _NAMES))

    def held(
        self, key: str, value: object, read: Callable[[str], Grant], allowed: str
    ) -> frozenset[Grant]:
        return frozenset(self.each(key, value, read, allowed))

    def each(
        self, key: str, value: object, read: Callable[[str], _Held], allowed: str
    ) -> Iterator[_Held]:
        """What the texts of a list say."""
        if not isinstance(value, list):
            self.problems.append(wrong_kind(key, value, allowed))
            return
        for index, item in enumerate(value):
            if not isinstance(item, str):
                self.problems.append(wrong_kind(f"{key}[{index}]", item, allowed))
                continue
            try:
                yield read(item)
            except BadGrant as error:
                self.problems.append(labelled(f"{key}[{index}]", message_of(error)))

    def policies(self, key: str, value: object) -> frozenset[Grant]:
        if not isinstance(value, dict):
            self.problems.append(wrong_kind(key, value, _POLICIES))
            return frozenset()
        held = set()
        for resource, actions in value.items():
            place = f"{key}.{_written(resource)}"
            if not resource.strip():
                self.problems.append(Message("{place}: a resource needs a name", place=place))
            for action in self.each(place, actions, grants.named, _ACTIONS):
                held.add(Grant(action, resource))
        return frozenset(held)

    def tenant(self, key: str, value: object) -> str | None:
        if not isinstance(value, str):
            self.problems.append(wrong_kind(key, value, _TENANT))
            return None
        try:
            return grants.named(value)
        except BadGrant as error:
            self.problems.append(
                Message(
                    "{key}: {reason}; {allowed}", key=key, reason=message_of(error), allowed=_TENANT
                )
            )
            return None


def _meant(key: str, value: object) -> str:
    """What may have been meant by a key that stands where only the subjects do."""
    if closest(key, (SUBJECTS,)):
        return suggested([SUBJECTS])
    is_subject = isinstance(value, dict) and key not in KEYS
    table = f"{SUBJECTS}.{_written(key) if is_subject else 'NAME'}"
    return Message("a table [{table}] is allowed", table=table)


def _written(key: str) -> str:
    """A key as it is written in TOML."""
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
