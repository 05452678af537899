"""Whether code is there to test other code: it builds and replaces handlers by hand every day."""

from __future__ import annotations

from spakky_lint.patterns import regex
from spakky_lint.program.places import is_test
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import FunctionDeclaration, Module
from spakky_lint.syntax.imported_names import dotted_imports
from spakky_lint.syntax.memo import once_a_module

_PACKAGES = ("behave", "doctest", "hypothesis", "nose", "pytest", "timeit", "unittest", "ward")
_PARTS = ("conftest", "factories", "fakes", "test", "testing", "tests")
# test_confirm, testConfirm, fake_orders, TestOrders, OrdersTests; not latest, not Testament.
_NAME = regex(
    r"(?:^|_)(?:tests?|fake|stub|mock|dummy|spy|fixture|bench|benchmark)(?![a-z])"
    r"|(?:^|[a-z0-9_])(?:Tests?|Fake|Stub|Mock|Dummy|Spy|Recording)(?![a-z])"
)


@once_a_module
def is_test_file(module: Module) -> bool:
    """Whether the file stands where tests do, or imports what only tests import."""
    view = view_of(module)
    if view is not None and is_test(view.path, view.program.top):
        return True
    if not any(word in module.text for word in (*_PACKAGES, *_PARTS)):
        return False
    return any(_is_for_tests(name.split(".")) for name in dotted_imports(module))


def _is_for_tests(parts: list[str]) -> bool:
    return parts[0] in _PACKAGES or not set(_PARTS).isdisjoint(parts)


def is_in_a_test(within: FunctionDeclaration | None, module: Module) -> bool:
    """Whether the function around belongs to a test, or to what stands in for something else."""
    around = () if within is None else (within.function, within.owner)
    return is_test_file(module) or any(
        each is not None and is_test_name(each.name) for each in around
    )


def is_test_name(name: str) -> bool:
    """Whether a function or class says of itself that it is a test, or stands in for another."""
    return _NAME.search(name) is not None
