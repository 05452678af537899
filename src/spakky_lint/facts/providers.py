"""Which auth providers a start has, and which the requirements of its tasks ask for.

With spakky-auth loaded, each capability that is asked for needs exactly one provider: with none or
two the start ends in ``AuthStartupCapabilityValidationError``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.application import GIVEN_BY, Asked, Provider, giving
from spakky_lint.facts.auth import likeness
from spakky_lint.facts.contributions import contributions
from spakky_lint.facts.environment import Environment, Package
from spakky_lint.facts.factories import factories
from spakky_lint.facts.passed_over import passed_over
from spakky_lint.facts.paths import Because, Reason
from spakky_lint.facts.propagation import Propagation, Sending, propagation_of
from spakky_lint.facts.starts import Start, starts_by_file
from spakky_lint.facts.startups import Startup, startups, startups_at
from spakky_lint.facts.task import FoundTask
from spakky_lint.facts.tasks import auth_in, tasks_run_by
from spakky_lint.program.program import Program
from spakky_lint.program.view import view_of
from spakky_lint.runtime.capabilities import ASKED_BY, AuthCapability
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.loading import PluginLoading
from spakky_lint.syntax.memo import once_by
from spakky_lint.syntax.ranges import Placed

_NO_PLUGINS = frozenset({"celery", "spakky"})
_KNOWN = frozenset(GIVEN_BY) | {
    f"spakky-{name}"
    for name in (
        *("a2a", "actuator", "agent", "agui", "auth", "cache", "celery", "data", "domain"),
        *("event", "fastapi", "grpc", "kafka", "llm", "logging", "mcp", "opentelemetry"),
        *("outbox", "rabbitmq", "redis", "saga", "sqlalchemy", "task", "tracing", "typer"),
    )
}
"""The plugins of which it is known what they give."""


@dataclass(frozen=True, slots=True)
class Providers:
    asked: Mapping[AuthCapability, Sequence[Asked]]
    """By each that is asked for what asks, in the order of the text."""
    given: Sequence[Provider]
    are_all: bool
    """Whether there is no other provider for certain."""

    @property
    def missing(self) -> Sequence[AuthCapability]:
        """What nothing gives, as far as that is certain."""
        return [each for each in self.asked if not self.of(each)] if self.are_all else []

    @property
    def repeated(self) -> Sequence[AuthCapability]:
        return [each for each in self.asked if len(self.of(each)) > 1]

    def asked_at(self, capabilities: Iterable[AuthCapability]) -> Mapping[str, Placed]:
        """The first task that asks for each, with its place."""
        by = [self.asked[each][0] for each in capabilities]
        return {each.by: each.place for each in by if each.place is not None}

    def given_at(self, capabilities: Iterable[AuthCapability]) -> Mapping[str, Placed]:
        """The contributions in the code."""
        found = [one for each in capabilities for one in self.of(each)]
        return {each.name: each.place for each in found if each.place is not None}

    def of(self, capability: AuthCapability) -> Sequence[Provider]:
        return [each for each in self.given if capability in each.capabilities]


_NONE = Providers({}, (), are_all=False)


def providers_at(loading: PluginLoading, module: Module, environment: Environment) -> Providers:
    """Those of the start that loads its plugins there; nothing of one that is not seen whole."""
    for startup in startups_at(loading, module):
        return providers_of(startup, environment) or _NONE
    return _NONE


def providers_of(startup: Startup, environment: Environment) -> Providers | None:
    """None where the start does not look for them, or it cannot be told whether it does."""
    # Every task of a module asks its starts.
    key = id(startup), environment
    return once_by(key, startup.module, _providers_of, startup, environment)


def _providers_of(startup: Startup, environment: Environment) -> Providers | None:
    if startup.include is not None and Package.AUTH not in startup.include:
        return None
    return providers_among(
        asked_of(startup, environment), [*_contributions(startup)], startup.include, environment
    )


def providers_among(
    asked: Mapping[AuthCapability, Sequence[Asked]],
    contributed: Sequence[Provider | None],
    include: frozenset[str] | None,
    environment: Environment,
) -> Providers:
    """Those of the plugins that are loaded, and what the code contributes."""
    known = [each for each in contributed if each is not None]
    plugins = {name: _has(name, include, environment) for name in GIVEN_BY}
    given = [
        *(Provider(name, GIVEN_BY[name], None) for name, has in plugins.items() if has),
        *known,
    ]
    are_all = (
        len(known) == len(contributed)
        and None not in plugins.values()
        and not _may_load_others(include, environment)
    )
    return Providers(asked, given, are_all)


def _has(plugin: str, include: frozenset[str] | None, environment: Environment) -> bool | None:
    """Whether a plugin is loaded; None where nobody can tell."""
    if include is not None and plugin not in include:
        return False
    return environment.depends_on(plugin)


def _may_load_others(include: frozenset[str] | None, environment: Environment) -> bool:
    """Whether a plugin that is not known, of whomever, may be loaded: it may give anything."""
    if include is not None:
        return not include <= _KNOWN
    return environment.has_other_plugins() is not False or any(
        name not in _KNOWN and name not in _NO_PLUGINS for name in environment.dependencies
    )


def asked_of(
    startup: Startup, environment: Environment
) -> Mapping[AuthCapability, Sequence[Asked]]:
    tasks = (
        found
        for path, module in startup.modules
        for class_ in module.classes
        if startup.has(class_, path)
        for found in tasks_run_by(class_, module)
    )
    return asked_by(tasks, propagation_of(startup.module, environment), environment)


def asked_by(
    tasks: Iterable[tuple[FoundTask, Module]], sending: Propagation, environment: Environment
) -> Mapping[AuthCapability, Sequence[Asked]]:
    """What the tasks of one application ask for, and what snapshots do that they are sent with."""
    return asked_in_all(asked_one_by_one(tasks, environment), sending)


def asked_one_by_one(
    tasks: Iterable[tuple[FoundTask, Module]], environment: Environment
) -> Iterator[tuple[AuthCapability, Asked]]:
    """What each of the tasks asks for, in their order."""
    # Handlers may inherit the same tasks by the thousand, and most of a family are alike.
    kinds: dict[ClassDeclaration, tuple[int, bool]] = {}
    known: dict[tuple[Function, int], Sequence[AuthCapability]] = {}
    for task, module in tasks:
        if task.handler not in kinds:
            is_left_out = passed_over(task.handler, module) is not None
            kinds[task.handler] = likeness(task.handler, module), is_left_out
        kind, is_left_out = kinds[task.handler]
        if is_left_out:
            continue  # something else keeps it from starting
        key = task.function, kind
        if key not in known:
            known[key] = tuple(dict.fromkeys(_capabilities(task, module, environment)))
        if not known[key]:
            continue
        by = Asked(f"{task.handler.name}.{task.function.name}", task.function.place)
        for capability in known[key]:
            yield capability, by


def asked_in_all(
    one_by_one: Iterable[tuple[AuthCapability, Asked]], sending: Propagation
) -> Mapping[AuthCapability, Sequence[Asked]]:
    """The same by capability, with what the snapshots ask for that messages carry."""
    asked: dict[AuthCapability, list[Asked]] = {}
    for capability, by in one_by_one:
        asked.setdefault(capability, []).append(by)
    if asked and sending.sending is Sending.ON:
        by = Asked(sending.where, None)
        asked |= {AuthCapability.SNAPSHOT_SIGN: [by], AuthCapability.SNAPSHOT_VERIFY: [by]}
    return asked


def _capabilities(
    task: FoundTask, module: Module, environment: Environment
) -> Iterator[AuthCapability]:
    auth = auth_in(environment, task, module)
    if auth.paths.are_absent:
        return  # something else keeps it from starting, or there is no such task
    for requirement in auth.requirements:
        if requirement.fate is None:
            # Whoever is asked for anything is to be signed in as well.
            yield AuthCapability.AUTHENTICATION
            yield ASKED_BY[requirement.kind]


def _contributions(startup: Startup) -> Iterator[Provider | None]:
    return contributions(
        factory
        for path, module in startup.modules
        for factory in factories(module)
        if startup.has(factory[0], path)
    )


# What becomes of the tasks


def start_failure(
    handler: ClassDeclaration, module: Module, environment: Environment
) -> Because | None:
    """Why no start that has the handler gets as far as to run it.

    None where one may: one that is not seen whole, or that lacks nothing.
    """
    return first_of_all(_failure(each, environment) for each in startups_with(handler, module))


def first_of_all(losses: Iterable[Because | None]) -> Because | None:
    """The first, where none is None. There may be very many starts, each asked by every handler,
    so whoever asks goes through them as far as to one with which all is well.
    """
    first: Because | None = None
    for each in losses:
        if each is None:
            return None
        first = first or each
    return first


def startup_of(start: Start, program: Program) -> Startup | None:
    """What a start loads and brings together; None where that is not seen whole."""
    # Every handler asks for those that it is in.
    return once_by(id(start), program, _startup_of, start, program)


def _startup_of(start: Start, program: Program) -> Startup | None:
    home = program.module(start.path)
    whole = startups(home) if isinstance(home, Module) else ()
    return next((each for each in whole if _is_of(each, start)), None)


def startups_with(handler: ClassDeclaration, module: Module) -> Iterator[Startup | None]:
    """All starts that may have it; None for one that is not seen whole."""
    view = view_of(module)
    if view is None:
        yield from (each for each in startups(module) if each.has(handler, None))
        return
    path = view.program.homes.get(handler.key, view.path)
    for start in starts_by_file(view.program).get(path, ()):
        if start.may_reach(path, handler.key):
            yield startup_of(start, view.program)


def _is_of(startup: Startup, start: Start) -> bool:
    return startup.start is not None and startup.start.place.range == start.place.range


def is_auth_left_out(handler: ClassDeclaration, module: Module) -> bool:
    """Whether every start that has the handler loads its plugins without spakky-auth."""
    has_any = False
    for each in startups_with(handler, module):
        if each is None or each.include is None or Package.AUTH in each.include:
            return False
        has_any = True
    return has_any


def _failure(startup: Startup | None, environment: Environment) -> Because | None:
    providers = None if startup is None else providers_of(startup, environment)
    if providers is None:
        return None
    if providers.missing:
        givers = dict.fromkeys(name for each in providers.missing for name in giving(each)[:1])
        return Because(Reason.PROVIDER_MISSING, _several(givers), _several(providers.missing))
    if providers.repeated:
        names = dict.fromkeys(one.name for each in providers.repeated for one in providers.of(each))
        return Because(Reason.PROVIDER_REPEATED, _several(names), _several(providers.repeated))
    return None


def _several(names: Iterable[str]) -> str:
    return ", ".join(names)
