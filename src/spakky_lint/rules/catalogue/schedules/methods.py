"""The methods that are scheduled."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import is_marked_above
from spakky_lint.facts.overriding import is_overridden
from spakky_lint.facts.signatures import takes_what_is_written
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import (
    DescriptorKind,
    all_leave_as_it_is,
    descriptor_kind,
    effect,
    is_abstract,
    leaves_as_it_is,
)
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.outside_handler import decorate_class, remedy, why_unregistered
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import DESCRIPTORS, quoted
from spakky_lint.syntax.declarations import ClassDeclaration, DecoratorDeclaration, Function, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.scheduled import ScheduleDeclaration
from spakky_lint.syntax.spelling import named

_NO_METHODS = DESCRIPTORS.keys() - {
    DescriptorKind.PARTIAL_METHOD,
    DescriptorKind.SINGLE_DISPATCH_METHOD,
}


class ScheduledParameters(Rule[ScheduleDeclaration]):
    """A scheduled method has required parameters.

    ## What it does
    Reports a required parameter of a method with `@schedule`. Parameters with defaults, `*args` and
    `**kwargs` are fine. A method with a decorator that is not known is left alone: it may supply
    the argument.

    ## Why it matters
    Beat sends the task without arguments. Every scheduled run fails in the worker with `TypeError:
    missing 1 required positional argument`; a direct call that passes the argument works, so the
    mistake is easy to overlook.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def nightly(self, day: date) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def nightly(self, day: date | None = None) -> None: ...
    ```
    """

    code = "SPK309"
    name = "scheduled-parameters"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if function is None or owner is None or is_overridden(function, owner):
            return
        if not all_leave_as_it_is(function.decorators, module):
            return
        own = function.receiver
        required = [each for each in function.parameters if each.is_required and each is not own]
        if not required or not takes_what_is_written(function, module):
            return
        names = quoted([parameter.name for parameter in required])
        values = {"function": function.name, "parameters": names}
        yield self.finding(
            required[0].place,
            Message(
                "'{function}' takes the required parameter {parameters}, and beat calls it without "
                "arguments, so every scheduled run raises TypeError: give a default",
                **values,
            )
            if len(required) == 1
            else Message(
                "'{function}' takes the required parameters {parameters}, and beat calls it "
                "without arguments, so every scheduled run raises TypeError: give a default",
                **values,
            ),
            related=[
                (
                    parameter.place,
                    Message("'{parameter}' is required too", parameter=parameter.name),
                )
                for parameter in required[1:]
            ]
            + [(declaration.decorator.place, Message("scheduled here"))],
        )


class ScheduleOutsideHandler(Rule[DecoratorDeclaration]):
    """`@schedule` on something that is not a method of a handler.

    ## What it does
    Reports `@schedule` on a module function, a nested function or a class, and on a method of a
    class that is not a `@TaskHandler()` and that no handler of the program inherits. A class that
    is there for other programs, in a package with `py.typed` or a list of exports that starts no
    application, is left alone; so is one that is plainly a base (abstract, a `Protocol`, or named
    `Base…`, `Abstract…`, `…Base`, `…Mixin`) in a file that is in no package.

    ## Why it matters
    Schedules are collected from handlers only. No beat entry is made, and the task never runs.

    ## Example
    ```python
    @Pod()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: decorating the class registers it as a pod, and its constructor is then called by the
    container. There is no fix for a class that others inherit, which may be pods themselves.
    """

    code = "SPK310"
    name = "schedule-outside-handler"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        if declaration.decorator.name != "schedule":
            return
        reason = why_unregistered(declaration, module)
        if reason is None:
            return
        yield self.finding(
            declaration.decorator.place,
            Message(
                "{reason}, so beat never gets an entry for it and it never fires: {remedy}",
                reason=reason,
                remedy=remedy(declaration, module),
            ),
            fix=decorate_class(declaration, module),
        )


class ScheduleNotInstanceMethod(Rule[ScheduleDeclaration]):
    """`@schedule` on something that cannot be run as a method.

    ## What it does
    Reports `@schedule` on a static method, a class method, a property or a cached property, in
    either order, on a generator, and on a method without `self`. A method that is a task too is
    reported as such, and one with a decorator that is not known is left alone: it may make a plain
    method of it.

    ## Why it matters
    Schedules are collected from the functions of the class, and the worker calls them with the
    handler. A class method or a property is not such a function: no beat entry is made, and it
    never runs. `@schedule` above `@property` fails at import with `AttributeError`. A static method
    is handed the handler as its first argument, or raises `TypeError` when it has no parameter. Of
    a generator not one line runs: calling it makes a generator that nobody asks for a value. The
    run fails with `EncodeError`, or succeeds where no result backend is set.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        @staticmethod
        def daily() -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```
    """

    code = "SPK311"
    name = "schedule-not-instance-method"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if function is None or owner is None or function.decorated("task"):
            return
        schedule = function.decorated("schedule")[0]
        if declaration.decorator is not schedule or schedule.call is None:
            return  # one finding a method, and none for a bare @schedule, which fails by itself
        if is_overridden(function, owner):
            return
        name = f"'{owner.name}.{function.name}'"
        found = _descriptor(function, module)
        if found is not None:
            descriptor, kind = found
            consequence, outcome = _outcome(function, schedule, descriptor, kind)
            yield self.finding(
                schedule.place,
                Message(
                    "{name} is {kind}, and {outcome}: make it an instance method",
                    name=name,
                    kind=DESCRIPTORS[kind],
                    outcome=outcome,
                ),
                related=(
                    (descriptor.place, Message("{decorator} is here", decorator=named(descriptor))),
                ),
                consequence=consequence,
            )
        elif _is_run_as_written(function, owner, module) and function.is_generator:
            yield self.finding(
                function.place,
                Message(
                    "{name} is a generator, and the worker never iterates over it, so none "
                    "of its body runs: write a method without yield",
                    name=name,
                ),
                related=((schedule.place, Message("scheduled here")),),
            )
        elif _is_run_as_written(function, owner, module) and not function.takes_by_place:
            yield self.finding(
                function.place,
                Message(
                    "{name} has no parameter for the handler, which the worker passes first, "
                    "so every run raises TypeError: add self",
                    name=name,
                ),
                related=((schedule.place, Message("scheduled here")),),
                consequence=Consequence.RUN,
            )


def _descriptor(function: Function, module: Module) -> tuple[Decorator, DescriptorKind] | None:
    """What makes something other than a method of it, if all that it carries is known."""
    found: tuple[Decorator, DescriptorKind] | None = None
    for decorator in function.decorators:
        kind = descriptor_kind(decorator)
        if kind is not None and kind in _NO_METHODS:
            found = found or (decorator, kind)
        elif not _stays_as_written(decorator, module):
            return None
    return found


def _stays_as_written(decorator: Decorator, module: Module) -> bool:
    # What is abstract is for somebody else to write.
    return leaves_as_it_is(decorator, module) and not is_abstract(decorator)


def _outcome(
    function: Function, schedule: Decorator, descriptor: Decorator, kind: DescriptorKind
) -> tuple[Consequence, str]:
    decorators = function.decorators
    is_above = decorators.index(schedule) < decorators.index(descriptor)
    if kind is DescriptorKind.PROPERTY and is_marked_above(descriptor, function):
        return Consequence.IMPORT, Message("importing the module raises AttributeError")
    if kind is not DescriptorKind.STATIC_METHOD or is_above:
        return Consequence.SILENT, Message("beat gets no entry for it, so it never fires")
    if not function.takes_by_place:
        return (
            Consequence.RUN,
            Message("the worker calls it with the handler, so every run raises TypeError"),
        )
    return Consequence.SILENT, Message("the worker passes it the handler as its first argument")


def _is_run_as_written(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether the worker calls what is written here, and nobody calls it by another way."""
    known = all(
        _stays_as_written(decorator, module) or effect(decorator, module) is Effect.MANAGES
        for decorator in function.decorators
    )
    return known and function.name not in owner.reassigned
