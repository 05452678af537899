"""Dependencies that are imported for type checkers only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spakky_lint.facts.injection import (
    handler_parameters,
    is_collection_in_quotes,
    is_optional_in_quotes,
)
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.rules.edits import line_above, without_line
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.comments import has_comment
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.futures import deferred, defers_annotations
from spakky_lint.syntax.typing_imports import TypingImport, typing_imports

_QUOTED = regex(r"(?P<quote>\"\"\"|'''|\"|')(?P<text>.*)(?P=quote)", re.DOTALL)
_ANNOTATED = regex(r"(?:typing\.)?Annotated\[\s*(?P<type>[^,]*?)\s*,.*\]", re.DOTALL)
_NAME = regex(r"[^\W\d]\w*")


class TypeCheckingDependency(Rule[ClassDeclaration]):
    """A handler's dependency is imported only under `TYPE_CHECKING`.

    ## What it does
    Reports a constructor parameter of a handler whose annotation is read as a text, and uses a name
    that is imported only for type checkers in more than its plain form: `Mailer | None`,
    `Optional[Mailer]`, `list[Mailer]`, `mail.Mailer`, or `Mailer` imported under another name.

    ## Why it matters
    The container evaluates the text when the module is imported. Where a name of it means nothing,
    it looks for a pod whose class has the whole text for its name. That finds `Mailer`, but never
    `Mailer | None`: the default stays in place in silence, even if the pod is registered. Without a
    default the application does not start: `UnexpectedDependencyTypeInjectedError`.

    ## Example
    ```python
    if TYPE_CHECKING:
        from shop.mail import Mailer


    @TaskHandler()
    class Reports:
        def __init__(self, mailer: "Mailer | None" = None) -> None:
            self._mailer = mailer
    ```

    ## Use instead
    ```python
    from shop.mail import Mailer


    @TaskHandler()
    class Reports:
        def __init__(self, mailer: Mailer | None = None) -> None:
            self._mailer = mailer
    ```

    ## Fix safety
    Unsafe: the import is moved out of `TYPE_CHECKING`, where it may be part of a cycle. Where
    annotations are deferred by `from __future__ import annotations`, quotes around the type go too:
    they would make it a text all the same.
    """

    code = "SPK704"
    name = "type-checking-dependency"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        parameters = handler_parameters(declaration, module)
        for parameter in parameters:
            annotation = parameter.annotation
            if annotation is None:
                continue
            # The constructor may be that of a base in another file.
            home = annotation.reader.home
            imports = typing_imports(home)
            text = _text(annotation, home) if imports else None
            found = None if text is None else _first_import(text, imports)
            if found is None or _fails_on_import(annotation):
                continue
            name, import_ = found
            if parameter.has_default:
                outcome = Message("leaves the default in place, even if the pod is registered")
            else:
                outcome = Message(
                    "the application does not start (UnexpectedDependencyTypeInjectedError)"
                )
            unquoted = _without_quotes(annotation, home)
            remedy = (
                Message("import it at run time too, and leave out the quotes")
                if unquoted
                else Message("import it at run time too")
            )
            yield self.finding(
                annotation.place,
                Message(
                    "'{name}' is imported for type checkers only, so the container cannot read the "
                    "type of '{parameter}' and {outcome}: {remedy}",
                    name=name,
                    parameter=parameter.name,
                    outcome=outcome,
                    remedy=remedy,
                ),
                related=((import_.statement, Message("'{name}' is imported here", name=name)),),
                fix=_moved(import_, unquoted),
                consequence=None if parameter.has_default else Consequence.STARTUP,
            )


def _fails_on_import(annotation: Expression) -> bool:
    """Whether quotes inside it keep the module from being imported: SPK702."""
    read = read_annotation(annotation)
    return is_optional_in_quotes(read) or is_collection_in_quotes(read)


def _text(annotation: Expression, module: Module) -> str | None:
    """The annotation as the container gets it; None where it gets the type itself."""
    quoted = _QUOTED.fullmatch(annotation.written)
    if quoted is not None and isinstance(annotation.value, str):
        return quoted["text"].strip()
    return deferred(annotation) if defers_annotations(module) else None


def _first_import(text: str, imports: tuple[TypingImport, ...]) -> tuple[str, TypingImport] | None:
    """A name in the annotation that means nothing at run time, unless it is found all the same."""
    annotated = _ANNOTATED.fullmatch(text)
    type_ = text if annotated is None else annotated["type"]
    for found in imports:
        for name in _NAME.findall(type_):
            if name in found.names and (name != type_ or found.names[name] != name):
                return name, found
    return None


def _without_quotes(annotation: Expression, module: Module) -> tuple[Edit, ...]:
    """Where annotations are deferred, quotes make the text of a text, which stays one."""
    quoted = _QUOTED.fullmatch(annotation.place.text)
    if quoted is None or not defers_annotations(module):
        return ()
    return (Edit(annotation.place.range, quoted["text"].strip()),)


def _moved(import_: TypingImport, unquoted: tuple[Edit, ...]) -> Fix | None:
    """The import in front of the block that it stands in, or in its place."""
    statement, block = import_.statement, import_.block
    if not import_.is_single:
        return None
    edits: tuple[Edit, ...]
    if import_.is_alone:
        if has_comment(block.text):
            return None
        edits = (Edit(block.range, statement.text),)
    else:
        removed = without_line(statement)
        if removed is None:
            return None
        edits = (line_above(block, statement.text), removed)
    return Fix(Message("Import it at run time"), Applicability.UNSAFE, (*edits, *unquoted))
