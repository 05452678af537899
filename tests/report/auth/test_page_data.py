"""What the page knows; what it does with it is seen in tests/browser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.facts.paths import PathState
from spakky_lint.project.auditing import audit
from spakky_lint.report.auth.page_data import page_data
from spakky_lint.report.auth.page_words import DYNAMIC
from spakky_lint.report.auth.standing import Standing
from tests.browser.auth_pages import CALLERS, GUARDED, HEAD, guarded_tasks

Json = dict[str, Any]  # Any: what a script would read


def data_of(texts: Mapping[str, str], callers: Sequence[Any] = ()) -> Json:
    """As the page reads it."""
    found: Json = json.loads(json.dumps(page_data(audit(guarded_tasks(texts), callers))))
    return found


def task_of(data: Json, method: str) -> Json:
    (found,) = [each for each in data["tasks"] if each["method"] == method]
    return dict(found)


def handler(*lines: str) -> dict[str, str]:
    """A file with one handler, whose class has the decorators before the first method."""
    return {"app.py": HEAD + "@TaskHandler()\n" + "\n".join(lines) + "\n"}


def test_a_requirement_is_one_column_whoever_asks_for_it() -> None:
    data = data_of(
        handler(
            *('@require_role("a")', "class A:"),
            *("    @task", '    @require_role("a")', "    def twice(self): ..."),
            *("    @task", '    @require_role("a", tenant="t")', "    def there(self): ..."),
            *("    @task", '    @require_scope("a")', "    def scope(self): ..."),
        )
    )
    assert [(each["kind"], each["label"], each["tenant"]) for each in data["columns"]] == [
        *(("ROLE", "a", None), ("ROLE", "a", "t"), ("SCOPE", "a", None))
    ]
    (once,) = task_of(data, "twice")["requirements"]
    assert once == {"column": 0, "on": "class", "by": "A", "written": 'require_role("a")'}
    assert [each["column"] for each in task_of(data, "there")["requirements"]] == [0, 1]


@pytest.mark.parametrize(
    ("decorator", "kind", "label"),
    [
        ("protected", "AUTHENTICATED", "signed in"),
        ('require_role("r")', "ROLE", "r"),
        ('require_scope("s")', "SCOPE", "s"),
        ('require_permission("p")', "PERMISSION", "p"),
        ('require_permission("p", resource="d")', "PERMISSION", "p on d"),
        ('require_relation("r", resource="d")', "RELATION", "r of d"),
        ('require_policy("d", "act")', "POLICY", "act on d"),
    ],
)
def test_each_kind_of_requirement_has_its_name(decorator: str, kind: str, label: str) -> None:
    data = data_of(handler("class A:", "    @task", f"    @{decorator}", "    def b(self): ..."))
    (column,) = data["columns"]
    assert (column["kind"], column["label"], column["isKnown"]) == (kind, label, True)


def test_what_the_text_does_not_tell_is_shown_as_it_is_written() -> None:
    data = data_of(
        handler(
            *("class A:", "    @task", "    @require_role(", "        Tenant.role,"),
            *("        tenant=Tenant.eu,", "    )", "    def b(self): ..."),
        )
    )
    (column,) = data["columns"]
    assert column["label"] == "Tenant.role, tenant=Tenant.eu"
    assert column["isKnown"] is False
    (asked,) = task_of(data, "b")["requirements"]
    assert asked["written"] == "require_role(Tenant.role, tenant=Tenant.eu,)"


def test_columns_are_in_the_order_of_their_kinds() -> None:
    kinds = [each["kind"] for each in data_of(GUARDED)["columns"]]
    assert kinds == sorted(
        kinds,
        key=["AUTHENTICATED", "ROLE", "SCOPE", "PERMISSION", "RELATION", "POLICY"].index,
    )


def test_a_task_may_be_wrong_in_two_ways_of_which_the_worst_is_first() -> None:
    data = data_of(
        handler(
            *("class A:", "    @task", "    @schedule(at=time(1))", "    @protected"),
            *("    def b(self): ...", "    def c(self): self.b()"),
            *("    @task", "    @protected", "    def d(self): ..."),
        )
    )
    found = task_of(data, "b")
    assert found["paths"]["direct"]["state"] == PathState.OPEN
    assert found["paths"]["beat"]["state"] == PathState.NEVER_PASSES
    assert found["standings"] == [Standing.UNENFORCED, Standing.NEVER_PASSES]
    assert task_of(data, "d")["standings"] == []


def test_every_task_says_all_that_a_page_needs() -> None:
    data = data_of(GUARDED, CALLERS)
    assert data["callers"] == ["alice", "bob", "anonymous"]
    audit_ = task_of(data, "audit")
    assert audit_["paths"]["queue"]["state"] == "in-part"
    assert [each["written"] for each in audit_["unenforced"]] == ['require_scope("reports:audit")']
    nightly = task_of(data, "nightly")
    assert (nightly["onDemand"], nightly["scheduled"]) == (True, True)
    assert nightly["name"] == "app.reports.Reports.nightly"
    assert nightly["handler"] == "app.reports.Reports"
    assert (nightly["path"], nightly["line"]) == ("src/app/reports.py", 21)
    assert nightly["decisions"][0] == {
        "direct": {"state": "ALLOW", "code": "AUTHORIZED"},
        "queue": {"state": "ALLOW", "code": "AUTHORIZED"},
        "beat": {"state": "CHALLENGE", "code": "SNAPSHOT_MISSING"},
    }
    assert {code for each in data["tasks"] for code in each["problems"]} == {*data["rules"]}
    assert all(len(each["decisions"]) == 3 for each in data["tasks"])


def test_the_script_has_a_word_for_everything() -> None:
    import spakky_lint.report.auth as package
    from spakky_lint.facts.paths import Access
    from spakky_lint.runtime.decision import AuthorizationDecisionState
    from spakky_lint.runtime.requirements import AuthRequirementKind

    script = (Path(package.__path__[0]) / "page" / "words.js").read_text(encoding="utf-8")
    for name, members in (
        ("STATES", [*PathState, "in-part"]),
        ("STANDINGS", [*Standing]),
        ("DECISIONS", [*AuthorizationDecisionState]),
    ):
        table = script.partition(f"const {name} = ")[2].partition(";")[0]
        keys = re.findall(r'^ +"?([\w-]+)"?: \{ sign', table, re.MULTILINE)
        assert sorted(keys) == sorted(str(member) for member in members), name
    for name, members in (
        ("states", [*PathState, "in-part"]),
        ("access", [*Access]),
        ("standings", [*Standing]),
        ("kinds", [*AuthRequirementKind]),
        ("paths", ["direct", "queue", "beat"]),
    ):
        words = DYNAMIC[name]
        assert isinstance(words, dict)
        assert sorted(words) == sorted(str(member) for member in members), name
