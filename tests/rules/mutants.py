"""Rules with one condition broken, to see whether the fixtures notice.

A mutant is a rule one of whose conditions always holds, or never does, in `check` or in a function
of the same module that `check` comes to. The fixtures notice it when it reports something else of
one of them, or fails.
"""

from __future__ import annotations
import __future__

import ast
import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from types import ModuleType
from typing import Any, get_args

from spakky_lint.linting.linter import judge
from spakky_lint.linting.suppression import unused
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.rule import AnyRule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.noqa import UnusedNoqa
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.source import Unreadable, UnreadableSource, of_text
from spakky_lint.syntax.walk import declarations
from tests.program_files import ProgramFile
from tests.rules.fixture_files import Fixture

_FLAGS = __future__.annotations.compiler_flag
_PROBE = "__mutants_probe__"

Looked = Fixture | ProgramFile
Said = frozenset[Finding] | str
"""What a rule says of a file, or the name of the error that it raises."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One condition of one function, made true or false for good."""

    function: str
    """Its name, with its class if it is a method."""
    number: int
    """Which condition of the function it is."""
    condition: str
    """As it is written."""
    value: bool
    tree: ast.FunctionDef

    def __str__(self) -> str:
        return f"{self.function}: {self.condition} -> {self.value}"


def silent(rule: AnyRule) -> Mutant:
    """The rule that never reports anything."""
    name = f"{rule.__name__}.check"
    tree = deepcopy(_functions(_module(rule))[name])
    tree.body = [ast.Return(), ast.Expr(ast.Yield())]
    return Mutant(name, 0, "it reports", False, ast.fix_missing_locations(tree))


def says(rule: AnyRule, file: Looked) -> Said:
    """What a rule by itself says of a fixture, whatever its comments silence."""
    module, declared = _read(file)
    checker = rule(file.settings)
    found: set[Finding] = set()
    try:
        for kind in get_args(rule.kind) or (rule.kind,):
            for declaration in declared.get(kind, ()):
                found.update(checker.check(declaration, module))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is noticed
        return type(error).__name__
    return frozenset(found)


def mutants(rule: AnyRule) -> Iterator[Mutant]:
    """Every mutant of a rule, from `check` on."""
    for name, tree in _reached(rule).items():
        for number, (condition, values) in enumerate(_conditions(tree)):
            for value in values:
                mutated = _with(tree, number, value)
                yield Mutant(name, number, ast.unparse(condition), value, mutated)


@dataclass(frozen=True, slots=True)
class Survey:
    """What files make of the mutants of a rule."""

    unnoticed: tuple[Mutant, ...]
    """Those that say the same of every file."""
    reports_more: bool
    """Whether one of the others reports of a file what the rule does not, or fails."""


def survey(rule: AnyRule, files: Iterable[Looked]) -> Survey:
    by_name = {file.name: file for file in files}
    before, seen = _watched(rule, by_name)
    same: list[Mutant] = []
    reports_more = False
    for mutant in mutants(rule):
        is_noticed = False
        with applied(rule, mutant):
            # Elsewhere the condition has this value anyway.
            for file in _own_first(rule, seen[mutant.function, mutant.number, not mutant.value]):
                after = says(rule, by_name[file])
                is_noticed = is_noticed or after != before[file]
                reports_more = reports_more or _is_more(before[file], after)
                if is_noticed and reports_more:
                    break
        if not is_noticed:
            same.append(mutant)
    return Survey(tuple(same), reports_more)


def _own_first(rule: AnyRule, names: Iterable[str]) -> list[str]:
    """A fixture of the rule itself is the likeliest to notice."""
    return sorted(names, key=lambda name: (rule.code not in name, name))


def _is_more(before: Said, after: Said) -> bool:
    if isinstance(before, str):
        return False
    return isinstance(after, str) or not before.issuperset(after)


@contextmanager
def applied(rule: AnyRule, mutant: Mutant) -> Iterator[None]:
    """The mutant in the place of the function."""
    module = _module(rule)
    *owner, name = mutant.function.split(".")
    holder = getattr(module, owner[0]) if owner else module
    before = inspect.getattr_static(holder, name)
    scope: dict[str, object] = {}
    code = compile(
        ast.Module([mutant.tree], []), f"<{mutant}>", "exec", flags=_FLAGS, dont_inherit=True
    )
    exec(code, module.__dict__, scope)
    setattr(holder, name, scope[name])
    try:
        yield
    finally:
        setattr(holder, name, before)


def _watched(
    rule: AnyRule, files: dict[str, Looked]
) -> tuple[dict[str, Said], dict[tuple[str, int, bool], set[str]]]:
    """What the rule says of each file, and where which condition had which value."""
    seen: dict[tuple[str, int, bool], set[str]] = defaultdict(set)
    said: dict[str, Said] = {}
    current = ""

    def probe(function: str, number: int, value: object) -> object:
        seen[function, number, bool(value)].add(current)
        return value

    module = _module(rule)
    module.__dict__[_PROBE] = probe
    with ExitStack() as stack:
        for name, tree in _reached(rule).items():
            stack.enter_context(applied(rule, Mutant(name, 0, "", True, _probed(name, tree))))
        for current, file in files.items():
            said[current] = says(rule, file)
    del module.__dict__[_PROBE]
    return said, seen


