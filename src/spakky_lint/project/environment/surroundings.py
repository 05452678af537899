"""From a project to the environment of its application, with all that could not be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Environment, Source, SourceKind
from spakky_lint.project.environment import installed as installations
from spakky_lint.project.environment.asked import FRAMEWORK, Asked
from spakky_lint.project.environment.by_hand import ByHand
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.installed import Installed
from spakky_lint.project.environment.known_requirements import with_what_it_brings
from spakky_lint.project.environment.locks import Locked, read_lock
from spakky_lint.project.environment.pyproject import (
    Declared,
    has_workspace,
    leaves_it_to_setup,
    project_name,
    requirements_of,
)
from spakky_lint.project.environment.requirement_files import MAIN, Lists, lists_in, requirements_in
from spakky_lint.project.environment.setting_files import (
    Purpose,
    SettingFile,
    in_force,
    setting_files,
)
from spakky_lint.project.environment.setup_files import add_setup, has_setup
from spakky_lint.project.environment.uv import members, sources
from spakky_lint.project.environment.versions import Told, versions_of
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.trouble import Trouble

_PROJECT = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Surroundings:
    environment: Environment
    setting_files: tuple[SettingFile, ...] = ()
    notes: tuple[Trouble, ...] = ()
    """What could not be read, and what contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Own:
    """The project's own installation."""

    look: Callable[[], Installed]
    """Looks once, and only where it comes to that."""
    is_its_own: bool
    """Whether it certainly is the project's, and not one that merely is active."""


def surroundings_of(project: Path, files: Files, by_hand: ByHand) -> Surroundings:
    """`project` is the folder that its pyproject.toml stands in, absolute."""
    folders = _folders(project)
    workspace = _workspace(folders, files)
    locked = _lock(project, workspace, files)
    declared = _declared(project, files)
    if locked is None:
        for member in members(project, files):
            _add_member(member, _declared(member, files), declared)
    lists = _lists(project, declared, files)
    pins = sources(project, workspace, files)
    asked = list(with_what_it_brings([*declared.asked, *lists.asked, *pins]))
    own = _own(folders, workspace, by_hand.python, files)
    looks: list[Callable[[], Installed]] = [cache(installations.beside)]
    if own is not None and not own.is_its_own:
        looks.insert(0, own.look)
    certain = own.look if own is not None and own.is_its_own else None
    versions = versions_of(Told(asked, locked, certain, looks), by_hand.versions, files)
    dependencies = by_hand.dependencies
    if dependencies is None:
        dependencies = _dependencies(asked, locked, own, by_hand)
        are_known = _are_known(asked, locked, own, declared, lists)
    else:
        are_known = True
    found = [setting_files(each, files.document(each / _PROJECT), files) for each in folders]
    environment = Environment(
        versions,
        dependencies,
        are_known,
        {**in_force(found, files), **by_hand.settings},
        _optional(asked, dependencies),
        has_other_plugins=cache(lambda: _has_other_plugins(asked, own, declared, lists, by_hand)),
        is_any_setting_unseen=any(
            each.is_unseen and each.purpose is Purpose.APPLICATION for each in chain(*found)
        ),
    )
    return Surroundings(
        environment,
        tuple(each for each in chain(*found) if not each.is_unseen),
        tuple(files.notes),
    )


def _declared(project: Path, files: Files) -> Declared:
    """What pyproject.toml asks for, and setup.cfg and setup.py where that leaves it to them."""
    document = files.document(project / _PROJECT)
    declared = requirements_of(document, project / _PROJECT, files)
    if leaves_it_to_setup(document) and has_setup(files.names(project)):
        # What is dynamic comes from there.
        declared.is_complete = True
        add_setup(project, files, declared)
    return declared


def _add_member(folder: Path, member: Declared, whole: Declared) -> None:
    """A workspace is all that its members are, where no lock says so."""
    whole.asked += member.asked
    whole.lists += [(str(folder / name), is_optional) for name, is_optional in member.lists]
    whole.others += member.others
    whole.is_complete &= member.is_complete


