"""SPK214 unserializable-parameter: the call raises, and nothing is sent."""

from __future__ import annotations

import pytest

from spakky_lint.runtime.serialization import (
    ELEMENTS_ARE_SENT,
    ITEMS_ARE_SENT,
    REFUSED,
    REFUSED_AS_KEYS,
)
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe, User
from tests.evidence.refused_values import KEYS, PLAIN, SAMPLES, is_hashable
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK214")

CLERK = User(roles=("clerk",))
CASES = {
    "Confirmations": {"get(Confirmations).confirm(Order(7))": "Order"},
    "Rushes": {"get(Rushes).rush(date(2026, 1, 1), order=RushOrder(7))": "RushOrder"},
    "Billing": {
        "get(Billing).bill(Invoice())": "Invoice",
        "get(Billing).bill({}, note=CreditNote())": "CreditNote",
    },
    "Notices": {
        "get(Notices).send(channel=Channel.MAIL)": "Channel",
        "get(Notices).send(channel='mail', access=Access.READ)": "Access",
    },
    "Tags": {"get(Tags).tag({'new'})": "set"},
    "Retries": {"get(Retries).again(timedelta(minutes=1))": "timedelta"},
    "Imports": {"get(Imports).load('a', Path('b'))": "PosixPath"},
    "Exports": {"get(Exports).export(a=Path('b'))": "PosixPath"},
    "Batches": {
        "get(Batches).ship([Order(7)], [])": "Order",
        "get(Batches).ship([], [Order(7)])": "Order",
    },
    "Totals": {
        "get(Totals).add({date(2026, 1, 1): 1}, {}, {}, {})": "datetime.date",
        "get(Totals).add({}, {UUID(int=1): [1]}, {}, {})": "UUID",
        "get(Totals).add({}, {}, {(1, 2): 'a'}, {})": "tuple",
        "get(Totals).add({}, {}, {}, {'a': [None, Channel.MAIL]})": "Channel",
    },
    "Unions": {
        "get(Unions).either(Order(7), '', [], (1, []))": "Order",
        "get(Unions).either(Invoice(), '', [], (1, []))": "Invoice",
        "get(Unions).either(None, Path('a'), [], (1, []))": "PosixPath",
        "get(Unions).either(None, '', frozenset(), (1, []))": "frozenset",
        "get(Unions).either(None, '', set(), (1, []))": "set",
        "get(Unions).either(None, '', [], (1, [Channel.MAIL]))": "Channel",
    },
    "Callbacks": {
        "get(Callbacks).run(print, 0, 0, 0, 0, 0)": "builtin_function_or_method",
        "get(Callbacks).run(0, iter([]), 0, 0, 0, 0)": "list_iterator",
        "get(Callbacks).run(0, 0, Order, 0, 0, 0)": "type",
        "get(Callbacks).run(0, 0, 0, KeyError(), 0, 0)": "KeyError",
        "get(Callbacks).run(0, 0, 0, 0, Refused(), 0)": "Refused",
        "get(Callbacks).run(0, 0, 0, 0, 0, deque())": "deque",
    },
    "Objects": {
        "get(Objects).work(Basket(), 0, 0, 0, 0)": "Basket",
        "get(Objects).work(0, get(Ledger), 0, 0, 0)": "Ledger",
        "get(Objects).work(0, 0, AuthContext(subject=AuthSubject(id='a'), issuer='b'), 0, 0)": (
            "AuthContext"
        ),
        "get(Objects).work(0, 0, 0, Crontab(hour=1), 0)": "Crontab",
        "get(Objects).work(0, 0, 0, 0, Invoice())": "Invoice",
    },
}


def is_refused(outcome: Outcome, type_: str) -> bool:
    """Whether the encoder named that type, as a value or as a key."""
    return outcome.raises("EncodeError", f"Object of type {type_} is not JSON") or outcome.raises(
        "EncodeError", f"keys must be str, int, float, bool or None, not {type_}"
    )


@evidence.cases_with(CASES)
def test_the_call_raises_and_nothing_is_sent(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case)
    for call, type_ in expected.items():
        outcome = app.run(call, as_user=CLERK)
        assert is_refused(outcome, type_), (call, outcome)
        assert outcome.journal == ()


@evidence.cases("ReindexMixin")
def test_a_shared_task_cannot_be_called_where_it_is_inherited(probe: Probe, case: Case) -> None:
    subclass = "\n\n@TaskHandler()\nclass Search(ReindexMixin):\n    pass\n"
    app = probe.application(Case(case.rule, case.name, case.source + subclass))
    assert is_refused(app.run("get(Search).reindex(Order(7))"), "Order")


@evidence.cases_with(CASES)
def test_executed_in_place_the_same_calls_work(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case, auth=False, celery=False)
    for call in expected:
        assert len(app.run(call).journal) == 1


