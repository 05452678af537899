"""Where tasks are executed directly: invocations in their bodies, and executors built by hand.

Only files that mention the framework's names for these are looked at; they are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.children import nodes_in
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import (
    ancestors,
    bases_elsewhere,
    class_of,
    is_pod,
    subclasses_of,
    with_ancestors,
)
from spakky_lint.syntax.instances import Instances, assignments_to, stored_values
from spakky_lint.syntax.mentions import texts
from spakky_lint.syntax.names import Target, resolve
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelled import last_name, name_taken
from spakky_lint.syntax.tree import Tree, tree_of
from spakky_lint.syntax.uses import Flow, ResultUse, UseKind

_INVOCATION = "DirectTaskInvocation"
_EXECUTOR = "DirectTaskExecutor"
_METHODS = ("execute", "execute_async")
_LOOK_UP = "_resolve_method"
"""What both find the method with."""


@dataclass(frozen=True, slots=True, eq=False)
class DirectInvocation:
    """``DirectTaskInvocation(...)``, with what is known of the values it is given."""

    call: Call
    types: Mapping[str, Target]
    """By keyword, the classes that the values are instances of; empty outside of bodies."""


@dataclass(frozen=True, slots=True, eq=False)
class DirectExecution:
    """``executor.execute(DirectTaskInvocation(...))``; the invocation may have a name before."""

    invocation: Call
    call: Call
    """Of ``execute`` or ``execute_async``."""
    method: Place
    """The name of that."""
    is_async: bool
    """Whether it is ``execute_async``."""
    is_awaited: bool
    uses: tuple[ResultUse, ...]
    within: FunctionDeclaration | None


@dataclass(frozen=True, slots=True, eq=False)
class UnwiredExecutor:
    """``DirectTaskExecutor()`` of which all is seen that is done with it: ``execute``."""

    call: Call
    execution: Place
    """The name of the method, where it is called first."""
    within: FunctionDeclaration | None
    """The function that builds it, None at the top level."""


DirectCall = DirectExecution | UnwiredExecutor


def direct_calls(module: Module) -> Iterator[DirectCall]:
    """Everything of these kinds in the bodies of a file."""
    if _INVOCATION in module.text or _EXECUTOR in module.text:
        for body, declaration in module.bodies:
            yield from _BodyReader(body, declaration, module).read()


def invocations(module: Module) -> Iterator[DirectInvocation]:
    """Those of a file that the framework may execute."""
    if not module.invocations:
        return
    in_bodies = {
        id(node): types
        for body, declaration in module.bodies
        for node, types in _BodyReader(body, declaration, module).invocations()
    }
    for call in module.invocations:
        types = in_bodies.get(id(call.place.node), {})
        if types is not None:
            yield DirectInvocation(call, types)


class _BodyReader:
    def __init__(self, body: Body, declaration: FunctionDeclaration | None, module: Module) -> None:
        self._flow = Flow(body)
        self._declaration = declaration
        self._module = module
        self._reader = body.reader
        self._instances = Instances(self._flow, declaration, module)

    def read(self) -> Iterator[DirectCall]:
        for node in self._flow.calls():
            name = self._target(node).framework
            if name == _EXECUTOR and not node.args:
                yield from self._unwired(node)
            elif isinstance(node.func, cst.Attribute) and node.func.attr.value in _METHODS:
                yield from self._execution(node, node.func)

    def invocations(self) -> Iterator[tuple[cst.Call, Mapping[str, Target] | None]]:
        """With the types of what they are given; None for one that an `execute` gets which the
        program has written itself.
        """
        for node in self._flow.calls():
            if self._target(node).framework == _INVOCATION:
                is_given_away = any(map(self._is_for_another, self._flow.uses(node)))
                yield node, None if is_given_away else self._types(node)

    def _target(self, node: cst.Call) -> Target:
        return resolve(node.func, self._flow.point)

    def _types(self, node: cst.Call) -> Mapping[str, Target]:
        types: dict[str, Target] = {}
        for argument in node.args:
            if argument.keyword is not None:
                instance = self._instances.of(argument.value)
                if instance is not None:
                    types[argument.keyword.value] = instance.type
        return types

    def _execution(self, node: cst.Call, callee: cst.Attribute) -> Iterator[DirectExecution]:
        call = self._flow.read(node)
        if len(call.arguments) != 1 or call.is_open:
            return
        invocation = call.arguments[0].expression.call
        if invocation is None or invocation.target.framework != _INVOCATION:
            return
        instance = self._instances.of(callee.value)
        if instance is None or not self._is_executor(instance.type, callee.attr.value):
            return
        yield DirectExecution(
            invocation,
            call,
            self._reader.place(callee.attr),
            callee.attr.value == _METHODS[1],
            self._flow.is_awaited(node),
            self._flow.uses(node),
            self._declaration,
        )

    def _is_for_another(self, use: ResultUse) -> bool:
        """Whether it is given to an `execute` that a class of the program has written itself."""
        if use.kind is not UseKind.PASSED or use.name not in _METHODS or use.call is None:
            return False
        instance = self._instances.of_receiver(use.call)
        class_ = None if instance is None else class_of(instance.type, self._module)
        return class_ is not None and self._writes(use.name, class_)

    def _is_executor(self, type_: Target, method: str) -> bool:
        """Whether it is the framework's, or inherits this method from that."""
        if type_.framework == _EXECUTOR:
            return True
        class_ = class_of(type_, self._module)
        if class_ is None or self._writes(method, class_):
            return False
        bases = [*bases_elsewhere(with_ancestors(class_, self._module), self._module)]
        return bool(bases) and all(base.framework == _EXECUTOR for base in bases)

    def _writes(self, method: str, class_: ClassDeclaration) -> bool:
        """Whether the class, or one that it inherits or is inherited by, has its own."""
        family = (class_, *ancestors(class_, self._module), *subclasses_of(class_, self._module))
        return any({method, _LOOK_UP} & member.names for member in family)

    def _unwired(self, node: cst.Call) -> Iterator[UnwiredExecutor]:
        call = self._flow.read(node)
        uses = self._flow.uses(node)
        if all(use.kind is UseKind.ATTRIBUTE and use.name in _METHODS for use in uses):
            if uses and all(use.call for use in uses) and not self._is_used_inside(node):
                yield UnwiredExecutor(call, uses[0].place, self._declaration)
            return
        kept = self._kept(node)
        if kept is not None:
            execution = self._execution_with(kept)
            if execution is not None:
                yield UnwiredExecutor(call, execution, self._declaration)

    def _is_used_inside(self, node: cst.Call) -> bool:
        """Whether a nested function or class has the name that the executor is given."""
        names = {
            name
            for name, binding in self._flow.bindings.items()
            if getattr(binding, "expression", None) is node
        }
        return bool(names) and any(
            isinstance(inner, cst.Name) and inner.value in names
            for nested in self._flow.nodes
            if isinstance(nested, (cst.FunctionDef, cst.ClassDef, cst.Lambda))
            for inner in nodes_in(nested)
        )

    def _kept(self, node: cst.Call) -> _Kept | None:
        """How the executor is reached later, unless another file may reach it too."""
        if self._declaration is None:
            for name, binding in self._flow.bindings.items():
                if getattr(binding, "expression", None) is node and name.startswith("_"):
                    return _Kept(name, None)
            return None
        owner, self_name = self._declaration.owner, self._instances.self_name
        for name, value in stored_values(self._flow, self_name):
            if value is not node or owner is None:
                continue
            if assignments_to(name, owner, self._module) == 1:
                is_private = name.startswith("_") or is_pod(owner, self._module)
                return _Kept(name, self_name) if is_private else None
        return None

    def _execution_with(self, kept: _Kept) -> Place | None:
        """The first time that the module executes with it, if it does nothing else with it."""
        if not kept.is_only_executed_in(self._module):
            return None
        for declaration in self._module.functions:
            for node in Flow(declaration.function.body).calls():
                if (
                    isinstance(node.func, cst.Attribute)
                    and node.func.attr.value in _METHODS
                    and last_name(node.func.value) == kept.name
                ):
                    return self._reader.place(node.func.attr)
        return None


@dataclass(frozen=True, slots=True)
class _Kept:
    """An executor under a name: ``_executor`` of the module, ``self._executor`` of a class."""

    name: str
    self_name: str | None
    """What has the attribute; None where it is a name of the module."""

    def is_only_executed_in(self, module: Module) -> bool:
        """Whether every mention of the name but the first is an ``execute``."""
        if self.name in texts(module):
            return False
        tree = tree_of(module.document)
        found: Sequence[cst.BaseExpression]
        if self.self_name is None:
            found = [*tree.occurrences(self.name, tree.module)]
        else:
            found = tree.attributes.get(self.name, ())
        kept = [node for node in found if not self._is_executed(node, tree)]
        return len(kept) == 1 and tree.is_binding(kept[0])

    def _is_executed(self, node: cst.BaseExpression, tree: Tree) -> bool:
        if isinstance(node, cst.Attribute) and name_taken(node, self.self_name) is None:
            return False
        method = tree.parent(node)
        if not isinstance(method, cst.Attribute) or method.attr.value not in _METHODS:
            return False
        return tree.call_of(method) is not None
