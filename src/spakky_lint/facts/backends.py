"""What an environment makes of schedules: who runs them, and in which zone.

spakky-celery shifts weekdays in every version that could be run, up to 8.5.0. Until one is
seen that no longer does, later and unknown versions count as shifting, too, and that is a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spakky_lint.facts.environment import Environment, Package
from spakky_lint.facts.framework_settings import TIMEZONE
from spakky_lint.runtime.backend import Backend

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_AFTER_IT = (8, 5, 1)
"""The first that could be one which nobody has seen."""
TIMEZONE_SINCE = (6, 9)
"""The first spakky-celery that hands its zone on to celery."""


def backend_in(environment: Environment) -> Backend:
    """`celery`, which shifts weekdays, for an application that is known to have spakky-celery."""
    if environment.depends_on(Package.SPAKKY_CELERY) is True:
        return Backend.CELERY
    return Backend.SPEC


def is_shift_guessed(environment: Environment) -> bool:
    """Whether the version may be one that nobody has seen."""
    if environment.depends_on(Package.SPAKKY_CELERY) is not True:
        return False
    return environment.at_least(Package.SPAKKY_CELERY, _AFTER_IT) is not False


def zone_in(environment: Environment) -> ZoneInfo | None:
    """The zone of ``SPAKKY_CELERY__TIMEZONE``; None where nothing sets it, or nothing reads it."""
    setting = environment.settings.get(TIMEZONE)
    if setting is None or setting.value is None or not _applies_zone(environment):
        return None
    from spakky_lint.runtime.zones import zone_named

    return zone_named(setting.value)


def is_zone_guessed(environment: Environment) -> bool:
    """Whether the zone counts, and the version may be one that does not apply it."""
    applies = environment.at_least(Package.SPAKKY_CELERY, TIMEZONE_SINCE)
    return applies is None and zone_in(environment) is not None


def _applies_zone(environment: Environment) -> bool:
    if environment.depends_on(Package.SPAKKY_CELERY) is False:
        return False
    return environment.at_least(Package.SPAKKY_CELERY, TIMEZONE_SINCE) is not False
