"""What the visible starts of the framework bring together: ``SpakkyApplication(...).scan(...)``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.program.memo import once_a_program
from spakky_lint.program.paths import text_below
from spakky_lint.program.program import Program
from spakky_lint.program.roots import INIT
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.chains import Made, followed, made
from spakky_lint.syntax.declarations import FunctionDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.symbol_uses import How, uses, uses_of_imported
from spakky_lint.syntax.uses import Flow

APPLICATION = "spakky.core.application.application.SpakkyApplication"
# It says only where nothing can be found.
_MENTION = b"SpakkyApplication"


@dataclass(frozen=True, slots=True)
class Scan:
    """A package that is certainly scanned, but for what it is certainly told to leave out."""

    folder: Path
    place: Place
    """The call."""


@dataclass(frozen=True, slots=True)
class Start:
    path: Path
    """The file that makes the application, and"""
    place: Place = field(compare=False)
    """the call that does."""
    scans: tuple[Scan, ...] = field(compare=False)
    files: frozenset[Path]
    """The modules that it scans."""
    added: frozenset[object]
    """Keys of the classes and functions that it is given one by one."""
    perhaps: frozenset[Path]
    """Modules of which it cannot be told whether they are left out."""
    perhaps_added: frozenset[object]
    """Keys of what it is given in some cases only."""
    touches: frozenset[Path]
    """All modules that it may have anything of."""
    is_unseen: bool
    """Whether it is given something that cannot be told, or is left to others to be given all."""

    def reaches(self, path: Path, key: object) -> bool:
        return path in self.files or key in self.added

    def may_reach(self, path: Path, key: object) -> bool:
        return self.reaches(path, key) or path in self.perhaps or key in self.perhaps_added


@once_a_program
def starts(program: Program) -> Sequence[Start]:
    """All in the program but those of its tests."""
    found: list[Start] = []
    for path in program.sources.files_with_word(_MENTION):
        if path not in program.sources.application:
            continue
        module = program.module(path)
        for body, function in module.bodies if isinstance(module, Module) else ():
            for each in made(APPLICATION, Flow(body)):
                callers = () if function is None else _callers(each, function, path, program)
                if callers:
                    found += [_continued(each, path, *caller, program) for caller in callers]
                else:
                    found.append(start_of(each, path, program))
    return tuple(found)


def _callers(
    application: Made, maker: FunctionDeclaration, path: Path, program: Program
) -> Sequence[tuple[Made, Path]]:
    """What is done with an application that a function only makes and returns, by each caller.

    Nothing where that is not all that is done with it, or the function may be called out of sight.
    """
    function = maker.function
    is_started = any(each.name == "start" for each in application.calls)
    if not application.is_returned or is_started or maker.owner is not None or function.written:
        return ()
    found: list[tuple[Made, Path]] = []
    for other in program.sources.files_with_word(function.name.encode()):
        module = program.module(other)
        if other not in program.sources.application or not isinstance(module, Module):
            continue
        used = uses(function, module) if other == path else uses_of_imported(function.name, module)
        if any(use.how is not How.CALLED for use in used):
            return ()
        for body, _ in module.bodies if used else ():
            flow = Flow(body)
            found += [
                (followed(node, flow), other)
                for node in flow.calls()
                if flow.read(node).target.declared is function.key
            ]
    return found


def _continued(
    application: Made, path: Path, made_of_it: Made, caller: Path, program: Program
) -> Start:
    """The start of a caller, which goes on with what the function has made."""
    before = start_of(replace(application, is_handed_on=False), path, program)
    after = start_of(made_of_it, caller, program)
    return Start(
        caller,
        after.place,
        (*before.scans, *after.scans),
        before.files | after.files,
        before.added | after.added,
        before.perhaps | after.perhaps,
        before.perhaps_added | after.perhaps_added,
        before.touches | after.touches,
        before.is_unseen or after.is_unseen,
    )


@once_a_program
def is_any_unseen(program: Program) -> bool:
    """Whether a start has what the text does not tell, so that it may have anything."""
    return any(start.is_unseen for start in starts(program))


@once_a_program
def starts_by_file(program: Program) -> Mapping[Path, Sequence[Start]]:
    """By file, the starts that may have anything of it."""
    found: dict[Path, list[Start]] = {}
    for start in starts(program):
        for path in start.touches:
            found.setdefault(path, []).append(start)
    return found


def makes_application(body: Body) -> bool:
    return any(True for _ in made(APPLICATION, Flow(body)))


def start_of(application: Made, path: Path, program: Program) -> Start:
    files: set[Path] = set()
    perhaps: set[Path] = set()
    added: set[object] = set()
    perhaps_added: set[object] = set()
    scans: list[Scan] = []
    with_added: set[Path] = set()
    given = [each for each in application.calls if each.name in ("add", "scan")]
    is_started = any(each.name == "start" for each in application.calls)
    is_unseen = application.is_handed_on and not given and not is_started
    for each in given:
        arguments = each.call.arguments
        if each.name == "add" and len(arguments) == 1 and not each.call.is_open:
            key = arguments[0].expression.target.declared
            is_unseen |= key is None and arguments[0].expression.target.qualified is None
            if key is not None:
                (added if each.is_certain else perhaps_added).add(key)
                with_added.add(program.homes.get(key, path))
        elif each.name == "scan" and not each.call.is_open:
            scanned = next(
                (one.expression for one in arguments if one.keyword in (None, "path")), None
            )
            excluded = each.call.keyword("exclude") or (
                arguments[1] if len(arguments) > 1 and arguments[1].keyword is None else None
            )
            is_unseen |= scanned is not None and _name_of(scanned) is None
            root = path.parent / INIT if scanned is None else _module_of(scanned, path, program)
            reached, is_certain = _scan(
                root,
                {path} if scanned is None else set(),
                None if excluded is None else excluded.expression,
                path,
                program,
            )
            if reached and is_certain and each.is_certain and root is not None:
                scans.append(Scan(root.parent, each.call.place))
            if root is None and scanned is not None:
                perhaps.update(_of_namespace(scanned, path, program))
            (files if is_certain and each.is_certain else perhaps).update(reached)
    touches = files | perhaps | with_added
    return Start(
        path,
        application.place,
        tuple(scans),
        frozenset(files),
        frozenset(added),
        frozenset(perhaps),
        frozenset(perhaps_added),
        frozenset(touches),
        is_unseen,
    )


def _scan(
    root: Path | None,
    left_out: set[Path],
    excluded: Expression | None,
    path: Path,
    program: Program,
) -> tuple[set[Path], bool]:
    """The modules, and whether it is certain that all of them are looked through."""
    if root is None or not program.sources.is_file(str(root)):
        return set(), True
    reached = set(_within(root, program))
    if excluded is None:
        return reached - left_out, True
    elements = excluded.elements
    if elements is None:
        return reached, False
    for element in elements:
        outside = _module_of(element, path, program)
        if outside is None:
            return reached, False
        reached -= set(_within(outside, program))
    return reached, True


def _module_of(expression: Expression, path: Path, program: Program) -> Path | None:
    qualified = _name_of(expression)
    return None if qualified is None else program.view(path).locate(qualified)


def _of_namespace(scanned: Expression, path: Path, program: Program) -> Iterator[Path]:
    """All files below a folder that is scanned and is no package."""
    qualified = _name_of(scanned)
    package = None if qualified is None else program.roots.package(qualified, path)
    for folder in () if package is None else package.folders:
        yield from (file for file in program.files if file.is_relative_to(folder))


def _name_of(module: Expression) -> str | None:
    value = module.value
    return value if isinstance(value, str) else module.target.qualified


def _within(root: Path, program: Program) -> Iterator[Path]:
    """The module, or all modules of the package; a folder that is none is not looked into."""
    if root.name != INIT:
        yield root
        return
    top = f"{root.parent}{os.sep}"
    packages = {root.parent: True}
    for path in program.files:
        # By text, as it is faster.
        if str(path).startswith(top) and _is_inside(path.parent, packages, program):
            yield path


def _is_inside(folder: Path, packages: dict[Path, bool], program: Program) -> bool:
    """Whether all folders down to this one are packages; what is known of some is in `packages`."""
    if folder not in packages:
        packages[folder] = program.sources.is_file(text_below(folder, INIT)) and _is_inside(
            folder.parent, packages, program
        )
    return packages[folder]
