"""What is shown, in sections: the views differ only in how they lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from spakky_lint.facts.backends import is_shift_guessed, is_zone_guessed
from spakky_lint.facts.environment import Environment, Package, Setting, Source, SourceKind
from spakky_lint.facts.framework_settings import SECRET, TIMEZONE
from spakky_lint.facts.settings_in_code import CodeSetting
from spakky_lint.project.configuration import KEYS, Configuration
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.validity import Backend

HIDDEN = "set, and not shown: it may hold a password"


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
    keys: Mapping[str, Source],
    in_code: Iterable[tuple[str, CodeSetting]],
) -> Iterator[Section]:
    """`keys` are those of the configuration file; `in_code` is what the code sets, by its file."""
    yield Section("configuration", "configuration", tuple(_keys(configuration, keys)))
    environment = settings.environment
    yield Section("versions", "versions", tuple(_versions(environment)))
    yield Section(
        "dependencies",
        "distributions of the framework",
        tuple(_dependencies(environment)),
        "none that the project tells of",
    )
    yield Section(
        "settings",
        "settings of the framework",
        tuple(map(_setting, sorted(environment.settings.values(), key=lambda each: each.key))),
        "none that the project's files tell of",
    )
    code = tuple(_in_code(path, each) for path, each in in_code)
    if code:
        yield Section("code", "settings that the code sets", code)
    yield Section("decided", "what follows", tuple(_decided(settings, keys)))


def _keys(configuration: Configuration, keys: Mapping[str, Source]) -> Iterator[Row]:
    selection = configuration.selection
    ignores = {each.glob.pattern: list(each.codes) for each in configuration.per_file_ignores}
    folders, baseline = configuration.sources, configuration.baseline
    values: Mapping[str, tuple[object, str]] = {
        "select": (
            None if selection.select is None else list(selection.select),
            "the rules that are on by default",
        ),
        "extend-select": (list(selection.extend_select), ""),
        "ignore": (list(selection.ignore), ""),
        "exclude": ([each.pattern for each in configuration.exclude], ""),
        "per-file-ignores": (ignores, ""),
        "src": (
            None if folders is None else [each.as_posix() for each in folders],
            "as the layout of the project tells",
        ),
        "baseline": (None if baseline is None else baseline.as_posix(), ""),
    }
    for key in KEYS:
        if key in values:
            value, default = values[key]
            shown = _listed(value) or default or "none"
            yield Row(key, value, shown, keys.get(key), is_default=True)


def _listed(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {', '.join(codes)}" for name, codes in value.items())
    if isinstance(value, str):
        return value
    return ", ".join(value) if isinstance(value, list) else ""


def _versions(environment: Environment) -> Iterator[Row]:
    for package in Package:
        version = environment.versions.get(package)
        if version is None:
            yield Row(str(package), None, "not known")
        else:
            written = version.written.removeprefix("===").removeprefix("==")
            yield Row(str(package), written, written, version.source)


def _dependencies(environment: Environment) -> Iterator[Row]:
    for name, source in sorted(environment.dependencies.items()):
        optional = name in environment.optional
        remark = "only in an extra or a group" if optional else ""
        yield Row(name, True, "", source, remark)
    if not environment.are_dependencies_known:
        yield Row("others", None, "not known: no lock file, and no environment of the project")


def _setting(setting: Setting) -> Row:
    if setting.value is None:
        return Row(setting.key, None, "set, and not known to what", setting.source)
    if setting.key in SECRET or "://" in setting.value:
        return Row(setting.key, None, HIDDEN, setting.source)
    return Row(setting.key, setting.value, setting.value or '""', setting.source)


def _in_code(path: str, setting: CodeSetting) -> Row:
    source = Source(SourceKind.CODE, path, setting.place.range.start.line)
    row = _setting(Setting((setting.key or "").upper(), setting.value, source))
    remarks = (
        "only where nothing else sets it" if setting.is_default else "",
        "" if setting.is_certain else "in some cases",
    )
    return replace(row, remark=", ".join(filter(None, remarks)))


def _decided(settings: Settings, asked: Mapping[str, Source]) -> Iterator[Row]:
    environment, backend = settings.environment, settings.backend
    if "backend" in asked:
        yield Row("backend", str(backend), str(backend), asked["backend"])
    elif backend is Backend.CELERY:
        source = environment.dependencies.get(Package.SPAKKY_CELERY)
        yield Row("backend", str(backend), str(backend), source, _weekdays(environment))
    else:
        known = environment.depends_on(Package.SPAKKY_CELERY) is False
        why = "the project does not depend" if known else "nothing says that the project depends"
        yield Row("backend", str(backend), str(backend), None, f"{why} on spakky-celery")
    zone = settings.timezone
    if zone is None:
        yield Row("timezone", None, "UTC", None, "as it is for celery")
        return
    told = environment.settings.get(TIMEZONE)
    source = asked.get("timezone") or (None if told is None else told.source)
    guess = "timezone" not in asked and is_zone_guessed(environment)
    remark = "a guess: it counts since spakky-celery 6.9" if guess else ""
    yield Row("timezone", zone.key, zone.key, source, remark)


def _weekdays(environment: Environment) -> str:
    if not is_shift_guessed(environment):
        return "this spakky-celery runs weekdays a day early"
    return "a guess: every spakky-celery up to 8.5.0 runs weekdays a day early"


def where(row: Row) -> str:
    """Where an answer comes from, in a few words; empty for nowhere."""
    source = row.source
    if source is None:
        return "default" if row.is_default else ""
    if source.kind is SourceKind.BESIDE:
        return "installed beside spakky-lint"
    return f"installed in {source.place}" if source.kind is SourceKind.INSTALLED else source.place
