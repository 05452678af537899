"""What the distributions of the framework themselves ask for, as the metadata of 6.5 to 8.5 say."""

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
"""As every spakky-celery asks for."""

_AUTH_SINCE: Release = (6, 6)
"""The first spakky-celery that asks for spakky-auth."""


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
    highest = asked.bounds.highest
    is_before_auth = highest is not None and highest < _AUTH_SINCE
    for name in _REQUIRED.get(asked.name, ()):
        if not (name == "spakky-auth" and is_before_auth):
            yield name


def _of_extra(extra: str) -> Iterator[str]:
    if extra in _BUNDLES:
        for part in _BUNDLES[extra]:
            yield from _of_extra(part)
    elif extra not in _NONE:
        # The event extra is also the name of the distribution, as with most.
        yield _DISTRIBUTIONS.get(extra, f"{FRAMEWORK}-{extra}")


def _along(asked: Asked, name: str) -> Asked:
    """A release asks for others of its own number or later ones, and for any celery it can use.

    Later ones than it may be brought along as well, so nothing but a lock tells which it is.
    """
    lowest = _LOWEST_CELERY if name == CELERY else asked.bounds.lowest
    written = "" if lowest is None else f">={'.'.join(map(str, lowest))}"
    return replace(
        asked, name=name, written=written, bounds=Bounds(lowest), extras=(), reference=""
    )
