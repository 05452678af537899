"""Our dataclasses against those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import dataclass as plain
from dataclasses import field
from functools import cached_property
from typing import ClassVar

import pytest

from spakky_lint.data import dataclass as ours


@plain(frozen=True, slots=True, order=True)
class Plain:
    number: int
    name: str = ""
    note: str = field(default="", compare=False)
    secret: str = field(default="", repr=False, compare=False)
    many: dict[str, int] = field(default_factory=dict, hash=False)


@ours(frozen=True, slots=True, order=True)
class Ours:
    number: int
    name: str = ""
    note: str = field(default="", compare=False)
    secret: str = field(default="", repr=False, compare=False)
    many: dict[str, int] = field(default_factory=dict, hash=False)


@plain(frozen=True, slots=True, eq=False)
class PlainByIdentity:
    number: int


@ours(frozen=True, slots=True, eq=False)
class OursByIdentity:
    number: int


@plain(slots=True)
class PlainChanging:
    number: int


@ours(slots=True)
class OursChanging:
    number: int


@plain(frozen=True, slots=True)
class PlainEmpty:
    pass


@ours(frozen=True, slots=True)
class OursEmpty:
    pass


@plain(frozen=True, kw_only=True)
class PlainWithCache:
    number: int

    @cached_property
    def double(self) -> int:
        return self.number * 2


@ours(frozen=True, kw_only=True)
class OursWithCache:
    number: int

    @cached_property
    def double(self) -> int:
        return self.number * 2


@plain(frozen=True, slots=True)
class PlainWithOwn:
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainWithOwn)

    def __hash__(self) -> int:
        return 1

    def __repr__(self) -> str:
        return "own"


@ours(frozen=True, slots=True)
class OursWithOwn:
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OursWithOwn)

    def __hash__(self) -> int:
        return 1

    def __repr__(self) -> str:
        return "own"


@ours
class Bare:
    number: int
    inner: object = None


PAIRS = [
    (Plain, Ours, [(1,), (1, "a"), (1, "a", "noted", "hidden"), (3, "", "", "", {"a": 1}), (2,)]),
    (PlainByIdentity, OursByIdentity, [(1,), (1,), (2,)]),
    (PlainChanging, OursChanging, [(1,), (1,), (2,)]),
    (PlainEmpty, OursEmpty, [(), ()]),
    (PlainWithOwn, OursWithOwn, [(1,), (2,)]),
]


def _told(made: list[object]) -> list[object]:
    """What a list of objects says of each and of each pair."""
    told: list[object] = [repr(each).removeprefix("Plain").removeprefix("Ours") for each in made]
    for one in made:
        told.append(one.__class__.__hash__ is None)
        for other in made:
            told += [one == other, one != other]
            if one.__hash__ is not None:
                told.append(hash(one) == hash(other))
            for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
                told.append(getattr(one, compare)(other))
    return told


@pytest.mark.parametrize(("standard", "own", "given"), PAIRS)
def test_they_say_of_objects_what_the_standard_ones_say(
    standard: type[object], own: type[object], given: list[tuple[object, ...]]
) -> None:
    assert _told([own(*each) for each in given]) == _told([standard(*each) for each in given])


def test_hashes_are_those_of_the_values() -> None:
    assert hash(Ours(1, "a")) == hash(Ours(1, "a", "noted"))
    assert hash(Ours(1, "a")) != hash(Ours(2, "a"))


@pytest.mark.parametrize(("standard", "own", "given"), PAIRS)
def test_they_are_made_alike(
    standard: type[object], own: type[object], given: list[tuple[object, ...]]
) -> None:
    assert own.__slots__ == standard.__slots__  # type: ignore[attr-defined]  # they have them
    assert own.__match_args__ == standard.__match_args__  # type: ignore[attr-defined]  # likewise
    for each in given:
        made = own(*each)
        assert repr(copy.copy(made)) == repr(made)
        assert repr(pickle.loads(pickle.dumps(made))) == repr(made)


@plain(slots=True)
class PlainWithFields:
    number: int
    inner: object = field(init=False, default=None)
    many: dict[str, int] = field(init=False, default_factory=dict)
    later: str = field(init=False, repr=False)
    named: str = field(kw_only=True, default="a")
    added: list[int] = field(default_factory=list)
    _number: list[int] = field(default_factory=list)


@ours(slots=True)
class OursWithFields:
    number: int
    inner: object = field(init=False, default=None)
    many: dict[str, int] = field(init=False, default_factory=dict)
    later: str = field(init=False, repr=False)
    named: str = field(kw_only=True, default="a")
    added: list[int] = field(default_factory=list)
    _number: list[int] = field(default_factory=list)


@pytest.mark.parametrize("class_", [PlainWithFields, OursWithFields])
@pytest.mark.parametrize("before", [0, 100])
def test_fields_begin_as_they_say(
    class_: type[PlainWithFields | OursWithFields], before: int
) -> None:
    for number in range(before):  # many are made otherwise than a few
        class_(number)
    first, second = class_(1, [2], named="b"), class_(1)
    first.many["a"] = 1
    second.added.append(3)
    assert repr(first).endswith(
        "Fields(number=1, inner=None, many={'a': 1}, named='b', added=[2], _number=[])"
    )
    assert repr(second).endswith(
        "Fields(number=1, inner=None, many={}, named='a', added=[3], _number=[])"
    )
    assert not hasattr(first, "later")


@pytest.mark.parametrize("class_", [PlainWithFields, OursWithFields])
@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, [], [], 2), {}), ((1,), {"inner": None}), ((1,), {"other": 1})],
)
def test_what_fits_no_parameter_is_refused(
    class_: type[object], given: tuple[object, ...], named: dict[str, object]
) -> None:
    for _ in range(2):  # the second finds the method compiled
        with pytest.raises(TypeError, match=rf"^{class_.__qualname__}\.__init__\(\) "):
            class_(*given, **named)


def test_other_classes_are_never_equal() -> None:
    others: list[object] = [Plain(1), PlainEmpty(), (1, "")]
    assert Ours(1) not in others
    assert OursEmpty() not in others
    with pytest.raises(TypeError):
        assert Ours(1) < Plain(1)  # type: ignore[operator]  # which is what is asked


def test_one_changes_by_replacing() -> None:
    assert dataclasses.replace(Ours(1, "a"), name="b") == Ours(1, "b")


def test_what_is_cached_is_worked_out_once_and_compared_never() -> None:
    with_cache = OursWithCache(number=2)
    assert with_cache.double == PlainWithCache(number=2).double
    assert with_cache == OursWithCache(number=2)


def test_arguments_are_no_matter_where_there_are_none() -> None:
    assert Bare(1) == Bare(1)
    assert Bare.__hash__ is None


def test_one_that_holds_itself_can_be_shown() -> None:
    made = Bare(1)
    made.inner = made
    assert repr(made) == "Bare(number=1, inner=...)"


def test_the_standard_library_reads_the_same_fields() -> None:
    def told(class_: type[object]) -> list[object]:
        found = dataclasses.fields(class_)  # type: ignore[arg-type]  # it is a dataclass
        return [
            (each.name, each.type, each.default, each.default_factory, each.init, each.kw_only)
            for each in found
        ]

    assert told(OursWithFields) == told(PlainWithFields)
    assert told(OursWithVariable) == told(PlainWithVariable)


@plain
class PlainWithVariable:
    table: ClassVar[dict[str, int]] = {"a": 1}
    number: int = field(default=3)
    many: list[int] = field(default_factory=list)


@ours
class OursWithVariable:
    table: ClassVar[dict[str, int]] = {"a": 1}
    number: int = field(default=3)
    many: list[int] = field(default_factory=list)


def test_a_variable_of_the_class_is_no_field() -> None:
    assert OursWithVariable.table == PlainWithVariable.table
    assert vars(OursWithVariable(4)) == vars(PlainWithVariable(4))
    with pytest.raises(TypeError):
        OursWithVariable(4, [], {})  # type: ignore[call-arg]  # which is what is asked


def test_a_pattern_has_the_fields_in_their_order() -> None:
    match OursWithFields(1, [2]):
        case OursWithFields(number, added):
            assert (number, added) == (1, [2])
        case _:
            pytest.fail("it does not match")


def test_fields_are_not_inherited() -> None:
    with pytest.raises(TypeError, match=r"Inheriting inherits the fields"):

        @ours
        class Inheriting(Bare):
            other: int = 0
