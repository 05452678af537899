"""The line where a method begins is that of its place, and costs none."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.lines import first_line
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.places import Document

PLAIN = """\
class Reports:
    '''Sends reports.'''

    limit = 3

    @task
    @schedule(
        at=time(9, 0),
    )
    # every day
    def daily(self): ...

    def plain(self):
        return [
    1]

    @task
    async def weekly(self): ...

if other:
    class Mail:
        def send(self): ...

        @task

        def retry(self): ...
"""
SEPARATORS = """\
X = '%s'  # %s
class A:
    '''%s'''
    @task
    def f(self): ...

    @(
        task
    )
    @schedule(at='%s')
    def g(self): ...
"""
ODD = {
    **{
        f"behind U+{ord(separator):04X}": SEPARATORS.replace("%s", separator)
        for separator in "\f\v\x1c\x1d\x1e\x85\u2028\u2029"
    },
    "a definition in a string": """\
class A:
    '''
    def f(self):
    '''
    @task
    def f(self): ...
""",
    "two of one name": """\
class A:
    @task
    def f(self): ...
    @task
    def f(self): ...
""",
    "under a condition": """\
class A:
    if x:
        @task
        def f(self): ...
""",
    "a string at the margin": """\
class A:
    x = 1; y = 2
    @a('''
def f
'''
    )
    def f(self): ...
""",
    "tabs": "class A:\n\t@task\n\tdef f(self): ...\n",
    "a class in a string": """\
class A:
    text = '''
class B:
    @task
    def f(self): ...
'''
    @task
    def f(self): ...
""",
    "brackets around a decorator": "class A:\n    @(\n    task\n    )\n    def f(self): ...\n",
    "a lone carriage return": "class A:\r    @task\r    def f(self): ...\r",
    "in every kind of suite": """\
class A:
    try:
        def a(self): ...
    except E:
        @task
        def b(self): ...
    else:
        def c(self): ...
    finally:
        with x:
            def d(self): ...
    for _ in y:
        def e(self): ...
    match z:
        case 1:
            def f(self): ...
""",
    "carriage returns": "class A:\r\n    @task\r\n    def f(self): ...\r\n",
}


def read_and_placed(text: str) -> tuple[list[int], list[int]]:
    module = read_declarations(text)
    read, placed = [], []
    for class_ in module.classes:
        for function in class_.functions:
            read.append(first_line(function, module))
            top = function.decorators[0].place if function.decorators else function.place
            placed.append(top.range.start.line)
    return read, placed


@pytest.mark.parametrize("text", [PLAIN, *ODD.values()], ids=["plain", *ODD])
def test_the_line_is_that_of_the_place(text: str) -> None:
    read, placed = read_and_placed(text)
    assert read
    assert read == placed


def test_no_place_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(document: Document) -> None:
        raise AssertionError("a place was asked for")

    monkeypatch.setattr(Document, "_resolve", refuse)
    module = read_declarations(PLAIN)
    lines = [
        first_line(function, module) for class_ in module.classes for function in class_.functions
    ]
    assert lines == [6, 13, 17, 22, 24]
