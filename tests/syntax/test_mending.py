"""Whatever Python reads is read, and everything in it has the place that `ast` gives it."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
import warnings
from collections.abc import Iterator, Sequence

import libcst as cst
import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.syntax.parse import parse, read_declarations
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.ranges import Lines, Position, Range
from spakky_lint.syntax.source import UnreadableSource

SPLITS_AS_PYTHON_DOES = sys.version_info >= (3, 12)
"""Before that, what stands in an f-string has no tokens and no places in `ast`, and a line behind a
lone backslash is a continued one to `tokenize`."""

VALUES = (
    "(a)", "(a if b else c)", "(a if b else c)(d)", "(a if b else c).d", "(a if b else c)[d]",
    "(a if b else c) + d", "(a if b else c), (d)", "(lambda: a)", "(lambda a: b)(c)",
    "(lambda: a) if b else c", "(a for b in c)", "(a for b in c).d", "(a := b)", "(a := b)(c)",
    "(await a)", "(await a)(b)", "(yield)", "(yield a)", "(yield from a)", "(not a)", "(a, b)",
    "(a and b)", "(a < b)", "(-a)", "-a", "~a", "not a", "*a", "*(a)", "()", "[a]", "[]", "{}",
    "{a: b}", "{a}", "[a for b in c]", "'a'", "f'a'", "b'a'", "'a' 'b'", "...", ".5", "1", "1.",
    "0x1",
)  # fmt: skip
FORMS = (
    "return{}", "return{}if{}else{}", "return await{}", "return not{}", "return lambda:{}",
    "x = yield{}", "x = yield not{}", "yield from{}", "await{}", "x = not{}", "if{}: pass",
    "if not{}: pass", "if a: pass\nelif{}: pass", "while{}: pass", "assert{}", "assert x,{}",
    "raise{}", "raise x from{}", "raise{}from{}", "del{}", "for x in{}: pass", "for{} in y: pass",
    "for{}in{}: pass", "async for x in{}: pass", "with{}: pass", "with{}as z: pass",
    "with a as{}: pass", "async with{}as z: pass", "try: pass\nexcept{}: pass",
    "try: pass\nexcept{}as e: pass", "try: pass\nexcept*{}: pass", "x = lambda:{}",
    "x = lambda a={}:{}", "x = a in{}", "x ={}in{}", "x = a not in{}", "x = a is{}",
    "x = a is not{}", "x ={}is not{}", "x = a and{}", "x ={}or{}", "x = a if{}else b",
    "x = a if b else{}", "x ={}if a else b", "x = [a for a in{}]", "x = [a for a in b if{}]",
    "x = [{}for a in b]", "x = [a for{}in b]", "x = [a async for{}in{}]",
    "match{}:\n  case _: pass",
    "match a:\n  case{}: pass", "match a:\n  case _ if{}: pass", "match a:\n  case{}as z: pass",
    "{}: int = 5", "({}): int = 5", "({}): int", "({}):{} ={}", "{} = 5", "@{}\ndef g(): pass",
    "x = {{1:{}, **{}}}", "f(a={}, *{})", "x[{}:{}]", "f'{{{}}}'", "f'{{{{{{not{}}}'",
    "f'é{{{}!r:>{{{}}}}}'", "def g(x:{}={})->{}: pass", "class C({}): pass", "type X ={}",
)  # fmt: skip
BRACKETED = (
    "x = (a async for b in c if d)", "x = [a async for b in c if d async for e in f]",
    "x = (await a)", "x = (not a)", "x = (a not in b)", "x = (a is not b)", "x = (a if b else c)",
    "x = (lambda a, *b, c=d, **e: f)", "x = (yield from a)", "x = (f(*a, b=c, **d))",
    "x = (a[b:c, *d])", "x = {**a, b: c}", "x = (a := b)", "x = (-a ** b)",
    "x = 'a' f'{x!r:>{y}}z'",
    "x = f'''{x!r:>{y}}{not(a)}'''", "from a import (b as c, d)", "class A(B, m=c): pass",
    "def g(a: b = c, /, *d: e, f, **h: i) -> (j): pass", "with (a as b, c as d): pass",
    "for (a, b) in (c): pass", "match (a):\n  case {'a': b, **c}: d",
    "match (a):\n  case [b, *c]: d",
    "match (a):\n  case A(b, c=d): e", "class A[T: a, *U, **V](B): c", "type X[T: a] = (b)",
    "@(a.b)\ndef g(): c", "try: a\nexcept (b, c): d", "if a:\n  b\nelse:\n  c",
)  # fmt: skip
LAYOUTS = ("\n", "  # c\n\n   ", "\\\n", " \\\n\\\n  ", "\f")


def accepts(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "text", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def in_function(body: str, indentation: str = "    ") -> str:
    return "async def f():\n" + "".join(
        f"{indentation}{line}" for line in f"{body}\n".splitlines(keepends=True)
    )


def filled(form: str, value: str) -> str:
    return form.replace("{}", value).replace("{{", "{").replace("}}", "}")


def accepted(form: str) -> Iterator[str]:
    """The form with every value that Python accepts in it."""
    if "f'" in form and not SPLITS_AS_PYTHON_DOES:
        return
    for value in VALUES:
        body = filled(form, value)
        for text in (body, body.replace("async ", "")):
            if accepts(in_function(text)):
                yield text
                break


def names_of_python(text: str) -> set[tuple[str, Range]]:
    lines = Lines.of(text)

    def position(line: int, column: int) -> Position:
        return Position(line, len(lines.line(line).encode()[:column].decode()) + 1)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    unread = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and node.col_offset != node.target.col_offset
        # In brackets the annotation is none, and without a value neither is the target.
        for unused in ([node.annotation] if node.value else [node.annotation, node.target])
        for part in ast.walk(unused)
    }
    return {
        (node.id, Range(position(node.lineno, node.col_offset), position(line, column)))
        for node in ast.walk(tree)
        if isinstance(node, ast.Name)
        and node not in unread
        and (line := node.end_lineno) is not None
        and (column := node.end_col_offset) is not None
    }


def our_names(text: str) -> set[tuple[str, Range]]:
    parsed = parse(text)
    document = Document(text, parsed.tree, None, parsed.steps)
    waiting: list[cst.CSTNode] = [parsed.tree]
    found: list[cst.Name] = []
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        if isinstance(node, cst.Name):
            found.append(node)
    return {(node.value, document.range_of(node)) for node in found}


def misplaced(text: str) -> list[tuple[str, Range]]:
    """The names that stand elsewhere for us than for Python."""
    return sorted(names_of_python(text) - our_names(text))


@pytest.mark.parametrize("form", FORMS)
def test_a_keyword_needs_no_space_before_a_bracket(form: str) -> None:
    for body in accepted(form):
        assert misplaced(in_function(body)) == [], body


def handler(bodies: Sequence[str]) -> str:
    """A handler with a method for each of the bodies, the last of which is on a wrong schedule."""
    methods = "".join(
        f"    async def method_{number}(self):\n"
        + "".join(f"        {line}\n" for line in body.split("\n"))
        for number, body in enumerate(bodies)
    )
    return (
        "from spakky.task import Crontab, TaskHandler, schedule\n\n\n@TaskHandler()\n"
        f"class Reports:\n{methods}"
        "    @schedule(crontab=Crontab(hour=31))\n    async def send(self) -> None: ...\n"
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_mistake_behind_it_is_found(form: str) -> None:
    bodies = [*accepted(form)]
    text = handler(bodies)
    (finding,) = [one for one in lint_text(text) if one.code in ("SPK000", "SPK401")]
    assert finding.code == "SPK401"
    assert Lines.of(text).slice(finding.range) == "31"


@pytest.mark.parametrize("body", BRACKETED)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_however_it_is_laid_out(body: str, layout: str) -> None:
    text = in_function(body)
    lines = Lines.of(text)
    compared = 0
    for found in tokenize.generate_tokens(io.StringIO(text).readline):
        if found.start[0] > len(lines.starts):
            continue
        offset = lines.offset(Position(found.start[0], found.start[1] + 1))
        laid_out = text[:offset] + layout + text[offset:]
        written = laid_out.replace("\n", ("\n", "\r\n", "\r")[offset % 3])
        if accepts(written) and (SPLITS_AS_PYTHON_DOES or not ("f'" in text or "\\" in layout)):
            compared += 1
            assert misplaced(written) == [], written
    assert compared or not accepts(text) or not SPLITS_AS_PYTHON_DOES


@pytest.mark.parametrize(
    "text",
    [
        "if x:\n    a\n\\\nb\n",
        "if x:\n    a\n\\\n    b\n",
        "if x:\n    a\n    \\\nb\n",
        "if x:\n    \\\n    a\n    b\n",
        "if x:\n    a\n    \\\n\\\n  b\n    c\n",
        "if x:\n    a\n    \\\n  match x:\n        case _: b\n",
        "def f():\n    a\n  # c\n\\\n\\\n@b\ndef g(): c\n",
        "if x:\n        if y:\n \t        z\n \t        z\nz\n",
        "x = '''\n\\\n'''\n\\\n\\\ny\n",
    ],
)
def test_the_block_that_a_statement_is_in(text: str) -> None:
    written = ast.parse(text).body
    tree = parse(text).tree.body
    assert len(tree) == len(written)
    for ours, theirs in zip(tree, written, strict=True):
        if isinstance(theirs, ast.If):
            assert isinstance(ours, cst.If)
            assert len(ours.body.body) == len(theirs.body)
    assert misplaced(text) == []


def test_a_name_annotated_in_brackets_is_no_field() -> None:
    (class_,) = read_declarations(
        "class A:\n    (x): int = 5\n    y: int = 6\n    (z): int\n"
    ).classes
    assert [field.name for field in class_.fields] == ["y"]
    assert {"x", "y"} <= class_.names
    assert "z" not in class_.names


@pytest.mark.parametrize(
    ("arguments", "bases", "keywords"),
    [
        ("B, metaclass=M, *C", ["B", "C"], ["metaclass"]),
        ("metaclass=type, *()", ["()"], ["metaclass"]),
        ("a=1, *B, b=2, *(C), **d", ["B", "C"], ["a", "b", None]),
        ("B,\n    a=1,  # one\n    *C,\n", ["B", "C"], ["a"]),
    ],
)
def test_a_class_takes_its_bases_behind_its_keywords(
    arguments: str, bases: Sequence[str], keywords: Sequence[str | None]
) -> None:
    text = f"class A({arguments}):\n    def f(self): ...\n\n\nx = 1\n"
    assert accepts(text)
    (class_,) = (each for each in parse(text).tree.body if isinstance(each, cst.ClassDef))
    written = cst.Module([])
    assert [written.code_for_node(each.value).strip("()") or "()" for each in class_.bases] == bases
    given = [None if each.keyword is None else each.keyword.value for each in class_.keywords]
    assert given == keywords
    (method,) = read_declarations(text).classes[0].functions
    assert method.statement.range.start == Position(text[: text.index("def f")].count("\n") + 1, 5)


ONLY_PYTHON = "rf'\\\n'"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"x = 1\ny = {ONLY_PYTHON}\n", Position(2, 1)),
        (f"class A:\n    y = 1\n    @b\n    def f(self):\n        z\n        y = {ONLY_PYTHON}\n",
         Position(6, 9)),
        (f"try: x\nexcept A:\n    match x:\n        case 1:\n            if y: {ONLY_PYTHON}\n",
         Position(5, 13)),
        (f"x\nclass A:\n    @b({ONLY_PYTHON})\n    def f(self): ...\n", Position(3, 5)),
        (f"if(lambda: x)(y):\n\f  {ONLY_PYTHON}\n", Position(2, 4)),
    ],
)  # fmt: skip
def test_what_only_python_reads_is_said_to_be_right_where_it_stands(
    text: str, place: Position
) -> None:
    assert accepts(text)
    with pytest.raises(UnreadableSource, match="Python accepts it, but libcst") as caught:
        read_declarations(text)
    assert caught.value.position == place
    (finding,) = lint_text(text + "import spakky\n")
    assert finding.code == "SPK000"
    assert finding.message.count("checked") == 1


def test_what_python_refuses_is_told_in_its_words() -> None:
    with pytest.raises(UnreadableSource, match="unmatched '\\)'") as caught:
        read_declarations("x = not(a if b else c)\ny = [1\n   async\nfor x in y]\nz = )\n")
    assert caught.value.position == Position(5, 5)
