"""From the options of ``auth`` to callers, demands and a configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from spakky_lint.cli.demanded import demanded
from spakky_lint.cli.requests import AuthRequest
from spakky_lint.cli.sources import Sources
from spakky_lint.cli.surveying import Surveying
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.project import grants
from spakky_lint.project.auditing import ANONYMOUS, NOBODY, Caller
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.demands import Demand
from spakky_lint.project.discovery import Discovery, shown_path
from spakky_lint.project.grants import BadGrant
from spakky_lint.project.policies import PolicyError, read_policy
from spakky_lint.project.suggestions import meant
from spakky_lint.runtime.decisions import Subject

_Held = TypeVar("_Held")


@dataclass(frozen=True, slots=True)
class Query:
    request: AuthRequest
    directory: Path
    configurations: Configurations
    found: Discovery
    callers: tuple[Caller, ...]
    """Who is asked about."""
    demands: tuple[Demand, ...]
    way: Surveying

    @property
    def sources(self) -> Sources:
        return Sources(self.request.paths, self.directory, self.configurations)


def query(request: AuthRequest, directory: Path, way: Surveying) -> Query | tuple[str, ...]:
    """What the options ask for, or all that is wrong with them, a sentence each."""
    paths = () if request.modules or request.since else request.paths
    read = way.read(request.config, directory, paths, "auth")
    options = _Options([*read.problems])
    callers = options.callers(request, directory)
    demands = options.demands(request)
    if options.problems:
        return tuple(options.problems)
    return Query(request, directory, read.configurations, read.found, callers, demands, way)


@dataclass(frozen=True, slots=True)
class _Options:
    """Reads values; problems gather until the end."""

    problems: list[str]

    # Who is asked about

    def callers(self, request: AuthRequest, directory: Path) -> tuple[Caller, ...]:
        anonymous = (NOBODY,) if request.anonymous else ()
        subjects = self.policy(request.policy, directory)
        if request.subject is not None:
            subject = self.subject(request, request.subject, subjects)
            return (Caller(subject.id, subject), *anonymous)
        if subjects is not None:
            return (*(Caller(name, subject) for name, subject in subjects.items()), NOBODY)
        return anonymous

    def policy(self, name: str | None, directory: Path) -> Mapping[str, Subject] | None:
        """The subjects of the file by name; None without one, and where it cannot be read."""
        if name is None:
            return None
        try:
            return {subject.id: subject for subject in read_policy(directory / name)}
        except PolicyError as error:
            shown = shown_path(directory / name, directory)
            self.problems.extend(labelled(shown, problem) for problem in error.problems)
            return None

    def subject(
        self, request: AuthRequest, name: str, subjects: Mapping[str, Subject] | None
    ) -> Subject:
        """What the file says that it holds, and what the options add."""
        known = Subject(id=name)
        if not name.strip():
            self.problems.append(Message('--as: "{name}" is not a name', name=name))
        elif name == ANONYMOUS:
            self.problems.append(
                Message(
                    "--as: {name} is the caller who is not signed in: use --anonymous", name=name
                )
            )
        elif subjects is not None:
            known = subjects.get(name, known)
            if name not in subjects:
                self.problems.append(
                    Message(
                        '--as: "{name}" is not in {policy}; {hint}',
                        name=name,
                        policy=request.policy or "",
                        hint=meant(name, subjects),
                    )
                )
        return replace(
            known,
            roles=known.roles | self.held("--role", request.roles, grants.named),
            scopes=known.scopes | self.held("--scope", request.scopes, grants.named),
            permissions=known.permissions
            | self.held("--permission", request.permissions, grants.permission),
            relations=known.relations | self.held("--relation", request.relations, grants.relation),
            policies=known.policies | self.held("--may", request.actions, grants.action),
            tenant=known.tenant if request.tenant is None else self.tenant(request.tenant),
        )

    def held(
        self, option: str, texts: Iterable[str], read: Callable[[str], _Held]
    ) -> frozenset[_Held]:
        found = set()
        for text in texts:
            try:
                found.add(read(text))
            except BadGrant as error:
                self.problems.append(labelled(option, message_of(error)))
        return frozenset(found)

    def tenant(self, text: str) -> str:
        self.held("--tenant", [text], grants.named)
        return text

    # What is required

    def demands(self, request: AuthRequest) -> tuple[Demand, ...]:
        demands = demanded(request.demands, Demand, self.problems)
        if Demand.NOT_WEAKENED in demands and request.since is None:
            self.problems.append(
                Message("--require not-weakened compares with a git revision: name it with --diff")
            )
        return demands