def _module(rule: AnyRule) -> ModuleType:
    return sys.modules[rule.__module__]


@cache
def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    """The functions of a module and the methods of its classes, by name."""
    found: dict[str, ast.FunctionDef] = {}
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.FunctionDef):
            found[statement.name] = statement
        elif isinstance(statement, ast.ClassDef):
            for member in statement.body:
                if isinstance(member, ast.FunctionDef):
                    found[f"{statement.name}.{member.name}"] = member
    return found


def _reached(rule: AnyRule) -> dict[str, ast.FunctionDef]:
    """`check`, and the functions of its module that it uses, themselves or through others."""
    functions = _functions(_module(rule))
    pending = [f"{rule.__name__}.check"]
    reached: dict[str, ast.FunctionDef] = {}
    while pending:
        name = pending.pop()
        if name in reached or name not in functions:
            continue
        reached[name] = functions[name]
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Name):
                pending.append(node.id)
            elif isinstance(node, ast.Attribute):
                pending.append(f"{rule.__name__}.{node.attr}")
    return reached


def _conditions(tree: ast.FunctionDef) -> Iterator[tuple[ast.expr, tuple[bool, ...]]]:
    """What decides something in a function, and what it can be made to be."""
    is_predicate = isinstance(tree.returns, ast.Name) and tree.returns.id == "bool"
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp):
            yield from _decision(node.test)
        elif isinstance(node, ast.comprehension):
            for condition in node.ifs:
                yield from _decision(condition)
        elif isinstance(node, ast.Return) and is_predicate and node.value is not None:
            yield from _decision(node.value)
        for asked in _each_asked(node):
            yield from _decision(asked)


def _each_asked(node: ast.AST) -> Iterator[ast.expr]:
    """What `any(... for ...)` and `all(... for ...)` ask of each."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("any", "all"):
        yield from (given.elt for given in node.args if isinstance(given, ast.GeneratorExp))


def _decision(condition: ast.expr) -> Iterator[tuple[ast.expr, tuple[bool, ...]]]:
    if not isinstance(condition, ast.Constant):
        yield condition, (True, False)
        yield from _operands(condition)


def _operands(condition: ast.expr) -> Iterator[tuple[ast.expr, tuple[bool, ...]]]:
    """The operands of `and` and `or`, which are left out by what changes nothing for the others."""
    if isinstance(condition, ast.UnaryOp):
        yield from _operands(condition.operand)
    elif isinstance(condition, ast.BoolOp):
        for operand in condition.values:
            yield operand, (isinstance(condition.op, ast.And),)
            yield from _operands(operand)


def _with(tree: ast.FunctionDef, number: int, value: bool) -> ast.FunctionDef:
    """The function with a constant in the place of one condition."""
    return _replaced(tree, {number: lambda _: ast.Constant(value)})


def _probed(function: str, tree: ast.FunctionDef) -> ast.FunctionDef:
    """The function that tells every value of a condition."""

    def probed(number: int, condition: ast.expr) -> ast.expr:
        arguments = [ast.Constant(function), ast.Constant(number), condition]
        return ast.Call(ast.Name(_PROBE, ast.Load()), arguments, [])

    numbers = range(len(list(_conditions(tree))))
    return _replaced(tree, {number: partial(probed, number) for number in numbers})


def _replaced(
    tree: ast.FunctionDef, replacements: dict[int, Callable[[ast.expr], ast.expr]]
) -> ast.FunctionDef:
    tree = deepcopy(tree)
    conditions = [condition for condition, _ in _conditions(tree)]
    made = {id(conditions[number]): make for number, make in replacements.items()}

    def replaced(node: object) -> object:
        """The node, or what is made of it, with all that is below it."""
        if isinstance(node, list):
            node[:] = map(replaced, node)
        elif isinstance(node, ast.AST):
            for name, field in ast.iter_fields(node):
                setattr(node, name, replaced(field))
            if isinstance(node, ast.expr) and id(node) in made:
                return ast.copy_location(made[id(node)](node), node)
        return node

    replaced(tree)
    return ast.fix_missing_locations(tree)


@cache
def _read(file: Looked) -> tuple[Module, dict[type, list[Any]]]:
    """The module and its declarations by kind."""
    by_kind: dict[type, list[Any]] = defaultdict(list)
    try:
        module = file.module()
    except UnreadableSource as error:
        by_kind[Unreadable].append(Unreadable(error.message, error.position))
        return read_declarations(""), by_kind
    for declaration in declarations(module):
        by_kind[type(declaration)].append(declaration)
    if "# noqa" in file.text:
        on = [code for code, rule in RULES.items() if rule.default and rule.needs is None]
        findings = judge(of_text(file.text), noqa=False, unused_noqa=False).findings
        by_kind[UnusedNoqa].extend(unused(file.text, findings, on))
    return module, by_kind
