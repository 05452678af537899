"""The value of an expression, held against Python's own."""

from __future__ import annotations

import datetime
import random
import sys
import time as clock
import warnings
from collections.abc import Callable
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.syntax.unknown import UNKNOWN
from tests.syntax.reading import argument

PREAMBLE = """
import datetime
import datetime as dt
from datetime import time, timedelta
from spakky.task import Crontab, Month, Weekday, task
"""
KNOWN: dict[str, object] = {
    "datetime": datetime,
    "dt": datetime,
    "time": datetime.time,
    "timedelta": datetime.timedelta,
    "Crontab": Crontab,
    "Month": Month,
    "Weekday": Weekday,
}


def value(expression: str, before: str = "") -> object:
    """What the reader says of `expression` behind the lines `before`."""
    text = f"{PREAMBLE}{dedent(before)}\n@task(value={expression})\ndef probe(): ...\n"
    return argument(text).value


def same(one: object, other: object) -> bool:
    return type(one) is type(other) and (one == other or repr(one) == repr(other))  # repr: nan


class Expressions:
    """Expressions of everything that the reader knows; Python may evaluate them too."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def any(self, depth: int = 3) -> str:
        simple: list[Callable[[], str]] = [
            self._number, self._text, self._member, self._constant, self._bytes,
        ]  # fmt: skip
        deep: list[Callable[[int], str]] = [
            self._display, self._sum, self._delta, self._time, self._datetime, self._crontab,
            self._unary, self._built, self._bracket,
        ]  # fmt: skip
        if depth == 0 or self._chance.random() < 0.3:
            return self._chance.choice(simple)()
        return self._chance.choice(deep)(depth - 1)

    def _number(self) -> str:
        forms = ["0", "7", "1_000", "0x1F", "0o17", "0b101", "3.5", "1e3", ".5", "10.", "2j", "31"]
        return self._chance.choice(forms)

    def _text(self) -> str:
        forms = [
            '"mon"',
            "'it''s'", '"a\\n\\x41\\u00e9\\N{EM DASH}"', 'r"\\d"', '"""two\nlines"""', '""',
            "f'{{a}}\\t{7}'", "f'''{'x'}'''", "rf'\\d{7}'", "'a' f'b' 'c'", 'f"{1}" "2"',
            "'a' 'b'", '("c"\n "d")', '"\\\n"', "u'x'", '"\\101\\0"', "'é😀'", "R'\\\''",
        ]  # fmt: skip
        return self._chance.choice(forms)

    def _bytes(self) -> str:
        return self._chance.choice(['b"a"', "b'\\xff' b'c'", 'rb"\\d"', 'Rb"x"', "B'\\n\\''"])

    def _member(self) -> str:
        enum = self._chance.choice([Weekday, Month])
        name = self._chance.choice(list(enum.__members__))
        return f"{enum.__name__}.{name}{self._chance.choice(['', '', '.value'])}"

    def _constant(self) -> str:
        return self._chance.choice(["None", "True", "False"])

    def _many(self, depth: int) -> str:
        elements = [self.any(depth) for _ in range(self._chance.randint(0, 3))]
        if self._chance.random() < 0.2:
            elements.append("*(1, 2)")
        return "".join(f"{element}, " for element in elements)

    def _display(self, depth: int) -> str:
        many = self._many(depth)
        form = self._chance.randint(0, 3)
        if form == 3:
            return f"{{{self.any(0)}: {self.any(depth)}, 'k': 1}}"
        return [f"({many})", f"[{many}]", f"{{1, {many}}}"][form]

    def _sum(self, depth: int) -> str:
        operator = self._chance.choice(["+", "-", "*", "/", "//", "%", "**"])
        return f"({self.any(depth)} {operator} {self.any(depth)})"

    def _unary(self, depth: int) -> str:
        return f"({self._chance.choice('-+')}{self.any(depth)})"

    def _bracket(self, depth: int) -> str:
        return f"(\n  {self.any(depth)}  # why\n)"

    def _delta(self, depth: int) -> str:
        prefix = self._chance.choice(["", "dt.", "datetime."])
        keyword = self._chance.choice(["days=", "seconds=", "minutes=", "hours=", "weeks=", ""])
        return f"{prefix}timedelta({keyword}{self.any(depth)})"

    def _time(self, depth: int) -> str:
        return f"time({self.any(0)}, minute={self._chance.randint(-1, 61)})"

    def _datetime(self, depth: int) -> str:
        return f"dt.datetime(2026, {self._chance.randint(0, 13)}, {self._number()})"

    def _crontab(self, depth: int) -> str:
        field = self._chance.choice(["hour", "minute", "day", "month", "weekday", "second"])
        return f"Crontab({field}={self.any(depth)})"

    def _built(self, depth: int) -> str:
        kind = self._chance.choice(["tuple", "list", "set", "frozenset"])
        inner = self._chance.choice([f"[{self._many(depth)}]", "range(1, 5)", "", "'ab'"])
        return f"{kind}({inner})"


def test_a_family_of_expressions_has_pythons_values() -> None:
    known = 0
    for seed in range(900):
        expression = Expressions(seed).any()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                expected = eval(expression, dict(KNOWN))
            except SyntaxError:
                raise
            except Exception:  # noqa: BLE001  # what Python does not compute is not known
                expected = UNKNOWN
        found = value(expression)
        if found is not UNKNOWN:
            known += 1
            assert same(found, expected), (seed, expression)
        elif expected is not UNKNOWN:
            # All of the family is read, but for the arithmetic of texts, sequences and imaginaries.
            assert any(sign in expression for sign in "+-*%"), (seed, expression)
    assert known > 450


PARTIAL = """\
from functools import partial

