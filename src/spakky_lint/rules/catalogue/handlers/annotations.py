"""Decorators of classes that others inherit."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.class_annotations import annotated_line, class_annotations
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.shared_metadata import (
    Harm,
    MadeTwice,
    SecondPod,
    leaks,
    made_twice,
    second_pod,
)
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import ancestors, class_auth, is_handler
from spakky_lint.syntax.resolution import Unseen, resolution_order
from spakky_lint.syntax.spelling import named


class InheritedClassAnnotation(Rule[ClassDeclaration]):
    """Classes that inherit from a decorated class write on one another.

    ## What it does
    Reports four things about handlers and decorated bases of the application: a second pod below
    one decorated base; auth or `@Lazy` on a class that is no pod, where it reaches a handler that
    does not inherit it; a handler with two decorated bases, where the requirement of the second is
    lost; and an `__init_subclass__` that applies `TaskHandler()` to every class, where one that
    inherits it has a stereotype of its own, or a task in a project that depends on spakky-celery.
    A single handler that inherits a decorated base is fine. Handlers below handlers are SPK109.

    ## Why it matters
    A class has one attribute with the metadata of all its decorators, and a subclass inherits it.
    What the subclass is decorated with is written into the metadata of the first decorated base,
    and so on every class that inherits it. Two pods below one base stop the application at start
    with `MultipleAnnotationFoundError`. A role that a helper class requires is suddenly required by
    the handler, and `@Lazy` on it takes all tasks from the handler. Of two decorated bases the
    second is not looked at: what it requires is never asked for.

    The container makes a proxy of a handler whose tasks are sent, and that is a subclass: an
    `__init_subclass__` makes a handler of it, too, which stops the application at start. With
    `if not TaskHandler.exists(cls):` it makes one of each class that it is meant for.

    ## Example
    ```python
    @protected
    class Guarded: ...

    @TaskHandler()
    class Orders(Guarded):
        @task
        def confirm(self) -> None: ...

    @TaskHandler()
    class Refunds(Guarded):
        @task
        def refund(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    @protected
    class Orders:
        @task
        def confirm(self) -> None: ...

    @TaskHandler()
    @protected
    class Refunds:
        @task
        def refund(self) -> None: ...
    ```
    """

    code = "SPK117"
    name = "inherited-class-annotation"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.SHARED_METADATA

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        second = second_pod(declaration, module)
        if second is not None:
            yield self._second(declaration, second)
        twice = made_twice(declaration, module, dispatches=self.settings.dispatches)
        if twice is not None:
            yield self._twice(declaration, twice)
        for leak in leaks(declaration, module):
            outcome, consequence = _OUTCOMES[leak.harm]
            yield self.finding(
                leak.decorator.place,
                f"{named(leak.decorator)} is written on the metadata that '{declaration.name}' "
                f"shares with the handler '{leak.handler.name}', {outcome}: leave the class "
                "undecorated, or do not let it inherit",
                related=(Related(leak.handler.place.range, f"'{leak.handler.name}' gets it too"),),
                consequence=consequence,
            )
        if is_handler(declaration, module) and all_leave_as_it_is(declaration.decorators, module):
            yield from self._lost(declaration, module)

    def _second(self, declaration: ClassDeclaration, second: SecondPod) -> Finding:
        other, base = second.other, second.base
        if base is None:
            related = "a pod itself"
            reason = f"'{declaration.name}' inherits the pod '{other.name}'"
        else:
            related = "inherits it too"
            mark = named(class_annotations(base)[0])
            reason = f"'{declaration.name}' inherits {mark} '{base.name}' as '{other.name}' does"
        return self.finding(
            second.own.place,
            f"{reason}, and {named(second.own)} writes to the metadata that they share, which "
            "stops the application at start with MultipleAnnotationFoundError: leave the base "
            "undecorated",
            related=(Related(other.place.range, related),),
        )

    def _twice(self, declaration: ClassDeclaration, twice: MadeTwice) -> Finding:
        heir = twice.heir.name
        if twice.own is None:
            reason = f"so also of the proxy that the container makes of '{heir}', which inherits it"
            remedy = "do so only if not TaskHandler.exists(cls)"
        else:
            reason = f"and '{heir}' has {named(twice.own)} besides"
            remedy = "have one of the two"
        return self.finding(
            twice.call.place,
            f"this makes a handler of every class that inherits '{declaration.name}', {reason}, "
            f"and the application stops at start with MultipleAnnotationFoundError: {remedy}",
            related=(Related(twice.heir.place.range, f"'{heir}' inherits it"),),
        )

    def _lost(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        line = annotated_line(declaration, module)
        if not line:
            return
        held = class_auth(declaration, module)
        requirements = [decorator for decorator in held if decorator.is_requirement]
        if len(requirements) < len(held):
            return  # public as a whole
        kept = {decorator.expression.place.code for decorator in requirements}
        for base in resolution_order(declaration, module)[1:]:
            if isinstance(base, Unseen) or base in line or line[-1] in ancestors(base, module):
                continue
            lost = [
                decorator
                for decorator in base.requirements
                if decorator.expression.place.code not in kept
                and not (decorator.name == "protected" and requirements)
            ]
            if lost:
                names = listed([named(decorator) for decorator in lost])
                yield self.finding(
                    declaration.place,
                    f"'{declaration.name}' inherits {names} from '{base.name}' behind the "
                    f"decorated '{line[0].name}', whose metadata alone counts, so it is never "
                    f"enforced: repeat it on '{declaration.name}'",
                    related=[
                        Related(decorator.place.range, "never looked at") for decorator in lost
                    ],
                    consequence=Consequence.SECURITY,
                )


_OUTCOMES = {
    Harm.NEVER_REGISTERED: ("whose tasks are then never registered", Consequence.SILENT),
    Harm.CONFLICT: (
        "which is protected, and the application stops at start with ConflictingAuthMetadataError",
        Consequence.STARTUP,
    ),
    Harm.REFUSES: ("which then refuses whoever does not meet it", Consequence.RUN),
}
