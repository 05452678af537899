"""SPK503 auth-under-unwrapped-decorator: the body runs without the check that is written."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK503")

NOBODY = None
ANYBODY = User()

IN_PLACE = {
    "CloseMonth": ("get(CloseMonth).close()", NOBODY, "close"),
    "Exports": ("get(Exports).dump()", NOBODY, "dump"),
    "Salaries": ("get(Salaries).show()", ANYBODY, "show"),
    "Reports": ("get(Reports).read()", NOBODY, "read"),
    "Ledger": ("get(Ledger).close()", ANYBODY, "close books"),
    "Closing": ("get(CloseAccount).close()", NOBODY, "close account"),
    "Rents": ("get(Rents).collect()", NOBODY, "collect"),
    "Transfers": ("get(Transfers).transfer()", NOBODY, "transfer"),
}
SENT = {
    "Payouts": ("get(Payouts).pay('ada')", "pay ada"),
    "Accounts": ("get(Accounts).purge()", "purge"),
    "Cleanup": ("get(Cleanup).run()", "clean"),
}
ABOVE = {
    "Refunds": ("get(Refunds).refund()", "@counted", "refund"),
    "Audits": ("get(Audits).read()", "@audited", "audit"),
}
INNER = ("wrapper(", "traced_wrapper(", "attempt(", "measure(", "measure_later(")


def with_wraps(case: Case) -> Case:
    """The same case, with `functools.wraps` on the inner functions that lack it."""
    lines = []
    for line in case.source.splitlines():
        if line.strip().split("def ")[-1].startswith(INNER):
            lines.append(line[: len(line) - len(line.lstrip())] + "@functools.wraps(function)")
        lines.append(line)
    return Case(case.rule, case.name, "\n".join(lines))


@evidence.cases_with(IN_PLACE)
def test_the_body_runs_without_the_check(
    probe: Probe, case: Case, expected: tuple[str, User | None, str]
) -> None:
    call, user, written = expected
    outcome = probe.application(case).run(call, as_user=user)
    assert outcome.succeeds
    assert outcome.journal[-1] == written


@evidence.cases_with(IN_PLACE)
def test_with_wraps_the_check_is_made(
    probe: Probe, case: Case, expected: tuple[str, User | None, str]
) -> None:
    call, user, written = expected
    outcome = probe.application(with_wraps(case)).run(call, as_user=user)
    if user is NOBODY:
        assert outcome.raises("AuthContextNotFoundError")
    else:
        assert outcome.raises("AuthRequirementDeniedError")
    assert written not in outcome.journal


@evidence.cases_with(ABOVE)
def test_above_the_decorator_the_check_is_made(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    call, decorator, written = expected
    outcome = probe.application(case).run(call)
    assert outcome.succeeds
    assert outcome.journal[-1] == written
    source = case.source.replace(f"{decorator}\n", f"@protected\n    {decorator}\n")
    outcome = probe.application(Case("SPK503", case.name, source)).run(call)
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()


@evidence.cases_with(SENT)
def test_caller_and_worker_let_anybody_in(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, written = expected
    outcome = probe.application(case).dispatch(call)
    assert outcome.state == "SUCCESS"
    assert outcome.journal[-1] == written


@evidence.cases_with(SENT)
def test_with_wraps_the_caller_is_refused(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, _ = expected
    outcome = probe.application(with_wraps(case)).run(call)
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()


CLERK = User(roles=("clerk",), grants=("permission:account:list",))


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Accounts).close()", ("traced", "close")),
        ("get(Accounts).open()", ("copied", "open")),
        ("get(Accounts).move()", ("move",)),
        ("get(Accounts).show()", ("bare", "show")),
        ("get(Accounts).merge()", ("bare", "merge")),
        ("get(Accounts).split()", ("split",)),
        ("get(Accounts).rename()", ("bare", "rename")),
        ("get(Accounts)._freeze()", ("bare", "freeze")),
        ("get(Ledger).close()", ("bare", "close books")),
        ("get(CloseMonth).close()", ("bare", "close month")),
    ],
)
def test_a_requirement_that_is_seen_is_enforced(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    app = probe.application(evidence.good)
    refused = app.run(call)
    assert refused.raises("AuthContextNotFoundError")
    assert refused.journal == ()
    assert app.run(call, as_user=CLERK).journal == written


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Payouts).pay()", ("bare", "pay")),
        ("get(Payouts).refund()", ("logged", "refund")),
        ("get(Payouts).settle()", ("at most 2", "settle")),
    ],
)
def test_a_task_with_a_requirement_that_is_seen_is_guarded(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    app = probe.application(evidence.good)
    assert app.run(call).raises("AuthContextNotFoundError")
    assert app.dispatch(call, as_user=CLERK).journal == written


def test_what_is_open_is_open(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Accounts).terms()").journal == ("bare", "terms")
    assert app.run("get(Accounts).count()").journal == ("bare", "count")
    assert app.run("get(Accounts).seal()").journal == ("bare", "seal")
    assert app.run("local()").journal == ("bare", "knock")
