"""Where things stand, to the character, held against Python's own `ast`."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.linting.linter import lint_bytes, lint_text
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Lines, Position, Range
from spakky_lint.syntax.source import UnreadableSource, decode
from spakky_lint.syntax.walk import declarations

FIXTURES = Path(__file__).parents[2] / "fixtures"


def our_places(module: Module) -> Iterator[tuple[str, Place]]:
    for class_ in module.classes:
        yield f"class {class_.name}", class_.header
        for decorator in class_.written_above:
            yield f"decorator of {class_.name}", decorator.expression.place
    for declaration in module.functions:
        function = declaration.function
        for decorator in function.written:
            yield f"decorator of {function.name}", decorator.expression.place
            written = decorator.expression.call  # not what a table or a `partial` makes of it
            if written is not None and decorator.is_inline:
                yield f"callee on {function.name}", written.callee
                for argument in written.arguments:
                    yield f"argument on {function.name}", argument.expression.place
        for parameter in function.parameters:
            yield f"parameter {parameter.name}", parameter.place


class Points:
    """From ast's lines and utf-8 offsets to lines and columns in code points, all from 1."""

    def __init__(self, text: str) -> None:
        self._lines = Lines.of(text)

    def of(self, line: int, column: int) -> Position:
        before = self._lines.line(line).encode()[:column].decode()
        return Position(line, len(before) + 1)

    def range(self, node: ast.expr | ast.arg | ast.stmt) -> Range:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return Range(
            self.of(node.lineno, node.col_offset), self.of(node.end_lineno, node.end_col_offset)
        )


def python_places(text: str) -> Iterator[tuple[str, Position, Position]]:
    points = Points(text)

    def place(name: str, node: ast.expr | ast.arg | ast.stmt) -> tuple[str, Position, Position]:
        found = points.range(node)
        return name, found.start, found.end

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            yield place(f"class {node.name}", node)
            for decorator in node.decorator_list:
                yield place(f"decorator of {node.name}", decorator)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                yield place(f"decorator of {node.name}", decorator)
                if isinstance(decorator, ast.Call):
                    yield place(f"callee on {node.name}", decorator.func)
                    for argument in decorator.args:
                        value = argument.value if isinstance(argument, ast.Starred) else argument
                        yield place(f"argument on {node.name}", value)
                    for keyword in decorator.keywords:
                        yield place(f"argument on {node.name}", keyword.value)
            arguments = node.args
            for parameter in (
                *arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
                *filter(None, (arguments.vararg, arguments.kwarg)),
            ):  # fmt: skip
                found = points.range(parameter)
                yield f"parameter {parameter.arg}", found.start, found.end


def differences(text: str, module: Module | None = None, *, complete: bool = True) -> list[object]:
    """Where the places of a text are not those of `ast`; the module may be read already."""
    theirs: dict[str, list[tuple[Position, Position]]] = {}
    for name, start, end in python_places(text):
        theirs.setdefault(name, []).append((start, end))
    ours: dict[str, list[tuple[Position, Position]]] = {}
    for name, place in our_places(module or read_declarations(text)):
        found = place.range
        ours.setdefault(name, []).append((found.start, found.end))
    wrong: list[object] = []
    for name in theirs | ours:
        expected, given = sorted(theirs.get(name, [])), sorted(ours.get(name, []))
        if not complete:
            starts = {start for start, _ in given}
            expected = [place for place in expected if place[0] in starts]
        if len(expected) != len(given):
            wrong.append((name, expected, given))
            continue
        for (start, end), (our_start, our_end) in zip(expected, given, strict=True):
            # Where a class ends is nobody's question, and a parameter's place is its name.
            if name.startswith(("class", "parameter")):
                fits = our_start == start
            else:
                fits = (our_start, our_end) == (start, end)
            if not fits:
                wrong.append((name, (start, end), (our_start, our_end)))
    return wrong


def fixture_texts() -> Iterator[Path]:
    yield from sorted(FIXTURES.glob("rules/*/*.py"))
    yield from sorted(FIXTURES.glob("shop/**/*.py"))


@pytest.mark.parametrize(
    "path", list(fixture_texts()), ids=lambda path: str(path.relative_to(FIXTURES))
)
def test_fixtures(path: Path) -> None:
    try:
        text = decode(path.read_bytes()).text
        module = read_declarations(text)
    except UnreadableSource:
        assert path.parent.name == "SPK000"
        return
    try:
        ast.parse(text)
    except SyntaxError as error:
        if sys.version_info >= (3, 12):
            raise
        pytest.skip(f"this Python does not know the syntax: {error.msg}")
    # What is only for the type checker, or is expected to fail, is not declared.
    complete = "TYPE_CHECKING" not in text and "raises" not in text
    assert differences(text, module, complete=complete) == []


