"""Nodes that are made in a fraction of the time are those of libcst, and blanks are shared."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import libcst
import pytest

from spakky_lint.syntax import cst
from spakky_lint.syntax.parse import parse
from spakky_lint.syntax.source import UnreadableSource

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
ODD = {
    "continued": "value = 1 + \\\n    2 \\\r\n    + 3\nwith a, \\\n  b:\n  pass\n",
    "old line ends": "if a:\r    b = \\\r        c\r",
    "form feeds": "\fa\f=\f1\n\f\nclass\fA:\f\n\f  b = 1\n",
    "tabs": "def\tf(\ta\t,\tb\t)\t:\n\treturn\t(\ta\t)\t# no\t\n",
    "in texts": "f'{ a !r: >{ b } } '\n'a' \\\n  'b'\n",
}

TOLD = """
import copy, dataclasses, json, pickle, sys
FIRST
import libcst
told = {}
kinds = {name: each for name, each in vars(libcst).items()
         if isinstance(each, type) and issubclass(each, libcst.CSTNode)}

def said(act, *given, **named):
    try:
        return repr(act(*given, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def default(each):
    if each.default is each.default_factory:
        return "none"
    return repr(each.default_factory() if callable(each.default_factory) else each.default)

for name, kind in kinds.items():
    fields = dataclasses.fields(kind)
    class Heir(kind):
        def _validate(self):
            raise LookupError("its own check")
        def _codegen_impl(self, state): ...
        def _visit_and_replace_children(self, visitor): ...
    told[name] = [
        [[each.name, default(each), each.init, each.kw_only] for each in fields],
        kind.__match_args__, kind.__dataclass_params__.frozen, kind.__qualname__, kind.__module__,
        [bool(getattr(kind, each) is getattr(libcst.CSTNode, each))
         for each in ("__eq__", "__hash__", "__repr__", "__post_init__")],
        said(kind), said(kind, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), said(kind, nonsense=1),
        said(lambda: Heir(**{each.name: None for each in fields})),
    ]
tree = libcst.parse_module(open(sys.argv[1], "rb").read())
waiting, nodes = [tree], []
while waiting:
    node = waiting.pop()
    nodes.append(node)
    waiting += node.children
again = pickle.loads(pickle.dumps(tree))
told["nodes"] = [
    [type(each).__name__ for each in nodes], repr(tree),
    # libcst refuses by accident: it says that `super` is given something wrong.
    ["Error" in said(setattr, each, "value", 1) for each in nodes[:50]],
    ["Error" in said(delattr, each, "value") for each in nodes[:50]],
    [each.deep_clone().deep_equals(each) for each in nodes[:50]],
    again.deep_equals(tree), copy.deepcopy(tree).code == tree.code,
    said(dataclasses.replace, tree, header="none"), len({*nodes, *nodes}), tree == again,
]

@dataclasses.dataclass(frozen=True)
class Later(libcst.Name):
    more: int = 1
told["heir"] = [said(Later, "a"), said(Later, ""), Later("a", more=2).more]
print(json.dumps(told))
"""


def _told(first: str) -> object:
    code = TOLD.replace("FIRST", first)
    file = str(FIXTURES / "SPK106" / "good.py")
    done = subprocess.run(
        [sys.executable, "-c", code, file], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_node_behaves_as_the_one_of_the_standard_library() -> None:
    plain = _told("")
    assert isinstance(plain, dict)
    assert len(plain) > 150
    assert _told("import spakky_lint.syntax.cst") == plain


@pytest.mark.parametrize("first", ["import libcst", "from libcst.metadata import MetadataWrapper"])
def test_what_was_imported_before_stays_as_it_is(first: str) -> None:
    code = f"""
{first}
import libcst
method = libcst.Name.__init__
from spakky_lint.syntax.parse import parse
parse("a = 1")
assert libcst.Name.__init__ is method
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_threads_may_make_the_first_node_of_a_kind_at_the_same_time() -> None:
    code = """
from spakky_lint.syntax import cst
kind = cst.Nonlocal
first = kind.__init__
kind([cst.NameItem(cst.Name("a"))])
assert kind.__init__ is not first
late = kind.__new__(kind)
first(late, names=[cst.NameItem(cst.Name("b"))])
assert late.names[0].name.value == "b"
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_standard_library_has_its_own_again() -> None:
    code = """
import dataclasses
standard = dataclasses.dataclass
import spakky_lint.syntax.cst
assert dataclasses.dataclass is standard
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def _nodes(tree: cst.CSTNode) -> list[cst.CSTNode]:
    found: list[cst.CSTNode] = []
    waiting = [tree]
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].children
    return found


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_blanks_are_blanks_to_libcst(text: str) -> None:
    blanks = [each for each in _nodes(parse(text).tree) if isinstance(each, cst.SimpleWhitespace)]
    assert blanks
    for blank in blanks:
        assert cst.SimpleWhitespace(blank.value).deep_equals(blank)


def test_whole_files_are_what_libcst_reads_with_few_blanks() -> None:
    for file in sorted(FIXTURES.glob("*/good.py"))[::4]:
        tree = parse(file.read_text("utf-8")).tree
        assert tree.deep_equals(libcst.parse_module(file.read_bytes()))
        blanks = [node for node in _nodes(tree) if isinstance(node, cst.SimpleWhitespace)]
        assert len({*blanks}) == len({node.value for node in blanks}) < len(blanks)


@pytest.mark.parametrize("text", ["a = 1\n", "a = = 1\n"])
def test_what_others_make_of_libcst_is_made_and_checked_as_ever(text: str) -> None:
    kinds = (libcst.SimpleWhitespace, libcst.Newline, libcst.TrailingWhitespace)
    with suppress(UnreadableSource):
        parse(text)
    assert (libcst.SimpleWhitespace, libcst.Newline, libcst.TrailingWhitespace) == kinds
    tree = libcst.parse_module("a = 1\n")
    blanks = [node for node in _nodes(tree) if isinstance(node, libcst.SimpleWhitespace)]
    assert len({*blanks}) == len(blanks) > 1
    with pytest.raises(libcst.CSTValidationError):
        libcst.SimpleWhitespace("a")
