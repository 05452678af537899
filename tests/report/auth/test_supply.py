"""The providers of applications in each view of the report."""

from __future__ import annotations

import json

from spakky_lint.facts.application import Application, Asked, Need, Provider, Supply
from spakky_lint.project.auditing import AuthReport, audit
from spakky_lint.project.inventories import tasks_of_text
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.auth.json import auth_json
from spakky_lint.report.auth.markdown import auth_markdown
from spakky_lint.report.auth.page_data import page_data
from spakky_lint.report.auth.table import auth_table
from spakky_lint.runtime.capabilities import AuthCapability

TASKS = """\
from spakky.auth import protected
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task
    @protected
    def weekly(self) -> None: ...
"""


def need(capability: AuthCapability, *given: str, certain: bool = True, asked: int = 1) -> Need:
    supply = Supply.REPEATED if len(given) > 1 else Supply.GIVEN if given else Supply.MISSING
    return Need(
        capability,
        supply,
        certain,
        [Asked(f"Reports.task{number}", None) for number in range(asked)],
        [Provider(name, frozenset({capability}), None) for name in given],
    )


STARTED = Application(
    "main.py:5",
    True,
    True,
    (
        need(AuthCapability.AUTHENTICATION, "spakky-oidc", "ours"),
        need(AuthCapability.POLICY_EVALUATION, certain=False, asked=2),
        need(AuthCapability.PERMISSION_CHECK, "spakky-policy"),
        need(AuthCapability.ROLE_CHECK, asked=4),
    ),
)
PACKAGE = Application("src/shop", False, True, (need(AuthCapability.ROLE_CHECK, "ours"),))
WITHOUT = Application("worker.py:9", True, False, ())


def report(*applications: Application) -> AuthReport:
    (task,) = tasks_of_text(TASKS)
    return audit([LocatedTask("shop.Reports.weekly", "shop.py", task)], (), applications)


def test_the_table_tells_who_gives_what_and_what_is_wrong_with_it() -> None:
    lines = "\n".join(auth_table(report(STARTED, PACKAGE, WITHOUT)))
    start = lines.index("Providers")
    assert lines[start : lines.index("\n\n1 task")] == (
        """\
Providers  main.py:5
!  AUTHENTICATION     supplied by spakky-oidc and ours, and one is allowed, so
                      the application does not start (for Reports.task0)
!  POLICY_EVALUATION  nothing found supplies it: spakky-policy or spakky-openfga
                      would (for Reports.task0, Reports.task1)
   PERMISSION_CHECK   spakky-policy
!  ROLE_CHECK         nothing supplies it, so the application does not start:
                      spakky-policy would (for Reports.task0, Reports.task1 and
                      2 more)

Providers  src/shop, as far as the analysis can see: no start of it is known
completely
   ROLE_CHECK  ours

Providers  worker.py:9
!  load_plugins leaves spakky-auth out, so no provider is used"""
    )


def test_markdown_has_a_list_of_them() -> None:
    lines = [*auth_markdown(report(STARTED, WITHOUT))]
    start = lines.index("**Providers** `main.py:5`")
    assert lines[start + 2 : start + 9] == [
        (
            "- **`AUTHENTICATION`: supplied by spakky-oidc and ours, and one is allowed, so the "
            "application does not start** (for `Reports.task0`)"
        ),
        (
            "- **`POLICY_EVALUATION`: nothing found supplies it: spakky-policy or "
            "spakky-openfga would** (for `Reports.task0, Reports.task1`)"
        ),
        "- `PERMISSION_CHECK`: `spakky-policy`",
        (
            "- **`ROLE_CHECK`: nothing supplies it, so the application does not start: "
            "spakky-policy would** (for `Reports.task0, Reports.task1` and 2 more)"
        ),
        "",
        "**Providers** `worker.py:9`",
        "",
    ]
    assert lines[start + 9] == (
        "- **`load_plugins` leaves spakky-auth out, so no provider is used**"
    )


def test_json_has_all_who_ask_and_all_who_give() -> None:
    document = json.loads("\n".join(auth_json(report(STARTED, WITHOUT))))
    started, without = document["providers"]
    twice, _, _, missing = started["capabilities"]
    assert (started["application"], started["start_seen"]) == ("main.py:5", True)
    assert (without["auth_loaded"], without["capabilities"]) == (False, [])
    assert twice["state"] == "repeated"
    assert [each["name"] for each in twice["given_by"]] == ["spakky-oidc", "ours"]
    assert missing["would_give"] == ["spakky-policy"]
    assert len(missing["asked_by"]) == 4
    assert [each["certain"] for each in started["capabilities"]] == [True, False, True, True]


def test_the_page_has_the_same_words() -> None:
    document = json.loads(json.dumps(page_data(report(STARTED, WITHOUT))))
    started, without = document["applications"]
    assert [each["state"] for each in started["needs"]] == [
        "repeated",
        "missing",
        "given",
        "missing",
    ]
    assert without["leftOut"].startswith("load_plugins leaves spakky-auth out")
