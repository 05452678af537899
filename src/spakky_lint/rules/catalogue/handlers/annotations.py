"""Decorators of classes that others inherit."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.class_annotations import annotated_line, class_annotations
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.requirements import is_asked_by
from spakky_lint.facts.shared_metadata import (
    Harm,
    MadeTwice,
    SecondPod,
    leaks,
    made_twice,
    second_pod,
)
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import ancestors, is_handler
from spakky_lint.syntax.resolution import Unseen, resolution_order
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.spelling import named


class InheritedClassAnnotation(Rule[ClassDeclaration]):
    """Classes that inherit from a decorated class write to the same metadata.

    ## What it does
    Reports four things about handlers and decorated bases of the application: a second pod below
    one decorated base; auth or `@Lazy` on a class that is not a pod, where it reaches a handler
    that does not inherit it; a handler with two decorated bases, where the requirement of the
    second is lost; and an `__init_subclass__` that applies `TaskHandler()` to every class, where
    one that inherits it has a stereotype of its own, or a task in a project that depends on
    spakky-celery. A single handler that inherits a decorated base is fine. Handlers below handlers
    are SPK109.

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
                Message(
                    "{decorator} writes to metadata that '{owner}' shares with the handler "
                    "'{handler}', {outcome}: leave the class undecorated, or do not let it "
                    "inherit",
                    decorator=named(leak.decorator),
                    owner=declaration.name,
                    handler=leak.handler.name,
                    outcome=outcome,
                ),
                related=(
                    (
                        leak.handler.place,
                        Message("'{handler}' gets it too", handler=leak.handler.name),
                    ),
                ),
                consequence=consequence,
            )
        if is_handler(declaration, module) and all_leave_as_it_is(declaration.decorators, module):
            yield from self._lost(declaration, module)

    def _second(self, declaration: ClassDeclaration, second: SecondPod) -> Finding:
        other, base = second.other, second.base
        if base is None:
            related = Message("this is a pod, too")
            reason = Message(
                "'{owner}' inherits the pod '{other}'", owner=declaration.name, other=other.name
            )
        else:
            related = Message("this inherits it, too")
            mark = named(class_annotations(base)[0])
            reason = Message(
                "'{owner}' and '{other}' both inherit {mark} '{base}'",
                owner=declaration.name,
                other=other.name,
                mark=mark,
                base=base.name,
            )
        return self.finding(
            second.own.place,
            Message(
                "{reason}, and {own} writes to the metadata that they share, which stops the "
                "application at start with MultipleAnnotationFoundError: leave the base "
                "undecorated",
                reason=reason,
                own=named(second.own),
            ),
            related=((other.place, related),),
        )

    def _twice(self, declaration: ClassDeclaration, twice: MadeTwice) -> Finding:
        subclass = twice.subclass.name
        if twice.own is None:
            reason = Message(
                "including the proxy that the container makes of '{subclass}'", subclass=subclass
            )
            remedy = Message("do so only if not TaskHandler.exists(cls)")
        else:
            reason = Message(
                "and '{subclass}' has {own} of its own", subclass=subclass, own=named(twice.own)
            )
            remedy = Message("keep one of the two")
        return self.finding(
            twice.call.place,
            Message(
                "this makes a handler of every class that inherits '{owner}', {reason}, and "
                "the application stops at start with MultipleAnnotationFoundError: {remedy}",
                owner=declaration.name,
                reason=reason,
                remedy=remedy,
            ),
            related=(
                (twice.subclass.place, Message("'{subclass}' inherits it", subclass=subclass)),
            ),
        )

    def _lost(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        line = annotated_line(declaration, module)
        if not line:
            return
        held = class_auth(declaration, module)
        if not all(decorator.is_requirement for decorator in held):
            return  # public as a whole
        for base in resolution_order(declaration, module)[1:]:
            if isinstance(base, Unseen) or base in line or line[-1] in ancestors(base, module):
                continue
            lost = [each for each in base.requirements if not is_asked_by(each, held, module)]
            if lost:
                names = listed([named(decorator) for decorator in lost])
                yield self.finding(
                    declaration.place,
                    Message(
                        "'{owner}' inherits {requirements} from '{base}', but the decorated "
                        "'{first}' comes before it in the MRO and only its metadata counts, "
                        "so it is never enforced: repeat it on '{owner}'",
                        owner=declaration.name,
                        requirements=names,
                        base=base.name,
                        first=line[0].name,
                    ),
                    related=[(decorator.place, Message("never enforced")) for decorator in lost],
                    consequence=Consequence.SECURITY,
                )


_OUTCOMES = {
    Harm.NEVER_REGISTERED: (Message("whose tasks are then never registered"), Consequence.SILENT),
    Harm.CONFLICT: (
        Message(
            "which is protected, and the application stops at start with "
            "ConflictingAuthMetadataError"
        ),
        Consequence.STARTUP,
    ),
    Harm.REFUSES: (
        Message("which then refuses every caller that does not meet it"),
        Consequence.RUN,
    ),
}