class Handlers:
    """Files of handlers, laid out in every way that Python allows."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def text(self) -> str:
        lines = "".join(self._lines())
        end = self._chance.choice(["\n", "\n", "\r\n", "\r"])
        tail = self._chance.choice(["", "", "\n\n   ", "\n# the end", "\n\f"])
        return (lines.removesuffix("\n") + tail).replace("\n", end)

    def _lines(self) -> Iterator[str]:
        yield self._chance.choice(["", "# 😀 é\n", '"""문서\n\n다"""\n', "\f", "\n\f\n", "\\\n"])
        yield "from spakky.task import TaskHandler, task, schedule, Crontab\n"
        for number in range(self._chance.randint(1, 3)):
            yield self._chance.choice(["", "\n", "\f\n", "# c\n", "\f", "x = '가😀'; "])
            indent = self._chance.choice(["    ", "\t", " ", "  \t"])
            if self._chance.random() < 0.8:
                yield "@TaskHandler()" + self._rest() if self._chance.random() < 0.9 else ""
                if self._chance.random() < 0.9:
                    yield ""
            bases = self._chance.choice(["", "(Base)", "(A, metaclass=M)"])
            yield f"class Handler{number}{bases}:\n"
            for method in range(self._chance.randint(1, 3)):
                yield self._chance.choice(["", "\n", f"{indent}# c\n", "\f\n", "\n   \n"])
                for _ in range(self._chance.randint(0, 3)):
                    yield from self._decorator(indent)
                yield from self._method(indent, method)

    def _rest(self) -> str:
        return self._chance.choice(["\n", "  # why\n", "\t\n", "\n\n", "\n# between\n", " \\\n\n"])

    def _indent(self, indent: str) -> str:
        return self._chance.choice([indent, indent, indent, f"\f{indent}", f"  \f{indent}"])

    def _decorator(self, indent: str) -> Iterator[str]:
        form = self._chance.choice(
            [
                "task", "(task)", "( task )", "tasks . task", "schedule(crontab=Crontab(hour=9))",
                "schedule(\n{i}  crontab=Crontab(  # why\n{i}\thour = 9,\n\n  ),\n)",
                "schedule(crontab = ( 1 ), *x, **{{'é😀': y}})", "schedule('가', [1,\n2], at=None)",
                "schedule(interval=\\\n  '😀' '😀')", "(schedule)(at=x)",
                "schedule(at=(x), y=[(1)])", "schedule(at=(1, 2), y=( ( 1, ) ))",
                "schedule(1, *(a,))",
                "schedule((x for x in y), z=((x for x in y)))",
                "schedule(at=lambda x: (x))", "schedule(\f1,\f at=2)", "a[0].b(c)", "x or y",
                "schedule(1,\n\f  at=2)", "(schedule(\n at=1\n))", "schedule(at='''a\nb''')",
            ]
        )  # fmt: skip
        at = self._chance.choice(["@", "@", "@ ", "@\\\n "])
        yield f"{self._indent(indent)}{at}{form.replace('{i}', indent)}{self._rest()}".replace(
            "{{", "{"
        ).replace("}}", "}")

    def _method(self, indent: str, number: int) -> Iterator[str]:
        parameters = self._chance.choice(
            ["self", "self, *, a=1, **b", "self,\n  a: int = 1,  # c\n *args", "self, a, /, b=(1)",
             "self, é: '가' = '😀', b=2", "", "self \\\n, a", "self,\f a"]
        )  # fmt: skip
        prefix = self._chance.choice(["def", "async def", "async  def", "def \\\n "])
        body = self._chance.choice([" ...\n", f"\n{indent}{indent}pass\n", " pass; pass\n"])
        yield f"{self._indent(indent)}{prefix} method_{number}({parameters}):{body}"


@pytest.mark.parametrize("block", range(4))
def test_generated_files(block: int) -> None:
    compared = 0
    for seed in range(block * 60, block * 60 + 60):
        text = Handlers(seed).text()
        try:
            ast.parse(text)
        except SyntaxError:
            continue  # a layout too many
        compared += 1
        assert differences(text) == [], (seed, text)
    assert compared > 25


def ranged(text: str, wanted: str = "") -> list[str]:
    """The text of every place of the file whose name begins with `wanted`."""
    module = read_declarations(text)
    return [place.text for name, place in our_places(module) if name.startswith(wanted)]


def test_the_parts_of_a_decorator() -> None:
    text = (
        "from spakky.task import schedule\n"
        "@schedule(  # why\n"
        "    at=time(\n        9,\n    ),\n"
        ")  # and so on\n"
        "def probe(a, *b: int, c=(1), **d) -> None: ...\n"
    )
    (declaration,) = read_declarations(text).functions
    function = declaration.function
    (decorator,) = function.decorators
    assert decorator.call is not None
    assert decorator.place.text == text[text.index("@") : text.index("  # and")]
    assert decorator.expression.place.text == decorator.place.text[1:]
    assert decorator.call.callee.text == "schedule"
    (argument,) = decorator.call.arguments
    assert argument.place.text == "at=time(\n        9,\n    )"
    assert argument.expression.place.text == "time(\n        9,\n    )"
    assert function.place.text == "probe"
    assert [parameter.place.text for parameter in function.parameters] == [
        "a",
        "b",
        "c",
        "d",
    ]


def test_the_name_and_the_header_of_a_class() -> None:
    text = "@task\n# c\nclass  Reports ( Base ):\n    def  probe (self): ...\n"
    module = read_declarations(text)
    assert module.classes[0].place.text == "Reports"
    assert module.classes[0].header.range.start == Position(3, 1)
    assert module.functions[0].function.place.text == "probe"


def test_an_import_statement_and_its_last_name() -> None:
    text = "import os; import sys  # c\nfrom a import (\n    b,\n    c as d,  # e\n)\n"
    imports = read_declarations(text).imports
    assert [place.range.start for place in imports.statements] == [
        Position(1, 1),
        Position(1, 1),
        Position(2, 1),
    ]
    assert imports.froms[0].last.text == "c as d"


def test_only_imports_above_the_first_definition_show_where_one_may_be_added() -> None:
    text = """\
