"""Methods that override tasks, schedules and protected methods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.decorators import registrations, seen
from spakky_lint.facts.handing_on import is_set_as_attribute
from spakky_lint.facts.requirements import is_asked_by
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is, is_abstract
from spakky_lint.rules.edits import line_above, one_at_each_place
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.likely_tests import is_test_file, is_test_name
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import (
    ancestors,
    is_handler,
    with_subclasses,
)
from spakky_lint.syntax.mentions import plain_names_of, taken_from_self
from spakky_lint.syntax.relatives import has_plain_bases
from spakky_lint.syntax.resolution import holder, method_of, seen_bases
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.spelling import above, named
from spakky_lint.syntax.stubs import is_stub
from spakky_lint.syntax.words import is_special

_ROUTES = ("task", "schedule")


class OverrideDropsDecorators(Rule[MethodDeclaration]):
    """An override lacks the decorators of the method that it overrides.

    ## What it does
    Reports a method of a handler that overrides one of a base class, without the
    `@task`, the `@schedule` or the auth requirement that stands there. An override with a route or
    with auth of its own chose it, and is left alone in that respect; so is one that does nothing,
    which switches the task off, one that a task of its own class calls as a step, and what stands
    in for a handler in tests. Of a schedule no auth is demanded, since beat cannot meet any.

    ## Why it matters
    Decorators belong to the function, not to its name, so an override starts without any. It is no
    task then and runs in the caller, beat has no entry for it, and a requirement of the base is
    not enforced: the body runs for anybody. Nothing reports it, and the override looks as protected
    as the base.

    ## Example
    ```python
    class BaseOrders:
        @task
        @protected
        def confirm(self) -> None: ...

    @TaskHandler()
    class Orders(BaseOrders):
        def confirm(self) -> None:
            print("confirmed")
    ```

    ## Use instead
    ```python
    class BaseOrders:
        @task
        @protected
        def confirm(self) -> None: ...

    @TaskHandler()
    class Orders(BaseOrders):
        @task
        @protected
        def confirm(self) -> None:
            print("confirmed")
    ```

    ## Fix safety
    Unsafe: the missing decorators are repeated as they stand at the base, and leaving one out may
    have been meant.
    """

    code = "SPK115"
    name = "override-drops-decorators"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if not owner.bases:
            return
        overridden = _overridden(function, owner, module)
        if overridden is None or not _is_plain(function, owner, module):
            return
        if is_stub(function) or is_test_file(module) or is_test_name(owner.name):
            return  # an empty body switches a task off, a stand-in is to run in place
        handler = _handler_of(function, owner, module)
        if handler is None:
            return
        base, original = overridden
        routes = (
            ()
            if _is_a_step(function, owner, module)
            else _missing_routes(function, original, module)
        )
        is_scheduled = any(one.name == "schedule" for one in (*routes, *function.decorators))
        # What beat runs takes no auth: SPK510 and SPK511.
        auth = () if is_scheduled else _missing_auth(function, original, handler, module)
        if not routes and not auth:
            return
        missing = listed([named(decorator) for decorator in (*routes, *auth)])
        yield self.finding(
            function.place,
            Message(
                "'{owner}.{function}' overrides '{base}.{original}' without {missing}, so "
                "{outcome}: repeat the decorators",
                owner=owner.name,
                function=function.name,
                base=base.name,
                original=original.name,
                missing=missing,
                outcome=_outcome(routes, auth),
            ),
            related=[
                (
                    decorator.place,
                    Message(
                        "'{original}' has it in '{base}'", original=original.name, base=base.name
                    ),
                )
                for decorator in (*routes, *auth)
            ],
            fix=_repeat(routes, auth, declaration, base),
            consequence=Consequence.SECURITY if auth else Consequence.SILENT,
        )


def _is_plain(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether the function is certainly what the class has under its name, decorators and all."""
    return (
        method_of(function.name, owner) is function
        and not is_special(function.name)
        and all_leave_as_it_is(owner.decorators, module)
        and all_leave_as_it_is(function.decorators, module)
        and not any(map(is_abstract, function.decorators))
        and not is_set_as_attribute(function.name, module, owner)
    )


def _handler_of(
    function: Function, owner: ClassDeclaration, module: Module
) -> ClassDeclaration | None:
    """A handler that has this very function."""
    for member in with_subclasses(owner, module):
        if (
            is_handler(member, module)
            and all_leave_as_it_is(member.decorators, module)
            and holder(function.name, member, module) is owner
            and not any(is_handler(base, module) for base in ancestors(member, module))  # SPK109
        ):
            return member
    return None


def _overridden(
    function: Function, owner: ClassDeclaration, module: Module
) -> tuple[ClassDeclaration, Function] | None:
    if not has_plain_bases(owner, module):
        return None  # one may decorate what its subclasses define
    for base in seen_bases(owner, module):
        if function.name in base.names:
            original = method_of(function.name, base)
            if original is None or seen(original, module):
                return None if original is None else (base, original)
    return None


def _missing_routes(
    function: Function, original: Function, module: Module
) -> tuple[Decorator, ...]:
    if any(decorator.name in _ROUTES for decorator in function.decorators):
        return ()
    return tuple(found for found in seen(original, module) if found.name in _ROUTES)


def _is_a_step(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether a task of the same class calls it, which runs in place with decorators or without."""
    return any(registrations(other, module) for other in owner.functions) and any(
        function.name in taken_from_self(other) for other in owner.functions
    )


def _missing_auth(
    function: Function, original: Function, handler: ClassDeclaration, module: Module
) -> tuple[Decorator, ...]:
    """The requirements that nothing replaces: no auth of the override, nor of its class."""
    if any(decorator.is_auth for decorator in function.decorators):
        return ()
    of_class = class_auth(handler, module)
    if not all(decorator.is_requirement for decorator in of_class):
        return ()
    return tuple(
        found
        for found in seen(original, module)
        if found.is_requirement and not is_asked_by(found, of_class, module)
    )


def _outcome(routes: Sequence[Decorator], auth: Sequence[Decorator]) -> str:
    names = {decorator.name for decorator in routes}
    parts = []
    if "task" in names:
        parts.append(Message("it is not a task and runs in the caller"))
    if "schedule" in names:
        parts.append(Message("beat has no entry for it"))
    if auth:
        parts.append(Message("its body runs for anybody"))
    return listed(parts)


def _repeat(
    routes: Sequence[Decorator],
    auth: Sequence[Decorator],
    declaration: MethodDeclaration,
    base: ClassDeclaration,
) -> Fix | None:
    """The missing decorators above the override, in the documented order."""
    function, owner = declaration.function, declaration.owner
    missing = [*routes, *auth]
    if (
        owner.enclosure is not ScopeKind.MODULE
        or base.enclosure is not ScopeKind.MODULE
        or base.reader is not owner.reader  # the names of another file
        or not all(_means_the_same(decorator, owner, base) for decorator in missing)
    ):
        return None
    edits: list[Edit] = []
    if function.written and routes:
        edits += [line_above(function.written[0].place, above(one)) for one in routes]
        missing = list(auth)
    edits += [line_above(function.statement, above(decorator)) for decorator in missing]
    return Fix(
        Message("Repeat the decorators of the base"), Applicability.UNSAFE, one_at_each_place(edits)
    )


def _means_the_same(decorator: Decorator, owner: ClassDeclaration, base: ClassDeclaration) -> bool:
    """Whether its text can stand in the other class body."""
    return plain_names_of(decorator.expression).isdisjoint(owner.names | base.names)