def _folders(project: Path) -> list[Path]:
    """The project's folder, and those above it up to that of the repository, if it is in one."""
    folders = []
    for folder in (project, *project.parents):
        folders.append(folder)
        was_looked_for(folder / ".git")
        if os.path.exists(folder / ".git"):  # noqa: PTH110  # never raises
            return folders
    return [project]


def _lists(project: Path, declared: Declared, files: Files) -> Lists:
    """What the lists of requirements ask for: those that are named, and those that lie about."""
    wanted = [(project / name, is_optional) for name, is_optional in declared.lists]
    for folder in (project, project / "requirements"):
        for name in lists_in(files.names(folder), is_folder_of_them=folder != project):
            is_main = folder == project and name == MAIN
            if (folder / name, False) not in wanted:
                wanted.append((folder / name, not is_main))
    return requirements_in(wanted, files)


def _workspace(folders: Sequence[Path], files: Files) -> Path | None:
    """The nearest folder above the project that is a workspace of uv's."""
    above = (each for each in folders[1:] if has_workspace(files.document(each / _PROJECT)))
    return next(above, None)


def _lock(project: Path, workspace: Path | None, files: Files) -> Locked | None:
    document = files.document(project / _PROJECT)
    name = None if has_workspace(document) else project_name(document)
    found = read_lock(project, files, name)
    if found is None and workspace is not None:
        return read_lock(workspace, files, name)
    return found


def _own(
    folders: Sequence[Path], workspace: Path | None, python: Path | None, files: Files
) -> _Own | None:
    root = installations.environment_of(folders, python)
    if root is None:
        return None
    # One above it is that of a workspace, or of another project that it lies in.
    is_its_own = python is not None or root.parent in (folders[0], workspace)

    def look() -> Installed:
        found = installations.installed_in(root, files.shown(root), python)
        for folder in found.folders:
            files.rests_on(folder)
        return found

    return _Own(cache(look), is_its_own)


def _dependencies(
    asked: Sequence[Asked], locked: Locked | None, own: _Own | None, by_hand: ByHand
) -> dict[str, Source]:
    """Each with where it is asked for first, as near as possible to what somebody wrote."""
    found: dict[str, Source] = {}
    for package, version in by_hand.versions.items():
        found.setdefault(str(package), version.source)
    for each in asked:
        if not each.is_constraint:
            found.setdefault(each.name, each.source)
    for name, ways in () if locked is None else locked.packages.items():
        found.setdefault(name, ways[0][1] if ways else Source(SourceKind.LOCKED))
    if own is not None and own.is_its_own:
        for name, (_, source) in own.look().versions.items():
            found.setdefault(name, source)
    return found


def _are_known(
    asked: Sequence[Asked],
    locked: Locked | None,
    own: _Own | None,
    declared: Declared,
    lists: Lists,
) -> bool:
    """Whether all is seen: what is locked or installed, or else what has no unseen needs."""
    if locked is not None or lists.is_pinned:
        return True
    needed = {each.name for each in asked if not each.is_optional and not each.is_constraint}
    if own is not None and own.is_its_own and needed <= own.look().versions.keys():
        return FRAMEWORK in own.look().versions
    return bool(needed) and declared.is_complete and not declared.others and not lists.others


def _has_other_plugins(
    asked: Sequence[Asked], own: _Own | None, declared: Declared, lists: Lists, by_hand: ByHand
) -> bool | None:
    """What is installed tells it, where that is the application; or else that nothing is asked for
    that is not the framework's.
    """
    if by_hand.dependencies is not None:
        return False
    needed = {each.name for each in asked if not each.is_optional and not each.is_constraint}
    looks = [installations.beside]
    if own is not None and own.is_its_own:
        looks.insert(0, own.look)
    for look in looks:
        place = look()
        if FRAMEWORK in place.versions and needed <= place.versions.keys():
            return place.has_other_plugins()
    is_all = bool(needed) and declared.is_complete and not declared.others and not lists.others
    return False if is_all else None


def _optional(asked: Sequence[Asked], dependencies: Mapping[str, Source]) -> frozenset[str]:
    by_name: dict[str, bool] = {}
    for each in asked:
        if not each.is_constraint:
            by_name[each.name] = by_name.get(each.name, True) and each.is_optional
    return frozenset(name for name in dependencies if by_name.get(name, False))
