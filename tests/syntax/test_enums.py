"""Members of enumerations, as far as the file tells what they are."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.constants import known_value
from spakky_lint.syntax.enums import EnumMember, MemberText, enum_member, enum_value
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.unknown import UNKNOWN, Unknown
from tests.syntax.reading import function, read

IMPORTS = """
import enum
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique
from elsewhere import Base, decorated
"""


def found(text: str, written: str) -> EnumMember | str | int | Unknown:
    return enum_member(expression(text, written), known_value)


def value(text: str, written: str) -> object:
    return enum_value(expression(text, written), known_value)


def expression(text: str, written: str) -> Expression:
    module = read(f"{IMPORTS}{text}\n@f(value={written})\ndef probe(): ...\n")
    call = function(module, "probe").decorators[0].call
    assert call is not None
    argument = call.keyword("value")
    assert argument is not None
    return argument.expression


@pytest.mark.parametrize(
    "header",
    [
        "class Role(Enum):",
        "class Role(enum.Enum):",
        "@unique\nclass Role(Enum):",
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
    ["class Hour(IntEnum):", "class Hour(int, Enum):", "class N(int): ...\nclass Hour(N, Enum):"],
)
def test_a_member_that_is_a_number_is_its_number(header: str) -> None:
    assert found(f"{header}\n    LATE = 23\n", "Hour.LATE") == 23
    assert value(f"{header}\n    LATE = 23\n", "Hour.LATE.value") == 23


@pytest.mark.parametrize("header", ["class Hour(Flag):", "class Hour(enum.IntFlag):"])
def test_a_flag_may_make_something_else_of_a_number(header: str) -> None:
    assert isinstance(found(f"{header}\n    LATE = 23\n", "Hour.LATE"), EnumMember)


@pytest.mark.parametrize(
    "header",
    ["class Role(StrEnum):", "class Role(str, Enum):", "class T(str): ...\nclass Role(T, Enum):"],
)
def test_a_member_that_is_text_is_its_text(header: str) -> None:
    assert found(f"{header}\n    ADMIN = 'admin'\n", "Role.ADMIN") == "admin"


@pytest.mark.parametrize(
    "header", ["class Role(str, Enum):", "class T(StrEnum): ...\nclass Role(T):"]
)
def test_what_auto_makes_of_a_text_is_known_for_a_plain_strenum_only(header: str) -> None:
    assert (
        found("class Role(StrEnum):\n    NIGHT_CLERK = auto()\n", "Role.NIGHT_CLERK")
        == "night_clerk"
    )
    own = "class Role(StrEnum):\n    def _generate_next_value_(*_): ...\n    ADMIN = auto()\n"
    assert found(own, "Role.ADMIN") is UNKNOWN


MEMBERS = """
class Role(StrEnum):
    ADMIN = "admin"
    NIGHT_CLERK = auto()

class Thing(str, Enum):
    ORDER = "order"

class Named(StrEnum):
    def describe(self): ...

class Job(Named):
    COOK = auto()

class Rank(IntEnum):
    FIRST = 1

class Plain(Enum):
    ONE = "one"
    PAIR = (1, 2)
