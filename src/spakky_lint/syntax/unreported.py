"""Suites that never run, or are meant to fail: what stands in them is not judged."""

from __future__ import annotations

import libcst as cst

from spakky_lint.syntax.spelled import last_name

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
