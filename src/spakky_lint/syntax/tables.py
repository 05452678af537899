"""What stands in a table: a list, tuple or dict that is written once and only read after that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import names_of
from spakky_lint.syntax.children import upwards
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression, Found, Values
from spakky_lint.syntax.memo import once_by
from spakky_lint.syntax.module_changes import looks_through_itself
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.records import item
from spakky_lint.syntax.scopes import Assigned, Point
from spakky_lint.syntax.spelled import elements_of
from spakky_lint.syntax.strings import text_of
from spakky_lint.syntax.tree import LOCAL, Tree, tree_of
from spakky_lint.syntax.unpacking import Unpacked

_READING = frozenset({"count", "get", "index", "items", "keys", "values"})
"""Methods of tables that leave them as they are."""
_READERS = (
    *("all", "any", "bool", "dict", "enumerate", "frozenset", "isinstance", "iter", "len", "list"),
    *("max", "min", "print", "repr", "set", "sorted", "str", "sum", "tuple", "zip"),
)
"""Built-ins that do."""
_FROZEN = "types.MappingProxyType"
_DISPLAYS = (cst.Dict, cst.DictComp, cst.List, cst.ListComp)
_MAX_NAMES = 5
MAX_ELEMENTS = 1_000


def element(node: cst.Subscript, point: Point, value: Values) -> Found | None:
    """What ``table[key]`` is, or one part of what is unpacked; None where it is not told."""
    if isinstance(node, Unpacked):
        return _part(node, point, value)
    index = node.slice[0].slice if len(node.slice) == 1 else None
    if not isinstance(index, cst.Index) or index.star:
        return None
    held = _held(node.value, point, value)
    if held is None:
        return _item(node, index, point, value)
    key = value(index.value, point)
    if isinstance(held, Mapping):
        return held.get(key) if isinstance(key, (int, str)) else None
    return held[key] if type(key) is int and -len(held) <= key < len(held) else None


def _item(node: cst.Subscript, index: cst.Index, point: Point, value: Values) -> Found | None:
    if not isinstance(index.value, (cst.Integer, cst.UnaryOperation)):
        return None
    key = value(index.value, point)
    return item(Expression(node.value, point), key, None) if type(key) is int else None


def _part(node: Unpacked, point: Point, value: Values) -> Found | None:
    held = _held(node.value, point, value)
    if held is None:
        return item(Expression(node.value, point), node.index, node.count)
    is_row = not isinstance(held, Mapping) and len(held) == node.count
    return held[node.index] if is_row else None


def _held(
    node: cst.BaseExpression, point: Point, value: Values
) -> Mapping[object, Found] | Sequence[Found] | None:
    """What a table has, by its keys or in order."""
    found = table_of(node, point, value)
    if found is None:
        return None
    table, at = found
    if isinstance(table, (cst.Dict, cst.DictComp, cst.Call)):
        return _elements(table, at)
    return in_line(table, at, value)


def in_line(
    table: cst.List | cst.Tuple | cst.ListComp, point: Point, value: Values
) -> Sequence[Found] | None:
    """What it has, in order."""
    if isinstance(table, cst.ListComp):
        each_time = point.reader.meanings.rounds(table.for_in, point, value)
        return None if each_time is None else [(table.elt, at) for at in each_time]
    elements = elements_of(table)
    return None if elements is None else [(each, point) for each in elements]


def unpacked(node: cst.BaseExpression, point: Point, value: Values) -> Mapping[str, Found] | None:
    """What ``**table`` gives, by its names; None where the text does not tell."""
    held = _held(node, point, value)
    if not held or not isinstance(held, Mapping):
        return None
    named = {key: each for key, each in held.items() if isinstance(key, str)}
    return named if len(named) == len(held) else None


Table = cst.Dict | cst.DictComp | cst.List | cst.ListComp | cst.Tuple | cst.Call
"""As it is written; a call is one of ``dict``, with names."""


def table_of(node: cst.BaseExpression, point: Point, value: Values) -> tuple[Table, Point] | None:
    """The table that it is; None where it is none, or may have been changed."""
    found = Expression(node, point).followed
    followed, at = found.node, found.point
    if isinstance(followed, cst.Subscript):  # in another one, which is looked at as a whole
        inner = element(followed, at, value)
        return None if inner is None else table_of(*inner, value)
    written = _thawed(followed, at)
    if isinstance(written, cst.Tuple):
        return written, at
    if not isinstance(written, _DISPLAYS) and not is_dict(written, at):
        # Each call makes one of its own.
        result = None
        if followed is node and isinstance(node, cst.Call):
            result = point.reader.meanings.result_of(node, point)
        elif isinstance(followed, cst.Attribute):
            result = point.reader.meanings.attribute(followed, at)
            if result is not None and not isinstance(result[0], cst.Tuple):
                return None
        return None if result is None else table_of(*result, value)
    assert isinstance(written, (*_DISPLAYS, cst.Call))
    # What a star of a function collects belongs to the one call.
    is_here = followed is node or _is_collected(node, followed, point)
    return (written, at) if is_here or _is_only_read(followed, at) else None


def _is_collected(node: cst.BaseExpression, found: cst.BaseExpression, point: Point) -> bool:
    if not isinstance(node, cst.Name) or not point.block.scope.is_one_call:
        return False
    binding = point.block.own(node.value)
    return isinstance(binding, Assigned) and binding.expression is found


def _thawed(node: cst.BaseExpression, point: Point) -> cst.BaseExpression:
    """``{...}`` of ``MappingProxyType({...})``."""
    if not isinstance(node, cst.Call) or len(node.args) != 1:
        return node
    called = resolve(node.func, point).qualified
    return node.args[0].value if called == _FROZEN else node


def is_dict(node: cst.BaseExpression, point: Point) -> bool:
    """Whether it is ``dict(...)`` with names, after other tables or none."""
    return (
        isinstance(node, cst.Call)
        and all(each.keyword or each.star != "*" for each in node.args)
        and resolve(node.func, point).qualified == "builtins.dict"
    )


def _elements(table: cst.Dict | cst.DictComp | cst.Call, point: Point) -> Mapping[object, Found]:
    """By their keys; empty where not all of these are known."""
    module = point.reader.module
    if module is None:
        return {}
    if point.block.scope.is_one_call:
        return _read_elements(table, point)  # in another call it has others
    return once_by(id(table), module, _read_elements, table, point)


def _read_elements(
    table: cst.Dict | cst.DictComp | cst.Call, point: Point
) -> Mapping[object, Found]:
    found: dict[object, Found] = {}
    if isinstance(table, cst.Call):
        for argument in table.args:
            if argument.keyword is not None:
                found[argument.keyword.value] = (argument.value, point)
                continue
            before = unpacked(argument.value, point, _value)
            if before is None:
                return {}
            found.update(before)
        return found
    if isinstance(table, cst.DictComp):
        for at in point.reader.meanings.rounds(table.for_in, point, _value) or ():
            key = _value(table.key, at)
            if not isinstance(key, (int, str)):
                return {}
            found[key] = (table.value, at)
        return found
    if len(table.elements) > MAX_ELEMENTS:
        return {}
    for each in table.elements:
        if isinstance(each, cst.StarredDictElement):
            inner = unpacked(each.value, point, _value)
            if inner is None:
                return {}
            found.update(inner)
            continue
        if not isinstance(each, cst.DictElement):
            return {}
        key = Expression(each.key, point).value
        if not isinstance(key, (int, str)):
            return {}
        found[key] = (each.value, point)
    return found


def _value(node: cst.BaseExpression, point: Point) -> object:
    return Expression(node, point).value


# Whether nobody changes it


def _is_only_read(written: cst.BaseExpression, point: Point) -> bool:
    """Whether no module of the program puts anything into what is assigned here, or hands it on."""
    module = point.reader.module
    if module is None:
        return False
    return once_by(id(written), module, _is_left_alone, written, module)


def _is_left_alone(written: cst.BaseExpression, module: Module) -> bool:
    tree = tree_of(module.document)
    name = _name_of(written, tree)
    if name is None or isinstance(next(tree.scopes(written), None), LOCAL):
        return False
    depths = {name: _depth(written)}
    names = [name]
    for called in names:
        if len(names) > _MAX_NAMES:
            return False
        for other in (module, *module.outside.saying(called)):
            its = tree_of(other.document)
            depth = depths[called]
            again: list[tuple[str | None, int]] = [(each, depth) for each in _aliases(called, its)]
            again += (
                _named_again(node, depth, its)
                for node in _uses(called, its)
                if not _is_harmless(node, depth, its)
            )
            if any(each is None or depths.setdefault(each, at) != at for each, at in again):
                return False
            names += [each for each in depths if each not in names]
            if any(_may_fetch(string, called, its) for string in its.strings):
                return False
    return not (looks_through_itself(module) or module.outside.is_looked_through())


def _named_again(node: cst.BaseExpression, depth: int, tree: Tree) -> tuple[str | None, int]:
    """What a statement of the module calls it, or a table in it, and how deep that one is."""
    parent = tree.parent(node)
    while isinstance(parent, cst.Subscript) and parent.value is node:
        node, parent, depth = parent, tree.parent(parent), depth - 1
    is_local = isinstance(next(tree.scopes(node), None), LOCAL)
    return None if is_local or tree.is_binding(node) else _name_of(node, tree), depth


def _name_of(written: cst.BaseExpression, tree: Tree) -> str | None:
    """The one name that the statement gives it."""
    statement = tree.parent(written)
    if isinstance(statement, cst.Assign) and len(statement.targets) == 1:
        target = statement.targets[0].target
    elif isinstance(statement, cst.AnnAssign):
        target = statement.target
    else:
        return None
    return target.value if isinstance(target, cst.Name) else None


def _depth(node: cst.CSTNode) -> int:
    """How often something can be taken out until it is no table any more."""
    inner: list[cst.CSTNode] = []
    is_table = True
    if isinstance(node, cst.Call):
        inner = [each.value for each in node.args]
        is_table = isinstance(node.func, cst.Name) and node.func.value == "dict"
    elif isinstance(node, (cst.Dict, cst.List, cst.Set, cst.Tuple)):
        inner = [each.value for each in node.elements]
    elif isinstance(node, (cst.DictComp, cst.ListComp)):
        inner = [node.value if isinstance(node, cst.DictComp) else node.elt]
    else:
        return 0
    return max(map(_depth, inner), default=0) + is_table


def _uses(name: str, tree: Tree) -> Iterator[cst.BaseExpression]:
    """Where the name may stand for the table; a function may have one of its own."""
    for node in tree.names.get(name, ()):
        scope = tree.binding_scope(node)
        if not isinstance(scope, LOCAL) or tree.imported(name, scope) is not None:
            yield node
    yield from tree.attributes.get(name, ())


def _may_fetch(string: cst.SimpleString, name: str, tree: Tree) -> bool:
    """Whether the text may be what somebody gets it by: ``getattr(settings, "HOURS")``."""
    text = text_of(string)
    if text is None or text.rpartition(".")[2] != name or _is_of_environment(string, tree):
        return False
    above = (each for _, each in upwards(string, tree.parent))
    statement = next((each for each in above if isinstance(each, cst.BaseSmallStatement)), None)
    return statement is None or "__all__" not in names_of(statement)


def _is_of_environment(string: cst.SimpleString, tree: Tree) -> bool:
    """Whether the text names a variable of the environment: ``os.environ.get("STAGE")``."""
    given = tree.parent(string)
    around = None if given is None else tree.parent(given)
    if isinstance(around, cst.Call):
        is_first = around.args[0] is given
        return is_first and tree.imported_by(around.func) in ("os.environ.get", "os.getenv")
    taken = None if around is None else tree.parent(around)
    return isinstance(taken, cst.Subscript) and tree.imported_by(taken.value) == "os.environ"


def _aliases(name: str, tree: Tree) -> Iterator[str]:
    """What else a module calls it."""
    for node in tree.imports:
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                if alias.evaluated_name == name and alias.evaluated_alias not in (None, name):
                    assert alias.evaluated_alias is not None
                    yield alias.evaluated_alias


def _is_harmless(node: cst.BaseExpression, depth: int, tree: Tree) -> bool:
    """Whether what is done with the name leaves the table as it is."""
    parent = tree.parent(node)
    if tree.is_binding(node):
        return not isinstance(parent, cst.AugAssign)
    taken = 0
    while isinstance(parent, cst.Subscript) and parent.value is node:
        if tree.is_binding(parent):
            return False
        node, parent, taken = parent, tree.parent(parent), taken + 1
    if isinstance(parent, cst.Attribute):
        is_read = parent.attr.value in _READING and taken + 1 >= depth
        return is_read or (taken >= depth and not tree.is_binding(parent))
    return taken >= depth or _is_looked_at(node, parent, tree, is_flat=taken + 1 >= depth)


def _is_looked_at(
    node: cst.CSTNode, parent: cst.CSTNode | None, tree: Tree, *, is_flat: bool
) -> bool:
    """Whether a table itself is only looked at; `is_flat` says that it has no others in it."""
    if isinstance(parent, (cst.Comparison, cst.ComparisonTarget, cst.Expr)):
        return True
    if isinstance(parent, cst.Arg):
        call = tree.parent(parent)
        is_reader = isinstance(call, cst.Call) and tree.is_builtin(call.func, *_READERS)
        return is_flat and (bool(parent.star) or is_reader)
    if isinstance(parent, (cst.For, cst.CompFor)):
        return is_flat and parent.iter is node
    if isinstance(parent, cst.Assign) and parent.value is node:  # unpacked
        return is_flat and not any(isinstance(each.target, cst.Name) for each in parent.targets)
    copied = (cst.BinaryOperation, cst.StarredDictElement, cst.StarredElement)
    return is_flat and isinstance(parent, copied)
