"""What uv adds to a pyproject.toml: the members of a workspace, and where packages come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.project.environment.asked import Asked, concerns_us
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.places import places_in
from spakky_lint.project.environment.pyproject import (
    project_name,
    project_version,
    reference_of,
    workspace_members,
)
from spakky_lint.project.environment.references import Reference, normal, of_version

_PROJECT: Final = "pyproject.toml"


def members(root: Path, files: Files) -> Iterator[Path]:
    """The folders of the members of a workspace."""
    wanted, left_out = workspace_members(files.document(root / _PROJECT))
    found = dict.fromkeys(
        folder
        for pattern in wanted
        for folder in _matching(root, [part for part in pattern.split("/") if part != "."], files)
    )
    for folder in found:
        inside = folder.relative_to(root).as_posix()
        if folder == root or any(fnmatchcase(inside, pattern) for pattern in left_out):
            continue
        if _PROJECT in files.names(folder):
            yield folder


def _matching(folder: Path, parts: Sequence[str], files: Files) -> Iterator[Path]:
    if not parts:
        yield folder
        return
    for name in files.folders(folder):
        if fnmatchcase(name, parts[0]) and not name.startswith("."):
            yield from _matching(folder / name, parts[1:], files)


def sources(project: Path, workspace: Path | None, files: Files) -> Iterator[Asked]:
    """What ``[tool.uv.sources]`` says of the packages that it takes from somewhere else."""
    file = project / _PROJECT
    places = places_in(files.text(file) or "")
    for name, said in _sources(files.document(file)).items():
        if not isinstance(said, dict) or not concerns_us(normal(name)):
            continue
        reference = _reference(normal(name), said, project, workspace or project, files)
        if reference is None:
            continue
        line = places.of_key(name)
        source = Source(SourceKind.DECLARED, files.shown(file), line)
        yield Asked(
            normal(name),
            source,
            reference.written,
            reference.bounds,
            is_optional=True,
            is_constraint=True,
            reference=reference.written,
        )


def _sources(document: Mapping[str, object]) -> Mapping[str, object]:
    found: object = document
    for key in ("tool", "uv", "sources"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _reference(
    name: str, said: Mapping[str, object], project: Path, workspace: Path, files: Files
) -> Reference | None:
    if said.get("workspace") is True:
        documents = [files.document(each / _PROJECT) for each in members(workspace, files)]
        own = [each for each in documents if project_name(each) == name]
        return of_version(project_version(own[0])) if len(own) == 1 else None
    return reference_of(name, said, lambda path: files.document(project / path / _PROJECT))
