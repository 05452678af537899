"""Where handlers stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.facts.handing_on import is_passed_to_a_call
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import has_unseen_bases, subclasses_of
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.relatives import is_of_a_special_line
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.symbol_uses import How, uses


class NestedTaskHandler(Rule[ClassDeclaration]):
    """A handler is defined inside another class.

    ## What it does
    Reports a `@TaskHandler()` class in the body of a class, unless the file does something with it:
    names it anywhere else, or hands on the class around it.

    ## Why it matters
    A scan looks at the names of a module, not into its classes. The handler is never found, so none
    of its tasks and schedules is registered and nothing says so; a task that is called runs in
    place, and whoever asks the container for the handler gets `NoSuchPodError`.

    ## Example
    ```python
    class Reports:
        @TaskHandler()
        class Weekly:
            @task
            def send(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class WeeklyReports:
        @task
        def send(self) -> None: ...
    ```
    """

    code = "SPK108"
    name = "nested-task-handler"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if declaration.enclosure is not ScopeKind.CLASS or not declaration.decorated("TaskHandler"):
            return
        around = _classes_around(declaration, module)
        if not around or around[-1].enclosure is not ScopeKind.MODULE:
            return  # in a function, where whoever calls it may add it
        if _is_mentioned(declaration, module) or not all(
            _keeps_to_itself(outer, module) for outer in around
        ):
            return
        outer = around[0]
        yield self.finding(
            declaration.place,
            Message(
                "the handler '{handler}' is inside '{outer}', where scan does not find it, "
                "so none of its tasks is registered: move it to the top level of the module",
                handler=declaration.name,
                outer=outer.name,
            ),
            related=(
                (outer.place, Message("the class around '{handler}'", handler=declaration.name)),
            ),
        )


def _classes_around(declaration: ClassDeclaration, module: Module) -> list[ClassDeclaration]:
    """The classes that the class stands in, innermost first."""
    around: list[ClassDeclaration] = []
    outer = _class_around(module).get(declaration)
    while outer is not None:
        around.append(outer)
        outer = _class_around(module).get(outer)
    return around


@once_a_module
def _class_around(module: Module) -> Mapping[ClassDeclaration, ClassDeclaration]:
    found: dict[ClassDeclaration, ClassDeclaration] = {}
    open_: list[ClassDeclaration] = []
    for class_ in sorted(module.classes, key=lambda class_: class_.header.range.start):
        while open_ and open_[-1].header.range.end <= class_.header.range.start:
            open_.pop()
        if open_:
            found[class_] = open_[-1]
        open_.append(class_)
    return found


def _is_mentioned(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it is named anywhere but in its own ``class`` statement and in annotations."""
    return any(use.how is not How.ANNOTATION for use in uses(declaration, module))


def _keeps_to_itself(outer: ClassDeclaration, module: Module) -> bool:
    """Whether nothing is known to look into the class: a decorator, a base, ``vars(Outer)``."""
    return (
        not has_unseen_bases(outer, module)
        and not subclasses_of(outer, module)
        and not is_of_a_special_line(outer, module)
        and all_leave_as_it_is(outer.decorators, module)
        and not is_passed_to_a_call(outer, module)
        and not any(use.attribute == "__dict__" for use in uses(outer, module))
    )
