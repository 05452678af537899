"""What stands on the other side of an operation that a followed value is part of."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.method_calls import MethodCall, method_uses
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.uses import ResultUse

SOURCE = """\
from spakky.task import TaskHandler, task

@TaskHandler()
class Mail:
    @task
    def send(self) -> int: ...

def run(mail: Mail):
    sent = mail.send()
    {line}
"""


def use_of(line: str) -> ResultUse:
    (call,) = method_uses(read_declarations(SOURCE.format(line=line)))
    assert isinstance(call, MethodCall)
    (use,) = call.uses
    return use


@pytest.mark.parametrize(
    ("line", "operator", "other", "is_left"),
    [
        ("sent + 1", "+", "1", True),
        ("1 - sent", "-", "1", False),
        ("'%s' % sent", "%", "'%s'", False),
        ("sent == 3", "==", "3", True),
        ("3 != sent", "!=", "3", False),
        ("sent <= 3", "<=", "3", True),
        ("sent in box", "in", "box", True),
        ("3 not in sent", "not in", "3", False),
    ],
)
def test_an_operation_has_two_sides(line: str, operator: str, other: str, is_left: bool) -> None:
    use = use_of(line)
    assert use.other is not None
    assert (use.operator, use.other.place.text, use.is_left) == (operator, other, is_left)


@pytest.mark.parametrize("line", ["-sent", "1 < sent < 3", "not sent", "sent.get()", "x += sent"])
def test_other_uses_have_none(line: str) -> None:
    use = use_of(line)
    assert (use.operator, use.other, use.is_left) == (None, None, False)
