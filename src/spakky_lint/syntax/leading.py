"""Whether anything that an expression names may lead to tasks, through however many modules.

Told by imports alone, so that no other module is read where it cannot.
"""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.syntax import cst
from spakky_lint.syntax.children import nodes_in
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.outside import ALONE
from spakky_lint.syntax.scopes import Imported, Point, lookup

_TEXTS = (cst.SimpleString, cst.FormattedString)
"""What may be an annotation in a text."""


def may_lead_to_tasks(
    node: cst.CSTNode, point: Point, annotated: Mapping[str, Expression | None]
) -> bool:
    """`annotated` are the names at the point of which annotations alone tell what they are."""
    for each in nodes_in(node):
        if isinstance(each, _TEXTS):
            return True
        if isinstance(each, cst.Name):
            if each.value not in annotated:
                if _may_name_lead(each.value, point):
                    return True
                continue
            annotation = annotated[each.value]
            if annotation is not None and may_lead_to_tasks(annotation.node, annotation.point, {}):
                return True
    return False


def _may_name_lead(written: str, point: Point) -> bool:
    binding = lookup(point, written)
    if not isinstance(binding, Imported) or binding.otherwise:
        return binding is not None
    module, dot, name = binding.qualified.rpartition(".")
    outside, owner = point.reader.outside, module or dot
    if outside is ALONE or not dot:
        return True
    return outside.may_bring_tasks(owner, name) or outside.may_lead_to_tasks(owner, name)
