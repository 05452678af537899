"""What is shown, in sections: the views differ only in how they lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.backends import is_shift_guessed, is_zone_guessed
from spakky_lint.facts.environment import Environment, Package, Setting, Source, SourceKind
from spakky_lint.facts.framework_settings import SECRET, TIMEZONE
from spakky_lint.facts.settings_in_code import CodeSetting
from spakky_lint.messages.message import Message, comma_separated
from spakky_lint.project.configuration import MODULES, Configuration, Pattern
from spakky_lint.project.reading import MEGABYTE
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend

HIDDEN = Message("set, but hidden (may be a password)")


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    value: object
    """For other programs; None where it is not known, or not to be shown."""
    shown: str
    source: Source | None = None
    """None for what nothing tells."""
    remark: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    """For other programs."""
    title: str
    rows: tuple[Row, ...]
    empty: str = ""
    """What is said where there are no rows."""


def sections(
    configuration: Configuration,
    settings: Settings,
    keys: Mapping[str, Sequence[Source]],
    in_code: Iterable[tuple[str, CodeSetting]],
) -> Iterator[Section]:
    """`keys` are those that the configuration files set, each with its places, the one that counts
    last; `in_code` is what the code sets, by its file.
    """
    yield Section("configuration", Message("configuration"), tuple(_keys(configuration, keys)))
    environment = settings.environment
    yield Section("versions", Message("versions"), tuple(_versions(environment)))
    yield Section(
        "dependencies",
        Message("distributions of the framework"),
        tuple(_dependencies(environment)),
        Message("none found in the project"),
    )
    yield Section(
        "settings",
        Message("settings of the framework"),
        tuple(map(_setting, sorted(environment.settings.values(), key=lambda each: each.key))),
        Message("none found in the project"),
    )
    code = tuple(_in_code(path, each) for path, each in in_code)
    if code:
        yield Section("code", Message("settings that the code sets"), code)
    yield Section(
        "decided",
        Message("what follows"),
        tuple(_decided(settings, {key: places[-1] for key, places in keys.items()})),
    )


def _keys(configuration: Configuration, keys: Mapping[str, Sequence[Source]]) -> Iterator[Row]:
    selection, adjustments = configuration.selection, configuration.selection.adjustments
    ignores: dict[str, tuple[str, ...]] = {}
    for ignore in configuration.per_file_ignores:
        name = ignore.pattern.glob.pattern
        ignores[name] = (*ignores.get(name, ()), *ignore.codes)
    included = configuration.include
    values: Mapping[str, tuple[object, str]] = {
        "select": (selection.select, Message("the rules that are on by default")),
        "extend-select": (selection.extend_select, ""),
        "ignore": (selection.ignore, ""),
        "severity": (dict(adjustments.severities), Message("that of each rule")),
        "fixable": (adjustments.fixable, Message("all rules")),
        "unfixable": (adjustments.unfixable, ""),
        "extend-safe-fixes": (adjustments.safe, ""),
        "extend-unsafe-fixes": (adjustments.unsafe, ""),
        "include": (None if included is None else _globs(included), f"*{MODULES}"),
        "exclude": (_globs(configuration.exclude), ""),
        "force-exclude": (configuration.force_exclude, ""),
        "respect-gitignore": (configuration.respect_gitignore, ""),
        "per-file-ignores": (ignores, ""),
        "src": (
            None if configuration.sources is None else [*map(Path.as_posix, configuration.sources)],
            Message("from the layout of the project"),
        ),
        "output-format": (configuration.output_format, "text"),
        "required-version": (configuration.required_version, Message("any")),
        "max-file-size": (
            Message("{number} MB", number=f"{configuration.most_bytes / MEGABYTE:g}"),
            "",
        ),
        "baseline": (
            None if configuration.baseline is None else configuration.baseline.as_posix(),
            "",
        ),
        "cache-dir": (
            None if configuration.cache_dir is None else configuration.cache_dir.as_posix(),
            ".spakky-lint-cache",
        ),
    }
    for key, (value, default) in values.items():
        added = keys.get(f"extend-{key}", ()) if key in _EXTENDED else ()
        sources = [*keys.get(key, ()), *added]
        others = ", ".join(each.place for each in sources[:-1])
        yield Row(
            key,
            _plain(value),
            _listed(value) or default or Message("none"),
            sources[-1] if sources else None,
            Message("and {others}", others=others) if others else "",
            is_default=True,
        )


_EXTENDED = ("exclude", "per-file-ignores")
"""The keys that are shown with what another one adds to them."""


def _globs(patterns: Iterable[Pattern]) -> Sequence[str]:
    return [each.glob.pattern for each in patterns]


def _plain(value: object) -> object:
    """As JSON has it."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _listed(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_listed(each)}" for name, each in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return Message("yes") if value else Message("no")
    return "" if value is None else str(value)


