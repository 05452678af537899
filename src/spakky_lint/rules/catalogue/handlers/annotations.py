"""Decorators of classes that others inherit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spakky_lint.facts.applications import meet
from spakky_lint.facts.class_annotations import annotated_line, class_annotations, stereotype
from spakky_lint.facts.decorators import seen_auth
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import listed, named
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Module
from spakky_lint.syntax.hierarchy import ancestors, class_auth, heirs, is_handler
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.resolution import Unseen, held_methods, resolution_order


class InheritedClassAnnotation(Rule[ClassDeclaration]):
    """Classes that inherit from a decorated class write on one another.

    ## What it does
    Reports three things about handlers and decorated bases of the application: a second pod below
    one decorated base; auth or `@Lazy` on a class that is no pod, where it reaches a handler that
    does not inherit it; and a handler with two decorated bases, where the requirement of the second
    is lost. A single handler that inherits a decorated base is fine. Handlers below handlers are
    SPK109.

    ## Why it matters
    A class has one attribute with the metadata of all its decorators, and a subclass inherits it.
    What the subclass is decorated with is written into the metadata of the first decorated base,
    and so on every class that inherits it. Two pods below one base stop the application at start
    with `MultipleAnnotationFoundError`. A role that a helper class requires is suddenly required by
    the handler, and `@Lazy` on it takes all tasks from the handler. Of two decorated bases the
    second is not looked at: what it requires is never asked for.

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

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if not all_leave_as_it_is(declaration.decorators, module):
            return
        if stereotype(declaration) is not None:
            yield from self._second_pod(declaration, module)
        elif not is_handler(declaration, module) and class_annotations(declaration):
            yield from self._leaks(declaration, module)
        if is_handler(declaration, module):
            yield from self._lost(declaration, module)

    def _second_pod(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        own, line = stereotype(declaration), annotated_line(declaration, module)
        if own is None or not line or any(is_handler(base, module) for base in line):
            return
        other = next((base for base in line if stereotype(base) is not None), None)
        if other is None:
            other = _sibling(declaration, line[-1], module)
        if other is None or not any(
            is_handler(pod, pod.reader.module or module) for pod in (declaration, other)
        ):
            return
        if other in line:
            related = "a pod itself"
            reason = f"'{declaration.name}' inherits the pod '{other.name}'"
        else:
            related = "inherits it too"
            base = named(class_annotations(line[-1])[0])
            reason = (
                f"'{declaration.name}' inherits {base} '{line[-1].name}' as '{other.name}' does"
            )
        yield self.finding(
            own.place,
            f"{reason}, and {named(own)} writes to the metadata that they share, which stops the "
            "application at start with MultipleAnnotationFoundError: leave the base undecorated",
            related=(Related(other.place.range, related),),
        )

    def _leaks(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if not keeps_its_name(declaration, module):
            return
        for handler in _reached(declaration, module):
            for decorator in class_annotations(declaration):
                harm = _harm(decorator, handler, module)
                if harm is None:
                    continue
                outcome, consequence = harm
                yield self.finding(
                    decorator.place,
                    f"{named(decorator)} is written on the metadata that '{declaration.name}' "
                    f"shares with the handler '{handler.name}', {outcome}: leave the class "
                    "undecorated, or do not let it inherit",
                    related=(Related(handler.place.range, f"'{handler.name}' gets it too"),),
                    consequence=consequence,
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


def _sibling(
    declaration: ClassDeclaration, root: ClassDeclaration, module: Module
) -> ClassDeclaration | None:
    """A pod, defined before or in another file, that writes to the same metadata.

    Both are certainly defined, in one application.
    """
    if not keeps_its_name(declaration, module):
        return None
    for other in takewhile(lambda one: one is not declaration, module.classes):
        if (
            stereotype(other) is not None
            and annotated_line(other, module)[-1:] == (root,)
            and keeps_its_name(other, module)
        ):
            return other
    for other, theirs in _heirs_met(declaration, root, module):
        if stereotype(other) is not None and annotated_line(other, theirs)[-1:] == (root,):
            return other
    return None


def _heirs_met(
    declaration: ClassDeclaration, root: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Module]]:
    """The heirs of the base in other files that are in one application with the class."""
    for other in heirs(root, module):
        theirs = other.reader.module
        if theirs is None or theirs is module or not keeps_its_name(other, theirs):
            continue
        if meet(declaration, module, other, theirs):
            yield other, theirs


def _reached(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The handlers that share the metadata of the class without inheriting it."""
    line = annotated_line(declaration, module)
    for other in module.classes:
        if not is_handler(other, module) or not line:
            continue
        if other in line or (
            annotated_line(other, module)[-1:] == line[-1:]
            and declaration not in ancestors(other, module)
            and keeps_its_name(other, module)
        ):
            yield other
    for other, theirs in _heirs_met(declaration, line[-1], module) if line else ():
        if (
            other not in line
            and is_handler(other, theirs)
            and annotated_line(other, theirs)[-1:] == line[-1:]
            and declaration not in ancestors(other, theirs)
        ):
            yield other


def _harm(
    decorator: Decorator, handler: ClassDeclaration, module: Module
) -> tuple[str, Consequence] | None:
    """What the decorator does to a handler that it is not written on."""
    held = [
        found
        for found in class_auth(handler, module)
        if found.is_requirement and found is not decorator
    ]
    if decorator.name == "Lazy":
        return "whose tasks are then never registered", Consequence.SILENT
    if decorator.name == "public_access":
        guarded = any(
            found.is_requirement
            for _, method in held_methods(handler, module)
            for found in seen_auth(method, module)
        )
        if not guarded and not held:
            return None
        conflict = "the application stops at start with ConflictingAuthMetadataError"
        return f"which is protected, and {conflict}", Consequence.STARTUP
    if not decorator.is_requirement:
        return None
    known = {found.expression.place.code for found in held}
    if decorator.expression.place.code in known or (decorator.name == "protected" and held):
        return None
    return "which then refuses whoever does not meet it", Consequence.RUN
