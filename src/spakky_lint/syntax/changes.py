"""What a module binds, assigns or deletes out of the order of its statements.

``global`` and ``:=`` bind names where the statements are not read; attributes are assigned in
functions that run any time, and by name: ``setattr``, ``vars``, ``globals()``, a test's patch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from weakref import WeakKeyDictionary

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import names_imported
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.spelled import key_of, last_name
from spakky_lint.syntax.strings import text_of
from spakky_lint.syntax.tree import LOCAL, Tree, tree_of
from spakky_lint.syntax.words import places_of

# These say only where nothing can be found.
_DECLARATION = regex(r"(?:\A|[\r\n\f;:])[ \t\f]*(?:global|nonlocal)\b")
_WORDS = (
    *("setattr", "delattr", "__setattr__", "__delattr__", "__dict__", "globals", "locals", "vars"),
    *("exec", "modules", "patch"),
)
_IN_WORD = regex(r"\w")
_FINDS_MODULES = ("__import__", "import_module", "modules")
_READS = frozenset({"copy", "get", "items", "keys", "values", "__contains__", "__getitem__"})
"""Methods of a namespace that leave it as it is."""
_READERS = (
    *("bool", "dict", "frozenset", "isinstance", "iter", "len", "list", "print", "repr", "set"),
    *("sorted", "str", "tuple"),
)
"""Built-ins that do."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One attribute, or a name of a module, that is set or deleted."""

    node: cst.CSTNode
    """What does it: the target, or the call."""
    owner: cst.BaseExpression | None = None
    """What has the attribute: ``x`` of ``x.NAME = ...`` and ``setattr(x, "NAME", ...)``."""
    dotted: str | None = None
    """The same where a text names it: ``shop.clock`` of ``patch("shop.clock.NAME")``."""
    is_own: bool = False
    """Whether it is a name of this very module: ``globals()["NAME"] = ...``."""
    attribute: str | None = None
    """The name; None where it is computed, so that it may be any."""
    value: cst.BaseExpression | None = None
    """What it is set to, where that is written."""

    @property
    def is_of_anything(self) -> bool:
        """Whether nothing tells what is changed."""
        return self.owner is None and self.dotted is None and not self.is_own


def volatile_names(document: Document) -> frozenset[str]:
    """Names bound where the statements are not read: ``global`` in a function, ``:=``."""
    text = document.text
    is_declared = ("global" in text or "nonlocal" in text) and _DECLARATION.search(text)
    if not is_declared and ":=" not in text:
        return frozenset()
    tree = tree_of(document)
    names = {item.name.value for node in tree.declared for item in node.names}
    names.update(node.target.value for node in tree.walruses if isinstance(node.target, cst.Name))
    return frozenset(names)


def may_change(attribute: str, document: Document) -> bool:
    """Whether the module sets an attribute of that name of anything, be it by a computed name."""
    tree = tree_of(document)
    return any(map(tree.is_binding, tree.attributes.get(attribute, ()))) or any(
        change.attribute in (None, attribute) and not _is_of_self(change, tree)
        for change in changes_by_name(document)
    )


def names_bound_unseen(document: Document) -> frozenset[str | None]:
    """What the module may bind of its own otherwise than by its statements; None for any name."""
    if not _has_any((*_WORDS, "import_module", "__import__"), document.text):
        return frozenset()
    reaches_itself = _reaches_itself(tree_of(document))
    return frozenset(
        change.attribute
        for change in changes(document)
        if change.is_own or change.is_of_anything or (reaches_itself and change.owner)
    )


def _has_any(words: Iterable[str], text: str) -> bool:
    """Whether one stands by itself."""
    return any(True for word in words for _ in places_of(word, text, _IN_WORD.match))


def changes(document: Document) -> Iterator[Change]:
    """Every attribute that the module sets or deletes, in whatever way."""
    for name in tree_of(document).attributes:
        yield from _by_assignment(name, document)
    yield from changes_by_name(document)


def changes_of(attribute: str, document: Document) -> Iterator[Change]:
    """Those that may be of an attribute of that name."""
    yield from _by_assignment(attribute, document)
    for change in changes_by_name(document):
        if change.attribute in (None, attribute):
            yield change