def _versions(environment: Environment) -> Iterator[Row]:
    for package in Package:
        version = environment.versions.get(package)
        if version is None:
            yield Row(str(package), None, Message("not known"))
        elif not version.is_told:
            remark = Message("{written} gives no version", written=version.written)
            yield Row(str(package), None, Message("not known"), version.source, remark)
        else:
            written = version.written.removeprefix("===").removeprefix("==")
            yield Row(str(package), written, written, version.source)


def _dependencies(environment: Environment) -> Iterator[Row]:
    for name, source in sorted(environment.dependencies.items()):
        optional = name in environment.optional
        remark = Message("only in an extra or a group") if optional else ""
        yield Row(name, True, "", source, remark)
    if not environment.are_dependencies_known:
        yield Row(
            "others", None, Message("not known: no lock file, and no environment of the project")
        )


def _setting(setting: Setting) -> Row:
    if setting.value is None:
        return Row(setting.key, None, Message("set, value not known"), setting.source)
    if setting.key in SECRET or "://" in setting.value:
        return Row(setting.key, None, HIDDEN, setting.source)
    return Row(setting.key, setting.value, setting.value or '""', setting.source)


def _in_code(path: str, setting: CodeSetting) -> Row:
    source = Source(SourceKind.CODE, path, setting.place.range.start.line)
    row = _setting(Setting((setting.key or "").upper(), setting.value, source))
    remarks = (
        *((Message("only where nothing else sets it"),) if setting.is_default else ()),
        *(() if setting.is_certain else (Message("in some cases"),)),
    )
    return replace(row, remark=comma_separated(remarks))


def _decided(settings: Settings, asked: Mapping[str, Source]) -> Iterator[Row]:
    environment, backend = settings.environment, settings.backend
    if "backend" in asked:
        yield Row("backend", str(backend), str(backend), asked["backend"])
    elif backend is Backend.CELERY:
        source = environment.dependencies.get(Package.SPAKKY_CELERY)
        yield Row("backend", str(backend), str(backend), source, _weekdays(environment))
    else:
        known = environment.depends_on(Package.SPAKKY_CELERY) is False
        why = (
            Message("the project does not depend on spakky-celery")
            if known
            else Message("nothing says that the project depends on spakky-celery")
        )
        yield Row("backend", str(backend), str(backend), None, why)
    zone = settings.timezone
    if zone is None:
        yield Row("timezone", None, "UTC", None, Message("the default of celery"))
        return
    told = environment.settings.get(TIMEZONE)
    source = asked.get("timezone") or (None if told is None else told.source)
    guess = "timezone" not in asked and is_zone_guessed(environment)
    remark = Message("a guess: it counts from spakky-celery 6.9 on") if guess else ""
    yield Row("timezone", zone.key, zone.key, source, remark)


def _weekdays(environment: Environment) -> str:
    if not is_shift_guessed(environment):
        return Message("this spakky-celery runs weekdays one day early")
    return Message("a guess: every spakky-celery up to 8.5.0 runs weekdays one day early")


def where(row: Row) -> str:
    """Where an answer comes from, in a few words; empty for nowhere."""
    source = row.source
    if source is None:
        return Message("default") if row.is_default else ""
    if source.kind is SourceKind.OPTION:
        return Message("the command line")
    if source.kind is SourceKind.BESIDE:
        return Message("installed beside spakky-lint")
    return (
        Message("installed in {place}", place=source.place)
        if source.kind is SourceKind.INSTALLED
        else source.place
    )
