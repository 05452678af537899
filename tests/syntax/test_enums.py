"""Members of enumerations, as far as the file tells what they are."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.enums import EnumMember, enum_member
from spakky_lint.syntax.unknown import UNKNOWN, Unknown
from tests.syntax.reading import function, read

IMPORTS = """
import enum
from enum import Enum, Flag, IntEnum, StrEnum, auto, unique
from elsewhere import Base, decorated
"""


def found(text: str, written: str) -> EnumMember | str | Unknown:
    module = read(f"{IMPORTS}{text}\n@f(value={written})\ndef probe(): ...\n")
    call = function(module, "probe").decorators[0].call
    assert call is not None
    value = call.keyword("value")
    assert value is not None
    return enum_member(value.expression, module)


@pytest.mark.parametrize(
    "header",
    [
        "class Role(Enum):",
        "class Role(enum.Enum):",
        "@unique\nclass Role(Enum):",
        "class Role(IntEnum):",
        "class Role(bytes, Enum):",
        "class Plain: pass\nclass Role(Plain, Enum):",
    ],
)
def test_a_member_that_is_no_text_is_known_with_its_value(header: str) -> None:
    member = found(f"{header}\n    ADMIN = 'admin'\n", "Role.ADMIN")
    assert isinstance(member, EnumMember)
    assert member.value == "admin"


@pytest.mark.parametrize(
    "header",
    ["class Role(StrEnum):", "class Role(str, Enum):", "class T(str): ...\nclass Role(T, Enum):"],
)
def test_a_member_that_is_text_is_its_text(header: str) -> None:
    assert found(f"{header}\n    ADMIN = 'admin'\n", "Role.ADMIN") == "admin"
    assert found(f"{header}\n    ADMIN = auto()\n", "Role.ADMIN") is UNKNOWN


def test_a_name_is_followed_to_the_member() -> None:
    text = "class Role(Enum):\n    ADMIN = auto()\nADMIN = Role.ADMIN\n"
    member = found(text, "ADMIN")
    assert isinstance(member, EnumMember)
    assert member.value is UNKNOWN


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "Role.ADMIN.value"),
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "Role.CLERK"),
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "Role['ADMIN']"),
        ("class Role(Enum):\n    _ADMIN = 'admin'\n", "Role._ADMIN"),
        ("class Role(Enum):\n    ADMIN = enum.nonmember('admin')\n", "Role.ADMIN"),
        ("class Role(Enum):\n    def ADMIN(self): ...\n", "Role.ADMIN"),
        ("class Role(Base, Enum):\n    ADMIN = 'admin'\n", "Role.ADMIN"),
        ("class Role(Base):\n    ADMIN = 'admin'\n", "Role.ADMIN"),
        ("class Role(Enum, metaclass=Base):\n    ADMIN = 'admin'\n", "Role.ADMIN"),
        ("@decorated\nclass Role(Enum):\n    ADMIN = 'admin'\n", "Role.ADMIN"),
        ("class Role:\n    ADMIN = 'admin'\n", "Role.ADMIN"),
        ("Role = Enum('Role', 'ADMIN')\n", "Role.ADMIN"),
        ("from roles import Role\n", "Role.ADMIN"),
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "'admin'"),
    ],
)
def test_where_the_text_does_not_tell_it_is_not_known(text: str, written: str) -> None:
    assert found(text, written) is UNKNOWN
