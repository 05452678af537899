"""What the applications of a program need of auth providers, and who gives each of it.

An application is what a start brings together that is seen whole. Where none is seen, a top-level
package counts as one: what starts it may load and add anything besides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from spakky_lint.facts.application import Application, Asked, Need, Provider, Supply
from spakky_lint.facts.contributions import CONTRIBUTION, contributions
from spakky_lint.facts.environment import Environment
from spakky_lint.facts.factories import factories
from spakky_lint.facts.propagation import propagation_at
from spakky_lint.facts.providers import (
    Providers,
    asked_in_all,
    asked_of,
    asked_one_by_one,
    providers_among,
    providers_of,
    startup_of,
)
from spakky_lint.facts.starts import starts_by_file
from spakky_lint.facts.tasks import found_tasks
from spakky_lint.program.program import Program
from spakky_lint.runtime.capabilities import AuthCapability

AskedIn: TypeAlias = (
    "Callable[[Path, Path, Program, Environment], Sequence[tuple[AuthCapability, Asked]]]"
)


def applications_of(
    files: Collection[Path],
    program: Program,
    environment_of: Callable[[Path], Environment],
    asked_in: AskedIn | None = None,
) -> Sequence[Application]:
    """Those that need something for the tasks of these files.

    `asked_in` may remember what single files ask for.
    """
    by_file = starts_by_file(program)
    starts = dict.fromkeys(start for file in sorted(files) for start in by_file.get(file, ()))
    found: list[Application] = []
    seen: set[Path] = set()
    for start in starts:
        startup = startup_of(start, program)
        if startup is None:
            continue
        seen |= start.touches
        environment = environment_of(start.path)
        providers = providers_of(startup, environment)
        where = f"{program.sources.shown(start.path)}:{start.place.range.start.line}"
        if providers is None:
            if asked_of(startup, environment):
                found.append(Application(where, True, False, ()))
        elif providers.asked:
            found.append(Application(where, True, True, _needs(providers, is_whole=True)))
    left = [file for file in program.application_files if file in files and file not in seen]
    return (*found, *_of_packages(left, program, environment_of, asked_in or asked_in_file))


def asked_in_file(
    path: Path, around: Path, program: Program, environment: Environment
) -> Sequence[tuple[AuthCapability, Asked]]:
    """What the tasks of one file ask for, in an application that is named by the file `around`,
    whose environment it is.
    """
    tasks = (
        (task, module) for module in program.modules_of([path]) for task in found_tasks(module)
    )
    return tuple(asked_one_by_one(tasks, environment))


def _of_packages(
    files: Sequence[Path],
    program: Program,
    environment_of: Callable[[Path], Environment],
    asked_in: AskedIn,
) -> Iterator[Application]:
    packages: dict[Path, list[Path]] = {}
    for file in files:
        packages.setdefault(program.roots.package_around(file) or file, []).append(file)
    for package, inside in packages.items():
        environment = environment_of(inside[0])
        one_by_one = [
            each for file in inside for each in asked_in(file, inside[0], program, environment)
        ]
        asked = asked_in_all(one_by_one, propagation_at(inside[0], program, environment))
        contributed = [*_contributed(package, program)]
        # Where nothing tells what the project has, there is nothing to say of it.
        if asked and (environment.dependencies or contributed):
            providers = providers_among(asked, contributed, None, environment)
            yield Application(
                program.sources.shown(package), False, True, _needs(providers, is_whole=False)
            )


def _contributed(package: Path, program: Program) -> Iterator[Provider | None]:
    files = [
        file
        for file in program.files_with(CONTRIBUTION.encode())
        if file == package or file.is_relative_to(package)
    ]
    return contributions(chain.from_iterable(map(factories, program.modules_of(files))))


def _needs(providers: Providers, *, is_whole: bool) -> Sequence[Need]:
    """In the order of the capabilities; `is_whole` is whether it is seen what is loaded."""
    return tuple(
        Need(
            capability,
            _supply(given),
            is_whole and (providers.are_all or len(given) > 1),
            providers.asked[capability],
            given,
        )
        for capability in AuthCapability
        if capability in providers.asked
        for given in [providers.of(capability)]
    )


def _supply(given: Sequence[Provider]) -> Supply:
    if not given:
        return Supply.MISSING
    return Supply.GIVEN if len(given) == 1 else Supply.REPEATED
