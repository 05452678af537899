"""Auth decorators that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.decorators import seen_auth
from spakky_lint.rules.finding import (
    Consequence,
    Finding,
    Related,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Decorator,
    Module,
)
from spakky_lint.syntax.hierarchy import ancestors, class_auth, effective_methods, is_pod, pods
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.shared_auth import shared_auth
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
        if not is_pod(declaration, module):
            return  # nobody looks at the metadata
        family = (declaration, *ancestors(declaration, module))
        if not any(_has_mark(member, module) for member in family):
            return
        # A pod with several annotated bases has the metadata of the first alone.
        held = class_auth(declaration, module)
        kept = _kept(declaration, module) if held else frozenset()
        of_class = [found for found in held if found in kept]
        requirements = [decorator for decorator in of_class if decorator.is_requirement]
        methods = [
            (member, function, seen_auth(function, module))
            for member, function in effective_methods(declaration, module)
        ]
        of_methods = [
            decorator for _, _, auth in methods for decorator in auth if decorator.is_requirement
        ]
        for mark in of_class:
            if not mark.is_requirement:
                yield from self._conflicts(mark, declaration.name, requirements + of_methods)
        for member, function, auth in methods:
            own = [decorator for decorator in auth if decorator.is_requirement]
            for mark in auth:
                if not mark.is_requirement:
                    yield from self._conflicts(
                        mark, f"{member.name}.{function.name}", own + requirements
                    )

    def _conflicts(
        self, mark: Decorator, name: str, requirements: Sequence[Decorator]
    ) -> Iterator[Finding]:
        if requirements:
            other = requirements[0]
            yield self.finding(
                mark.place,
                f"'{name}' is both public and protected, which stops the application at start with "
                "ConflictingAuthMetadataError: keep one of the two",
                related=(Related(other.place.range, f"against {named(other)}"),),
            )


def _kept(declaration: ClassDeclaration, module: Module) -> frozenset[Decorator]:
    """The auth that the pods have which are made of the class."""
    # Many heirs share one and the same.
    shared = [shared_auth(pod, module) for pod in pods(declaration, module)]
    each = {id(auth): auth for auth in shared}.values()
    return frozenset(found for auth in each for _, found in auth)


@once_a_class
def _has_mark(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it or one of its methods has a marker that is no requirement."""
    of_methods = (
        found for function in declaration.functions for found in seen_auth(function, module)
    )
    own = (found for found in declaration.decorators if found.is_auth)
    return any(not found.is_requirement for found in (*own, *of_methods))
