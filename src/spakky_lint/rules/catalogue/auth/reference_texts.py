"""What a requirement names is compared as it stands."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from string import Formatter

from spakky_lint.facts.requirements import references
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.runtime.requirements import required_parameters
from spakky_lint.syntax.constants import known_value
from spakky_lint.syntax.declarations import DecoratorDeclaration, Function, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.fstrings import interpolated_names
from spakky_lint.syntax.hierarchy import effective_methods

_LITERAL = regex(
    r"(?P<opening>[uU]?(?P<quote>\"\"\"|'''|\"|'))(?P<text>[^\\]*)(?P=quote)", re.DOTALL
)


class AuthRefText(Rule[DecoratorDeclaration]):
    """A requirement names a text that no checker can match.

    ## What it does
    Reports an argument of the `@require_…` decorators that begins or ends with blanks, a required
    one that is empty, and one that spells a parameter of the method in braces, as if it were filled
    in at the call: `resource="report:{report_id}"`. An f-string is evaluated once, when the module
    is imported, so `f"report:{id}"` names the built-in function `id` and not the parameter.

    ## Why it matters
    The text is passed to the checkers as it stands: nothing strips it, fills it in or refuses it.
    Who holds `admin` is denied `" admin "`, and who owns `report:7` is denied
    `"report:{report_id}"`.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("accountant ")
        def close(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("accountant")
        def close(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: who grants the text with its blanks is locked out. The blanks at both ends are removed
    from a literal. There is no fix for the others.
    """

    code = "SPK508"
    name = "auth-ref-text"
    severity = Severity.WARNING
    consequence = Consequence.RUN
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        required = required_parameters(decorator.name or "") if decorator.is_requirement else ()
        for parameter, expression in references(decorator):
            the_text = Message(
                "the {parameter} that {boundary} requires",
                parameter=parameter,
                boundary=decorated(declaration),
            )
            text = known_value(expression)
            if not isinstance(text, str):
                yield from self._early_field(declaration, module, the_text, expression)
            elif not text.strip():
                if text or parameter in required:
                    yield self.finding(
                        expression,
                        Message(
                            "{the_text} is blank, so nobody meets it: name what is required",
                            the_text=the_text,
                        ),
                    )
            elif text != text.strip():
                yield self.finding(
                    expression,
                    Message(
                        "{the_text} begins or ends with whitespace, which is not stripped, "
                        "so a caller with {stripped} is denied: remove the whitespace",
                        the_text=the_text,
                        stripped=repr(text.strip()),
                    ),
                    fix=_strip(expression),
                )
            else:
                yield from self._open_fields(declaration, module, the_text, expression, text)

    def _open_fields(
        self,
        declaration: DecoratorDeclaration,
        module: Module,
        the_text: str,
        expression: Expression,
        text: str,
    ) -> Iterator[Finding]:
        for name in _fields(text):
            if name in _parameters(declaration, module):
                yield self.finding(
                    expression,
                    Message(
                        "{the_text} is used as it is written, and {{{name}}} is not replaced "
                        "by the argument '{name}': name something fixed and check the rest "
                        "in the body",
                        the_text=the_text,
                        name=name,
                    ),
                    consequence=Consequence.SILENT,
                )
                return

    def _early_field(
        self,
        declaration: DecoratorDeclaration,
        module: Module,
        the_text: str,
        expression: Expression,
    ) -> Iterator[Finding]:
        for name in interpolated_names(expression):
            if (
                hasattr(builtins, name)
                and expression.is_free(name)
                and name in _parameters(declaration, module)
            ):
                yield self.finding(
                    expression,
                    Message(
                        "{the_text} is formatted once, on import, with the built-in '{name}' "
                        "and not with the argument of that name: name something fixed and "
                        "check the rest in the body",
                        the_text=the_text,
                        name=name,
                    ),
                    consequence=Consequence.SILENT,
                )
                return


def _parameters(declaration: DecoratorDeclaration, module: Module) -> frozenset[str]:
    """What the methods that the requirement guards are called with."""
    on = declaration.on
    if isinstance(on, Function):
        functions = [on]
    else:
        functions = [method for _, method in effective_methods(on, module)]
    return frozenset(found.name for guarded in functions for found in guarded.parameters)


def _fields(text: str) -> Iterator[str]:
    """The names in braces, as `str.format` would read them."""
    try:
        for _, field, _, _ in Formatter().parse(text):
            name = re.match(r"\w+", field or "")
            if name is not None:
                yield name.group()
    except ValueError:
        return  # a brace that stands alone


def _strip(expression: Expression) -> Fix | None:
    written = _LITERAL.fullmatch(expression.place.text)
    if written is None or written["quote"] in written["text"]:
        return None  # an escape may be a blank, and two literals are not one
    text = f"{written['opening']}{written['text'].strip()}{written['quote']}"
    return Fix(
        Message("Strip the whitespace"), Applicability.UNSAFE, (Edit(expression.place.range, text),)
    )
