"""What a file declares, beyond what its names mean."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.unknown import UNKNOWN
from tests.syntax.reading import function, read

INVOCATION = "DirectTaskInvocation(handler_type=Orders, method_name='{}')"
PLACES = f"""
from spakky.task import DirectTaskInvocation
first = {INVOCATION.format("assigned")}
run({INVOCATION.format("argument")})
later = lambda: {INVOCATION.format("lambda")}
many = [{INVOCATION.format("comprehension")} for _ in range(2)]
@decorate({INVOCATION.format("decorator")})
def default(x={INVOCATION.format("default")}):
    return {INVOCATION.format("returned")}
while run({INVOCATION.format("loop")}):
    pass
match {INVOCATION.format("subject")}:
    case _ if {INVOCATION.format("guard")}:
        pass
class Caller:
    async def call(self):
        async with run({INVOCATION.format("with")}):
            assert f"{{{INVOCATION.format("f-string").replace("'", "`")}}}"
class Orders: ...
""".replace("`", "'")


def test_direct_invocations_are_found_wherever_they_stand() -> None:
    module = read_declarations(PLACES)
    found = set()
    for invocation in module.invocations:
        name = invocation.keyword("method_name")
        handler = invocation.keyword("handler_type")
        assert name is not None
        assert handler is not None
        found.add(name.expression.value)
        # In a function or lambda, the class below is known; elsewhere it is not bound yet.
        seen_later = name.expression.value in ("lambda", "returned", "with", "f-string")
        assert (handler.expression.target.declared is not None) is seen_later
    assert found == {
        "assigned", "argument", "lambda", "comprehension", "decorator", "default", "returned",
        "loop", "subject", "guard", "with", "f-string",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[DirectTaskInvocation(handler_type=h, method_name=n) for h, n in pairs]",
        "{n: DirectTaskInvocation(handler_type=h, method_name=n) for h in x for n in y}",
        "lambda h, *, n: DirectTaskInvocation(handler_type=h, method_name=n)",
        "lambda *h, **n: DirectTaskInvocation(handler_type=h, method_name=n)",
    ],
)
def test_variables_of_comprehensions_and_lambdas_are_not_those_around_them(text: str) -> None:
    module = read(
        "from spakky.task import DirectTaskInvocation\n"
        f"class h: ...\nn = 'typo'\nx = {text}\ny = {text.replace('h', 'g').replace('g=', 'h=')}\n"
    )
    call = module.invocations[0]
    handler, name = call.keyword("handler_type"), call.keyword("method_name")
    assert handler is not None
    assert name is not None
    assert handler.expression.target.declared is None
    assert name.expression.value is UNKNOWN


def test_a_function_knows_what_it_stands_in() -> None:
    module = read(
        """
        def a():
            def b(): ...
        class C:
            def c(self):
                class D:
                    def d(self): ...
        """
    )
    enclosures = {found.function.name: found.function.enclosure for found in module.functions}
    assert enclosures == {
        "a": ScopeKind.MODULE,
        "b": ScopeKind.FUNCTION,
        "c": ScopeKind.CLASS,
        "d": ScopeKind.CLASS,
    }
    owners = {found.function.name: found.owner and found.owner.name for found in module.functions}
    assert owners == {"a": None, "b": None, "c": "C", "d": "D"}


def test_parameters() -> None:
    found = function(read("def probe(a, /, b, c=1, *d, e, f=2, **g): ...\n"), "probe").parameters
    assert [(one.name, one.kind, one.is_required) for one in found] == [
        ("a", ParameterKind.POSITIONAL_ONLY, True),
        ("b", ParameterKind.POSITIONAL, True),
        ("c", ParameterKind.POSITIONAL, False),
        ("d", ParameterKind.VARIADIC, False),
        ("e", ParameterKind.KEYWORD_ONLY, True),
        ("f", ParameterKind.KEYWORD_ONLY, False),
        ("g", ParameterKind.KEYWORDS, False),
    ]


def test_a_decorator_that_was_assigned_is_read_where_it_was_made() -> None:
    text = """
    from spakky.task import schedule
    every = schedule(interval=5)
    @every
    def probe(): ...
    @schedule(interval=6)
    def other(): ...
    """
    module = read(text)
    (made,) = function(module, "probe").decorators
    (written,) = function(module, "other").decorators
    assert made.name == written.name == "schedule"
    assert (made.is_inline, written.is_inline) == (False, True)
    assert made.call is not None
    assert made.call.place.text == "schedule(interval=5)"
    assert made.place.text == "@every"


def test_what_a_class_binds() -> None:
    text = """
    class Orders:
        import os
        a, (b, *c) = d = 1, (2, 3)
        for e in (): f = 1
        with x as g: ...
        if y:
            def h(self): ...
        else:
            class i: ...
        try: ...
        except ValueError as j: ...
        match z:
            case {"k": k, **l}: ...
        type m = int
        n: int = 3
        o: int
    """
    assert read(text).classes[-1].names == frozenset("abcdefghijklmn") | {"os"}


@pytest.mark.parametrize("text", ["", "\n", "   ", "#", "\f", "\f\n\f", "pass", "...;\n"])
def test_a_text_without_declarations(text: str) -> None:
    module = read_declarations(text)
    assert (module.classes, module.functions, module.invocations) == ((), (), ())


@pytest.mark.parametrize(("default", "written"), [("()", "()"), ("((1))", "1"), ("(1,)", "1,")])
def test_an_expression_is_written_without_brackets_around_it(default: str, written: str) -> None:
    (parameter,) = function(read(f"def run(tags={default}): ..."), "run").parameters
    assert parameter.default is not None
    assert parameter.default.written == written
