"""What the auth decorators say of their arguments, in the framework's own words."""

from __future__ import annotations

from itertools import product

import pytest

from spakky_lint.runtime.requirements import call_problem, parameters, usage
from tests.conformance.systems import REAL
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

DECORATORS = (
    "protected",
    "public_access",
    "require_permission",
    "require_policy",
    "require_relation",
    "require_role",
    "require_scope",
)
KEYWORDS = ((), ("tenant",), ("resource",), ("resource", "tenant"), ("roles",), ("role", "action"))


def refusal(name: str, positional: int, keywords: tuple[str, ...]) -> str | None:
    def boundary() -> None: ...

    try:
        getattr(REAL.api, name)(*[boundary] * positional, **dict.fromkeys(keywords, "text"))
    except TypeError as error:
        return str(error).partition(". Did you mean")[0]
    return None


@pytest.mark.parametrize("name", DECORATORS)
def test_a_call_is_refused_by_both_in_the_same_words(name: str) -> None:
    for positional, keywords in product(range(4), KEYWORDS):
        problem = call_problem(name, positional, keywords)
        ours = None if problem is None else problem.error
        assert ours == refusal(name, positional, keywords), (positional, keywords)


def test_the_words_are_those_of_any_python() -> None:
    problem = call_problem("require_role", 0, ["rol"])
    assert problem is not None
    assert problem.error == "require_role() got an unexpected keyword argument 'rol'"


@pytest.mark.parametrize("name", DECORATORS)
def test_the_argument_to_blame_is_one_that_was_given(name: str) -> None:
    for positional, keywords in product(range(4), KEYWORDS):
        problem = call_problem(name, positional, keywords)
        if problem is not None and problem.argument is not None:
            given = (*range(positional), *keywords)
            assert problem.argument in given


def test_the_usage_names_every_parameter() -> None:
    assert usage("protected") == "protected(obj)"
    assert usage("require_policy") == "require_policy(resource, action, *, tenant=None)"
    for name in DECORATORS:
        assert all(parameter in usage(name) for parameter in parameters(name))
