"""Everything that is written in a module, found by its name: what stands where, and in what.

It costs a fraction of the parse and is asked last: by a rule that is about to report, or where a
search of the text says that there may be something to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import names_imported
from spakky_lint.syntax.calls import parameter_names, positional_parameters
from spakky_lint.syntax.children import parts_by_kind, upwards
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.scopes import joined
from spakky_lint.syntax.spelled import dotted_name, first_name, package_of
from spakky_lint.syntax.strings import string_value

ScopeNode = cst.Module | cst.ClassDef | cst.FunctionDef | cst.Lambda | cst.BaseComp

_SCOPES = frozenset(
    {
        *(cst.Module, cst.ClassDef, cst.FunctionDef, cst.Lambda, cst.GeneratorExp),
        *(cst.ListComp, cst.SetComp, cst.DictComp),
    }
)
COMPREHENSIONS = (cst.BaseSimpleComp, cst.DictComp)
LOCAL = (cst.FunctionDef, cst.Lambda, *COMPREHENSIONS)
"""The scopes whose names nobody else sees."""
_IMPORTS = frozenset({cst.Import, cst.ImportFrom})
_KEPT = frozenset({*_IMPORTS, cst.SimpleString, cst.Global, cst.Nonlocal, cst.NamedExpr})
"""The kinds that are noted as such."""
_IN_ANNOTATIONS = frozenset(
    {
        *(cst.BinaryOperation, cst.Element, cst.Index, cst.List, cst.Subscript),
        cst.SubscriptElement,
    }
)
_LONGEST_TYPE = 200
# Nodes have a metaclass that makes isinstance slow, so that kinds are looked up by their types.
_SEVERAL = frozenset({cst.Element, cst.List, cst.StarredElement, cst.Tuple})
_WITH_TARGETS = frozenset(
    {cst.AnnAssign, cst.AugAssign, cst.CompFor, cst.Del, cst.For, cst.NamedExpr}
)
_WITH_NAMES = frozenset({cst.ClassDef, cst.FunctionDef, cst.Param, cst.TypeAlias})
_BINDING = frozenset(
    {
        *(cst.AsName, cst.AssignTarget, cst.MatchAs, cst.MatchMapping, cst.MatchStar),
        *(cst.ParamSpec, cst.TypeVar, cst.TypeVarTuple),
    }
)


_WITH_PARAMETERS = (cst.FunctionDef, cst.Lambda)


class Tree:
    """The nodes of one module by what they name, each with the node that it is a part of."""

    def __init__(self, module: cst.Module) -> None:
        self.module = module
        self.parents: dict[int, cst.CSTNode] = {}
        self.names: dict[str, list[cst.Name]] = {}
        """Names that are read or bound; those of attributes, keywords and imports are none."""
        self.attributes: dict[str, list[cst.Attribute]] = {}
        self.keywords: dict[str, list[cst.Arg]] = {}
        self.strings: list[cst.SimpleString] = []
        self.imports: list[cst.Import | cst.ImportFrom] = []
        self.declared: list[cst.Global | cst.Nonlocal] = []
        self.walruses: list[cst.NamedExpr] = []
        self._binders: dict[str, frozenset[int]] = {}
        self._read(module)
        for string in [found for found in self.strings if self._is_in_annotation(found)]:
            self._read_quoted(string)

    def _is_in_annotation(self, string: cst.SimpleString) -> bool:
        kinds = (type(above) for _, above in upwards(string, self.parent))
        return next((each for each in kinds if each not in _IN_ANNOTATIONS), None) is cst.Annotation

    def _read_quoted(self, string: cst.SimpleString) -> None:
        """The names in a type that is written as a text."""
        text = string_value(string)
        if not isinstance(text, str) or len(text) > _LONGEST_TYPE:
            return
        try:
            parsed = cst.parse_expression(text.strip())
        except (cst.ParserSyntaxError, cst.CSTValidationError, ValueError, RecursionError):
            return
        self.parents[id(parsed)] = string
        self._read(parsed)

    def _read(self, root: cst.CSTNode) -> None:
        parents = self.parents
        waiting: list[cst.CSTNode] = [root]
        while waiting:
            node = waiting.pop()
            kind = type(node)
            if kind is cst.Name:
                assert isinstance(node, cst.Name)
                self.names.setdefault(node.value, []).append(node)
                continue
            if kind is cst.Attribute:
                assert isinstance(node, cst.Attribute)
                self.attributes.setdefault(node.attr.value, []).append(node)
                parents[id(node.value)] = node
                waiting.append(node.value)
                continue
            if kind is cst.Arg:
                assert isinstance(node, cst.Arg)
                if node.keyword is not None:
                    self.keywords.setdefault(node.keyword.value, []).append(node)
                parents[id(node.value)] = node
                waiting.append(node.value)
                continue
            if kind not in _KEPT:
                parts = parts_by_kind[kind](node)
                for part in parts:
                    parents[id(part)] = node
                waiting += parts[::-1]
                continue
            if kind in _IMPORTS:
                self.imports.append(node)  # type: ignore[arg-type]  # one of the two
                continue
            if kind is cst.SimpleString:
                self.strings.append(node)  # type: ignore[arg-type]  # it is one
                continue
            if kind is cst.Global or kind is cst.Nonlocal:
                self.declared.append(node)  # type: ignore[arg-type]  # one of the two
                continue
            self.walruses.append(node)  # type: ignore[arg-type]  # it is one
            for part in parts_by_kind[kind](node)[::-1]:
                parents[id(part)] = node
                waiting.append(part)

    @cached_property
    def _volatile(self) -> frozenset[str]:
        return frozenset(item.name.value for node in self.declared for item in node.names)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return self.parents.get(id(node))

    def call_of(self, node: cst.CSTNode) -> cst.Call | None:
        """The call that calls it."""
        parent = self.parent(node)
        return parent if isinstance(parent, cst.Call) and parent.func is node else None

    def scopes(self, node: cst.CSTNode) -> Iterator[ScopeNode]:
        """The scopes that an expression stands in, from the inside; the module is the last."""
        child, parent = node, self.parent(node)
        while parent is not None:
            if type(parent) in _SCOPES and _runs_inside(child, parent):
                yield parent  # type: ignore[misc]  # one of the kinds of scopes
            elif isinstance(parent, cst.Param) and child is parent.name:
                above = (each for _, each in upwards(parent, self.parent))
                yield next(each for each in above if isinstance(each, _WITH_PARAMETERS))
            child, parent = parent, self.parent(parent)

    def functions_around(self, node: cst.CSTNode) -> Iterator[cst.FunctionDef]:
        return (found for found in self.scopes(node) if isinstance(found, cst.FunctionDef))

    def binding_scope(self, name: cst.Name) -> ScopeNode | None:
        """The scope whose name it is; None for one that nothing binds, such as a built-in."""
        return self._scope_of(name.value, self.scopes(name))

    def _scope_of(self, name: str, scopes: Iterator[ScopeNode]) -> ScopeNode | None:
        is_innermost, skips_to_module = True, False
        for scope in scopes:
            if isinstance(scope, cst.Module):
                return scope if self.binds(scope, name) else None
            if skips_to_module or (isinstance(scope, cst.ClassDef) and not is_innermost):
                continue
            # A comprehension sees the class that it stands in through its first iterable only.
            is_innermost = is_innermost and isinstance(scope, COMPREHENSIONS)
            if name in self._volatile and not isinstance(scope, (cst.Lambda, *COMPREHENSIONS)):
                declared = self._declares(scope, name)
                if declared is not None:
                    skips_to_module = isinstance(declared, cst.Global)
                    continue
            if self.binds(scope, name):
                return scope
        return None

    def _declares(self, scope: ScopeNode, name: str) -> cst.Global | cst.Nonlocal | None:
        for node in self.declared:
            is_named = any(item.name.value == name for item in node.names)
            if is_named and next(self.scopes(node), None) is scope:
                return node
        return None

    def binds(self, scope: ScopeNode, name: str) -> bool:
        """Whether the scope itself binds the name."""
        # Asked first, as it is what most names are asked for: `self`.
        if type(scope) is cst.FunctionDef and name in parameter_names(scope.params):
            return True
        if name not in self._binders:
            self._binders[name] = frozenset(id(found) for found in self._scopes_that_bind(name))
        return id(scope) in self._binders[name]

    def _scopes_that_bind(self, name: str) -> Iterator[ScopeNode]:
        bindings: list[cst.CSTNode] = [
            node for node in self.names.get(name, ()) if self.is_binding(node)
        ]
        bindings += [node for node in self.imports if name in names_imported(node)]
        for node in bindings:
            scopes = self.scopes(node)
            if isinstance(self.parent(node), cst.NamedExpr):
                scopes = (found for found in scopes if not isinstance(found, COMPREHENSIONS))
            scope = next(scopes)
            yield self.module if self._declares(scope, name) else scope

    def imported(self, name: str, scope: ScopeNode) -> str | None:
        """What the scope imports under that name, if it binds it to nothing else."""
        found = {
            qualified
            for node in self.imports
            if name in names_imported(node) and next(self.scopes(node)) is scope
            for qualified in imported_as(name, node)
        }
        if len(found) != 1 or any(map(self.is_binding, self.occurrences(name, scope))):
            return None
        return found.pop()

    def imported_by(self, expression: cst.BaseExpression) -> str | None:
        """The qualified name of what the expression's first name is imported as, in its scope."""
        node = first_name(expression)
        scope = None if node is None else self.binding_scope(node)
        found = None if node is None or scope is None else self.imported(node.value, scope)
        if node is None or found is None:
            return None
        return found + dotted_name(expression).removeprefix(node.value)

    def method_of_self(self, node: cst.BaseExpression | None) -> cst.FunctionDef | None:
        """The method whose own object the name stands for: its first parameter."""
        scope = self.binding_scope(node) if isinstance(node, cst.Name) else None
        if not isinstance(scope, cst.FunctionDef) or not isinstance(node, cst.Name):
            return None
        first = next(iter(positional_parameters(scope.params)), None)
        if first is None or first.name.value != node.value:
            return None
        return scope if isinstance(next(self.scopes(scope), None), cst.ClassDef) else None

    def is_binding(self, node: cst.BaseExpression) -> bool:
        """Whether the name, attribute or item is set or deleted here, and not read."""
        child: cst.CSTNode = node
        parent = self.parent(child)
        while parent is not None and type(parent) in _SEVERAL:
            child, parent = parent, self.parent(parent)
        kind = type(parent)
        if kind in _WITH_TARGETS:
            return parent.target is child  # type: ignore[union-attr]  # all of these have one
        if kind in _WITH_NAMES:
            return parent.name is child  # type: ignore[union-attr]  # all of these have one
        return kind in _BINDING

    def is_builtin(self, name: cst.BaseExpression, *names: str) -> bool:
        """Whether it is a built-in of one of these names, which nothing in the module binds."""
        return (
            isinstance(name, cst.Name) and name.value in names and self.binding_scope(name) is None
        )

    def occurrences(self, name: str, scope: ScopeNode) -> Iterator[cst.Name]:
        """Every place where the name is, or may be, the one that the scope binds."""
        for node in self.names.get(name, ()):
            found = self.binding_scope(node)
            if found is scope:
                yield node
            elif isinstance(found, cst.ClassDef):
                # Before the class body binds it, it means what it means around the class.
                around = (each for each in self.scopes(found))
                if self._scope_of(name, around) is scope:
                    yield node


def imported_as(name: str, node: cst.Import | cst.ImportFrom) -> Iterator[str]:
    """What the statement imports under that name; stars are not read."""
    for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
        imported = alias.evaluated_name
        if alias.asname is None and imported.partition(".")[0] == name:
            imported = name
        elif alias.evaluated_alias != name:
            continue
        yield joined(package_of(node), imported) if isinstance(node, cst.ImportFrom) else imported


def _runs_inside(child: cst.CSTNode, scope: cst.CSTNode) -> bool:
    if isinstance(scope, (cst.ClassDef, cst.FunctionDef, cst.Lambda)):
        return child is scope.body
    return True


_known: WeakKeyDictionary[Document, Tree] = WeakKeyDictionary()


def tree_of(document: Document) -> Tree:
    """The tree of the document, read once."""
    found = _known.get(document)
    if found is None:
        found = _known[document] = Tree(document.module)
    return found
