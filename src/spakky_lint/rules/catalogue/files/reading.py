"""Files that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.source import Unreadable


class UnreadableFile(Rule[Unreadable]):
    """The file cannot be decoded, parsed or safely walked.

    ## What it does
    Reports a file that cannot be read as Python source: a byte that is not in the declared
    encoding, a NUL byte, a syntax error, or nesting so deep that a parser could fail on it (more
    than 200 brackets, or more than 500 operators and calls hanging one on the other). So is a file
    that has more megabytes than `max-file-size` allows (8), or more than 200,000 words and signs.

    ## Why it matters
    Nothing in such a file was checked, and importing it raises `SyntaxError`. The other files of
    the run are checked all the same.

    ## Example
    ```python
    from spakky.task import TaskHandler, task


    @TaskHandler()
    class Reports
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    from spakky.task import TaskHandler, task


    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK000"
    name = "unreadable-file"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"

    def check(self, declaration: Unreadable, module: Module) -> Iterator[Finding]:
        start = declaration.position
        end = Position(start.line, start.column + 1)
        message = Message(
            "{problem}: nothing else in this file is checked until it is fixed",
            problem=declaration.message,
        )
        yield self.finding(Range(start, end), message)
