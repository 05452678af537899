"""What is imported for type checkers only, under ``if TYPE_CHECKING:`` at the top level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import STAR, bound_names, names_imported
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Reader
from spakky_lint.syntax.framework import STAR_EXPORTS
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelled import package_of
from spakky_lint.syntax.unreported import is_type_checking


@dataclass(frozen=True, slots=True, eq=False)
class TypingImport:
    names: Mapping[str, str]
    """The names that it binds, and that nothing else of the module does, to what they import."""
    statement: Place
    """The line, or the lines, of the import."""
    is_single: bool
    """Whether nothing else stands on that line."""
    block: Place
    """The ``if`` that it stands in."""
    is_alone: bool
    """Whether nothing else stands in that."""


@once_a_module
def typing_imports(module: Module) -> tuple[TypingImport, ...]:
    """The imports that never run, as far as they are certain."""
    if "TYPE_CHECKING" not in module.text:
        return ()
    return tuple(_imports(module.root, module.body.reader))


def _imports(body: cst.Module, reader: Reader) -> Iterator[TypingImport]:
    blocks = [node for node in body.body if isinstance(node, cst.If) and _is_for_checkers(node)]
    others = [node for node in body.body if node not in blocks and not _is_known_star(node, body)]
    bound = bound_names(cst.IndentedBlock(others))
    if STAR in bound:
        return  # it may bind any of the names
    for block in blocks:
        lines = block.body.body
        for line in lines:
            if not isinstance(line, cst.SimpleStatementLine):
                continue
            for statement in line.body:
                if isinstance(statement, (cst.Import, cst.ImportFrom)):
                    names = _names(statement)
                    yield TypingImport(
                        {name: names[name] for name in names if name not in bound},
                        reader.place(line),
                        len(line.body) == 1,
                        reader.place(block),
                        len(lines) == 1,
                    )


def _is_known_star(node: cst.CSTNode, body: cst.Module) -> bool:
    """Whether it is `from spakky.task import *`, which binds nothing but the framework's names."""
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return False
    statement = node.body[0]
    return (
        isinstance(statement, cst.ImportFrom)
        and isinstance(statement.names, cst.ImportStar)
        and package_of(statement) in STAR_EXPORTS
    )


def _is_for_checkers(node: cst.If) -> bool:
    return is_type_checking(node.test) is True and node.orelse is None


def _names(node: cst.Import | cst.ImportFrom) -> Mapping[str, str]:
    bound = [name for name in names_imported(node) if name != STAR]
    if isinstance(node, cst.Import) or isinstance(node.names, cst.ImportStar):
        return dict.fromkeys(bound, "")
    imported = [alias.evaluated_name for alias in node.names]
    return dict(zip(bound, imported, strict=True))