"""


@pytest.mark.parametrize(
    "written",
    [
        "Role.ADMIN",
        "Role.NIGHT_CLERK",
        "Thing.ORDER",
        "Job.COOK",
        "Rank.FIRST",
        "Plain.ONE",
        "Plain.PAIR",
    ],
)
def test_its_value_is_the_one_that_python_gives_it(written: str) -> None:
    namespace: dict[str, object] = {}
    exec(IMPORTS.replace("from elsewhere import Base, decorated\n", "") + MEMBERS, namespace)
    assert value(MEMBERS, f"{written}.value") == eval(f"{written}.value", namespace)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("class Role(Enum):\n    ADMIN = 'a'\n    value = 'b'\n", "Role.ADMIN.value"),
        (
            "class Role(Enum):\n    ADMIN = 'a'\n    @property\n    def value(self): ...\n",
            "Role.ADMIN.value",
        ),
        (
            "class Role(Enum):\n    ADMIN = 'a'\n    def __init__(self, text): ...\n",
            "Role.ADMIN.value",
        ),
        (
            "class Own(Enum):\n    def value(self): ...\nclass Role(Own):\n    A = 'a'\n",
            "Role.A.value",
        ),
        ("class Role(Enum):\n    ADMIN = auto()\n", "Role.ADMIN.value"),
        ("class Role(Enum):\n    ADMIN = 'a'\n", "Role.ADMIN"),
    ],
)
def test_a_value_that_the_class_may_make_itself_is_not_known(text: str, written: str) -> None:
    assert value(text, written) is UNKNOWN


def test_a_name_is_followed_to_the_member() -> None:
    text = "class Role(Enum):\n    ADMIN = auto()\nADMIN = Role.ADMIN\n"
    member = found(text, "ADMIN")
    assert isinstance(member, EnumMember)
    assert member.value is UNKNOWN


def test_a_number_that_is_written_as_text_is_a_number() -> None:
    assert value("class Rank(IntEnum):\n    FIRST = '1'\n", "Rank.FIRST.value") is UNKNOWN


def test_the_text_of_a_member_that_is_shown_as_another_one_is_told_apart() -> None:
    text = "class Role(str, Enum):\n    ADMIN = 'a'\n"
    assert type(found(text, "Role.ADMIN")) is MemberText
    assert type(value(text, "Role.ADMIN.value")) is str
    assert type(found("class Role(StrEnum):\n    ADMIN = 'a'\n", "Role.ADMIN")) is str
    own = "class Role(StrEnum):\n    ADMIN = 'a'\n    def __str__(self): ...\n"
    assert type(found(own, "Role.ADMIN")) is MemberText


def test_what_makes_its_members_itself_is_not_known() -> None:
    text = "class T(str):\n    def __new__(cls, v): ...\nclass Role(T, Enum):\n    ADMIN = 'a'\n"
    assert found(text, "Role.ADMIN") is UNKNOWN
    assert value(text, "Role.ADMIN.value") is UNKNOWN


NAMED = "class Role(Enum):\n    ADMIN = {}\n    CLERK = {}\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (NAMED.format("'a'", "'b'"), "CLERK"),
        (NAMED.format("auto()", "auto()"), "CLERK"),
        (NAMED.format("1", "'b'"), "CLERK"),
        (NAMED.format("'b'", "'b'"), None),
        (NAMED.format("1", "True"), None),
        (NAMED.format("unknown()", "'b'"), None),
        (NAMED.format("auto()", "1"), None),
        (NAMED.format("1", "auto()"), None),
        (NAMED.format("'a'", "unknown()"), None),
        (NAMED.format("'a'", "'b'") + "    name = 'c'\n", None),
        ("class Role(Enum):\n    def CLERK(self): ...\n", None),
    ],
)
def test_a_member_has_the_name_of_the_first_one_with_its_value(text: str, name: str | None) -> None:
    assert value(text, "Role.CLERK.name") == (name or UNKNOWN)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Role.ADMIN.value", "f"),
        ("Role.CLERK.value", "f"),
        ("found", "f"),
        ("Role.ADMIN", None),
        ("Role.ADMIN.name", None),
        ("Text.ADMIN.value", None),
        ("Own.ADMIN.value", None),
    ],
)
def test_the_value_of_a_member_is_the_call_that_is_written(written: str, name: str | None) -> None:
    expression_ = expression(
        "class Role(Enum):\n    ADMIN = f(1)\n    CLERK = ADMIN\n"
        "class Text(str, Enum):\n    ADMIN = f(1)\n"
        "class Own(Enum):\n    ADMIN = f(1)\n    @property\n    def value(self): ...\n"
        "found = Role.ADMIN.value\n",
        written,
    )
    call = expression_.call
    assert (None if call is None else call.name) == name


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "Role.ADMIN.value"),
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "Role.CLERK"),
        ("class Role(Enum):\n    ADMIN = 'admin'\n", "Role[name]"),
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


NOTHING_ELSE = {
    "class Kind(Enum):\n    A = 1": True,
    "class Kind(Enum):\n    A = 'a'\n    def label(self): ...": True,
    "class Kind(Enum):\n    A = 1\n    def __str__(self): ...": False,
    "class Kind(Enum):\n    A = 1\n    def __int__(self): ...": False,
    "class Kind(IntEnum):\n    A = auto()": False,
    "class Kind(IntFlag):\n    A = 1": False,
}


@pytest.mark.parametrize("text", NOTHING_ELSE)
def test_a_member_may_be_nothing_but_that(text: str) -> None:
    member = found(text, "Kind.A")
    assert isinstance(member, EnumMember)
    assert str(member) == "Kind.A"
    assert type(member).__name__ == "Kind"
    assert member.is_nothing_else is NOTHING_ELSE[text]


def test_a_member_is_named_by_a_text() -> None:
    text = "class Hour(IntEnum):\n    NOON = 12"
    assert found(text, 'Hour["NOON"]') == 12
    assert found(text, 'Hour["NIGHT"]') is UNKNOWN
    assert found(text, "Hour[0]") is UNKNOWN
