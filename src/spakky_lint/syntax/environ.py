"""What a file writes to the environment of its own process: ``os.environ["NAME"] = "value"``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import assigned_by
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.branches import MAYBE
from spakky_lint.syntax.children import upwards
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelled import key_of, last_name
from spakky_lint.syntax.unreported import is_main
from spakky_lint.syntax.uses import Flow

_ENVIRON = "os.environ"
# It says only where nothing can be found.
MENTION = "environ"
_BRANCHES = (*MAYBE, cst.BooleanOperation)


class Written(Enum):
    SET = auto()
    DEFAULT = auto()
    """Only where it is not set: ``setdefault``."""
    REMOVED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class EnvironWrite:
    """``os.putenv`` is none: it does not change what the process itself reads."""

    key: Expression | str | None
    """None where it cannot be told which variables are written."""
    value: Expression | None
    how: Written
    place: Place
    is_in_branch: bool
    """Whether it may be left out where the rest of its function or module runs, or may be none."""
    function: Function | None
    """None at the level of the module."""


@once_a_module
def environ_writes(module: Module) -> Sequence[EnvironWrite]:
    if MENTION not in module.text:
        return ()
    return tuple(
        found
        for body, declaration in module.bodies
        for found in _written(body, None if declaration is None else declaration.function)
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    flow: Flow
    function: Function | None

    def write(
        self,
        node: cst.CSTNode,
        key: Expression | str | None,
        value: cst.BaseExpression | None,
        how: Written = Written.SET,
    ) -> EnvironWrite:
        return EnvironWrite(
            key,
            None if value is None else self.expression(value),
            how,
            self.flow.body.reader.place(node),
            _is_in_branch(node, self.flow) or not self.is_known(node),
            self.function,
        )

    def expression(self, node: cst.BaseExpression) -> Expression:
        return Expression(node, self.flow.point)

    def is_environ(self, node: cst.BaseExpression) -> bool:
        """Whether it is `os.environ`, or may be: what a function imports itself is not followed."""
        target = self.expression(node).target
        if target.qualified is None and target.declared is None:
            return last_name(node) == MENTION
        return target.qualified == _ENVIRON

    def is_known(self, node: cst.CSTNode) -> bool:
        """Whether what is written to is known to be it."""
        return any(
            isinstance(part, (cst.Attribute, cst.Name))
            and self.expression(part).target.qualified == _ENVIRON
            for part in _targets(node)
        )

    def key(self, node: cst.BaseExpression) -> Expression | None:
        """The key of ``os.environ[key]``."""
        if not isinstance(node, cst.Subscript) or not self.is_environ(node.value):
            return None
        key = key_of(node)
        return None if key is None else self.expression(key)

    def written(self, node: cst.CSTNode) -> Iterator[EnvironWrite]:
        targets, value = assigned_by(node)
        for key in map(self.key, targets):
            if key is not None and value is not None:
                yield self.write(node, key, value)
        if isinstance(node, cst.Del):
            key = self.key(node.target)
            if key is not None:
                yield self.write(node, key, None, Written.REMOVED)
        elif isinstance(node, cst.AugAssign):
            if self.is_environ(node.target):
                yield from self.mapping(node, node.value)
        elif (
            isinstance(node, cst.Call)
            and isinstance(node.func, cst.Attribute)
            and self.is_environ(node.func.value)
        ):
            yield from self.called(node, node.func.attr.value)

    def called(self, node: cst.Call, method: str) -> Iterator[EnvironWrite]:
        given = node.args
        if method == "setdefault" and len(given) == 2 and not any(each.star for each in given):
            yield self.write(node, self.expression(given[0].value), given[1].value, Written.DEFAULT)
        elif method == "pop" and given and not given[0].star:
            yield self.write(node, self.expression(given[0].value), None, Written.REMOVED)
        elif method == "clear":
            yield self.write(node, None, None, Written.REMOVED)
        elif method == "update":
            for each in given:
                if each.keyword is not None:
                    yield self.write(node, each.keyword.value, each.value)
                else:
                    yield from self.mapping(node, each.value)

    def mapping(self, node: cst.CSTNode, given: cst.BaseExpression) -> Iterator[EnvironWrite]:
        display = self.expression(given).followed.node
        if not isinstance(display, cst.Dict):
            yield self.write(node, None, None)
            return
        for element in display.elements:
            if isinstance(element, cst.DictElement):
                yield self.write(node, self.expression(element.key), element.value)
            else:
                yield self.write(node, None, None)


def _written(body: Body, function: Function | None) -> Iterator[EnvironWrite]:
    reading = _Reading(Flow(body), function)
    for node in reading.flow.nodes:
        yield from reading.written(node)


def _targets(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What a statement or a call writes to."""
    written: Sequence[cst.CSTNode] = assigned_by(node)[0]
    if isinstance(node, (cst.AugAssign, cst.Del)):
        written = [node.target]
    elif isinstance(node, cst.Call):
        written = [node.func]
    for each in written:
        yield each
        if isinstance(each, (cst.Subscript, cst.Attribute)):
            yield each.value


def _is_in_branch(node: cst.CSTNode, flow: Flow) -> bool:
    return any(
        isinstance(above, _BRANCHES) or (isinstance(above, cst.If) and not is_main(above.test))
        for _, above in upwards(node, flow.parent)
    )
