"""What changed between the releases of the framework and of celery, with the first to have it.

An application that may run on both sides of a change, or of which nobody can tell, is taken for one
on the newer side.
"""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Environment, Package, Release


@dataclass(frozen=True, slots=True)
class Since:
    package: Package
    release: Release

    def __str__(self) -> str:
        return f"{self.package} {self.number}"

    @property
    def number(self) -> str:
        return ".".join(map(str, self.release))

    def holds(self, environment: Environment) -> bool:
        """Whether the application may run on such a release, as far as anybody can tell."""
        return environment.at_least(self.package, self.release) is not False


GET_ASYNC = Since(Package.TASK, (6, 2))
"""The result of a dispatched task can be awaited."""
DIRECT_EXECUTION = Since(Package.TASK, (6, 6))
"""There is a DirectTaskExecutor."""
AUTH_IN_WORKERS = Since(Package.SPAKKY_CELERY, (6, 6))
"""A worker checks what is required; before, it runs whatever is sent."""
PROPAGATION_BY_ENVIRONMENT = Since(Package.AUTH, (6, 8))
"""An environment variable has snapshots sent; before, only a pod does."""
CELERY_OF_THE_PLUGIN = Since(Package.SPAKKY_CELERY, (6, 9))
"""The plugin makes a Celery pod where there is none; before, every application brings its own."""
REFUSED_DATES = Since(Package.CELERY, (5, 7))
"""A date that no year has is refused at start; before, beat dies of it."""
