"""Tasks that are no instance methods."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import is_marked_above
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import (
    DescriptorKind,
    all_leave_as_it_is,
    descriptor_kind,
    kind_of_descriptor,
    leaves_as_it_is,
)
from spakky_lint.rules.finding import (
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import DESCRIPTORS
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module, Parameter
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.redefinitions import method_behind
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.words import is_special

_NO_METHODS = DESCRIPTORS.keys() - {DescriptorKind.PARTIAL_METHOD}
_INSTANCES = frozenset({"self", "_self", "cls", "this", "me"})
_VALUES = frozenset(
    {
        *(f"builtins.{name}" for name in ("str", "int", "float", "bool", "bytes", "complex")),
        *(f"builtins.{name}" for name in ("dict", "list", "set", "frozenset", "tuple", "None")),
        "datetime.date",
        "datetime.datetime",
        "datetime.time",
        "datetime.timedelta",
        "decimal.Decimal",
        "pathlib.Path",
        "uuid.UUID",
    }
)
"""Types that no handler is of."""


class TaskNotInstanceMethod(Rule[ClassDeclaration]):
    """`@task` on a method that is called without an instance.

    ## What it does
    Reports `@task` on a static method, a class method, a property, a cached property or a
    `singledispatchmethod`, in either order; on a method without `self`; and `partialmethod` of a
    task. A method with a decorator that is not known is left alone, unless what stands below that
    fails on import, and so is a `partialmethod` of a private name, which the handler itself calls.

    ## Why it matters
    Tasks are the instance methods of a handler. A static method, a property or a `partialmethod`
    runs inline, in the caller, and nothing says so. `@classmethod` above `@task` sends a message
    that the worker discards with `NotRegistered`. `@task` above `@property` fails at import:
    `AttributeError: 'property' object has no attribute '__spakky_annotation_metadata__'`. Without
    `self` the call is sent, and the worker fails with `TypeError: takes 0 positional arguments but
    1 was given`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        @staticmethod
        def weekly() -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK203"
    name = "task-not-instance-method"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        # What fails at import does so wherever it stands; SPK201 says all the rest.
        for finding in self._found(declaration, module):
            if finding.consequence is Consequence.IMPORT or not is_no_handler(declaration, module):
                yield finding

    def _found(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        tasks: set[object] = set()
        for function in declaration.functions:
            if all(found.call is not None for found in function.decorated("task")):
                continue  # no task, or one that fails at import by itself
            tasks.add(function.key)
            found = _with_descriptor(function, module)
            if found is not None:
                yield self._descriptor(*found, function, declaration)
            elif _is_plainly_a_task(function, declaration, module):
                yield from self._without_instance(function, declaration)
        for assignment in declaration.assignments:
            call = assignment.expression.call
            kind = None if call is None else kind_of_descriptor(call.target.qualified)
            if call is None or kind is not DescriptorKind.PARTIAL_METHOD:
                continue
            inner = call.arguments[0].expression if call.arguments else None
            made = None if inner is None else method_behind(inner, declaration)
            if made is not None and made.key in tasks and not assignment.name.startswith("_"):
                yield self.finding(
                    call.place,
                    Message(
                        "'{name}' is a partialmethod of the task '{task}' but not a task "
                        "itself, so it runs in the caller and nothing is sent: write a "
                        "method with @task that passes the arguments on",
                        name=assignment.name,
                        task=made.name,
                    ),
                    related=((made.place, Message("the task '{task}'", task=made.name)),),
                )

    def _descriptor(
        self,
        task: Decorator,
        descriptor: Decorator,
        kind: DescriptorKind,
        function: Function,
        owner: ClassDeclaration,
    ) -> Finding:
        decorators = function.decorators
        is_above = decorators.index(task) < decorators.index(descriptor)
        if kind is DescriptorKind.PROPERTY and is_marked_above(descriptor, function):
            consequence, effect = (
                Consequence.IMPORT,
                Message("importing the module raises AttributeError"),
            )
        elif kind is DescriptorKind.CLASS_METHOD and not is_above:
            consequence, effect = (
                Consequence.RUN,
                Message("its call is sent and the worker discards it with NotRegistered"),
            )
        else:
            consequence, effect = Consequence.SILENT, Message("its body runs in the caller")
        return self.finding(
            task.place,
            Message(
                "'{owner}.{function}' is {kind}, which cannot be a task, so {effect}: make "
                "it an instance method",
                owner=owner.name,
                function=function.name,
                kind=DESCRIPTORS[kind],
                effect=effect,
            ),
            related=(
                (descriptor.place, Message("{decorator} is here", decorator=named(descriptor))),
            ),
            consequence=consequence,
        )

    def _without_instance(self, function: Function, owner: ClassDeclaration) -> Iterator[Finding]:
        name = f"'{owner.name}.{function.name}'"
        first = function.receiver
        if not function.takes_by_place:
            yield self.finding(
                function.place,
                Message(
                    "{name} has no parameter for the handler, which the worker passes first, "
                    "so every run raises TypeError: add self",
                    name=name,
                ),
                consequence=Consequence.RUN,
            )
        elif first is not None and _is_a_value(first, owner):
            yield self.finding(
                first.place,
                Message(
                    "{name} has no self, and the worker passes the handler as '{parameter}', "
                    "so no run gets the arguments it was called with: add self",
                    name=name,
                    parameter=first.name,
                ),
                consequence=Consequence.RUN,
            )


def _with_descriptor(
    function: Function, module: Module
) -> tuple[Decorator, Decorator, DescriptorKind] | None:
    """`@task` and the descriptor that takes the method out of its reach."""
    task: Decorator | None = None
    descriptor: tuple[Decorator, DescriptorKind] | None = None
    is_below_another = False
    for decorator in function.decorators:
        kind = descriptor_kind(decorator)
        if kind is not None and kind in _NO_METHODS:
            descriptor = descriptor or (decorator, kind)
        elif decorator.name == "task" and decorator.call is None:
            task = task or decorator
        elif decorator.name == "task" or not leaves_as_it_is(decorator, module):
            if task is not None or descriptor is not None:
                return None  # it may make anything of what is below
            is_below_another = True
        if task is not None and descriptor is not None:
            # What fails on import never gets to what stands above it.
            fails = descriptor[1] is DescriptorKind.PROPERTY and is_marked_above(
                descriptor[0], function
            )
            return (task, *descriptor) if fails or not is_below_another else None
    return None


def _is_plainly_a_task(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether the worker calls what is written here."""
    return (
        not is_special(function.name)
        and all_leave_as_it_is(function.decorators, module)
        and function.name not in owner.reassigned
    )


def _is_a_value(parameter: Parameter, owner: ClassDeclaration) -> bool:
    """Whether the parameter is annotated as something that a handler never is."""
    if parameter.annotation is None or parameter.name in _INSTANCES:
        return False
    if any(base.qualified in _VALUES for base in owner.bases):
        return False
    members = read_annotation(parameter.annotation).members
    return all(member.target.qualified in _VALUES for member in members)
