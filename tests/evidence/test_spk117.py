"""SPK117 inherited-class-annotation: what is written on one class is written on others."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK117")


def without(decorator: str, case: Case) -> Case:
    """The same case, its marked decorator left out."""
    marked = next(line for line in case.source.splitlines() if "# expect:" in line)
    assert marked.startswith(decorator)
    return Case(case.rule, case.name, case.source.replace(marked, ""))


@evidence.cases("Refunds", "Ledger", "Confirm", "Alarm")
def test_a_second_pod_below_one_base_stops_the_start(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("MultipleAnnotationFoundError", "annotations.pod.Pod")
    plain = case.source.replace("@protected\nclass Guarded", "class Guarded")
    plain = plain.replace("@Order(1)\n@Pod()\nclass Clock", "class Clock")
    app = probe.application(Case(case.rule, case.name, plain))
    assert app.dispatch("get(Orders).confirm()").journal == ("confirm",)


@evidence.cases("LoggedMails")
def test_a_requirement_reaches_a_handler_that_does_not_have_it(probe: Probe, case: Case) -> None:
    call = "get(Mails).send()"
    assert probe.application(case).run(call).raises("AuthContextNotFoundError")
    assert probe.application(without("@protected", case)).dispatch(call).journal == ("send",)


@evidence.cases("Bonus")
def test_a_role_reaches_a_handler_that_does_not_ask_for_it(probe: Probe, case: Case) -> None:
    call, user = "get(Payouts).pay()", User()
    assert probe.application(case).run(call, as_user=user).is_refused("DENY POLICY_DENIED")
    app = probe.application(without("@require_role", case))
    assert app.dispatch(call, as_user=user).journal == ("pay",)


@evidence.cases("SlowMails")
def test_laziness_takes_the_tasks_from_a_handler(probe: Probe, case: Case) -> None:
    assert "Mails.send" not in probe.application(case).registered
    assert "Mails.send" in probe.application(without("@Lazy()", case)).registered


@evidence.cases("OpenAccounts")
def test_public_access_contradicts_a_handler_that_is_protected(probe: Probe, case: Case) -> None:
    assert probe.start(case).raises("ConflictingAuthMetadataError")
    assert probe.start(without("@public_access", case)).succeeds


@evidence.cases_with(
    {
        "Books": ("get(Books).post()", None, "post"),
        "Vault": ("get(Vault).open()", User(), "open"),
    }
)
def test_what_the_second_decorated_base_requires_is_not_asked_for(
    probe: Probe, case: Case, expected: tuple[str, User | None, str]
) -> None:
    call, user, written = expected
    outcome = probe.application(case).dispatch(call, as_user=user)
    assert outcome.state == "SUCCESS"
    assert outcome.journal == (written,)
    repeated = case.source.replace(
        f"@TaskHandler()\nclass {case.name}",
        f'@require_role("accountant")\n@TaskHandler()\nclass {case.name}',
    )
    app = probe.application(Case(case.rule, case.name, repeated))
    assert app.run(call, as_user=User()).is_refused("DENY POLICY_DENIED")


@evidence.cases("Registering")
def test_the_proxy_of_a_handler_that_a_hook_makes_is_a_second_one(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("MultipleAnnotationFoundError", "Invoices@DynamicProxy")
    assert probe.start(case, celery=False).succeeds
    made = "        TaskHandler()(cls)"
    assert case.source.count(made) == 1
    once = case.source.replace(made, f"        if not TaskHandler.exists(cls):\n    {made}")
    app = probe.application(Case(case.rule, case.name, once))
    assert app.dispatch("get(Invoices).remind()").journal == ("remind",)


@evidence.cases("Naming")
def test_a_class_that_a_hook_makes_a_handler_is_no_other_pod(probe: Probe, case: Case) -> None:
    for celery in (True, False):
        started = probe.start(case, celery=celery)
        assert started.raises("MultipleAnnotationFoundError", "annotations.pod.Pod")


OPEN = {
    "get(Invoices).remind()": "remind",
    "get(Receipts).print()": "print",
    "get(Letters).post()": "post letters",
    "get(Scans).scan()": "scan",
    "get(Uploads).upload()": "upload",
    "get(Prices).update()": "update 1",
    "get(Discounts).grant()": "grant 1",
    "get(Reviews).review()": "review",
    "get(Mails).send()": "send",
    "get(Alarm).ring()": "ring 9",
}
GUARDED = {
    "get(Orders).confirm()": ("clerk", "confirm guarded"),
    "get(Refunds).refund()": ("", "refund"),
    "get(Ledger).close()": ("accountant", "close"),
    "get(Books).post()": ("accountant", "post"),
    "get(Payouts).pay()": ("accountant", "pay"),
    "get(PosixFiles).list_files()": ("", "list"),
}


@pytest.mark.parametrize(("call", "written"), OPEN.items(), ids=list(OPEN))
def test_handlers_that_share_no_metadata_are_open_where_they_are_meant_to_be(
    probe: Probe, call: str, written: str
) -> None:
    assert probe.application(evidence.good).dispatch(call).journal == (written,)


@pytest.mark.parametrize(("call", "expected"), GUARDED.items(), ids=list(GUARDED))
def test_a_handler_below_a_decorated_base_is_guarded_as_it_is_meant_to_be(
    probe: Probe, call: str, expected: tuple[str, str]
) -> None:
    role, written = expected
    app = probe.application(evidence.good)
    assert app.run(call).raises("AuthContextNotFoundError")
    assert app.dispatch(call, as_user=User(roles=(role,))).journal == (written,)
    if role:
        assert app.run(call, as_user=User()).is_refused("DENY POLICY_DENIED")


def test_classes_without_a_decorated_base_write_on_themselves(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[Terms().text(), Session().label(), FakeMails().send()]").journal == ("fake",)
    assert app.run("get(Idle).label()").value == "idle"
    assert app.run("get(Review).execute()").journal == ("execute",)
