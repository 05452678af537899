"""``[tool.spakky-lint.environment]``, read and validated."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Package, Setting, Source, SourceKind, Version
from spakky_lint.facts.framework_settings import KEYS as SETTINGS
from spakky_lint.facts.framework_settings import closest_key, is_read, mistake_in
from spakky_lint.messages.message import Message
from spakky_lint.project.environment.asked import concerns_us
from spakky_lint.project.environment.bounds import BadVersions, bounds, pin
from spakky_lint.project.environment.by_hand import ByHand
from spakky_lint.project.environment.references import normal
from spakky_lint.project.suggestions import allowed, closest
from spakky_lint.project.toml_text import key_line, kind_of, wrong_kind
from spakky_lint.rules.setting_words import ALLOWED

KEYS = (*map(str, Package), "dependencies", "settings")

_TABLE = "environment"
_VERSIONS = Message('a version or a range is allowed, such as "8.5.0" or ">=6.8,<9"')
_NAMES = Message('a list of distributions is allowed, such as ["spakky-celery", "spakky-oidc"]')
_SETTINGS = Message('a table is allowed, such as {{SPAKKY_CELERY__TIMEZONE = "Asia/Seoul"}}')
_TABLES = Message('a table is allowed, such as {{celery = "5.7.0"}}')


def read_by_hand(value: object, shown: str, text: str, problems: list[str]) -> ByHand:
    """What the table says; what is wrong with it is added to the problems.

    `shown` is the file as reports call it, and `text` what it holds.
    """
    if not isinstance(value, dict):
        problems.append(wrong_kind(_TABLE, value, _TABLES))
        return ByHand()
    reading = _Reading(shown, text, problems)
    problems.extend(
        Message(
            "{table}.{key}: no such key; {hint}",
            table=_TABLE,
            key=key,
            hint=allowed(closest(key, KEYS), KEYS),
        )
        for key in value
        if key not in KEYS
    )
    versions = {
        package: version
        for package in Package
        if package in value and (version := reading.version(package, value[package])) is not None
    }
    return ByHand(
        versions,
        reading.dependencies(value["dependencies"]) if "dependencies" in value else None,
        reading.settings(value.get("settings", {})),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    shown: str
    text: str
    problems: list[str]

    def version(self, package: Package, said: object) -> Version | None:
        key = f"{_TABLE}.{package}"
        if not isinstance(said, str):
            self.problems.append(wrong_kind(key, said, _VERSIONS))
            return None
        try:
            read = pin(said) if said.strip()[:1].isdigit() else bounds(said)
        except BadVersions:
            self.problems.append(
                Message(
                    '{key}: "{said}" is not a version; {allowed}',
                    key=key,
                    said=said,
                    allowed=_VERSIONS,
                )
            )
            return None
        return Version(said.strip(), read.lowest, read.highest, self.source(str(package)))

    def dependencies(self, said: object) -> Mapping[str, Source]:
        key = f"{_TABLE}.dependencies"
        if not isinstance(said, list):
            self.problems.append(wrong_kind(key, said, _NAMES))
            return {}
        found = {}
        for index, each in enumerate(said):
            if not isinstance(each, str):
                self.problems.append(wrong_kind(f"{key}[{index}]", each, _NAMES))
            elif not concerns_us(normal(each)):
                self.problems.append(
                    Message(
                        '{key}: "{each}" is not a distribution of the framework; {allowed}',
                        key=f"{key}[{index}]",
                        each=each,
                        allowed=_NAMES,
                    )
                )
            else:
                found[normal(each)] = self.source("dependencies")
        return found

    def settings(self, said: object) -> Mapping[str, Setting]:
        key = f"{_TABLE}.settings"
        if not isinstance(said, dict):
            self.problems.append(wrong_kind(key, said, _SETTINGS))
            return {}
        found = {}
        for name, value in said.items():
            known = name.upper()
            if not is_read(known):
                meant = closest_key(known)
                self.problems.append(
                    Message(
                        "{key}.{name}: no such setting; {hint}",
                        key=key,
                        name=name,
                        hint=allowed(meant, SETTINGS),
                    )
                )
                continue
            text = str(value).lower() if isinstance(value, bool) else value
            if not isinstance(text, str):
                self.problems.append(
                    Message(
                        "{key}.{name} is {kind}: a string is allowed",
                        key=key,
                        name=name,
                        kind=kind_of(value),
                    )
                )
            elif (mistake := mistake_in(known, text)) is not None:
                self.problems.append(
                    Message(
                        '{key}.{name}: "{text}" is not accepted; {allowed}',
                        key=key,
                        name=name,
                        text=text,
                        allowed=ALLOWED[mistake],
                    )
                )
            else:
                found[known] = Setting(known, text, self.source(name, "settings"))
        return found

    def source(self, *keys: str) -> Source:
        """The place of the first of the keys that has one: a table may be written in one line."""
        lines = (key_line(self.text, "tool.spakky-lint", key) for key in keys)
        line = next((line for line in lines if line is not None), None)
        return Source(SourceKind.CONFIGURATION, self.shown, line)
