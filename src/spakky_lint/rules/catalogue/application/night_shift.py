"""TODO: what the rules of this module look at."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import FunctionDeclaration, Module


class NightShift(Rule[FunctionDeclaration]):
    """TODO: what is wrong, in one line.

    ## What it does
    TODO: what is reported, and what that looks like it is left alone.

    ## Why it matters
    TODO: the exact exception, or what happens in silence.

    ## Example
    ```python
    TODO
    ```

    ## Use instead
    ```python
    TODO
    ```
    """

    code = "SPK897"
    name = "night-shift"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: FunctionDeclaration, module: Module) -> Iterator[Finding]:
        yield from ()
