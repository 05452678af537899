"""What a run has decided without knowing: the versions that it took an application to run on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.facts.backends import TIMEZONE_SINCE, is_shift_guessed, is_zone_guessed
from spakky_lint.facts.environment import Environment, Package, Release, Version
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Path
from spakky_lint.facts.task import Auth
from spakky_lint.facts.versions import (
    AUTH_IN_WORKERS,
    PROPAGATION_BY_ENVIRONMENT,
    REFUSED_DATES,
    Since,
)
from spakky_lint.facts.workers import is_checked_by_workers
from spakky_lint.rules.settings import Need, Settings


class Change(Enum):
    WEEKDAYS = auto()
    """A release that no longer shifts weekdays, which nobody has seen yet."""
    ZONE = auto()
    """The first that hands its zone on to celery."""
    RULE = auto()
    """The first of which a rule, or what it says, is true."""
    WORKERS = auto()
    """The first whose workers check auth."""
    SNAPSHOTS = auto()
    """The first that asks the environment whether snapshots are sent."""
    DATES = auto()
    """The first that refuses a date at start which no year has."""


@dataclass(frozen=True, slots=True)
class Guess:
    change: Change
    package: Package
    version: Version | None
    """What is told of it; None where nothing is."""
    release: Release = ()
    """The one that changes something."""
    code: str = ""
    """The rule that rests on it; empty where it is a report."""


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
        for since in (rule.holds, rule.differs):
            if guess is None and since is not None:
                guess = _guess_of(since, Change.RULE, environment)
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


def guess_of_auth(
    auth: Auth, settings: Settings, is_switched_on: Callable[[], bool]
) -> Guess | None:
    """The first that the paths of a task rest on.

    `is_switched_on` is whether the environment, and nothing else, has snapshots sent.
    """
    environment = settings.environment
    if is_checked_by_workers(auth):
        guess = _guess_of(AUTH_IN_WORKERS, Change.WORKERS, environment)
        if guess is not None:
            return guess
        guess = _guess_of(PROPAGATION_BY_ENVIRONMENT, Change.SNAPSHOTS, environment)
        return guess if guess is not None and is_switched_on() else None
    if any(_is_about_a_date(path) for _, path in auth.paths.named):
        return _guess_of(REFUSED_DATES, Change.DATES, environment)
    return None


def _is_about_a_date(path: Path) -> bool:
    return path.because is not None and path.because.failure is FailureKind.NO_DATE


def _guess_of(since: Since, change: Change, environment: Environment) -> Guess | None:
    """The guess that it is such a release, where it may be an older one, too."""
    package, release = since.package, since.release
    if environment.depends_on(package) is not True:
        return None
    if environment.at_least(package, release) is not None:
        return None
    return Guess(change, package, environment.versions.get(package), release)


def _version(environment: Environment) -> Version | None:
    return environment.versions.get(Package.SPAKKY_CELERY)