import a
if fast():
    import b
with suppress(ImportError):
    import c
try:
    import d
except ImportError:
    import e
else:
    import f
finally:
    import g
def early():
    import h
import i
class Reports:
    from j import k
from l import m
"""
    imports = read_declarations(text).imports
    assert [place.text for place in imports.statements] == ["import a"]
    assert imports.froms == ()


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n@probe\ndef f(): ...",
        "x = 1\n@probe\ndef f(): ...\n\n\n   ",
        "x = 1\r@probe\rdef f(): ...\r\r",
        "x = 1\r\n@probe\r\ndef f(): ...\r\n \r\n",
        "'\u2028\x0b\x1c'\n@probe\ndef f(): ...\n",
        "x = 1\n\f@probe\ndef f(): ...\n",
        "match x:\n    case {'k': k, **\n rest}: ...\n@probe\ndef f(): ...\n",
        "match x:\n    case {'k': k, **  # why\n  rest}: ...\n@probe\ndef f(): ...\n",
        "if(lambda: x)(y): ...\n\\\n@probe\ndef f(): ...\n",
        "x = '''\r\n'''\n@probe\ndef f(): ...\n",
    ],
)
def test_lines_are_counted_as_python_counts_them(text: str) -> None:
    assert ranged(text) == ["probe"]
    place = read_declarations(text).functions[0].function.decorators[0].place
    written = ast.parse(text).body[-1]
    assert isinstance(written, ast.FunctionDef)
    assert place.range.start.line == written.decorator_list[0].lineno


def test_a_wrong_file_has_its_finding_where_it_is_wrong() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["from spakky.task import task", "x = '가😀'; y = )", ""])
        (finding,) = lint_bytes(text.encode()).findings
        assert finding.code == "SPK000"
        assert finding.range.start == Position(2, 15)


@pytest.mark.parametrize(
    "text", ["x = (", "x = (\n", "x = '", "def f(", "\\", "if x:", "if x:\n", "x = '''\n\n", "(]"]
)
def test_a_place_past_the_end_is_moved_into_the_text(text: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_declarations(text)
    lines = Lines.of(text)
    place = caught.value.position
    assert 1 <= place.line <= len(lines.starts)
    assert 1 <= place.column <= len(lines.line(place.line)) + 1


def test_places_are_the_same_after_the_text_was_walked() -> None:
    text = (FIXTURES / "rules/SPK301/bad.py").read_text(encoding="utf-8")
    module = read_declarations(text)
    before = [place.range for _, place in our_places(module)]
    assert list(declarations(module))
    assert [place.range for _, place in our_places(module)] == before


def test_the_recursion_limit_stays_as_it_was() -> None:
    limit = sys.getrecursionlimit()
    ranged("x = a" + ".b" * 400 + "\n@probe\ndef f(): ...\n")
    assert sys.getrecursionlimit() == limit


def test_what_a_star_collects_is_where_the_call_is() -> None:
    text = """\
from spakky.task import Crontab, TaskHandler, schedule


def on(*days, **others):
    return Crontab(weekday=days, hour=others)


@TaskHandler()
class Reports:
    @schedule(crontab=on(1, 99, hour=3))
    def daily(self) -> None: ...
"""
    found = lint_text(text)
    assert {each.code for each in found} == {"SPK401", "SPK402"}
    assert {Lines.of(text).slice(each.range) for each in found} == {"on(1, 99, hour=3)"}
