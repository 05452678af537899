"""What is executed directly, with which executor, and what the values are instances of."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.direct_calls import (
    DirectExecution,
    UnwiredExecutor,
    direct_calls,
    invocations,
)
from spakky_lint.syntax.parse import read_declarations

PRELUDE = """\
from __future__ import annotations
from typing import Annotated, Optional
from spakky.core.stereotype.usecase import UseCase
from spakky.task import DirectTaskExecutor, DirectTaskInvocation, TaskHandler, task

class Orders: ...

GIVEN = DirectTaskInvocation(handler_type=Orders, method_name="confirm")

"""
CALL = "executor.execute(GIVEN)"


def executions(source: str) -> list[str]:
    found = direct_calls(read_declarations(PRELUDE + source))
    return [call.method.text for call in found if isinstance(call, DirectExecution)]


def unwired(source: str) -> list[str]:
    found = direct_calls(read_declarations(PRELUDE + source))
    return [call.execution.text for call in found if isinstance(call, UnwiredExecutor)]


def function(*lines: str, head: str = "def run(executor: DirectTaskExecutor):") -> str:
    return head + "\n" + "".join(f"    {line}\n" for line in lines)


def type_of(value: str, head: str = "def run(executor):") -> str | None:
    made = f"DirectTaskInvocation(handler_type=Orders, args={value})"
    (*_, found) = invocations(read_declarations(PRELUDE + function(made, head=head)))
    target = found.types.get("args")
    if target is None or target.declared is None:
        return None if target is None else target.qualified
    return target.declared.name.value


@pytest.mark.parametrize(
    "source",
    [
        function(CALL),
        function("x = executor.execute(invocation=GIVEN)"),
        function("given = GIVEN", "executor.execute(given)"),
        function("e = app.get(DirectTaskExecutor)", "e.execute(GIVEN)", head="def run(app):"),
        function("e: DirectTaskExecutor = app.e", "e.execute(GIVEN)", head="def run(app):"),
        function(CALL, head="def run(executor: Optional[DirectTaskExecutor]):"),
        function(CALL, head="def run(executor: Annotated[DirectTaskExecutor, 'x']):"),
        "_own = app.container.get(DirectTaskExecutor)\n" + function("_own.execute(GIVEN)"),
    ],
)
def test_an_executor_is_known(source: str) -> None:
    assert executions(source) == ["execute"]


@pytest.mark.parametrize(
    "source",
    [
        function(CALL, head="def run(executor):"),
        function(CALL, head="def run(*executor: DirectTaskExecutor):"),
        function(CALL, head="def run(executor: DirectTaskExecutor | Orders):"),
        function("executor = Orders()", CALL),
        function("executor.execute(GIVEN, 1)"),
        function("executor.execute(*GIVEN)"),
        function("executor.execute(other)"),
        function("executor.run(GIVEN)"),
    ],
)
def test_what_is_no_executor_or_no_invocation_is_left_out(source: str) -> None:
    assert executions(source) == []


INJECTED = """\
class {name}:
    def __init__(self, executor: DirectTaskExecutor):
        self._executor = executor

    def run(self):
        self._executor.execute(GIVEN)

"""


def test_attributes_of_several_classes_may_have_one_name() -> None:
    both = INJECTED.format(name="One") + INJECTED.format(name="Other")
    assert executions(both) == ["execute", "execute"]


@pytest.mark.parametrize(
    "change",
    [
        "    def change(self):\n        self._executor = None\n",
        "class Sub(One):\n    def change(self):\n        self._executor = None\n",
        "def change(one):\n    one._executor = None\n",
    ],
)
def test_an_attribute_that_may_be_changed_is_unknown(change: str) -> None:
    assert executions(INJECTED.format(name="One") + change) == []


@pytest.mark.parametrize(
    ("value", "head", "expected"),
    [
        ("f'{executor}'", "def run(executor):", "builtins.str"),
        ("{'a': executor}", "def run(executor):", "builtins.dict"),
        ("str(executor)", "def run(executor):", "builtins.str"),
        ("executor", "def run(executor: int):", "builtins.int"),
        ("executor", "def run(executor: 'str | None'):", "builtins.str"),
        ("Orders()", "def run(executor):", "Orders"),
        ("app.container.get(Orders)", "def run(executor):", "Orders"),
        ("executor", "def run(executor: str | int):", None),
        ("executor", "def run(**executor: str):", None),
        ("Orders", "def run(executor):", None),
        ("app.get(str)", "def run(executor):", None),
        ("[executor]", "def run(executor):", None),
    ],
)
def test_what_a_value_is_an_instance_of(value: str, head: str, expected: str | None) -> None:
    assert type_of(value, head) == expected


KEPT = """\
{decorator}class Rebuild:
    def __init__(self):
        self.{name} = DirectTaskExecutor()

    def run(self):
        self.{name}.execute_async(GIVEN)

"""


@pytest.mark.parametrize(
    ("decorator", "name", "after", "found"),
    [
        ("@UseCase()\n", "executor", "", True),
        ("", "_executor", "", True),
        ("", "executor", "", False),
        ("", "_executor", "def wire(it):\n    it._executor.set_application_context(1)\n", False),
        ("", "_executor", "def wire(it):\n    give(it._executor)\n", False),
        ("", "_executor", "def wire(it):\n    give(getattr(it, '_executor'))\n", False),
    ],
)
def test_an_executor_that_is_kept_is_followed(
    decorator: str, name: str, after: str, found: bool
) -> None:
    source = KEPT.format(decorator=decorator, name=name) + after
    assert unwired(source) == (["execute_async"] if found else [])


def test_a_file_that_mentions_neither_is_not_looked_at() -> None:
    assert list(direct_calls(read_declarations("def run(app):\n    app.execute(1)\n"))) == []


def test_attributes_that_are_given_each_other_are_unknown() -> None:
    source = (
        "class One:\n    def __init__(self):\n        self.a = self.b\n        other = self.a\n"
        "        self.b = other\n\n    def run(self):\n        self.a.execute(GIVEN)\n"
    )
    assert executions(source) == []
