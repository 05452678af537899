"""Which pods come together in one application.

As the visible starts say; where none reaches either of two, a top-level package is one, and so is
a script with the scripts that it imports. Tests bring together what they need by themselves.
"""

from __future__ import annotations

from pathlib import Path

from spakky_lint.facts.starts import starts
from spakky_lint.program.gate import imports
from spakky_lint.program.memo import once_a_program
from spakky_lint.program.places import is_test
from spakky_lint.program.program import Program, View
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module


def program_of(module: Module) -> tuple[Program, Path] | None:
    """The program that the module is one of, and its file; None for a text by itself."""
    view = module.outside
    return (view.program, view.path) if isinstance(view, View) else None


def start_has_both(
    one: ClassDeclaration | Function,
    one_module: Module,
    other: ClassDeclaration | Function,
    other_module: Module,
) -> bool:
    """Whether a visible start brings the two together."""
    here, there = program_of(one_module), program_of(other_module)
    return (
        here is not None
        and there is not None
        and any(
            start.reaches(here[1], one.key) and start.reaches(there[1], other.key)
            for start in starts(here[0])
        )
    )


def meet(
    one: ClassDeclaration | Function,
    one_module: Module,
    other: ClassDeclaration | Function,
    other_module: Module,
) -> bool:
    """Whether one application has both, which stand in two files."""
    here, there = program_of(one_module), program_of(other_module)
    if here is None or there is None:
        return False
    program, path, other_path = here[0], here[1], there[1]
    if not {path, other_path} <= _files(program):
        return False
    if start_has_both(one, one_module, other, other_module):
        return True
    if any(
        start.may_reach(path, one.key) or start.may_reach(other_path, other.key)
        for start in starts(program)
    ):
        return False
    return are_of_one_package(path, other_path, program)


def are_of_one_package(path: Path, other: Path, program: Program) -> bool:
    """Whether both are in one top-level package, or one script runs the other."""
    home, other_home = program.roots.home(path), program.roots.home(other)
    is_script, other_is_script = home == path.parent, other_home == other.parent
    if is_script or other_is_script:
        return (is_script and other_is_script) and (
            other in _imported(path, program) or path in _imported(other, program)
        )
    return (
        home == other_home and path.relative_to(home).parts[0] == other.relative_to(home).parts[0]
    )


@once_a_program
def _files(program: Program) -> frozenset[Path]:
    """Those that may be in an application."""
    return frozenset(path for path in program.files if not is_test(path, program.top))


@once_a_program
def _known_imports(program: Program) -> dict[Path, frozenset[Path]]:
    return {}


def _imported(path: Path, program: Program) -> frozenset[Path]:
    """The modules that a file imports, directly or through others."""
    known = _known_imports(program)
    if path not in known:
        found: set[Path] = set()
        waiting = [path]
        while waiting:
            file = waiting.pop()
            view = program.view(file)
            for each in imports(program.bytes_of(file)):
                dotted = [each.module]
                if each.name is not None:
                    dotted.append(f"{each.module.rstrip('.')}.{each.name}")
                    if each.module.endswith("."):
                        dotted[-1] = f"{each.module}{each.name}"
                for name in dotted:
                    inner = view.locate(name)
                    if inner is not None and inner not in found:
                        found.add(inner)
                        waiting.append(inner)
        known[path] = frozenset(found)
    return known[path]
