"""Suites that run in some processes only, never, or are meant to fail: by what stands above."""

from __future__ import annotations

from spakky_lint.syntax import cst
from spakky_lint.syntax.spelled import last_name
from spakky_lint.syntax.strings import text_of

_EXPECTING = ("raises", "assertRaises", "assertRaisesRegex")


def expects_failure(item: cst.BaseExpression) -> bool:
    """Whether it is `pytest.raises(...)`, `self.assertRaises(...)` or the like."""
    return isinstance(item, cst.Call) and last_name(item.func) in _EXPECTING


def is_type_checking(test: cst.BaseExpression) -> bool | None:
    """True for ``TYPE_CHECKING``, False for ``not TYPE_CHECKING``, None for any other test."""
    is_negated = isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not)
    if isinstance(test, cst.UnaryOperation) and is_negated:
        test = test.expression
    return not is_negated if last_name(test) == "TYPE_CHECKING" else None


def is_unreported(node: cst.CSTNode) -> bool:
    """Whether the suite of this statement is one of them."""
    if isinstance(node, cst.If):
        return is_type_checking(node.test) is True
    return isinstance(node, cst.With) and any(expects_failure(item.item) for item in node.items)


def is_main(test: cst.BaseExpression) -> bool:
    """Whether it is ``__name__ == "__main__"``, either way round: what stands there runs alone."""
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return False
    comparison = test.comparisons[0]
    sides = (test.left, comparison.comparator)
    return (
        isinstance(comparison.operator, cst.Equal)
        and any(isinstance(side, cst.Name) and side.value == "__name__" for side in sides)
        and any(text_of(side) == "__main__" for side in sides)
    )
