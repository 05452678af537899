"""The keys of a configuration, and what they come to where one file extends another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any, Final

from spakky_lint.data import dataclass
from spakky_lint.project.configuration import Pattern, PerFileIgnore
from spakky_lint.project.environment.by_hand import NOTHING, ByHand
from spakky_lint.rules.finding import Severity
from spakky_lint.runtime.backend import Backend

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

OUTPUT_FORMATS: Final = (
    *("text", "concise", "grouped", "json", "json-lines", "sarif", "github", "gitlab", "azure"),
    *("junit", "rdjson", "pylint"),
)
"""Of the findings; the command line offers the same."""


@dataclass(frozen=True, slots=True)
class Table:
    """``[tool.spakky-lint]`` of a file, or what options say in its place."""

    file: Path | None
    """None for the options."""
    root: Path
    """The folder, absolute, that its paths and globs are relative to."""
    values: Mapping[str, object]
    text: str = ""
    """Of the file, in which the keys have their lines."""
    shown: str = ""
    """The file as reports call it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What one table says, or several do that extend each other; None for what none says."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] | None = None
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    include: tuple[Pattern, ...] | None = None
    exclude: tuple[Pattern, ...] | None = None
    extend_exclude: tuple[Pattern, ...] = ()
    force_exclude: bool | None = None
    respect_gitignore: bool | None = None
    per_file_ignores: tuple[PerFileIgnore, ...] | None = None
    extend_per_file_ignores: tuple[PerFileIgnore, ...] = ()
    src: tuple[Path, ...] | None = None
    output_format: str | None = None
    required_version: str | None = None
    backend: Backend | None = None
    timezone: ZoneInfo | None = None
    python: Path | None = None
    environment: ByHand | None = None
    max_file_size: int | None = None
    """In bytes."""
    baseline: Path | None = None
    cache_dir: Path | None = None
    asked: Mapping[str, tuple[Path | None, ...]] = field(default_factory=dict)
    """By key, the files that set what it comes to; None among them is an option."""

    @property
    def by_hand(self) -> ByHand:
        return replace(self.environment or NOTHING, python=self.python)

    def under(self, over: Keys) -> Keys:
        """These with those of a table on top that extends them.

        What is there replaces what is here, and what only adds is added. A `select` begins anew:
        what was selected or ignored before it does not count.
        """
        base = self
        if over.select is not None:
            base = base.without("select", "extend-select", "ignore")
        if over.exclude is not None:
            base = base.without("extend-exclude")
        if over.per_file_ignores is not None:
            base = base.without("extend-per-file-ignores")
        merged: dict[str, Any] = {  # each of the type of its field
            each.name: _merged(getattr(base, each.name), getattr(over, each.name), each.name)
            for each in fields(self)
            if each.name != "asked"
        }
        asked = {
            key: (*base.asked.get(key, ()), *over.asked.get(key, ())) if key in ADDING else files
            for key, files in {**base.asked, **over.asked}.items()
        }
        return Keys(**merged, asked=asked)

    def without(self, *keys: str) -> Keys:
        """The same, but for these."""
        asked = {key: files for key, files in self.asked.items() if key not in keys}
        empty: dict[str, Any] = {_name(key): getattr(_EMPTY, _name(key)) for key in keys}
        return replace(self, **empty, asked=asked)


def _name(key: str) -> str:
    return key.replace("-", "_")


_EMPTY = Keys()

ADDING: Final = (
    *("extend-select", "ignore", "extend-exclude", "extend-per-file-ignores"),
    *("extend-safe-fixes", "extend-unsafe-fixes", "severity"),
)
"""The keys of which a file that extends another only adds to what that says."""

KEYS: Final = ("extend", *(each.name.replace("_", "-") for each in fields(Keys)[:-1]))

SETTINGS: Final = ("extend", "src", "backend", "timezone", "python", "environment")
"""The keys that do not tell what is wanted but where the application runs."""


def _merged(base: object, over: object, name: str) -> object:
    if isinstance(base, tuple) and isinstance(over, tuple) and name.replace("_", "-") in ADDING:
        return (*base, *over)
    return base if over is None else over
