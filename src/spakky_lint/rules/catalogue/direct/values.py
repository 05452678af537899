"""What is done with the result of a task call as if it were the value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spakky_lint.facts.handing_on import is_set_as_attribute
from spakky_lint.facts.task_calls import is_sent
from spakky_lint.facts.versions import GET_ASYNC
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.results import gives_a_value, may_run_in_place, waits_of
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.rules.wording import defined
from spakky_lint.runtime.results import CONVERSIONS, HABITS, MEMBERS
from spakky_lint.syntax.attributes import attribute_of
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.unknown import UNKNOWN
from spakky_lint.syntax.uses import ResultUse, UseKind

_REFUSED = {
    UseKind.INDEXED: Message("indexing it raises TypeError"),
    UseKind.ITERATED: Message("iterating over it raises TypeError"),
    UseKind.CALLED: Message("calling it raises TypeError"),
}
_ORDERINGS = frozenset({"<", "<=", ">", ">="})
_MEMBERSHIPS = frozenset({"in", "not in"})
_EQUALITIES = frozenset({"==", "!="})


class ResultUsedAsValue(Rule[MethodCall]):
    """The result object of a task is used as if it were the value.

    ## What it does
    Reports arithmetic, indexing, iteration, `len`, comparison, `if` and attributes of a value on
    what the call of a task gives, where the project depends on spakky-celery. Handlers, what their
    classes name, and tests are left alone: there the call may run in place.

    ## Why it matters
    The call sends a message and gives an `ITaskResult`. Most of what can be done with the value
    raises: `TypeError: unsupported operand type(s) for +: 'CeleryTaskResult' and 'int'`. Two things
    do not: as a condition a result is always true, and it equals nothing but itself. Code that only
    a worker runs does get the value; silence the finding there.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    def show(reports: Reports) -> None:
        print(reports.total() + 1)
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    def show(reports: Reports) -> None:
        print(reports.total().get() + 1)
    ```
    """

    code = "SPK608"
    name = "result-used-as-value"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    differs = GET_ASYNC
    needs = Need.DISPATCH

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        if not is_sent(declaration, module) or may_run_in_place(declaration, module):
            return
        method = declaration.method
        for use in declaration.uses:
            outcome = _outcome(use, method, module)
            if outcome is None:
                continue
            yield self.finding(
                use.place,
                Message(
                    "'{method}' is sent to a worker, and the call returns a result object "
                    "and not the value, so {outcome}: wait for the value with {waits}",
                    method=method.name,
                    outcome=outcome.words,
                    waits=waits_of(self.settings),
                ),
                related=(defined(method),),
                consequence=outcome.consequence,
            )


class _Outcome(NamedTuple):
    words: str
    consequence: Consequence


def _raises(words: str) -> _Outcome:
    return _Outcome(words, Consequence.RUN)


def _misleads(words: str) -> _Outcome:
    return _Outcome(words, Consequence.SILENT)


def _outcome(use: ResultUse, method: Function, module: Module) -> _Outcome | None:
    if use.kind is UseKind.ATTRIBUTE:
        return _of_attribute(use.name or "", module)
    if use.kind is UseKind.COMPARED:
        return _of_comparison(use)
    if use.call is not None:
        return _of_conversion(use.call, use)
    if use.kind is UseKind.TESTED:
        always = _misleads(Message("as a condition it is always true"))
        return always if gives_a_value(method) else None
    if use.kind is UseKind.OPERAND:
        if use.operator == "%" and not use.is_left:
            return None  # a text may be formatted with it
        return _raises(Message("{operator} raises TypeError", operator=_shown(use)))
    refused = _REFUSED.get(use.kind)
    return None if refused is None else _raises(refused)


def _shown(use: ResultUse) -> str:
    return Message("arithmetic") if use.operator is None else f"'{use.operator}'"


def _of_attribute(name: str, module: Module) -> _Outcome | None:
    if name in MEMBERS or name in HABITS or name.startswith("_"):
        return None
    if is_set_as_attribute(name, module):
        return None
    return _raises(Message("'.{name}' raises AttributeError", name=name))


def _of_comparison(use: ResultUse) -> _Outcome | None:
    if use.operator in _ORDERINGS or (use.operator in _MEMBERSHIPS and not use.is_left):
        return _raises(Message("{operator} raises TypeError", operator=_shown(use)))
    value = UNKNOWN if use.other is None else use.other.value
    if use.operator in _EQUALITIES and value is not UNKNOWN and value is not None:
        return _misleads(Message("it never equals {value}", value=repr(value)))
    return None


def _of_conversion(call: Call, use: ResultUse) -> _Outcome | None:
    is_conversion = call.target.qualified in {f"builtins.{name}" for name in CONVERSIONS}
    if not is_conversion and not _joins_texts(call):
        return None
    first = call.arguments[0]
    is_first = first.keyword is None and first.expression.place.range == use.place.range
    raises = Message("{function}() raises TypeError", function=use.name or "")
    return _raises(raises) if is_first else None


def _joins_texts(call: Call) -> bool:
    joined = attribute_of(call.called)
    return joined is not None and joined.name == "join" and isinstance(joined.owner.value, str)
