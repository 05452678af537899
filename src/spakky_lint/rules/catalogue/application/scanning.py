"""Handlers that a scan passes over."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.passed_over import failing_module, outside_packages
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module


class HandlerOutsidePackages(Rule[ClassDeclaration]):
    """A handler is in a folder without `__init__.py`, which scan skips.

    ## What it does
    Reports a `@TaskHandler()` class below a package that the application scans, where a folder
    between has no `__init__.py`. It needs the start of the application in sight:
    `SpakkyApplication(...).scan(shop)`. Left alone is a handler that a start adds, or scans by
    itself, and one whose module a scanned module imports, for it is found there.

    ## Why it matters
    `scan` looks into packages only, and a folder without `__init__.py` is none. The module imports
    well wherever somebody does it by hand, so nothing looks wrong: the application starts without
    the handler, its schedules never fire, and nothing is reported.

    ## Example
    ```text
    shop/__init__.py
    shop/main.py           SpakkyApplication(ApplicationContext()).scan(shop)
    shop/jobs/reports.py   the handler
    ```

    ## Use instead
    ```text
    shop/__init__.py
    shop/main.py           SpakkyApplication(ApplicationContext()).scan(shop)
    shop/jobs/__init__.py
    shop/jobs/reports.py   the handler
    ```
    """

    code = "SPK806"
    name = "handler-outside-packages"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    failure = FailureKind.OUTSIDE_PACKAGES

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        found = outside_packages(declaration, module)
        if found is None:
            return
        yield self.finding(
            declaration.place,
            Message(
                "'{handler}' is in {folder}, which has no __init__.py, so scan skips it and "
                "none of its tasks is registered: add {folder}/__init__.py",
                handler=declaration.name,
                folder=found.folder,
            ),
            related=((found.scan.place, Message("scanned here")),),
        )


class HandlerInFailingModule(Rule[ClassDeclaration]):
    """The module of a handler imports something that does not exist, so scan skips it.

    ## What it does
    Reports a `@TaskHandler()` class in a scanned package whose module, or a package around it,
    imports a module or a name that the program certainly lacks, itself or through a module that it
    imports. It needs the start of the application in sight: `SpakkyApplication(...).scan(shop)`.
    Imports in a `try`, an `if` or a function are left alone, and so are other distributions,
    modules that a build writes, and modules of which not all is seen. Where the file of the start
    imports the module itself, the start fails, and says so.

    ## Why it matters
    `scan` imports each module, and takes an `ImportError` for a module that is not meant for this
    installation. A misspelt name is the same to it: the application starts without all that the
    module has, its schedules never fire, and nothing is reported.

    ## Example
    ```python
    from shop.templtes import TEXT

    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None:
            print(TEXT)
    ```

    ## Use instead
    ```python
    from shop.templates import TEXT

    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None:
            print(TEXT)
    ```
    """

    code = "SPK807"
    name = "handler-in-failing-module"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    failure = FailureKind.FAILING_MODULE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        found = failing_module(declaration, module)
        if found is None:
            return
        cause = found.cause
        lack = (
            Message("'{module}' has no '{name}'", module=cause.module, name=cause.name)
            if cause.name
            else (Message("there is no module '{module}'", module=cause.module))
        )
        yield self.finding(
            declaration.place,
            Message(
                "the module of '{handler}' cannot be imported, since {lack}, so scan skips "
                "it and none of its tasks is registered: correct the import",
                handler=declaration.name,
                lack=lack,
            ),
            related=(
                (
                    cause.place,
                    Message("'{name}' is imported here", name=cause.name or cause.module),
                ),
                (found.scan.place, Message("scanned here")),
            ),
        )
