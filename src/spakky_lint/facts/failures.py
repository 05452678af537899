"""What is so wrong with a class or a method that its module is not imported, or nothing starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from spakky_lint.data import dataclass
from spakky_lint.facts.class_annotations import handler_place, stereotype
from spakky_lint.facts.crontabs import (
    crontab_misfits,
    is_misplaced,
    misplacement,
    wrong_date,
    wrong_fields,
)
from spakky_lint.facts.decorators import wrongly_given
from spakky_lint.facts.failure_kinds import FailureKind, Stage
from spakky_lint.facts.injection import Refusal, handler_parameters, refusal, unprovided
from spakky_lint.facts.instances import abstract_handler, model_error
from spakky_lint.facts.late_dataclasses import late_dataclass
from spakky_lint.facts.pod_names import name_clash
from spakky_lint.facts.repetition import repeated_schedules, repeated_tasks
from spakky_lint.facts.requirements import MistakeKind, call_mistake
from spakky_lint.facts.shared_metadata import (
    Harm,
    handler_above,
    leaks,
    pods_met,
    second_pod,
    unmet_dependencies,
)
from spakky_lint.facts.stereotypes import (
    factory_error,
    lazy_marks,
    refused_arguments,
    stereotypes,
)
from spakky_lint.facts.triggers import (
    crontab_of_celery,
    given_triggers,
    wrong_arguments,
    wrong_at,
    wrong_crontab,
    wrong_interval,
)
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.runtime.validity import Problem, ProblemKind
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import (
    ancestors,
    anywhere_above,
    seen_order,
    subclasses_here,
    with_ancestors,
)
from spakky_lint.syntax.memo import once_a_class, once_a_module, once_by
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scheduled import CrontabDeclaration, ScheduleDeclaration
from spakky_lint.syntax.shared_auth import shared_auth
from spakky_lint.syntax.walk import crontab_of


@dataclass(frozen=True, eq=False)
class Failure:
    kind: FailureKind
    stage: Stage
    place: Place

    @cached_property
    def at(self) -> tuple[str | None, int, int]:
        """The file, the line and the column; a place works them out whenever it is asked."""
        found = self.place.range
        return found.path, found.start.line, found.start.column


@once_a_class
def failure_of_class(handler: ClassDeclaration, module: Module) -> Failure | None:
    """What keeps all tasks of a handler from being run: of the kind that is the first in the text.

    It stands at the class, or at one that it shares its metadata with.
    """
    found = [
        *_of_class(handler, module),
        *_of_family(handler, module),
        *_of_handlers_below(handler, module),
    ]
    return _first(found, handler.place)


def failure_of_method(
    function: Function, module: Module, harmless: Sequence[FailureKind] = ()
) -> Failure | None:
    """What keeps a task from being run: of the kind that is the first in the text.

    What is wrong with other methods of the file is told there.
    """
    found = [
        *_of_function(function, module),
        *_of_decorators(function.decorators, function, None),
        *_repeated(function, module),
    ]
    return _first([each for each in found if each.kind not in harmless], function.place)


def has_impossible_date(function: Function) -> bool:
    """Whether a schedule of the method asks for a date that no year has."""
    failures = _of_decorators(function.decorated("schedule"), function, None)
    return any(each.kind is FailureKind.NO_DATE for each in failures)


def _first(failures: Sequence[Failure], at: Place) -> Failure | None:
    if not failures:  # and no place has to be worked out
        return None
    one = failures[0]
    if all(each.kind is one.kind and each.stage is one.stage for each in failures):
        return one  # whichever stands first
    here = at.range.path
    # What stands in the same file first, as it stands there.
    return min(failures, key=lambda failure: (failure.at[0] != here, failure.at[1:]))


def _of_family(handler: ClassDeclaration, module: Module) -> Sequence[Failure]:
    """What is wrong with the pods of a handler's bases, and of those that inherit them here."""
    if seen_order(handler, module) is not None and not _may_fail(handler, module):
        return ()  # as most, and the line may be long
    members = with_ancestors(handler, module)
    family = [(each, each.reader.home) for each in members]
    here = [member for member, home in family if home is module]
    # Whoever inherits a class of the file inherits one that inherits no other of the file.
    tops = {each for each in here if not _has_base_here(each, module)} or {*here}
    found: list[Failure] = []
    for member, home in family:
        if home is not module:
            found += _of_pod(member, home)
        elif member in tops:
            found += _below(member, home)
    return found


