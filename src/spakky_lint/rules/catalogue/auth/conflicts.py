"""Auth decorators that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.auth_conflicts import auth_conflicts
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.spelling import named


class PublicAndProtected(Rule[ClassDeclaration]):
    """Something is public and protected at once.

    ## What it does
    Reports `@public_access` on a method or class that also carries a requirement, its own or its
    class's, the class's also where it comes from a base class.

    ## Why it matters
    Public access does not override a requirement. With spakky-auth loaded the application stops
    at start with `ConflictingAuthMetadataError`.

    ## Example
    ```python
    @protected
    @TaskHandler()
    class Reports:
        @task
        @public_access
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @public_access
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK509"
    name = "public-and-protected"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for found in auth_conflicts(declaration, module):
            yield self.finding(
                found.mark.place,
                Message(
                    "'{name}' is both public and protected, which stops the application at "
                    "start with ConflictingAuthMetadataError: keep one of the two",
                    name=found.name,
                ),
                related=(
                    (
                        found.requirement.place,
                        Message(
                            "{requirement} protects it here", requirement=named(found.requirement)
                        ),
                    ),
                ),
            )
