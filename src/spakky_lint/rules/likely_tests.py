"""Whether code is there to test other code: it builds and replaces handlers by hand every day."""

from __future__ import annotations

import re

_IMPORTS = re.compile(
    r"^\s*(?:import|from)\s+"
    r"(?:pytest|unittest|hypothesis|behave|ward|nose|doctest|timeit|"
    r"[\w.]*\b(?:tests?|testing|conftest|factories|fakes)\b)",
    re.MULTILINE,
)
# test_confirm, testConfirm, fake_orders, TestOrders, OrdersTests; not latest, not Testament.
_NAME = re.compile(
    r"(?:^|_)(?:tests?|fake|stub|mock|dummy|spy|fixture|bench|benchmark)(?![a-z])"
    r"|(?:^|[a-z0-9_])(?:Tests?|Fake|Stub|Mock|Dummy|Spy|Recording)(?![a-z])"
)


def is_test_file(text: str) -> bool:
    """Whether the file imports what only tests import."""
    return _IMPORTS.search(text) is not None


def is_test_name(name: str) -> bool:
    """Whether a function or class says of itself that it is a test, or stands in for another."""
    return _NAME.search(name) is not None
