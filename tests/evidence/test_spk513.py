"""SPK513 protected-self-call: the guarded body runs for whoever may call the open method."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Outcome, Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK513")

ENTER = "__import__('contextlib').ExitStack().enter_context(get(Sessions))"


@evidence.cases_with(
    {
        "Accounts": ("get(Accounts).close_all()", "get(Accounts).close('7')", "close 7"),
        "Sessions": ("get(Sessions).switch()", "get(Sessions).open()", "open"),
        "Reviews": ("get(Reviews).review()", "get(Reviews).audit()", "audit"),
        "Feeds": ("get(Feeds).refresh()", "get(Feeds).fetch()", "fetch"),
    }
)
def test_the_guarded_body_runs_for_nobody(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    open_call, guarded_call, body = expected
    app = probe.application(case, celery=False)
    assert app.run(guarded_call).raises("AuthContextNotFoundError")
    outcome = app.run(open_call)
    assert outcome.succeeds
    assert outcome.journal[0] == body


@evidence.cases_with(
    {
        "Salaries": ("get(Salaries).change_twice()", "get(Salaries).change()", "change 1"),
        "Audits": ("get(Audits).start()", "get(Audits).audit()", "audit"),
    }
)
def test_the_guarded_body_runs_for_the_wrong_one(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    open_call, guarded_call, body = expected
    app = probe.application(case, celery=False)
    assert app.run(guarded_call, as_user=User()).is_refused("DENY POLICY_DENIED")
    assert app.run(open_call).raises("AuthContextNotFoundError")
    outcome = app.run(open_call, as_user=User())
    assert outcome.succeeds
    assert outcome.journal[0] == body


@evidence.cases("Salaries")
def test_a_public_method_lets_everybody_in(probe: Probe, case: Case) -> None:
    app = probe.application(case, celery=False)
    assert app.run("get(Salaries).preview()").journal == ("change 3",)


def directly(app: Application, handler: str, method: str, user: User | None = None) -> Outcome:
    return app.run(
        f"executor.execute(DirectTaskInvocation(handler_type={handler}, method_name={method!r}))",
        as_user=user,
    )


@evidence.cases("Payouts")
def test_a_task_fails_in_the_worker_and_is_unchecked_when_it_runs_directly(
    probe: Probe, case: Case
) -> None:
    app = probe.application(case)
    for user in (None, User(roles=("clerk",))):
        outcome = app.dispatch("get(Payouts).pay_all()", as_user=user)
        assert outcome.state == "FAILURE"
        assert outcome.raises("AuthContextNotFoundError")
        assert outcome.journal == ()

    app = probe.application(case, celery=False)
    assert directly(app, "Payouts", "pay").raises("AuthContextNotFoundError")
    assert directly(app, "Payouts", "pay_all").journal == ("pay",)


@evidence.cases("Disks")
def test_what_super_finds_is_unchecked_in_a_worker(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.dispatch("get(Disks).wipe_all()").journal == ("wipe",)


@evidence.cases("Exports")
def test_a_schedule_fails_in_the_worker(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).beat_sends("Exports.hourly")
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()

    app = probe.application(case, celery=False)
    assert app.run("get(Exports).hourly()").journal == ("run",)


def test_who_may_not_call_the_guarded_method_may_not_call_its_callers(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    for call in (
        "get(Accounts).close_all()",
        "get(Accounts).close_some()",
        "get(Accounts).purge_all()",
        "get(Accounts).purge_some()",
        "get(Accounts).finish()",
        "get(Payouts).pay_all()",
        "get(Audits).audit()",
        "get(Audits).audit_twice()",
        "get(Reports).weekly()",
        "get(Reports).compare(get(Reports))",
        ENTER,
    ):
        outcome = app.run(call)
        assert outcome.raises("AuthContextNotFoundError"), call
        assert outcome.journal == ()
    admin = User(roles=("admin", "clerk"), grants=("permission:account:purge",))
    assert app.run("get(Accounts).purge_all()", as_user=User()).is_refused("DENY POLICY_DENIED")
    assert app.run("get(Accounts).purge_all()", as_user=admin).journal == ("purge",)
    assert app.run("get(Accounts).statistics()").journal == ("count",)
    assert app.run("get(Audits).show()").journal == ("list",)
    assert app.run("get(Mixed).show()").journal == ("louder",)
    assert app.run("get(Accounts).purge_by_hand()").raises("PermissionError", "admin")
    assert app.run("get(Sessions).resume()").journal == ("asked", "resume")


def test_who_may_do_more_may_do_it_all(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    call = "get(Accounts).close_as_owner()"
    assert app.run(call).raises("AuthContextNotFoundError")
    assert app.run(call, as_user=User()).is_refused("DENY POLICY_DENIED")
    assert app.run(call, as_user=User(roles=("owner",))).journal == ("purge",)


def test_the_container_starts_services_and_nobody_else_may_do_what_they_do(probe: Probe) -> None:
    assert {"refresh", "send", "warm"} < set(probe.start(evidence.good, celery=False).journal)
    guarded_start = evidence.good.source.replace(
        "    def start(self)", "    @protected\n    def start(self)"
    )
    case = Case("SPK513", "guarded_start", guarded_start)
    assert probe.start(case, celery=False).raises("AuthContextNotFoundError")

    app = probe.application(evidence.good, celery=False)
    for call in ("get(Rates).refresh()", "get(Mails).send()", "get(Cache).warm()"):
        assert app.run(call).raises("AuthContextNotFoundError")


def test_a_worker_gives_a_guarded_task_the_guarded_object(probe: Probe) -> None:
    app = probe.application(evidence.good)
    refused = app.dispatch("get(Exports).run_all()", as_user=User())
    assert refused.is_refused("DENY POLICY_DENIED")
    admin = User(roles=("admin",))
    assert app.dispatch("get(Exports).run_all()", as_user=admin).journal == ("run",)


def test_what_is_no_pod_or_no_requirement_works_as_its_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    assert app.run("Plain('plain').show_all()").journal == ("plain",)
    assert app.run("local()").journal == ("door",)