def test_pickle_carries_what_json_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPAKKY_CELERY__TASK_SERIALIZER", "pickle")
    monkeypatch.setenv("SPAKKY_CELERY__ACCEPT_CONTENT", '["pickle", "json"]')
    pickling = Probe()
    try:
        sent = pickling.application(PLAIN).dispatch("get(Plain).take({1})")
    finally:
        pickling.close()
    assert sent.journal == ("set",)


def test_there_is_a_sample_of_every_type_of_the_table() -> None:
    assert set(SAMPLES) == set(REFUSED)
    assert set(KEYS) == set(REFUSED_AS_KEYS) - set(REFUSED)


def test_the_encoder_refuses_every_type_of_the_table(probe: Probe) -> None:
    app = probe.application(PLAIN)
    accepted = [
        name
        for name, sample in SAMPLES.items()
        if not app.run(f"get(Plain).take({sample})").raises("EncodeError", "Object of type ")
    ]
    assert accepted == []


def test_the_encoder_refuses_every_type_of_the_table_of_keys(probe: Probe) -> None:
    app = probe.application(PLAIN)
    hashable = {name: sample for name, sample in SAMPLES.items() if is_hashable(sample)}
    accepted = [
        name
        for name, sample in {**hashable, **KEYS}.items()
        if not app.run(f"get(Plain).take({{{sample}: 1}})").raises("EncodeError", "keys must be")
    ]
    assert accepted == []


@pytest.mark.parametrize(
    "value",
    [
        "[1]",
        "(1, 2)",
        "{'a': 1}",
        "{1: 1, None: 2, True: 3, 1.5: 4}",
        "__import__('collections').Counter('a')",
        "__import__('collections').OrderedDict(a=1)",
        "__import__('collections').defaultdict(list)",
        "__import__('datetime').datetime(2026, 1, 1)",
        "__import__('datetime').date(2026, 1, 1)",
        "__import__('datetime').time(9, 0)",
        "__import__('decimal').Decimal('1.5')",
        "__import__('http').HTTPStatus.OK",
        "__import__('uuid').UUID(int=1)",
        "b'\\xff'",
        "None",
    ],
)
def test_what_is_not_in_the_table_is_sent(probe: Probe, value: str) -> None:
    app = probe.application(PLAIN)
    assert app.dispatch(f"get(Plain).take({value})").state == "SUCCESS"


def test_containers_that_may_be_sent_exist_under_their_names() -> None:
    for name in ELEMENTS_ARE_SENT | ITEMS_ARE_SENT:
        module, _, attribute = name.rpartition(".")
        assert isinstance(getattr(pytest.importorskip(module), attribute), type)


GOOD = {
    "get(Journeys).survive(datetime(2026, 1, 1), date(2025, 1, 1), time(9), UUID(int=3),"
    " Decimal('1.5'), b'x')": "survive 2026 2025 9 3 1.5 b'x'",
    "get(Journeys).change((1, 'a'), Priority.LOW, Channel.MAIL, {1: 'a'})": (
        "change [1, 'a'] 1 mail {'1': 'a'}"
    ),
    "get(Journeys).subclasses(Access.READ, Unit.KILO, Point(1, 2), Address(city='Oslo'),"
    " Options(a=1))": "subclasses 1 kg [1, 2] {'city': 'Oslo'} {'a': 1}",
    "get(Journeys).containers([{'a': [1]}], {'a': [Decimal(1)]}, Counter('a'),"
    " defaultdict(int, a=1), OrderedDict(a=1), [UUID(int=1)])": (
        "containers [{'a': [1]}] {'a': [Decimal('1')]} {'a': 1} {'a': 1} {'a': 1}"
        " [UUID('00000000-0000-0000-0000-000000000001')]"
    ),
    "get(Journeys).alternatives('a', 1.5, ['b'], {'number': 1})": (
        "alternatives a 1.5 ['b'] {'number': 1}"
    ),
    "get(Journeys).unknown({'a': 1}, {}, {}, 1, 2, [3], 4, OrderId(5))": (
        "unknown {'a': 1} 5 [3] 4"
    ),
    "get(Journeys).perhaps('', {}, StoredRecord(a=1), 1, Parcel(), Anything(), 3)": "perhaps",
    "get(Journeys).generic(1, 'a')": "generic 1 a",
    "get(Journeys).annotated([1])": "annotated [1]",
    "get(Journeys).bill({'number': 7})": "bill 7",
    "get(Journeys).offer({'number': 8})": "offer 8",
}


def test_what_can_be_sent_arrives(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in GOOD.items():
        assert app.dispatch(call).journal == (written,), call
    assert app.beat_sends("Journeys.nightly").journal == ("nightly 0:05:00",)


def test_what_is_not_sent_takes_any_type(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Journeys).prepare(Quote(7), {Path('a')})").value == {"number": 7}
    assert app.run("get(Journeys).check(Quote(7))", as_user=User()).journal == ("check",)
    assert app.run("get(Quotes).add(Quote(7), timedelta(1))").journal == ("add 7",)
    assert app.run("reindex({1})").journal == ("reindex",)