def f(a, b=2, *, c=3):
    return a + b + c

g = partial(partial(f, 1, c=10), 5)
"""
DIAMOND = """\
class A:
    X = 1
class B(A): ...
class C(A):
    X = 2
class D(B, C): ...
"""
PLAN = """\
class Plan:
    hour = 2

    @staticmethod
    def at(hour):
        return hour + 1

    @classmethod
    def again(cls, hour=4):
        return hour

    @classmethod
    def own(cls):
        return cls.hour
"""


@pytest.mark.parametrize(
    ("before", "expression", "expected"),
    [
        ("HOUR = 9", "HOUR", 9),
        ("HOURS = (3, 9)", "max(HOURS) + len(HOURS) + min(1, 2) + sum((1, 1))", 14),
        ("", "int('9') + abs(-1)", 10),
        ("DAYS = (3, 1)", "tuple(sorted(DAYS))", (1, 3)),
        ("from datetime import time", "time.fromisoformat('09:30')", datetime.time(9, 30)),
        ("from datetime import time\nT = time(9)", "T.replace(minute=5)", datetime.time(9, 5)),
        (
            "from datetime import datetime\nT = datetime(2024, 1, 1, 9)",
            "T.time()",
            datetime.time(9),
        ),
        ("from datetime import timedelta\nT = timedelta(hours=1)", "T.total_seconds()", 3600.0),
        (
            "from functools import partial\nfrom datetime import time\nat = partial(time, 9)",
            "at(minute=30)",
            datetime.time(9, 30),
        ),
        (PARTIAL, "(g(), g(c=20))", (16, 26)),
        (PLAN, "(Plan.at(5), Plan.again(), Plan.again(6), Plan.own())", (6, 4, 6, 2)),
        (f"{PLAN}\nclass Late(Plan):\n    hour = 5", "Late.own()", 5),
        ("BASE = {'a': 1}\nALL = {**BASE, 'b': 2}", "(ALL['a'], ALL['b'])", (1, 2)),
        ("BASE = {'a': 1}\nALL = {'a': 2, **BASE}\nOTHER = BASE | {}", "ALL['a']", 1),
        ("HOUR: int = 9", "HOUR", 9),
        ("A = 1\nB = A + 1\nA = 5", "B", 2),
        ("A = B = 3", "(A, B)", (3, 3)),
        ("A, B = 1, 2", "(A, B)", (1, 2)),
        ("[A, (B, C)] = 1, (2, 3)", "(A, B, C)", (1, 2, 3)),
        ("A = 1\nB = 2\nA, B = B, A", "(A, B)", (2, 1)),
        ("A = 1\nA = B = A", "(A, B)", (1, 1)),
        ("class Limits:\n    HOUR = 9", "Limits.HOUR", 9),
        ("class Limits:\n    BASE = 8\n    HOUR = BASE + 1", "Limits.HOUR", 9),
        ("if fast():\n    HOUR = 9", "HOUR", 9),
        ("from datetime import timedelta as td\nSTEP = td(minutes=5)", "STEP * 2",
         datetime.timedelta(minutes=10)),
        ("DAYS = (1, 15)", "(*DAYS, 28)", (1, 15, 28)),
        ("DAYS = (1, 15)", "DAYS + (28,)", (1, 15, 28)),
        ("DAYS = [1, 15]", "DAYS", [1, 15]),
        ("Day = Weekday", "Day.FRIDAY", Weekday.FRIDAY),
        ("", "Crontab", Crontab),
        ("", "Weekday(2)", Weekday.WEDNESDAY),
        ("BILLING = 'bills'", "f'{BILLING}:charge'", "bills:charge"),
        ("BILLING = 'bills'", "BILLING + ':' + 'write'", "bills:write"),
        ("class Names:\n    class Inner:\n        ADMIN = 'a'", "Names.Inner.ADMIN", "a"),
        ("class Names:\n    ADMIN = 'a'\nN = Names", "N.ADMIN", "a"),
        ("import typing\n@typing.final\nclass Names:\n    ADMIN = 'a'", "Names.ADMIN", "a"),
        ("", "timedelta(**{'days': 1})", datetime.timedelta(days=1)),
        ("STEP = dict(minutes=5)", "timedelta(**STEP)", datetime.timedelta(minutes=5)),
        ("HOURS = {'night': 3}", "HOURS['night']", 3),
        ("HOURS = {'night': {'hour': 3}}", "HOURS['night']['hour']", 3),
        ("HOURS = [1, 2]", "HOURS[-1]", 2),
        ("HOURS = [1, 2]\n__all__ = ['HOURS']", "HOURS[-1]", 2),
        ("def later(hour, by=2): return hour + by", "later(3)", 5),
        ("def step(**parts): return timedelta(**parts)", "step(days=1)", datetime.timedelta(1)),
        ("def both(*hours): return hours", "both(1, 2)", (1, 2)),
        ("", "Weekday.MONDAY + 1", 1),
        ("", "Weekday.MONDAY.name", "MONDAY"),
        ("", "Weekday.MONDAY.value", 0),
        (PLAN, "Plan.own()", 2),
        ("", "[x for x in (1, 2)]", [1, 2]),
        ("", "{x for x in range(-1, 2) if x}", {-1, 1}),
        ("", "tuple(x + y for x in (1, 2) for y in [10])", (11, 12)),
        ("", "sum(hour for day, hour in ((1, 2), (3, 4)))", 6),
        ("", "tuple(day for day in Weekday)[:2]", (Weekday.MONDAY, Weekday.TUESDAY)),
        ("TABLE = {'a': 1, 'b': 2}", "[key + 'x' for key in TABLE]", ["ax", "bx"]),
        ("TABLE = {'a': 1, 'b': 2}", "[each for _, each in TABLE.items()]", [1, 2]),
        ("TABLE = {x: x + 1 for x in (1, 2)}", "TABLE[2]", 3),
        ("HOURS = [x + 1 for x in (1, 2)]", "HOURS[-1]", 3),
        ("f = lambda hour, by=2: hour + by", "f(3)", 5),
        ("A, B = divmod(75, 60)", "B", 15),
        ("A, B = '24:30'.split(':')", "int(A)", 24),
        ("PAIR = (1, 2)\nA, (B) = PAIR", "A", 1),
        ("", "not 1", False),
        ("", "~1", -2),
        ("", "1 < 2 <= 2", True),
        ("", "2 in (1, 2)", True),
        ("", "None is None", True),
        ("", "1 or 2", 1),
        ("", "0 or 2", 2),
        ("", "1 and 2", 2),
        ("", "9 if 1 > 2 else 10", 10),
        ("", "(x := 9)", 9),
        ("", "1 << 3", 8),
        ("", "0b1111 & 0x3", 3),
        ("", "8 | 16 ^ 24", 8),
        ("", "timedelta(*(1,))", datetime.timedelta(1)),
        ("", "timedelta.max", datetime.timedelta.max),
        ("", "(1, 2, 3)[1:]", (2, 3)),
        ("class T:\n    HOUR = 9", "getattr(T, 'HOUR')", 9),
        ("import os\nAT = {'a': 3}\nos.environ.get('AT', 'a')", "AT['a']", 3),
        ("import os\nAT = {'a': 3}\nx = os.environ['AT']", "AT['a']", 3),
        ("from os import getenv\nAT = {'a': 3}\ngetenv('AT')", "AT['a']", 3),
        (DIAMOND, "D.X", 2),
        ("from abc import ABC\nclass A(ABC):\n    X = 1", "A.X", 1),
    ],
)  # fmt: skip
def test_names_stand_for_what_they_were_assigned(
    before: str, expression: str, expected: object
) -> None:
    assert same(value(expression, before), expected)


@pytest.mark.parametrize(
    ("before", "expression"),
    [
        ("", "HOUR"),
        ("", "hour()"),
        ("", "1 << 10**9"),
        ("", "hour() or 9"),
        ("", "[x for x in hours()]"),
        ("", "(x for x in (1, 2))"),
        ("", "[x for x in {1, 2}]"),
        ("HOURS = [1, 2]\nHOURS.append(3)", "[x for x in HOURS]"),
        ("A, B = (1, 2, 3)[:]", "A"),
        ("f = lambda hour: hour", "f()"),
        ("", "getattr(hours, 'HOUR', 9)"),
        ("", "'%d' % 9"),
        ("", "[1] < [hour()]"),
        ("from shop.bases import Base\nclass A(Base):\n    X = 1", "A.X"),
        ("", "9 if fast() else 10"),
        ("", "hours[0]"),
        ("HOURS = [3]", "max(HOURS)"),
        ("", "int(hour)"),
        ("", "max()"),
        ("T = 9", "T.replace(1)"),
        ("from functools import partial\nf = partial(g, 1)", "f()"),
        ("class Plan:\n    def at(self):\n        return 1", "Plan.at()"),
        ("class Plan:\n    @other\n    def at():\n        return 1", "Plan.at()"),
        ("HOURS = {'night': 3}\nHOURS['night'] = 4", "HOURS['night']"),
        ("HOURS = {'night': 3}\nother(HOURS)", "HOURS['night']"),
        ("HOURS = {'night': 3}\nHOURS |= other()", "HOURS['night']"),
        ("HOURS = {'night': 3}\nagain = HOURS\nagain['night'] = 4", "HOURS['night']"),
        ("HOURS = {'night': 3}\ngetattr(this, 'HOURS')", "HOURS['night']"),
        ("import os\nAT = {'a': 3}\nx[os.getenv('X', 'AT')]", "AT['a']"),
        ("AT = {'a': 3}\nos = other()\nos.environ.get('AT')", "AT['a']"),
        ("HOURS = [1, 2]\nHOURS.reverse()", "HOURS[0]"),
        ("HOURS = (1, 2)", "HOURS[2]"),
        ("STEP = {'days': 1}\nSTEP.clear()", "timedelta(**STEP)"),
        ("def later(hour):\n    if hour: return 1\n    return 2", "later(3)"),
        ("async def later(hour): return hour", "later(3)"),
        ("@other\ndef later(hour): return hour", "later(3)"),
        ("def later(hour): return later(hour)", "later(3)"),
        ("def later(hour): return later(hour) + later(hour)", "later(3)"),
        ("", "Weekday['MONDAY']"),
        ("", "Weekday.FUNDAY"),
        ("", "Weekday(9)"),
        ("", "f'{hour()}'"),
        ("", "f'{9:>2}'"),
        ("", "f'{9!r}'"),
        ("", "f'{9=}'"),
        ("", "f'{9.5}'"),
        ("", "f'{True}'"),
        ("", "f'{(9,)}'"),
        ("", "f'\\d'"),
        ("", "f'\\N{DIGIT NINE}'"),
        ("", "'9' f'{hour()}'"),
        ("", "'\\d'"),
        ("", "'\\N{NO SUCH CHARACTER}'"),
        ("", "'\\U00110000'"),
        ("", "(1, hour())"),
        ("", "[*hours()]"),
        ("", "{**{}}"),
        ("", "lambda: 9"),
        ("", "..."),
        ("", "'9' + 9"),
        ("", "9 + '9'"),
        ("", "'9' + b'9'"),
        ("", "'9' * 2"),
        ("", "-'9'"),
        ("", "time(25)"),
        ("", "time(tzinfo='KST')"),
        ("", "timedelta(days='1')"),
        ("", "Crontab(second=1)"),
        ("", "Crontab(1, 2, 3, 4, 5, 6)"),
        ("", "{[]: 1}"),
        ("", "{(1, [])}"),
        ("", "1 // 0"),
        ("", "timedelta(1) / timedelta(0)"),
        ("HOUR = 9\nHOUR += 1", "HOUR"),
        ("HOUR = 9\nif fast():\n    HOUR = 10", "HOUR"),
        ("for HOUR in hours():\n    pass", "HOUR"),
        ("HOUR = 1\nwhile more():\n    HOUR = HOUR + 1", "HOUR"),
        ("def set_hour():\n    global HOUR\n    HOUR = 10\nHOUR = 9", "HOUR"),
        ("HOUR = 9\nif (HOUR := 10):\n    pass", "HOUR"),
        ("HOUR = 9\ndel HOUR", "HOUR"),
        ("A = B\nB = A", "A"),
        ("A, *B = 1, 2", "A"),
        ("A, B = pair()", "A"),
        ("from shop.limits import HOUR", "HOUR"),
        ("HOUR = 9\nfrom shop.limits import *", "HOUR"),
        ("from enum import Enum\nclass Limits(Enum):\n    HOUR = 9", "Limits.HOUR"),
        ("from enum import IntFlag\nclass Limits(IntFlag):\n    HOUR = 9", "Limits.HOUR"),
        ("@frozen\nclass Limits:\n    HOUR = 9", "Limits.HOUR"),
        ("class Limits(metaclass=Meta):\n    HOUR = 9", "Limits.HOUR"),
        ("class Limits:\n    HOUR = 9\nLimits.HOUR = 10", "Limits.HOUR"),
        ("class Limits:\n    HOUR = 9\ndef set():\n    Limits.HOUR = 10", "Limits.HOUR"),
        ("class Limits:\n    HOUR = 9\ndef set():\n    Limits.HOUR += 1", "Limits.HOUR"),
        ("class Limits:\n    HOUR = 9\ndef set():\n    setattr(Limits, 'HOUR', 1)", "Limits.HOUR"),
        (
            "class Limits:\n    HOUR = 9\nfor n in names():\n    setattr(Limits, n, 1)",
            "Limits.HOUR",
        ),
        ("class A:\n    class B(Base):\n        HOUR = 9", "A.B.HOUR"),
        ("class A:\n    class B:\n        HOUR = 9\nA.B = other()", "A.B.HOUR"),
        ("class A:\n    HOUR = 9\nclass A:\n    pass", "A.HOUR"),
        ("Weekday = Month", "Weekday.MONDAY"),
    ],
)
def test_what_the_text_does_not_tell_is_unknown(before: str, expression: str) -> None:
    assert value(expression, before) is UNKNOWN


@pytest.mark.parametrize(
    "read", ["tuple(DAYS)", "(*DAYS,)", "DAYS + [3]", "set(DAYS)", "sorted(DAYS)"]
)
def test_a_list_with_a_name_may_have_changed(read: str) -> None:
    # The list is known to be one; what is in it by now is not.
    before = "DAYS = []\nfor day in days():\n    DAYS.append(day)"
    assert value(read, before) is UNKNOWN
    assert value("DAYS", before) == []


@pytest.mark.parametrize(
    "expression",
    [
        "9**9**9",
        "9**9**9**9",
        "(10**300)**300",
        "2**-(10**9)",
        "'9' * 10**9",
        "10**9 * '9'",
        "[0] * 10**9",
        "(0,) * 10**9",
        "1" * 5_000,
        "0x" + "f" * 100_000,
        "-" + "9" * 100_000,
        "timedelta(days=10**9)",
        "timedelta(days=10**400)",
        "timedelta(10**8) * 10**8",
        "timedelta(1) * 1e308",
        "timedelta(1) * (1e308 * 10)",
        "tuple(range(10**12))",
        "list(range(10**30))",
        "set(range(10**7))",
        "10.0 ** 400",
        "10 ** 1e9",
        "(" + "1," * 5_000 + ")",
        "'a' " * 450 + "f'{x}'",
        "-" * 490 + "1",
        "1" + "+1" * 490,
        "a" + ".b" * 490,
        "a" + "()" * 190,
        "(" * 150 + "1" + ",)" * 150,
        "{" * 150 + "1" + "}" * 150,
    ],
)
def test_hostile_values_are_unknown_at_once(expression: str) -> None:
    start = clock.process_time()
    assert value(expression) is UNKNOWN
    assert clock.process_time() - start < 2


@pytest.mark.parametrize(
    "line",
    [
        "N{0} = N{1} + N{1}",
        "N{0} = (N{1}, N{1})",
        "N{0} = N{1} * N{1}",
        "N{0} = f'{{N{1}}}{{N{1}}}'",
    ],
)
def test_names_that_double_every_line_are_unknown_at_once(line: str) -> None:
    before = "N0 = (7,)\n" if "(" in line else "N0 = 7\n"
    before += "".join(line.format(n, n - 1) + "\n" for n in range(1, 49))
    start = clock.process_time()
    assert value("N48", before) is UNKNOWN
    assert clock.process_time() - start < 2


def test_a_long_chain_of_names_is_unknown_at_once() -> None:
    before = "N0 = 7\n" + "".join(f"N{n} = N{n - 1}\n" for n in range(1, 3_000))
    assert value("N2999", before) is UNKNOWN
    assert value("N15", before) == 7


def test_reading_a_text_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert value('"\\d \\777"') is UNKNOWN
        assert value('b"\\u0041"') is UNKNOWN


def test_the_limit_on_digits_stays_as_it_was() -> None:
    before = sys.get_int_max_str_digits()
    value("1" * 5_000)
    assert sys.get_int_max_str_digits() == before


@pytest.mark.parametrize(
    ("expression", "zone"),
    [
        ("dt.UTC", datetime.UTC),
        ("dt.timezone.utc", datetime.UTC),
        ("dt.timezone(timedelta(hours=9))", datetime.timezone(datetime.timedelta(hours=9))),
        ("ZoneInfo('Asia/Seoul')", ZoneInfo("Asia/Seoul")),
        ("zoneinfo.ZoneInfo(key='Asia/Seoul')", ZoneInfo("Asia/Seoul")),
    ],
)
def test_a_time_may_have_a_zone(expression: str, zone: datetime.tzinfo) -> None:
    imports = "import zoneinfo\nfrom zoneinfo import ZoneInfo"
    assert value(expression, imports) == zone
    assert value(f"time(9, tzinfo={expression})", imports) == datetime.time(9, tzinfo=zone)


@pytest.mark.parametrize("key", ["Nowhere/Land", "Europe", "", "../Europe/Berlin", "x" * 5000])
def test_a_zone_that_there_is_not_is_unknown(key: str) -> None:
    assert value(f"ZoneInfo({key!r})", "from zoneinfo import ZoneInfo") is UNKNOWN


def test_a_text_keeps_its_value_whatever_ends_its_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = 'from spakky.task import task\n@task(value="""a\nb\\\nc""")\ndef probe(): ...\n'
        assert argument(text.replace("\n", end)).value == "a\nbc"
