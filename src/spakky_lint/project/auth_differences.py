"""Where imported classes ask for something else than their text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Access, Paths, PathState, Reason
from spakky_lint.facts.task import Auth, DeclaredRequirement
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.written import Written


class AuthDifferenceKind(StrEnum):
    ONLY_IMPORTED = "only-imported"
    """The text does not show the task: a decorator in a loop, a base of another package."""
    ONLY_TEXT = "only-text"
    """No imported handler has the task, and the text says that it runs."""
    OTHER_ACCESS = "other-access"
    OTHER_REQUIREMENTS = "other-requirements"
    """Others, or in another order."""
    OTHER_PATHS = "other-paths"
    UNKNOWN = "unknown"
    """The class tells what the text does not."""


@dataclass(frozen=True, slots=True)
class AuthDifference:
    kind: AuthDifferenceKind
    located: LocatedTask
    """As it was imported, or as the text has it where it was not."""
    text: Auth | None
    imported: Auth | None

    @property
    def is_contradiction(self) -> bool:
        """Whether the text is wrong about the class: one that does not tell is not.

        Nor does a task have to be there that the text is not certain of.
        """
        if self.kind is AuthDifferenceKind.ONLY_TEXT:
            return self.text is None or self.text.is_certain
        return self.kind is not AuthDifferenceKind.UNKNOWN


def auth_differences(
    text: Iterable[LocatedTask], imported: Iterable[LocatedTask]
) -> tuple[AuthDifference, ...]:
    """In the order of the imported tasks, then of those that only the text has."""
    written = Written(text)
    found = []
    for located in imported:
        same, real = written.task_of(located), located.task.access
        said = None if same is None else same.task.access
        if real is None:
            continue
        kind = AuthDifferenceKind.ONLY_IMPORTED if said is None else _kind(said, real)
        if kind is not None:
            found.append(AuthDifference(kind, located, said, real))
    found.extend(
        AuthDifference(AuthDifferenceKind.ONLY_TEXT, located, access, None)
        for located in written.left()
        if (access := located.task.access) is not None and _runs(access)
    )
    return tuple(found)


def with_problems(
    imported: Iterable[LocatedTask], text: Iterable[LocatedTask]
) -> tuple[LocatedTask, ...]:
    """The imported tasks with what only their text tells: the codes of what is wrong in it, where
    that keeps the task from running, a call past the guard, which class was decorated where
    several share their metadata, and the name of a method that something else is in the place of.
    """
    written = Written(text)
    return tuple(_with_problems(located, written.task_of(located)) for located in imported)


def lost(text: Iterable[LocatedTask], imported: Iterable[LocatedTask]) -> tuple[LocatedTask, ...]:
    """The tasks that no imported handler has, because of what their text does to them: a decorator
    that was not called is in the place of the method or of the class.
    """
    written = Written(text)
    for located in imported:
        written.task_of(located)
    return tuple(
        located
        for located in written.left()
        if (access := located.task.access) is not None
        and access.is_certain
        and access.problems
        and not _runs(access)
    )


def _with_problems(located: LocatedTask, written: LocatedTask | None) -> LocatedTask:
    said = None if written is None else written.task.access
    real = located.task.access
    if written is None or said is None or real is None:
        return located
    if said.is_certain and not _runs(said) and not _runs(real):
        named = replace(located.task, name=written.task.name)
        located = replace(located, name=written.name, task=named)
    found = replace(
        real,
        problems=said.problems,
        paths=_paths(said, real),
        requirements=tuple(_with_place(each, said.requirements) for each in real.requirements),
    )
    return replace(located, task=replace(located.task, access=found))


def _with_place(
    real: DeclaredRequirement, said: Sequence[DeclaredRequirement]
) -> DeclaredRequirement:
    for each in said:
        if real.declared_on is each.declared_on and _is_same(each, real):
            return replace(real, declared_by=each.declared_by)
    return real


def _paths(said: Auth, real: Auth) -> Paths:
    """The paths of the class, but for what no metadata tells: whether the application starts, and
    who calls a method past its guard.
    """
    if not _runs(said) and said.is_certain:
        return said.paths
    direct = said.paths.direct
    if direct.reason is Reason.CALLED_PAST and real.paths.direct.state is PathState.ENFORCED:
        return replace(real.paths, direct=direct)
    return real.paths


def _runs(access: Auth) -> bool:
    return not access.paths.are_absent


# What is different


def _kind(text: Auth, real: Auth) -> AuthDifferenceKind | None:
    if not _may_be(text.access, real.access, is_certain=text.is_certain):
        return AuthDifferenceKind.OTHER_ACCESS
    if not _may_ask(text, real):
        return AuthDifferenceKind.OTHER_REQUIREMENTS
    if _tells_paths(text, real) and _states(text.paths) != _states(_paths(text, real)):
        return AuthDifferenceKind.OTHER_PATHS
    return AuthDifferenceKind.UNKNOWN if _tells_more(text, real) else None


def _may_be(text: Access, real: Access, *, is_certain: bool) -> bool:
    """Whether the access is what the text says, or, where that is not certain, adds to it."""
    return text is real or (
        not is_certain and (text is Access.UNDECLARED or real is Access.CONFLICT)
    )


def _may_ask(text: Auth, real: Auth) -> bool:
    if text.is_certain:
        return _is_told(text.requirements, real.requirements)
    return all(
        any(_is_same(said, each) for each in real.requirements) for said in text.requirements
    )


def _is_told(text: Sequence[DeclaredRequirement], real: Sequence[DeclaredRequirement]) -> bool:
    """Whether the text asks for all that is real, in order, each once.

    What the text does not tell may be the next one, or one that was there before.
    """
    seen = {0}
    for said in text:
        again = {n for n in seen if any(_is_same(said, each) for each in real[:n])}
        seen = again | {n + 1 for n in seen if n < len(real) and _is_same(said, real[n])}
    return len(real) in seen


def _is_same(said: DeclaredRequirement, real: DeclaredRequirement) -> bool:
    if said.kind is not real.kind:
        return False
    if not _is_known(said):
        return True
    return (said.requirement, said.fate) == (real.requirement, real.fate)


def _tells_paths(text: Auth, real: Auth) -> bool:
    """Whether both are certain of them; a value that is not told may turn out to be no text."""
    if not (text.is_certain and real.is_certain):
        return False
    return all(map(_is_known, text.requirements)) or all(
        each.fate is None for each in real.requirements
    )


def _states(paths: Paths) -> tuple[PathState, PathState, PathState]:
    return (paths.direct.state, paths.queue.state, paths.beat.state)


def _tells_more(text: Auth, real: Auth) -> bool:
    told = [said for said in text.requirements if _is_known(said)]
    return text.access is not real.access or not all(
        any(_is_same(said, each) for said in told) for each in real.requirements
    )


def _is_known(said: DeclaredRequirement) -> bool:
    return said.requirement is not None or said.fate is not None
