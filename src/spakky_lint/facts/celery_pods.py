"""Celery applications that a project makes itself, as pods of a start.

The plugin makes one, and reads ``SPAKKY_CELERY__…`` for it, only where there is none yet when it is
loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.facts import framework_settings as variables
from spakky_lint.facts.environment import Environment, Package
from spakky_lint.facts.factories import factories
from spakky_lint.facts.settings_in_code import settings_around
from spakky_lint.facts.startups import Startup
from spakky_lint.syntax.celery_pods import CELERY, configured_names
from spakky_lint.syntax.declarations import Function

_CONFIGS = frozenset(
    {
        "spakky.plugins.celery.CeleryConfig",
        "spakky.plugins.celery.common.config.CeleryConfig",
        "spakky.plugins.celery.main.CeleryConfig",
    }
)
_CALLED: Mapping[str, tuple[str, ...]] = {
    "ACCEPT_CONTENT": ("accept_content",),
    "APP_NAME": ("main",),
    "BROKER_URL": ("broker", "broker_url"),
    "ENABLE_UTC": ("enable_utc",),
    "RESULT_BACKEND": ("backend", "result_backend"),
    "RESULT_SERIALIZER": ("result_serializer",),
    "TASK_SERIALIZER": ("task_serializer",),
    "TIMEZONE": ("timezone",),
}
"""By what follows the prefix, what celery calls it."""


class CeleryTrouble(Enum):
    SECOND = auto()
    """It comes after the plugin has made one."""
    NO_CONFIG = auto()
    """It takes the plugin's config, which is then not there."""
    LOST = auto()
    """It does not apply what is set."""


@dataclass(frozen=True, slots=True)
class CeleryPod:
    function: Function
    trouble: CeleryTrouble
    lost: tuple[str, ...] = ()
    """The variables that are set, and not applied."""


def celery_pods(startup: Startup, environment: Environment) -> Iterator[CeleryPod]:
    """Those that go wrong in a start with the plugin."""
    if _has_plugin(startup, environment) is not True:
        return
    for path, module in startup.modules:
        for function, made in factories(module):
            if made.qualified in CELERY and startup.has(function, path):
                if not startup.has_early(function, path):
                    # One that is marked otherwise, as with Primary, may be told from the plugin's.
                    if len(function.decorators) == 1:
                        yield CeleryPod(function, CeleryTrouble.SECOND)
                elif _takes_config(function) and not _CONFIGS & startup.added_names:
                    yield CeleryPod(function, CeleryTrouble.NO_CONFIG)
                else:
                    lost = _lost(function, startup, environment)
                    if lost:
                        yield CeleryPod(function, CeleryTrouble.LOST, lost)


def _has_plugin(startup: Startup, environment: Environment) -> bool | None:
    if startup.include is not None:
        return Package.SPAKKY_CELERY in startup.include
    return environment.depends_on(Package.SPAKKY_CELERY)


def _takes_config(function: Function) -> bool:
    return any(
        each.annotation is not None and each.annotation.target.qualified in _CONFIGS
        for each in function.parameters
        if each.default is None
    )


def _lost(function: Function, startup: Startup, environment: Environment) -> tuple[str, ...]:
    applied = configured_names(function)
    if applied is None:
        return ()
    return tuple(
        key
        for key in sorted(set(_set(startup, environment)))
        if applied.isdisjoint(_CALLED.get(key.removeprefix(variables.CELERY), (key,)))
    )


def _set(startup: Startup, environment: Environment) -> Iterator[str]:
    in_code = [each.key for each in settings_around(startup.module) if each.is_certain]
    for key in (*environment.settings, *in_code):
        if (
            key is not None
            and key.startswith(variables.CELERY)
            and key.removeprefix(variables.CELERY) in _CALLED
        ):
            yield key
