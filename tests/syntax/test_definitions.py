"""A line of a file belongs to the innermost class or function that it is in."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.definitions import qualified_name_at
from spakky_lint.syntax.parse import read_declarations
from tests.syntax.reading import read

TEXT = """\
LIMIT = 3
@TaskHandler()
class Outer:
    limit = LIMIT
    class Inner:
        @task
        @schedule(
            interval=1,
        )
        async def run(self):
            def helper():
                return 1
            class Local:
                x = 1
            return helper()  # the end

    after = 2

if LIMIT:
    try:
        def conditional(): return 1
    except E:
        pass
    else:
        class Other: x = 1
match LIMIT:
    case 1:
        with a:
            for b in c:
                def deep():
                    pass
"""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("LIMIT = 3", ""),
        ("@TaskHandler()", "Outer"),
        ("limit = LIMIT", "Outer"),
        ("class Inner", "Outer.Inner"),
        ("@task", "Outer.Inner.run"),
        ("interval=1", "Outer.Inner.run"),
        ("async def run", "Outer.Inner.run"),
        ("def helper", "Outer.Inner.run.<locals>.helper"),
        ("return 1", "Outer.Inner.run.<locals>.helper"),
        ("class Local", "Outer.Inner.run.<locals>.Local"),
        ("x = 1", "Outer.Inner.run.<locals>.Local"),
        ("# the end", "Outer.Inner.run"),
        ("after = 2", "Outer"),
        ("if LIMIT", ""),
        ("def conditional", "conditional"),
        ("except E", ""),
        ("class Other", "Other"),
        ("for b in c", ""),
        ("def deep", "deep"),
    ],
)
def test_a_line_has_the_name_of_what_it_is_in(line: str, name: str) -> None:
    number = next(index for index, each in enumerate(TEXT.splitlines(), 1) if line in each)
    assert qualified_name_at(number, read(TEXT)) == name


RUNNING = """\
@seen
class Outer:
    @seen
    class Inner:
        @seen
        def run(self):
            @seen
            class Local:
                @seen
                def method(self): ...
            @seen
            def helper(): ...
Outer.Inner().run()
"""


def test_the_names_are_those_that_python_gives() -> None:
    names: list[str] = []

    def seen(made: type) -> type:
        names.append(made.__qualname__)
        return made

    exec(RUNNING, {"seen": seen})
    module = read(RUNNING)
    told = [
        qualified_name_at(number, module)
        for number, line in enumerate(RUNNING.splitlines(), 1)
        if "@seen" in line
    ]
    assert sorted(told) == sorted(names)


def test_form_feeds_and_lone_carriage_returns_do_not_shift_lines() -> None:
    assert qualified_name_at(3, read_declarations("x = 1\r\f\rclass A:\r    y = 1\r")) == "A"
