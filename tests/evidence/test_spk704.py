"""SPK704 type-checking-dependency: a registered pod is not injected, or nothing starts."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK704")

# Every class that the fixture imports for type checkers is a pod of the application.
REGISTERED = """

from spakky.core.pod.annotations.pod import Pod as _Pod


def _pod(name):
    return _Pod()(type(name, (), {}))


_PODS = [_pod(name) for name in "Mailer Postman Fax Auditor Ledger Stocktaking Box".split()]
(_MAILER, _POSTMAN, _FAX, _AUDITOR, _LEDGER, _STOCKTAKING, _BOX) = _PODS
"""


def with_pods(case: Case) -> Case:
    return Case(case.rule, case.name, case.source + REGISTERED)


@evidence.cases_with(
    {
        "Reports": "get(Reports).mailer",
        "Feeds": "get(Feeds).mailer",
        "Rates": "get(Rates).auditors",
        "Stock": "get(Stock).stocktaking",
        "Boxes": "get(Boxes).box",
        "Base": "get(Derived).auditor",
    }
)
def test_the_default_stays_in_place_though_the_pod_is_registered(
    probe: Probe, case: Case, expected: str
) -> None:
    app = probe.application(with_pods(case))
    assert app.run("[type(get(pod)).__name__ for pod in _PODS][0]").value == "Mailer"
    assert app.run(f"{expected} is None").value is True


@evidence.cases_with(
    {
        "Parcels": "'expected': 'Carrier'",
        "Faxes": "'expected': 'shop.fax.Fax'",
        "Ledgers": "'expected': 'Ledger | None'",
    }
)
def test_without_a_default_the_application_does_not_start(
    probe: Probe, case: Case, expected: str
) -> None:
    assert probe.import_case(with_pods(case)).succeeds
    outcome = probe.start(with_pods(case))
    assert outcome.raises("UnexpectedDependencyTypeInjectedError", expected)


@evidence.cases_with(
    {
        "Imports": "CannotDeterminePodTypeError",
        "Books": "UnsupportedCollectionDependencyTypeError",
    }
)
def test_quotes_inside_the_type_fail_on_import(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(with_pods(case)).raises(expected)


MAIL = """\
import sys
import types

from spakky.core.pod.annotations.pod import Pod as _Pod

mail = types.ModuleType("shop.mail")
mail.Mailer = _Pod()(type("Mailer", (), {}))
sys.modules["shop"], sys.modules["shop.mail"] = types.ModuleType("shop"), mail
from shop.mail import Mailer

del sys.modules["shop"], sys.modules["shop.mail"]
"""


def imported(case: Case) -> Case:
    before, after = case.source.split("import typing\n", 1)
    return Case(case.rule, case.name, f"{before}import typing\n{MAIL}{after}")


@evidence.cases("Reports")
def test_imported_at_run_time_it_is_injected(probe: Probe, case: Case) -> None:
    app = probe.application(imported(case))
    assert app.run("type(get(Reports).mailer).__name__").value == "Mailer"


@evidence.cases("Feeds")
def test_in_a_file_with_deferred_annotations_the_quotes_have_to_go_too(
    probe: Probe, case: Case
) -> None:
    with_quotes = imported(case)
    assert probe.application(with_quotes).run("get(Feeds).mailer is None").value is True
    source = with_quotes.source.replace('"Optional[Mailer]"', "Optional[Mailer]")
    app = probe.application(Case(case.rule, case.name, source))
    assert app.run("type(get(Feeds).mailer).__name__").value == "Mailer"


def test_a_plain_name_is_found_and_what_is_no_dependency_is_not_read(probe: Probe) -> None:
    app = probe.application(evidence.good)
    names = "[type(mailer).__name__ for mailer in get(Reports).mailers]"
    assert app.run(names).value == ["Mailer"] * 4
    feeds = "[type(found).__name__ for found in (get(Feeds).clock, get(Feeds).fax)]"
    assert app.run(feeds).value == ["Clock", "Fax"]
    assert app.run("get(Feeds).ledger is get(Feeds).clock").value is True
    assert app.run("get(Stock).fax is get(Fax)").value is True
    assert app.run("get(Plain).auditor is None").value is True
    assert app.dispatch("get(Reports).send()").journal == ("send",)
