"""SPK210 celery-idiom: AttributeError or TypeError, in the caller or in the worker."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK210")

NO_ATTRIBUTE = "'function' object has no attribute '{}'"
NO_SELF = "{}() missing 1 required positional argument: 'self'"

IN_THE_CALLER = {
    "Checkout": {
        "get(Checkout).place()": "delay",
        "get(Checkout).rush()": "delay",
        "get(Checkout).later()": "apply_async",
    },
    "Shipping": {
        "get(Shipping).send()": "delay",
        "get(Shipping).send_all([1, 2])": "delay",
        "get(Shipping).handle()": "delay",
        "get(Shipping).send_now()": "delay",
    },
    "Workflow": {
        "get(Workflow).chain(get(Orders))": "s",
        "celery.chain(get(Orders).ship.si(7))": "si",
        "get(Workflow).sign(get(Mails))": "signature",
        "get(Workflow).count()": "delay",
    },
    "notify": {"notify(get(Mails))": "delay"},
    "from_the_class": {"from_the_class()": "delay"},
}
WITHOUT_SELF = {
    "Exports": {"get(Exports).nightly()": "Exports.nightly"},
    "Imports": {
        "get(Imports).load()": "Imports.load",
        "get(Imports).check()": "Imports.check",
    },
    "Thumbnails": {
        "get(Thumbnails).render()": "Thumbnails.render",
        "get(Thumbnails).clean()": "Thumbnails.clean",
    },
    "Digests": {"get(Digests).send()": "Digests.send"},
}


@evidence.cases_with(IN_THE_CALLER)
def test_a_method_has_none_of_the_attributes_of_celerys_tasks(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case)
    for call, attribute in expected.items():
        outcome = app.run(call)
        assert outcome.raises("AttributeError", NO_ATTRIBUTE.format(attribute)), call
        assert outcome.journal == ()


@evidence.cases_with(WITHOUT_SELF)
def test_celerys_decorators_pass_no_self(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case)
    for call, method in expected.items():
        assert app.run(call).raises("TypeError", NO_SELF.format(method)), call


@evidence.cases("Batches")
def test_a_sibling_has_no_such_attribute_in_the_worker_either(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).dispatch("get(Batches).start()")
    assert outcome.state == "FAILURE"
    assert outcome.raises("AttributeError", NO_ATTRIBUTE.format("delay"))
    assert outcome.journal == ("start",)


@evidence.cases("Webhooks")
def test_self_is_the_handler_and_no_celery_task(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    for call, written, attribute in (
        ("get(Webhooks).deliver('a')", "deliver a", "retry"),
        ("get(Webhooks).trace()", "trace", "request"),
        ("get(Webhooks).mark('a')", "mark", "update_state"),
    ):
        outcome = app.dispatch(call)
        assert outcome.state == "FAILURE"
        assert outcome.raises("AttributeError", f"'Webhooks' object has no attribute '{attribute}'")
        assert outcome.journal == (written,)
    polled = app.beat_sends("Webhooks.poll")
    assert polled.raises("AttributeError", "'Webhooks' object has no attribute 'request'")


@evidence.cases_with(
    {
        "Checkout": ("get(Orders).confirm(7)", "confirm 7"),
        "Shipping": ("get(Orders).ship(8)", "ship 8"),
        "notify": ("get(Mails).digest()", "digest"),
    }
)
def test_a_plain_call_is_dispatched(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, written = expected
    app = probe.application(case)
    assert app.dispatch(call, as_user=User()).journal == (written,)


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Orders).confirm(7)", ("confirm 7",)),
        ("get(Orders).rebuild_later(7)", ("rebuild 7 0",)),
        ("get(Webhooks).deliver()", ("deliver {}",)),
        ("get(Feeds).poll()", ("once more",)),
        ("get(Imports).load()", ("again",)),
        ("get(Steps).run()", ("running",)),
        ("get(Nested).run()", ("inner",)),
        ("get(Rebound).run()", ("client",)),
    ],
)
def test_what_a_handler_has_itself_works_in_the_worker(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    outcome = probe.application(evidence.good).dispatch(call)
    assert outcome.state == "SUCCESS"
    assert outcome.journal == written


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Checkout).later()", "postponed later"),
        ("get(Checkout).own()", "my own"),
        ("get(Orders).total(7)", "total 7"),
        ("get(Orders).bound(7)", "bound 7 0"),
        ("get(Orders).alone(7)", "alone 7"),
        ("get(Orders).unseen()", "unseen"),
        ("get(Orders).other()", "other"),
        ("Tasks.sweep()", "sweep"),
        ("Tasks.scrub(None)", "scrub"),
        ("reindex(1)", "reindex 1"),
        ("get(Client).send()", "client"),
    ],
)
def test_what_is_celerys_or_ones_own_works_as_it_is_meant(
    probe: Probe, call: str, written: str
) -> None:
    assert probe.application(evidence.good).run(call).journal == (written,)
