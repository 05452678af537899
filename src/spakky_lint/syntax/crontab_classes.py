"""Classes of the program that inherit `Crontab`, and leave what its objects hold as it is."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.runtime.fields import FIELDS
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Argument, Call, Expression
from spakky_lint.syntax.hierarchy import class_of
from spakky_lint.syntax.names import DATACLASS
from spakky_lint.syntax.records import ATTRIBUTE_HOOKS

_CRONTAB = "Crontab"
_MAX_BASES = 5


def inherited(call: Call) -> Call | None:
    """The call of `Crontab` that the call of such a class stands for, with the fields that it
    says otherwise; None where it is none.
    """
    module = call.called.reader.module
    class_ = None if module is None else class_of(call.target, module)
    if module is None or class_ is None:
        return None
    line = _line(class_, module)
    if line is None:
        return None
    top, fields = line[-1].base_expressions[0], _fields(line)
    if top is None or fields is None:
        return None
    by_place = sum(each.keyword is None for each in call.arguments)
    given = {*FIELDS[:by_place], *(each.keyword for each in call.arguments)}
    more = tuple(
        Argument(name, "", value, value.place)
        for name, value in fields.items()
        if name not in given
    )
    if more and call.is_open:
        return None
    return Call(
        top,
        (*call.arguments, *more),
        call.place,
        call.name,
        is_written=call.is_written and not more,
    )


def _line(class_: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration] | None:
    """The class, and those that it inherits one after the other, up to `Crontab`."""
    line: list[ClassDeclaration] = []
    found: ClassDeclaration | None = class_
    while found is not None and len(line) < _MAX_BASES:
        if len(found.bases) != 1 or found.metaclass_expression is not None:
            return None
        if not ATTRIBUTE_HOOKS.isdisjoint(found.names):
            return None
        line.append(found)
        (base,) = found.bases
        if base.framework == _CRONTAB:
            return line
        found = class_of(base, found.reader.module or module)
    return None


def _fields(line: Sequence[ClassDeclaration]) -> dict[str, Expression] | None:
    """What they say otherwise of the fields; None where they have others, or it is not seen."""
    fields: dict[str, Expression] = {}
    for class_ in reversed(line):
        made = [each.target.qualified for each in class_.decorators]
        if made and made != [DATACLASS]:
            return None
        for each in class_.fields if made else ():
            if each.name not in FIELDS or each.value is None or each.value.call is not None:
                return None
            fields[each.name] = each.value
    return fields