def _by_assignment(attribute: str, document: Document) -> Iterator[Change]:
    tree = tree_of(document)
    for node in tree.attributes.get(attribute, ()):
        if attribute != "__dict__" and tree.is_binding(node):
            yield Change(node, node.value, attribute=attribute, value=_assigned(node, tree))


_by_name: WeakKeyDictionary[Document, tuple[Change, ...]] = WeakKeyDictionary()


def changes_by_name(document: Document) -> tuple[Change, ...]:
    """Those that are no assignments: ``setattr``, ``vars(x)[...]``, ``exec``, patches."""
    found = _by_name.get(document)
    if found is None:
        found = _by_name[document] = tuple(_found_by_name(document))
    return found


def _found_by_name(document: Document) -> Iterator[Change]:
    if _has_any(_WORDS, document.text):
        tree = tree_of(document)
        for read in (_by_setattr, _by_namespace, _by_patch, _by_execution):
            yield from read(tree)


def _assigned(node: cst.CSTNode, tree: Tree) -> cst.BaseExpression | None:
    parent = tree.parent(node)
    statement = tree.parent(parent) if isinstance(parent, cst.AssignTarget) else parent
    return statement.value if isinstance(statement, (cst.Assign, cst.AnnAssign)) else None


def _is_of_self(change: Change, tree: Tree) -> bool:
    """Whether a method changes nothing but its own instance."""
    method = tree.method_of_self(change.owner)
    return method is not None and not method.decorators


def _reaches_itself(tree: Tree) -> bool:
    """Whether the module may get hold of itself as an object."""
    return (
        any(
            isinstance(node.value, cst.Name) and node.value.value == "sys"
            for node in tree.attributes.get("modules", ())
        )
        or any(name in names_imported(node) for name in _FINDS_MODULES for node in tree.imports)
        or any(
            not isinstance(tree.binding_scope(node), LOCAL)
            for name in _FINDS_MODULES
            for node in tree.names.get(name, ())
        )
        or "import_module" in tree.attributes
    )


# setattr


def _by_setattr(tree: Tree) -> Iterator[Change]:
    for name in ("setattr", "delattr"):
        for node in (*tree.names.get(name, ()), *tree.attributes.get(name, ())):
            if isinstance(node, cst.Name) and tree.binding_scope(node) is not None:
                continue  # one of the module's own
            call = tree.call_of(node)
            yield Change(node) if call is None else _set(call, call.args, None)
    for name in ("__setattr__", "__delattr__"):
        for attribute in tree.attributes.get(name, ()):
            call = tree.call_of(attribute)
            if call is None:
                yield Change(attribute, attribute.value)
                continue
            has_owner = len(call.args) > (2 if name == "__setattr__" else 1)
            yield _set(call, call.args, None if has_owner else attribute.value)


def _set(call: cst.Call, arguments: Sequence[cst.Arg], owner: cst.BaseExpression | None) -> Change:
    if any(argument.star for argument in arguments):
        return Change(call)
    values = [argument.value for argument in arguments]
    if owner is None:
        if not values:
            return Change(call)
        owner, *values = values
        dotted = text_of(owner)
        if dotted is not None and "." in dotted:  # monkeypatch.setattr("shop.clock.NAME", 7)
            module, _, name = dotted.rpartition(".")
            return Change(call, None, module, False, name, values[0] if values else None)
    attribute = text_of(values[0]) if values else None
    return Change(call, owner, None, False, attribute, values[1] if len(values) > 1 else None)


# Namespaces


def _by_namespace(tree: Tree) -> Iterator[Change]:
    for attribute in tree.attributes.get("__dict__", ()):
        if tree.is_binding(attribute):
            yield Change(attribute, attribute.value)
        else:
            yield from _of_namespace(attribute, attribute.value, False, tree)
    for name in ("globals", "locals", "vars"):
        for node in tree.names.get(name, ()):
            if tree.binding_scope(node) is not None:
                continue
            call = tree.call_of(node)
            if call is None:
                yield Change(node)
            elif call.args:
                yield from _of_namespace(call, call.args[0].value, False, tree)
            elif name == "globals" or isinstance(next(tree.scopes(call)), cst.Module):
                yield from _of_namespace(call, None, True, tree)
    for attribute in tree.attributes.get("modules", ()):
        parent = tree.parent(attribute)
        if isinstance(parent, cst.Subscript) and tree.is_binding(parent):
            yield Change(parent, None, _key(parent))


