"""What a run has decided without knowing: the versions that it took an application to run on."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.facts.backends import TIMEZONE_SINCE, is_shift_guessed, is_zone_guessed
from spakky_lint.facts.environment import Environment, Package, Release, Version
from spakky_lint.rules.settings import Need, Settings


class Change(Enum):
    WEEKDAYS = auto()
    """A release that no longer shifts weekdays, which nobody has seen yet."""
    ZONE = auto()
    """The first that hands its zone on to celery."""
    RULE = auto()
    """The first of which a rule is true."""


@dataclass(frozen=True, slots=True)
class Guess:
    change: Change
    package: Package
    version: Version | None
    """What is told of it; None where nothing is."""
    release: Release = ()
    """The one that changes something."""
    code: str = ""
    """The rule that rests on it; empty where it is a preview."""


def guess_behind(codes: Iterable[str], settings: Settings) -> Guess | None:
    """The first guess that findings of these rules rest on."""
    from spakky_lint.rules.registry import RULES

    for code in codes:
        rule, environment = RULES[code], settings.environment
        guess = None
        if rule.needs is Need.CELERY:
            guess = guess_of_weekdays(settings)
        elif rule.needs is Need.TIMEZONE:
            guess = guess_of_zone(settings)
        elif rule.holds is not None and environment.depends_on(rule.holds.package) is True:
            package, release = rule.holds.package, rule.holds.release
            if environment.at_least(package, release) is None:
                version = environment.versions.get(package)
                guess = Guess(Change.RULE, package, version, release)
        if guess is not None:
            return Guess(guess.change, guess.package, guess.version, guess.release, code)
    return None


def guess_of_weekdays(settings: Settings) -> Guess | None:
    if settings.is_backend_asked_for or not is_shift_guessed(settings.environment):
        return None
    return Guess(Change.WEEKDAYS, Package.SPAKKY_CELERY, _version(settings.environment))


def guess_of_zone(settings: Settings) -> Guess | None:
    if settings.is_timezone_asked_for or not is_zone_guessed(settings.environment):
        return None
    version = _version(settings.environment)
    return Guess(Change.ZONE, Package.SPAKKY_CELERY, version, TIMEZONE_SINCE)


def _version(environment: Environment) -> Version | None:
    return environment.versions.get(Package.SPAKKY_CELERY)