@anywhere_above
def _may_fail(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether something is wrong with the class, one that it inherits, or one below those."""
    home = declaration.reader.home
    if _has_base_here(declaration, home):
        return bool(_of_pod(declaration, home))
    return bool(_below(declaration, home))


def _of_handlers_below(handler: ClassDeclaration, module: Module) -> Iterator[Failure]:
    """Where a handler of another file inherits this one, and an application has both: they write
    to the same metadata, and nothing starts.
    """
    for below, theirs in pods_met(handler, handler, module):
        for failure in _of_pod(below, theirs):
            if failure.kind is FailureKind.SUBCLASSED_HANDLER:
                yield failure


@once_a_class
def _has_base_here(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it inherits a class of its own file, be it by way of others."""
    return any(base.reader.home is module for base in ancestors(declaration, module))


@once_a_class
def _below(declaration: ClassDeclaration, module: Module) -> Sequence[Failure]:
    """What is wrong with how the class, and those that inherit it in its file, are made pods."""
    family = (declaration, *subclasses_here(declaration, module))
    return [failure for member in family for failure in _of_pod(member, module)]


def _of_class(handler: ClassDeclaration, module: Module) -> Sequence[Failure]:
    """What is wrong with what the decorators of a handler are given, and with those it shares."""
    own = (found for found in handler.decorators if not found.is_auth)
    shared = shared_auth(handler, module)
    # There may be much that handlers share.
    return (*_of_decorators(own, None, handler), *once_by(id(shared), module, _of_shared, shared))


def _of_shared(shared: Sequence[tuple[ClassDeclaration, Decorator]]) -> Sequence[Failure]:
    return tuple(_of_decorators((found for _, found in shared), None, None))


@once_a_class
def _of_pod(declaration: ClassDeclaration, module: Module) -> Sequence[Failure]:
    """What is wrong with how a class is made a pod."""
    return tuple(_failures_of_pod(declaration, module))


def _failures_of_pod(declaration: ClassDeclaration, module: Module) -> Iterator[Failure]:
    for handler in declaration.decorated("TaskHandler"):
        if handler.call is None:
            yield Failure(FailureKind.HANDLER_NOT_CALLED, Stage.IMPORT, handler.place)
        for argument in refused_arguments(handler):
            yield Failure(FailureKind.HANDLER_ARGUMENTS, Stage.IMPORT, argument.place)
    clash = name_clash(declaration, module)
    if clash is not None and not clash.is_one_stereotype:
        yield Failure(FailureKind.POD_NAME, Stage.START, clash.handler.place)
    late = late_dataclass(declaration, module)
    if late is not None and late.field is not None:
        yield Failure(FailureKind.LATE_DATACLASS, Stage.START, late.handler.place)
    abstract = abstract_handler(declaration, module)
    if abstract is not None and abstract.is_eager:
        yield Failure(FailureKind.ABSTRACT_HANDLER, Stage.START, handler_place(declaration))
    own = stereotype(declaration)
    if own is not None and handler_above(declaration, module) is not None:
        yield Failure(FailureKind.SUBCLASSED_HANDLER, Stage.START, own.place)
    for dependency in unmet_dependencies(declaration, module):
        yield Failure(FailureKind.SUBCLASSED_HANDLER, Stage.START, dependency.place)
    made = stereotypes(declaration, module)
    if made is not None:
        for found in made.bare:
            if found.name != "TaskHandler":  # that one is told already
                yield Failure(FailureKind.STEREOTYPES, Stage.IMPORT, found.place)
        for found in made.extra:
            yield Failure(FailureKind.STEREOTYPES, Stage.START, found.place)
    for mark in lazy_marks(declaration, module):
        if mark.call is None:
            yield Failure(FailureKind.LAZY_NOT_CALLED, Stage.IMPORT, mark.place)
    if model_error(declaration, module) is not None:
        yield Failure(FailureKind.MODEL, Stage.IMPORT, handler_place(declaration))
    second = second_pod(declaration, module)
    if second is not None:
        yield Failure(FailureKind.SHARED_METADATA, Stage.START, second.own.place)
    for leak in leaks(declaration, module):
        if leak.harm is Harm.CONFLICT:
            yield Failure(FailureKind.SHARED_METADATA, Stage.START, leak.decorator.place)
    for parameter in handler_parameters(declaration, module):
        refused = refusal(parameter, declaration, module)
        if refused is Refusal.UNANNOTATED:
            yield Failure(FailureKind.PARAMETER_UNANNOTATED, Stage.IMPORT, parameter.place)
        elif refused is not None:
            yield Failure(FailureKind.PARAMETER_REFUSED, Stage.IMPORT, parameter.place)
        elif unprovided(parameter, declaration, module) is not None:
            yield Failure(FailureKind.PARAMETER_UNPROVIDED, Stage.START, parameter.place)


def _of_function(function: Function, module: Module) -> Iterator[Failure]:
    for handler in function.decorated("TaskHandler"):
        below = function.decorators[function.decorators.index(handler) + 1 :]
        # Perhaps something below makes a class of the function.
        if all_leave_as_it_is(below, module) and factory_error(handler, function, module):
            yield Failure(FailureKind.HANDLER_ON_FUNCTION, Stage.IMPORT, handler.place)


def _repeated(function: Function, module: Module) -> Sequence[Failure]:
    """What is applied to the method twice, in the file that it stands in."""
    return _repetitions(module).get(function.key, ())


@once_a_module
def _repetitions(module: Module) -> Mapping[object, Sequence[Failure]]:
    """What is applied twice, by the keys of the functions."""
    found: dict[object, list[Failure]] = {}
    for declaration in module.classes:
        for kind, repetitions in (
            (FailureKind.REPEATED_TASK, repeated_tasks(declaration, module)),
            (FailureKind.REPEATED_SCHEDULE, repeated_schedules(declaration, module)),
        ):
            for each in repetitions:
                failure = Failure(kind, Stage.START, each.place)
                found.setdefault(each.function.key, []).append(failure)
    return found


def _of_decorators(
    decorators: Iterable[Decorator], function: Function | None, owner: ClassDeclaration | None
) -> Iterator[Failure]:
    """What is wrong with what the decorators are given."""
    for decorator in decorators:
        if decorator.name == "task" and wrongly_given(decorator) is not None:
            yield Failure(FailureKind.TASK_CALLED, Stage.IMPORT, decorator.place)
        if decorator.name == "schedule":
            yield from _of_schedule(ScheduleDeclaration(decorator, function, owner))
        mistake = call_mistake(decorator)
        if mistake is not None and mistake.fails_on_import:
            is_marker = mistake.kind is MistakeKind.MARKER_CALLED
            kind = FailureKind.AUTH_MARKER_CALLED if is_marker else FailureKind.AUTH_ARGUMENTS
            yield Failure(kind, Stage.IMPORT, decorator.place)


def _of_schedule(schedule: ScheduleDeclaration) -> Iterator[Failure]:
    decorator, call = schedule.decorator, schedule.decorator.call
    if call is None:
        yield Failure(FailureKind.SCHEDULE_ARGUMENTS, Stage.IMPORT, decorator.place)
        return
    for argument in wrong_arguments(call):
        yield Failure(FailureKind.SCHEDULE_ARGUMENTS, Stage.IMPORT, argument.place)
    given = given_triggers(call)
    if given is not None and len(given) != 1:
        yield Failure(FailureKind.TRIGGER_COUNT, Stage.IMPORT, decorator.place)
    for kind, wrong in (
        (FailureKind.INTERVAL, wrong_interval(schedule)),
        (FailureKind.AT, wrong_at(schedule)),
        (FailureKind.CRONTAB, wrong_crontab(schedule)),
    ):
        for expression, problem in wrong:
            if kind is not FailureKind.CRONTAB or problem.kind is ProblemKind.NOT_A_CRONTAB:
                yield from _refused(kind, problem, expression.place)
    of_celery = crontab_of_celery(schedule)
    if of_celery is not None:
        yield Failure(FailureKind.CRONTAB, Stage.START, of_celery.place)
    crontab = crontab_of(schedule)
    if crontab is not None:
        yield from _of_crontab(crontab)


_FIELDS = {
    ProblemKind.OUT_OF_RANGE: FailureKind.FIELD_RANGE,
    ProblemKind.EMPTY: FailureKind.FIELD_RANGE,
    ProblemKind.WRONG_TYPE: FailureKind.FIELD_TYPE,
    ProblemKind.CRON_STRING: FailureKind.FIELD_TYPE,
    ProblemKind.ENUM_MISMATCH: FailureKind.FIELD_ENUM,
}


def _of_crontab(crontab: CrontabDeclaration) -> Iterator[Failure]:
    for misfit in crontab_misfits(crontab.call):
        if misfit.argument is not None:
            yield Failure(FailureKind.CRONTAB_ARGUMENTS, Stage.IMPORT, misfit.argument.place)
    for field, problem in wrong_fields(crontab):
        yield from _refused(_FIELDS[problem.kind], problem, field.expression.place)
    date = wrong_date(crontab)
    if date is not None:
        yield from _refused(FailureKind.NO_DATE, date, crontab.call.place)
    misplaced = misplacement(crontab) if is_misplaced(crontab) else None
    if misplaced is not None:
        yield from _refused(FailureKind.FIELDS_MISPLACED, misplaced, crontab.call.place)


def _refused(kind: FailureKind, problem: Problem, place: Place) -> Iterator[Failure]:
    if problem.is_refused:
        yield Failure(kind, Stage.START, place)
