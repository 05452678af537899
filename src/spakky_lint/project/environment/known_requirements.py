"""What the distributions of the framework themselves ask for, as their metadata of 8.5.0 say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spakky_lint.facts.environment import Release
from spakky_lint.project.environment.asked import CELERY, FRAMEWORK, Asked
from spakky_lint.project.environment.bounds import Bounds

_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "agent": ("agent-core", "llm", "mcp", "agui", "a2a", "sqlalchemy"),
    "cache-app": ("cache-core", "redis"),
    "cli": ("typer", "logging"),
    "database": ("domain", "data", "sqlalchemy"),
    "database-postgres": ("database",),
    "event-driven": ("events-rabbitmq", "events-kafka", "events-outbox-sqlalchemy"),
    "events-kafka": ("event", "kafka"),
    "events-outbox-sqlalchemy": ("event", "outbox", "sqlalchemy"),
    "events-rabbitmq": ("event", "rabbitmq"),
    "full": (
        *("a2a", "actuator", "agent-core", "agui", "auth", "cache-core", "celery"),
        *("cryptography", "data", "domain", "event", "fastapi", "grpc", "kafka", "llm"),
        *("logging", "mcp", "oidc", "openfga", "opentelemetry", "outbox", "policy"),
        *("rabbitmq", "redis", "saga", "sqlalchemy", "task", "tracing", "typer"),
    ),
    "observability": ("actuator", "logging", "tracing", "opentelemetry"),
    "recommended": ("web", "database", "observability"),
    "security": ("auth", "cryptography", "oidc", "policy", "openfga"),
    "web": ("fastapi", "logging"),
    "worker": ("task", "celery"),
}
"""The extras of `spakky` that stand for several others."""

_DISTRIBUTIONS: Mapping[str, str] = {"agent-core": "spakky-agent", "cache-core": "spakky-cache"}
"""The extras whose distribution is called otherwise."""

_NONE = frozenset({"minimal"})
"""The extras that bring nothing along."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "spakky-celery": ("celery", "spakky-task", "spakky-auth", "spakky-tracing"),
}
"""What is installed along with a distribution, besides `spakky` itself."""

_LOWEST_CELERY: Release = (5, 6, 3)
"""As spakky-celery 8.5.0 asks for."""


def with_what_it_brings(asked: Iterable[Asked]) -> Iterator[Asked]:
    """The requirements, and those that the distributions of the framework are known to have."""
    seen = set()
    waiting = list(asked)
    while waiting:
        each = waiting.pop(0)
        yield each
        for name in _brought(each):
            brought = _along(each, name)
            if (name, brought.bounds, brought.is_optional, brought.source) not in seen:
                seen.add((name, brought.bounds, brought.is_optional, brought.source))
                waiting.append(brought)


def _brought(asked: Asked) -> Iterator[str]:
    if asked.name == FRAMEWORK:
        yield from dict.fromkeys(name for extra in asked.extras for name in _of_extra(extra))
    yield from _REQUIRED.get(asked.name, ())


def _of_extra(extra: str) -> Iterator[str]:
    if extra in _BUNDLES:
        for part in _BUNDLES[extra]:
            yield from _of_extra(part)
    elif extra not in _NONE:
        # The event extra is also the name of the distribution, as with most.
        yield _DISTRIBUTIONS.get(extra, f"{FRAMEWORK}-{extra}")


def _along(asked: Asked, name: str) -> Asked:
    """A release asks for others of its own number or later ones; of celery, see `_LOWEST_CELERY`.

    Later ones than it may be brought along as well, so nothing but a lock tells which it is.
    """
    lowest = asked.bounds.lowest
    if name == CELERY:
        is_told = lowest is not None and lowest >= (8, 5)
        bounds = Bounds(_LOWEST_CELERY) if is_told else Bounds()
        written = f">={'.'.join(map(str, _LOWEST_CELERY))}" if is_told else ""
    else:
        bounds = Bounds(lowest)
        written = "" if lowest is None else f">={'.'.join(map(str, lowest))}"
    return replace(asked, name=name, written=written, bounds=bounds, extras=())
