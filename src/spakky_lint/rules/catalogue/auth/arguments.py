"""What the auth decorators are called with."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import named
from spakky_lint.runtime.requirements import CallProblem, call_problem, usage
from spakky_lint.syntax.declarations import Decorator, DecoratorDeclaration, Module
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.unknown import UNKNOWN

_MARKERS = ("protected", "public_access")
_OF_ONE_NAME = ("require_role", "require_scope")


class AuthArguments(Rule[DecoratorDeclaration]):
    """An auth decorator is given arguments that it does not take.

    ## What it does
    Reports the `@require_…` decorators with too many, too few or unknown arguments,
    `@require_policy` and `@require_relation` without parentheses, and `@protected` and
    `@public_access` with any argument.

    ## Why it matters
    Importing the module raises `TypeError`, such as `require_role() takes 1 positional argument but
    2 were given`; `@protected("admin")` raises `AttributeError`, since it tries to mark the text.
    An argument that can be marked is marked, and the method below stays as it was:
    `@protected(logged)` guards nothing.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("clerk", "auditor")
        def close(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("clerk")
        @require_role("auditor")
        def close(self) -> None: ...
    ```
    """

    code = "SPK506"
    name = "auth-arguments"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        if not decorator.is_auth or decorator.name is None:
            return
        call = decorator.call
        if call is None:
            problem = call_problem(decorator.name, 1, ())
            if problem is not None:
                yield self.finding(
                    decorator.place,
                    f"{named(decorator)} without its arguments raises TypeError on import "
                    f"({problem.error}): call it as {usage(decorator.name)}",
                )
            return
        if call.is_open or (decorator.name in _MARKERS and not call.arguments):
            return  # what is unpacked is not seen; the markers called with nothing are SPK504
        keywords = [found.keyword for found in call.arguments if found.keyword is not None]
        problem = call_problem(decorator.name, len(call.arguments) - len(keywords), keywords)
        if problem is not None:
            yield self._refused(decorator, call, problem)
        elif decorator.name in _MARKERS and decorator.is_inline:
            yield self._marked(decorator, call)

    def _refused(self, decorator: Decorator, call: Call, problem: CallProblem) -> Finding:
        place = decorator.place if decorator.is_inline else call.place
        name = decorator.name or ""
        if name in _MARKERS:
            remedy = f"write {named(decorator)}"
        elif name in _OF_ONE_NAME and isinstance(problem.argument, int):
            remedy = f"write one @{call.callee.code} for each"
        else:
            remedy = f"call it as {usage(name)}"
        return self.finding(
            next((found.place for found in _blamed(call, problem)), place),
            f"the arguments of {call.callee.code} raise TypeError on import ({problem.error}): "
            f"{remedy}",
        )

    def _marked(self, decorator: Decorator, call: Call) -> Finding:
        argument = call.arguments[0].expression
        text = argument.place.code
        if argument.value is UNKNOWN or isinstance(argument.value, type):
            return self.finding(
                call.arguments[0].place,
                f"{named(decorator)} marks {text} and not what stands below it, which is left "
                f"without it: write {named(decorator)} on a line of its own",
                consequence=Consequence.SECURITY,
            )
        return self.finding(
            call.arguments[0].place,
            f"{named(decorator)} tries to mark {text} instead of what stands below it, and "
            f"importing the module raises AttributeError: write {named(decorator)}",
        )


def _blamed(call: Call, problem: CallProblem) -> Iterator[Argument]:
    for index, argument in enumerate(call.arguments):
        name = index if argument.keyword is None else argument.keyword
        if name == problem.argument:
            yield argument
