"""The names that a run of statements binds, known before the statements are read.

A loop needs them: in its second round they mean what the first one left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spakky_lint.syntax import cst
from spakky_lint.syntax.children import nodes_in
from spakky_lint.syntax.spelled import dotted_name, first_name, package_of

STAR = "*"


def bound_names(suite: cst.BaseSuite) -> set[str]:
    """Every name that the suite may bind, in its own scope; STAR for all that nobody sees."""
    names: set[str] = set()
    waiting: list[cst.CSTNode] = [suite]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (cst.ClassDef, cst.FunctionDef)):
            names.add(node.name.value)
        elif isinstance(node, (cst.IndentedBlock, cst.SimpleStatementSuite)):
            waiting.extend(node.body)
        elif isinstance(node, cst.SimpleStatementLine):
            for statement in node.body:
                names.update(names_of(statement))
        else:
            names.update(_header(node))
            waiting.extend(_parts(node))
    return names


def target_names(target: cst.BaseExpression) -> Iterator[str]:
    """The names in the target of an assignment; of ``a.b.c = ...`` it is ``a`` that changes."""
    waiting = [target]
    while waiting:
        node = waiting.pop()
        # By the very class: isinstance is slow on nodes, and none is subclassed.
        if type(node) is cst.Name:
            yield node.value
        elif type(node) is cst.Tuple or type(node) is cst.List:
            waiting.extend(element.value for element in reversed(node.elements))
        elif type(node) is cst.Attribute:
            waiting.append(node.value)


def captured_names(pattern: cst.CSTNode) -> Iterator[str]:
    """The names that a pattern of ``case`` binds."""
    for node in nodes_in(pattern):
        if isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
            yield node.name.value
        if isinstance(node, cst.MatchMapping) and node.rest is not None:
            yield node.rest.value


def names_of(statement: cst.BaseSmallStatement) -> Iterator[str]:
    """Those that a statement on one line binds, or takes away."""
    if isinstance(statement, cst.Assign):
        for assigned in statement.targets:
            yield from target_names(assigned.target)
    elif isinstance(statement, (cst.AnnAssign, cst.AugAssign, cst.Del)):
        yield from target_names(statement.target)
    elif isinstance(statement, (cst.Import, cst.ImportFrom)):
        yield from names_imported(statement)
    elif isinstance(statement, cst.TypeAlias):
        yield statement.name.value


def assigned_by(
    statement: cst.CSTNode | None,
) -> tuple[Sequence[cst.BaseExpression], cst.BaseExpression | None]:
    """The targets of a statement that assigns, and the value; no targets for any other."""
    if isinstance(statement, cst.Assign):
        return [each.target for each in statement.targets], statement.value
    if isinstance(statement, cst.AnnAssign):
        return [statement.target], statement.value
    return (), None


def statements_in(lines: Iterable[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The statements one by one, those of one line too."""
    for line in lines:
        if isinstance(line, cst.SimpleStatementLine):
            yield from line.body
        else:
            yield line


def imports_of(node: cst.Import | cst.ImportFrom) -> Iterator[tuple[cst.BaseExpression, str]]:
    """What it binds, each with its qualified name; of a star nothing is told."""
    if isinstance(node, cst.Import):
        for each in node.names:
            dotted = dotted_name(each.name)
            if each.asname is not None:
                yield each.asname.name, dotted
            elif (top := first_name(each.name)) is not None:
                yield top, top.value
    elif not isinstance(node.names, cst.ImportStar):
        module = package_of(node)
        separator = "" if module.endswith(".") else "."
        for each in node.names:
            bound = each.name if each.asname is None else each.asname.name
            yield bound, f"{module}{separator}{dotted_name(each.name)}"


def is_text(statement: cst.CSTNode) -> bool:
    """Whether it is a string that stands alone."""
    return isinstance(statement, cst.Expr) and isinstance(
        statement.value, (cst.SimpleString, cst.ConcatenatedString)
    )


def names_imported(node: cst.Import | cst.ImportFrom) -> Iterator[str]:
    if isinstance(node.names, cst.ImportStar):
        yield STAR
        return
    for alias in node.names:
        yield from target_names(alias.name if alias.asname is None else alias.asname.name)


def _header(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.For):
        yield from target_names(node.target)
    elif isinstance(node, cst.With):
        for item in node.items:
            if item.asname is not None:
                yield from target_names(item.asname.name)
    elif isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler)):
        if node.name is not None:
            yield from target_names(node.name.name)
    elif isinstance(node, cst.MatchCase):
        yield from captured_names(node.pattern)


def _parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.Match):
        yield from node.cases
        return
    if isinstance(node, (cst.Try, cst.TryStar)):
        yield from node.handlers
        if node.finalbody is not None:
            yield node.finalbody
    body = getattr(node, "body", None)
    if isinstance(body, cst.CSTNode):
        yield body
    orelse = getattr(node, "orelse", None)
    if isinstance(orelse, cst.CSTNode):
        yield orelse