def _of_namespace(
    node: cst.BaseExpression, owner: cst.BaseExpression | None, is_own: bool, tree: Tree
) -> Iterator[Change]:
    parent = tree.parent(node)
    if isinstance(parent, cst.Subscript) and parent.value is node:
        if tree.is_binding(parent):
            value = _assigned(parent, tree)
            yield Change(parent, owner, None, is_own, _key(parent), value)
    elif isinstance(parent, cst.Attribute):
        call = tree.call_of(parent)
        if parent.attr.value in _READS:
            return
        if call is None or parent.attr.value != "update":
            yield Change(parent, owner, None, is_own)
            return
        for name, value in _updated(call):
            yield Change(call, owner, None, is_own, name, value)
    elif not _is_only_read(node, parent, tree):
        yield Change(node, owner, None, is_own)


def _updated(call: cst.Call) -> Iterator[tuple[str | None, cst.BaseExpression | None]]:
    for argument in call.args:
        if argument.keyword is not None:
            yield argument.keyword.value, argument.value
        elif isinstance(argument.value, cst.Dict):
            for element in argument.value.elements:
                key = element.key if isinstance(element, cst.DictElement) else None
                yield None if key is None else text_of(key), element.value
        else:
            yield None, None


def _is_only_read(node: cst.CSTNode, parent: cst.CSTNode | None, tree: Tree) -> bool:
    if isinstance(parent, cst.Arg):
        call = tree.parent(parent)
        return parent.star == "**" or (
            isinstance(call, cst.Call) and tree.is_builtin(call.func, *_READERS)
        )
    if isinstance(parent, (cst.For, cst.CompFor)):
        return parent.iter is node
    return isinstance(
        parent, (cst.Comparison, cst.ComparisonTarget, cst.Expr, cst.StarredDictElement)
    )


# Patches, and what runs a text


def _by_patch(tree: Tree) -> Iterator[Change]:
    patches: list[cst.Name | cst.Attribute] = [*tree.names.get("patch", ())]
    patches += tree.attributes.get("patch", ())
    for node in patches:
        parent = tree.parent(node)
        if isinstance(parent, cst.Attribute):
            call = tree.call_of(parent)
            if call is not None and call.args:
                yield from _patched(parent.attr.value, call)
        else:
            call = tree.call_of(node)
            if call is not None and call.args:
                dotted = text_of(call.args[0].value)
                if dotted is not None and _is_dotted(dotted):
                    module, _, attribute = dotted.rpartition(".")
                    yield Change(call, None, module, False, attribute)
                elif dotted is None and _is_of_mock(node):
                    yield Change(call)


def _patched(how: str, call: cst.Call) -> Iterator[Change]:
    first = call.args[0].value
    dotted = text_of(first)
    if how == "object":
        yield _set(call, call.args[:2], None)
    elif how == "multiple":
        for argument in call.args[1:]:
            name = None if argument.keyword is None else argument.keyword.value
            yield Change(call, None if dotted else first, dotted, False, name)
    elif how == "dict":
        if dotted is not None:
            module, _, attribute = dotted.rpartition(".")
            yield Change(call, None, module, False, attribute)
        elif isinstance(first, cst.Attribute):
            yield Change(call, first.value, attribute=first.attr.value)


def _is_of_mock(node: cst.Name | cst.Attribute) -> bool:
    """Whether it is a test's ``patch``, not that of a client that sends requests."""
    if isinstance(node, cst.Name):
        return True
    return last_name(node.value) in ("mock", "mocker")


def _by_execution(tree: Tree) -> Iterator[Change]:
    for node in tree.names.get("exec", ()):
        if tree.binding_scope(node) is None:
            yield Change(node, is_own=True)


def _key(node: cst.Subscript) -> str | None:
    key = key_of(node)
    return None if key is None else text_of(key)


def _is_dotted(text: str) -> bool:
    parts = text.split(".")
    return len(parts) > 1 and all(part.isidentifier() for part in parts)
