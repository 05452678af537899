"""What becomes of a value that a requirement names."""

from __future__ import annotations

from enum import Enum, StrEnum

import pytest

from spakky_lint.runtime.references import Fate, fate


class Role(Enum):
    ADMIN = "admin"


class Scope(StrEnum):
    WRITE = "write"


@pytest.mark.parametrize("value", ["admin", "", Scope.WRITE])
def test_text_is_kept(value: object) -> None:
    assert fate("require_role", "role", value) is None
    assert fate("require_policy", "action", value) is None


@pytest.mark.parametrize("value", [["admin"], {"admin"}, {}, ("admin", [])])
@pytest.mark.parametrize("parameter", ["role", "tenant"])
def test_what_cannot_be_hashed_is_refused(value: object, parameter: str) -> None:
    assert fate("require_role", parameter, value) is Fate.REFUSED


@pytest.mark.parametrize("value", [None, 7, b"admin", ("admin",), Role.ADMIN, Role])
def test_a_requirement_whose_name_is_no_text_is_dropped(value: object) -> None:
    assert fate("require_role", "role", value) is Fate.DROPPED
    assert fate("require_scope", "scope", value) is Fate.DROPPED
    assert fate("require_permission", "permission", value) is Fate.DROPPED
    assert fate("require_relation", "relation", value) is Fate.DROPPED
    assert fate("require_policy", "resource", value) is Fate.DROPPED


def test_what_narrows_a_requirement_is_rewritten() -> None:
    assert fate("require_permission", "resource", Role.ADMIN) is Fate.REWRITTEN
    assert fate("require_policy", "action", 7) is Fate.REWRITTEN
    assert fate("require_role", "tenant", Role.ADMIN) is Fate.REWRITTEN


def test_none_is_the_default_of_what_is_optional_only() -> None:
    assert fate("require_permission", "resource", None) is None
    assert fate("require_role", "tenant", None) is None
    assert fate("require_policy", "action", None) is Fate.MISSING
    assert fate("require_relation", "resource", None) is Fate.MISSING
