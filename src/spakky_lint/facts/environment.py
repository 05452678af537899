"""What an application runs on, as its project tells: versions, plugins, settings, and who says so.

What the files of a project tell is found by `project/environment`; what the code itself says, by
`facts/settings_in_code`. Nothing here is a guess: what is not known is None, and whoever asks
decides what that means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum, StrEnum, auto

from spakky_lint.data import dataclass


class Package(StrEnum):
    """The distributions whose version changes what is true of an application."""

    TASK = "spakky-task"
    AUTH = "spakky-auth"
    SPAKKY_CELERY = "spakky-celery"
    CELERY = "celery"


class SourceKind(Enum):
    """Where an answer comes from, those first that outweigh the others."""

    OPTION = auto()
    """An option of the command line."""
    CONFIGURATION = auto()
    """``[tool.spakky-lint]``."""
    CODE = auto()
    """The application's own code."""
    DECLARED = auto()
    """What a project asks for: pyproject.toml, requirements, constraints."""
    LOCKED = auto()
    """A lock file."""
    SETTINGS_FILE = auto()
    """``.env``, compose, Dockerfile, CI, pytest."""
    INSTALLED = auto()
    """The project's own virtual environment."""
    BESIDE = auto()
    """What is installed beside this program."""


@dataclass(frozen=True, slots=True)
class Source:
    kind: SourceKind
    path: str = ""
    """As reports show it; empty where it is no file."""
    line: int | None = None

    @property
    def place(self) -> str:
        """``.env:3``; empty where it is no file."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


Release = tuple[int, ...]
"""``(6, 8)`` is 6.8 and 6.8.0 alike."""


@dataclass(frozen=True, slots=True)
class Version:
    """The releases that may be the one that runs."""

    written: str
    """As its source spells it: ``8.5.0``, ``>=6.5,<9``; ``git main`` where that tells none."""
    lowest: Release | None
    """The first release that is allowed; None where there is no first one."""
    highest: Release | None
    """The last one that may be, itself included; None where later ones may be."""
    source: Source

    @property
    def is_exact(self) -> bool:
        return self.lowest is not None and self.lowest == self.highest

    @property
    def is_told(self) -> bool:
        """Whether anything is said of it but where it comes from."""
        return self.lowest is not None or self.highest is not None


@dataclass(frozen=True, slots=True)
class Setting:
    """The value of an environment variable of the framework's."""

    key: str
    """In capitals: ``SPAKKY_CELERY__TIMEZONE``."""
    value: str | None
    """None where it is set, and nobody can tell to what."""
    source: Source


def _unknown() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Environment:
    versions: Mapping[Package, Version] = field(default_factory=dict, hash=False)
    """Of those packages that anything tells a version of."""
    dependencies: Mapping[str, Source] = field(default_factory=dict, hash=False)
    """The distributions of the framework and celery, normalized, that the project depends on."""
    are_dependencies_known: bool = False
    """Whether what is not in `dependencies` is certainly not depended on."""
    settings: Mapping[str, Setting] = field(default_factory=dict, hash=False)
    """By its key, the setting that is in force."""
    optional: frozenset[str] = frozenset()
    """Those of the dependencies that only an extra or a group asks for."""
    is_any_setting_unseen: bool = False
    """Whether the application has settings besides that nobody can see: a file of them is named
    and not there, encrypted, or cannot be read."""

    has_other_plugins: Callable[[], bool | None] = _unknown
    """Whether plugins that are not the framework's may be loaded; None where nobody can tell.

    It looks at what is installed, so it is asked where it comes to that.
    """

    def at_least(self, package: Package, release: Release) -> bool | None:
        """Whether it is the release or a later one; None where both may be, or nobody can tell."""
        version = self.versions.get(package)
        if version is None:
            return None
        wanted = trimmed(release)
        if version.lowest is not None and trimmed(version.lowest) >= wanted:
            return True
        if version.highest is not None and trimmed(version.highest) < wanted:
            return False
        return None

    def depends_on(self, distribution: str) -> bool | None:
        """None where nobody can tell."""
        if distribution in self.dependencies:
            return True
        return False if self.are_dependencies_known else None


def trimmed(release: Release) -> Release:
    """Without zeros at its end, so that 8.5 and 8.5.0 compare as equal."""
    end = len(release)
    while end > 1 and release[end - 1] == 0:
        end -= 1
    return release[:end]


NOTHING_TOLD = Environment()
