"""What a rule may know besides the text: where schedules and tasks will run."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from spakky_lint.facts.environment import NOTHING_TOLD, Environment, Package
from spakky_lint.runtime.backend import Backend

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Settings:
    """What is asked for, and for the rest what follows from the environment.

    The environment may be a function: then nothing of the project is read before somebody needs
    it, and it is read once.
    """

    __slots__ = ("_backend", "_environment", "_has_celery", "_read", "_timezone")

    def __init__(
        self,
        backend: Backend | None = None,
        timezone: ZoneInfo | None = None,
        has_celery: bool | None = None,
        environment: Environment | Callable[[], Environment] = NOTHING_TOLD,
    ) -> None:
        self._backend = backend
        self._timezone = timezone
        self._has_celery = has_celery
        self._environment = environment
        self._read: Environment | None = None

    @property
    def environment(self) -> Environment:
        """What the application runs on."""
        if isinstance(self._environment, Environment):
            return self._environment
        if self._read is None:
            self._read = self._environment()
        return self._read

    @property
    def backend(self) -> Backend:
        """Who executes the schedules; `celery` means a spakky-celery that shifts weekdays."""
        if self._backend is not None:
            return self._backend
        from spakky_lint.facts.backends import backend_in  # settings that are only read need none

        return backend_in(self.environment)

    @property
    def is_backend_asked_for(self) -> bool:
        return self._backend is not None

    @property
    def timezone(self) -> ZoneInfo | None:
        """The zone in which celery reads wall-clock times; None where the project does not say."""
        if self._timezone is not None:
            return self._timezone
        from spakky_lint.facts.backends import zone_in  # as above

        return zone_in(self.environment)

    @property
    def is_timezone_asked_for(self) -> bool:
        return self._timezone is not None

    @property
    def has_celery(self) -> bool:
        """Whether the project depends on spakky-celery, of whatever version."""
        if self._has_celery is not None:
            return self._has_celery
        return self.environment.depends_on(Package.SPAKKY_CELERY) is True

    @property
    def dispatches(self) -> bool:
        """Whether the call of a task sends a message: without spakky-celery it runs in place."""
        return self.has_celery or self.backend is Backend.CELERY

    def asking(
        self, *, backend: Backend | None = None, timezone: ZoneInfo | None = None
    ) -> Settings:
        """The same with these asked for; None leaves it as it is."""
        return Settings(
            self._backend if backend is None else backend,
            self._timezone if timezone is None else timezone,
            self._has_celery,
            # What has been read once is read for all.
            self._environment if self._read is None else self._read,
        )

    def in_environment(self, environment: Callable[[], Environment]) -> Settings:
        """The same with another environment."""
        return Settings(self._backend, self._timezone, self._has_celery, environment)

    def _parts(self) -> tuple[object, ...]:
        return self._backend, self._timezone, self._has_celery, self._environment

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Settings) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return (
            f"Settings(backend={self._backend!r}, timezone={self._timezone!r}, "
            f"has_celery={self._has_celery!r}, environment={self._environment!r})"
        )


PLAIN = Settings()


class Need(StrEnum):
    """What a rule has to know about a project before it can find anything."""

    CELERY = "the backend is celery"
    TIMEZONE = "the timezone is configured"
    DISPATCH = "the project depends on spakky-celery"
    NO_BACKEND = "the project depends on spakky-celery and its settings name no result backend"

    def is_met(self, settings: Settings) -> bool:
        if self is Need.CELERY:
            return settings.backend is Backend.CELERY
        if self is Need.DISPATCH:
            return settings.dispatches
        if self is Need.NO_BACKEND:
            # It looks at applications, and files that never pass the gate need none of that.
            from spakky_lint.facts.result_backend import is_told_missing

            environment = settings.environment
            is_certain = Package.SPAKKY_CELERY not in environment.optional
            return settings.dispatches and is_certain and is_told_missing(environment)
        return settings.timezone is not None
