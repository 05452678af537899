"""Which names and texts occur in a module, a definition or an expression, as the tree has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import names_imported
from spakky_lint.syntax.calls import names_in
from spakky_lint.syntax.children import children, looked_up, nodes_in
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.dependencies import remembering
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.memo import once_a_module, text_mentions
from spakky_lint.syntax.names import Target, resolve
from spakky_lint.syntax.spelled import name_taken
from spakky_lint.syntax.strings import string_value
from spakky_lint.syntax.tree import LOCAL, tree_of
from spakky_lint.syntax.uses import Flow


def identifiers(function: Function) -> frozenset[str]:
    """Every name that the definition has: those of attributes, keywords and parameters too."""
    return remembering(function.__dict__, "identifiers", _identifiers, function)


def _identifiers(function: Function) -> frozenset[str]:
    return frozenset(_names(function.body.node))


def targets_of(function: Function) -> Iterator[Target]:
    """What the names in the body of a function refer to, as they are read in it."""
    flow = Flow(function.body)
    for node in nodes_in(*children(function.body.node)):
        if isinstance(node, (cst.Name, cst.Attribute)):
            yield resolve(node, flow.point)


def names_of(expression: Expression) -> frozenset[str]:
    """Every name and attribute in the expression, in a type that is written as a text too."""
    return frozenset(_names(expression.node))


def plain_names_of(expression: Expression) -> frozenset[str]:
    """The names in the expression that are looked up: no attributes, no keywords."""
    found = nodes_in(expression.node, parts=looked_up)
    return frozenset(node.value for node in found if isinstance(node, cst.Name))


def texts_of(expression: Expression) -> frozenset[str]:
    """What the texts in the expression say."""
    found = map(string_value, _strings(expression.node))
    return frozenset(text for text in found if isinstance(text, str))


def taken_from_self(method: Function) -> frozenset[str]:
    """The attributes that the method, or what it nests, takes from its object."""
    return remembering(method.__dict__, "taken from self", _taken_from_self, method)


def _taken_from_self(method: Function) -> frozenset[str]:
    if not method.parameters:
        return frozenset()
    self = method.parameters[0].name
    found = (name_taken(node, self) for node in nodes_in(method.body.node))
    return frozenset(name for name in found if name is not None)


def taken_from_super(method: Function) -> frozenset[str]:
    """The attributes that the method, or what it nests, takes from `super()`."""
    return frozenset(
        node.attr.value
        for node in nodes_in(method.body.node)
        if isinstance(node, cst.Attribute)
        and isinstance(node.value, cst.Call)
        and isinstance(node.value.func, cst.Name)
        and node.value.func.value == "super"
    )


def names_any(words: Collection[str], module: Module) -> bool:
    """Whether the module has one of the words as a name that is not local to a function.

    The names of attributes, keywords and what is imported are such, too.
    """
    if not text_mentions(tuple(words), module):
        return False
    tree = tree_of(module.document)
    if any(word in tree.attributes or word in tree.keywords for word in words):
        return True
    if any(name in words for node in tree.imports for name in _names(node)):
        return True
    return any(
        not isinstance(tree.binding_scope(node), LOCAL)
        for word in words
        for node in tree.names.get(word, ())
    )


@once_a_module
def texts(module: Module) -> frozenset[str]:
    """What the texts of the module say that are more than a statement by themselves."""
    tree = tree_of(module.document)
    used = [node for node in tree.strings if not isinstance(tree.parent(node), cst.Expr)]
    return frozenset(text for text in map(string_value, used) if isinstance(text, str))


def is_a_name(name: str, module: Module) -> bool:
    """Whether anything but what is local to a function is called so, be it only read."""
    if name not in module.text:
        return False
    tree = tree_of(module.document)
    return any(
        not isinstance(tree.binding_scope(node), LOCAL) for node in tree.names.get(name, ())
    ) or any(name in names_imported(node) for node in tree.imports)


def is_called_with_arguments(name: str, module: Module) -> bool:
    """Whether a function or method of that name is given anything."""
    if name not in module.text:
        return False
    tree = tree_of(module.document)
    for node in (*tree.names.get(name, ()), *tree.attributes.get(name, ())):
        call = tree.call_of(node)
        if call is not None and call.args:
            return True
    return False


def is_taken_by_others(name: str, module: Module) -> bool:
    """Whether an attribute of that name is taken from anything but `super()`."""
    if name not in module.text:
        return False
    tree = tree_of(module.document)
    return any(
        not (isinstance(node.value, cst.Call) and tree.is_builtin(node.value.func, "super"))
        for node in tree.attributes.get(name, ())
    )


def _names(root: cst.CSTNode) -> Iterator[str]:
    for node in nodes_in(root):
        if isinstance(node, cst.Name):
            yield node.value
        elif isinstance(node, cst.Annotation):
            for quoted in _quoted(node.annotation):
                yield from names_in(quoted)
    if isinstance(root, cst.BaseExpression):
        for quoted in _quoted(root):
            yield from _names(quoted)


def _quoted(expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Types that are written as texts."""
    for string in _strings(expression):
        text = string_value(string)
        try:
            parsed = cst.parse_expression(text.strip()) if isinstance(text, str) else None
        except (cst.ParserSyntaxError, cst.CSTValidationError, ValueError, RecursionError):
            continue
        if isinstance(parsed, (cst.Name, cst.Attribute, cst.Subscript, cst.BinaryOperation)):
            yield parsed


def _strings(root: cst.CSTNode) -> Iterator[cst.SimpleString]:
    return (node for node in nodes_in(root) if isinstance(node, cst.SimpleString))
