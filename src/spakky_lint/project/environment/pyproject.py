"""The requirements in pyproject.toml, of whatever build tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.environment.asked import (
    Asked,
    BadRequirement,
    concerns_us,
    name_of,
    read_requirement,
)
from spakky_lint.project.environment.bounds import ANY, BadVersions, poetry_bounds
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.places import Places, places_in
from spakky_lint.project.environment.references import (
    Reference,
    normal,
    of_repository,
    of_url,
    of_version,
)

_SHOWN = 80
"""Characters of what cannot be understood."""


@dataclass(slots=True)
class Declared:
    """What was found, and what is to be looked at besides."""

    asked: list[Asked] = field(default_factory=list)
    lists: list[tuple[str, bool]] = field(default_factory=list)
    """The requirements files that are named, each with whether they are an extra or a group."""
    others: list[str] = field(default_factory=list)
    """The names of all other distributions that are asked for."""
    is_complete: bool = True
    """Whether all requirements can be seen: none is made by a program."""


def requirements_of(document: Mapping[str, object], file: Path, files: Files) -> Declared:
    reading = _Reading(file, files, places_in(files.text(file) or ""), Declared())
    reading.project(_table(document.get("project")))
    reading.groups(_table(document.get("dependency-groups")))
    tool = _table(document.get("tool"))
    reading.poetry(_table(tool.get("poetry")))
    pdm, uv = _table(tool.get("pdm")), _table(tool.get("uv"))
    for group in _table(pdm.get("dev-dependencies")).values():
        reading.texts(group, is_optional=True)
    reading.texts(uv.get("dev-dependencies"), is_optional=True)
    reading.constraints(uv.get("constraint-dependencies"))
    reading.constraints(uv.get("override-dependencies"))
    reading.hatch(_table(tool.get("hatch")))
    reading.dynamic(document)
    return reading.found


def read_text(
    text: str,
    file: Path,
    line: int | None,
    files: Files,
    found: Declared,
    *,
    is_optional: bool,
    is_constraint: bool = False,
) -> None:
    """Add one requirement, as PEP 508 writes it, with where it stands."""
    source = Source(SourceKind.DECLARED, files.shown(file), line)
    try:
        read = read_requirement(text, source, is_optional=is_optional, is_constraint=is_constraint)
    except BadRequirement as error:
        files.note(file, message_of(error), line)
        read = error.asked
    if read is not None:
        found.asked.append(read)
    elif (name := name_of(text)) is not None:
        found.others.append(name)


def leaves_it_to_setup(document: Mapping[str, object]) -> bool:
    """Whether setup.cfg or setup.py may say what is asked for: the file itself does not."""
    project = _table(document.get("project"))
    dynamic = project.get("dynamic")
    is_dynamic = isinstance(dynamic, list) and "dependencies" in dynamic
    if "dependencies" in _table(_table(document.get("tool")).get("poetry")):
        return False
    return not project or is_dynamic


@dataclass(frozen=True, slots=True)
class _Reading:
    file: Path
    files: Files
    places: Places
    found: Declared

    def project(self, table: Mapping[str, object]) -> None:
        self.texts(table.get("dependencies"))
        for extra in _table(table.get("optional-dependencies")).values():
            self.texts(extra, is_optional=True)

    def groups(self, table: Mapping[str, object]) -> None:
        # What a group includes is a group of the same table, so it is read in any case.
        for group in table.values():
            self.texts(group, is_optional=True)

    def texts(self, value: object, *, is_optional: bool = False) -> None:
        for each in value if isinstance(value, list) else ():
            if isinstance(each, str):
                self.requirement(each, is_optional=is_optional)

    def requirement(self, text: str, *, is_optional: bool, is_constraint: bool = False) -> None:
        read_text(
            text,
            self.file,
            self.places.texts.get(text),
            self.files,
            self.found,
            is_optional=is_optional,
            is_constraint=is_constraint,
        )

    def constraints(self, value: object) -> None:
        """What only narrows down the versions of what somebody else asks for."""
        for each in value if isinstance(value, list) else ():
            name = name_of(each) if isinstance(each, str) else None
            if name is not None and concerns_us(name):
                self.requirement(each, is_optional=True, is_constraint=True)

    def poetry(self, table: Mapping[str, object]) -> None:
        self.poetry_lines(_table(table.get("dependencies")))
        self.poetry_lines(_table(table.get("dev-dependencies")), is_optional=True)
        for group in _table(table.get("group")).values():
            self.poetry_lines(_table(_table(group).get("dependencies")), is_optional=True)

    def poetry_lines(self, table: Mapping[str, object], *, is_optional: bool = False) -> None:
        for name, said in table.items():
            if not concerns_us(normal(name)):
                if normal(name) != "python":
                    self.found.others.append(normal(name))
                continue
            ways: Sequence[object] = said if isinstance(said, list) else [said]
            for way in ways:
                self.poetry_line(name, way, is_optional=is_optional, is_one_of=len(ways) > 1)

    def poetry_line(self, name: str, said: object, *, is_optional: bool, is_one_of: bool) -> None:
        table = _table(said)
        versions = table.get("version") if table else said
        written = versions if isinstance(versions, str) else ""
        folder = self.file.parent
        reference = reference_of(
            normal(name), table, lambda path: self.files.document(folder / path / self.file.name)
        )
        line = self.places.of_key(name, written)
        source = Source(SourceKind.DECLARED, self.files.shown(self.file), line)
        try:
            bounds = poetry_bounds(written) if written else ANY
        except BadVersions:
            message = Message(
                '{name}: "{written}" allows no version, so it is ignored',
                name=name,
                written=written if len(written) <= _SHOWN else f"{written[:_SHOWN]}...",
            )
            self.files.note(self.file, message, source.line)
            written, bounds = "", ANY
        if reference is not None:
            written, bounds = reference.written, reference.bounds
        extras = table.get("extras")
        conditions = {"python", "platform", "markers"} & table.keys()
        self.found.asked.append(
            Asked(
                normal(name),
                source,
                written,
                bounds,
                tuple(normal(each) for each in extras if isinstance(each, str))
                if isinstance(extras, list)
                else (),
                is_one_of or bool(conditions),
                is_optional or table.get("optional") is True,
                reference="" if reference is None else reference.written,
            )
        )

    def hatch(self, table: Mapping[str, object]) -> None:
        for environment in _table(table.get("envs")).values():
            for key in ("dependencies", "extra-dependencies"):
                self.texts(_table(environment).get(key), is_optional=True)
        hooks = _table(_table(table.get("metadata")).get("hooks"))
        for name in _names(_table(hooks.get("requirements_txt")).get("files")):
            self.found.lists.append((name, False))

    def dynamic(self, document: Mapping[str, object]) -> None:
        project, tool = _table(document.get("project")), _table(document.get("tool"))
        named = project.get("dynamic")
        dynamic = named if isinstance(named, list) else []
        setuptools = _table(_table(tool.get("setuptools")).get("dynamic"))
        files = _names(_table(setuptools.get("dependencies")).get("file"))
        self.found.lists.extend((name, False) for name in files)
        for extra in _table(setuptools.get("optional-dependencies")).values():
            self.found.lists.extend((name, True) for name in _names(_table(extra).get("file")))
        has_poetry = "dependencies" in _table(tool.get("poetry"))
        if "dependencies" in dynamic and not self.found.lists and not has_poetry:
            self.found.is_complete = False


def project_version(document: Mapping[str, object]) -> str | None:
    tool = _table(document.get("tool"))
    for table in (_table(document.get("project")), _table(tool.get("poetry"))):
        version = table.get("version")
        if isinstance(version, str):
            return version
    return None


def reference_of(
    name: str, said: Mapping[str, object], document: Callable[[str], Mapping[str, object]]
) -> Reference | None:
    """What a table says of where a distribution comes from, as poetry and uv write it; None where
    that is an index. `document` is the pyproject.toml of a folder that it names.
    """
    git, path, url = said.get("git"), said.get("path"), said.get("url")
    if isinstance(git, str):
        tag = said.get("tag")
        others = (said.get(key) for key in ("branch", "rev"))
        revision = next((each for each in (tag, *others) if isinstance(each, str)), "")
        return of_repository(name, "git", revision, is_tag=isinstance(tag, str))
    if isinstance(url, str):
        return of_url(name, url)
    if not isinstance(path, str):
        return None
    archived = of_url(name, path)
    return of_version(project_version(document(path))) if archived.bounds == ANY else archived


def workspace_members(document: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """The globs of uv's workspace: its members, and what is left out."""
    table = _table(_table(_table(document.get("tool")).get("uv")).get("workspace"))
    return _names(table.get("members")), _names(table.get("exclude"))


def has_workspace(document: Mapping[str, object]) -> bool:
    return bool(workspace_members(document)[0])


def has_requirements(document: Mapping[str, object]) -> bool:
    """Whether the file says at all what is asked for, or that something else does."""
    tool = _table(document.get("tool"))
    project = _table(document.get("project"))
    return bool(
        project.keys() & {"dependencies", "optional-dependencies", "dynamic"}
        or document.get("dependency-groups")
        or _table(tool.get("poetry")).get("dependencies")
    )


def project_name(document: Mapping[str, object]) -> str | None:
    tool = _table(document.get("tool"))
    for table in (_table(document.get("project")), _table(tool.get("poetry"))):
        name = table.get("name")
        if isinstance(name, str):
            return normal(name)
    return None


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
