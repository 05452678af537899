"""A row for each task, a column for each requirement, and a panel with all the rest."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.facts.application import Application, Asked, Need, Provider, Supply
from spakky_lint.project.auditing import audit
from spakky_lint.report.auth.html import auth_html
from spakky_lint.runtime.capabilities import AuthCapability
from tests.browser.auth_pages import (
    CALLERS,
    GUARDED,
    HEAD,
    Audited,
    audited,
    cell,
    guarded_tasks,
    listed,
    open_cell,
    press_head,
    told,
)
from tests.browser.chromium import Browser

ASKING = Asked("Reports.weekly", None)
OIDC = Provider("spakky-oidc", frozenset({AuthCapability.AUTHENTICATION}), None)


def test_the_summary_leads_with_the_worst(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    assert browser.text("#tiles").split("\n") == [
        *("!", "3", "Declared, not enforced"),
        *("✕", "1", "Never passes"),
        *("–", "1", "Never runs"),
        *("∅", "1", "Undeclared and open"),
        *("?", "1", "Unknown"),
        *("✓", "4", "Fine"),
        *("?", "1", "Not certain"),
    ]
    assert browser.text("#scope") == (
        "11 tasks · 4 handlers · 2 files · 8 requirements · for 3 callers"
    )
    assert browser.text("#left") == "11 tasks"


def test_what_there_is_none_of_is_said_and_leads_nowhere(browser: Browser, pages: Path) -> None:
    text = HEAD + "@TaskHandler()\n@protected\nclass A:\n    @task\n    def b(self): ...\n"
    page = audited({"a.py": text}, pages / "page.html")
    browser.open(page.path)
    assert browser.texts("#tiles .count") == ["!0", "✕0", "∅0", "✓1"]
    assert browser.count("#tiles :disabled") == 3
    assert listed(browser) == ["b"]
    assert browser.text("#scope") == "1 task · 1 handler · 1 file · 1 requirement"
    assert not browser.is_seen("#gets-fields")
    assert "Callers" not in browser.texts("#table .over")


def test_tasks_stand_in_their_order_under_their_handlers(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    assert listed(browser) == [
        *("weekly", "nightly", "sweep", "audit"),
        *("everything", "preview", "status"),
        *("send", "ping", "settle"),
        "load",
    ]
    assert browser.texts("#table .group th") == [
        "app.reports.Reportssrc/app/reports.py4 tasks",
        "app.reports.Exportssrc/app/reports.py3 tasks",
        "app.billing.Billingsrc/app/billing.py3 tasks",
        "app.billing.Importssrc/app/billing.py1 task",
    ]


def test_each_path_has_a_sign_and_a_word(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    for row, paths in {
        "weekly": ("✓enforced", "✓enforced", "–absent"),
        "nightly": ("✓enforced", "✓enforced", "✕never passes"),
        "sweep": ("✓enforced", "–absent", "!open"),
        "audit": ("◐in part", "◐in part", "–absent"),
        "everything": ("!open", "!open", "–absent"),
        "status": ("○open", "○open", "–absent"),
    }.items():
        for column, text in zip(("Direct", "Queue", "Beat"), paths, strict=True):
            assert browser.run(f"return {cell(row, column)}.textContent") == text, row
    assert browser.run(f"return {cell('sweep', 'Beat')}.title") == (
        "the worker checks no method that is only scheduled"
    )
    assert [told(browser, row, "Access") for row in ("weekly", "preview", "status", "ping")] == [
        *("protected", "undeclared", "public", "conflict")
    ]


def test_what_is_open_on_purpose_does_not_look_like_a_hole(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    looks = [
        browser.run(
            f"const s = getComputedStyle({cell(row, column)}.querySelector('.state'));"
            "return [s.backgroundColor, s.color, s.borderTopColor, s.borderTopStyle].join()"
        )
        for row, column in (
            *(("everything", "Direct"), ("preview", "Direct"), ("status", "Direct")),
            *(("nightly", "Beat"), ("audit", "Direct"), ("weekly", "Direct")),
            *(("weekly", "Beat"), ("ping", "Direct")),
        )
    ]
    assert len(set(looks)) == len(looks)


def test_requirements_are_columns_by_their_kinds(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    assert browser.texts("#table .over") == [
        *("Paths", "Callers", "Signed in", "Roles", "Scopes", "Permissions", "Relations"),
        "Policies",
    ]
    labels = "return [...document.querySelectorAll('#table .label')].map((e) => e.textContent)"
    assert browser.run(labels) == [
        *(" signed in", "role admin", "role ? Tenant.role"),
        *("scope reports:audit", "scope reports:read", "permission export on report @eu"),
        *("relation owner of invoice", "policy send on invoice"),
    ]
    assert browser.texts("#table .n") == ["3 tasks", "4 tasks", *["1 task"] * 6]


def test_where_a_requirement_is_declared_is_told_by_more_than_colour(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    for row, column, sign, said in (
        ("weekly", "admin", "C", "on the class"),
        ("weekly", "reports:read", "M", "on the method"),
        ("settle", "? Tenant.role", "M", "on the method"),
        ("audit", "reports:audit", "M!", "on the method, not seen by the framework"),
    ):
        assert browser.run(f"return {cell(row, column)}.innerText.trim()").startswith(sign)
        assert told(browser, row, column) == said
    assert told(browser, "preview", "admin") == ""
    shapes = [
        browser.run(
            f"const s = getComputedStyle({cell(row, column)}.querySelector('.place'));"
            "return s.borderRadius + s.borderStyle"
        )
        for row, column in (
            ("weekly", "admin"),
            ("weekly", "reports:read"),
            ("audit", "reports:audit"),
        )
    ]
    assert len(set(shapes)) == 3


def test_few_requirements_stand_upright_and_many_are_turned(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    mode = "return getComputedStyle(document.querySelector('#table .label')).writingMode"
    assert browser.run(mode) == "vertical-rl"
    browser.choose("#handler", "app.reports.Reports")
    assert browser.run(mode) == "horizontal-tb"
    assert browser.count("#table .label") == 3  # what nobody on the page asks for has no column


def test_callers_have_columns_with_what_they_get(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    assert [told(browser, "nightly", name) for name in ("alice", "bob", "anonymous")] == [
        *("ALLOW", "DENY", "CHALLENGE")
    ]
    assert told(browser, "settle", "alice") == "ERROR"
    assert told(browser, "ping", "alice") == "absent"
    # Of the two requirements, one is not seen: whoever meets the other may run it.
    assert told(browser, "audit", "alice") == "ALLOW unchecked"
    assert told(browser, "audit", "bob") == "DENY"


def test_uncertain_tasks_are_marked(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    assert "? not certain" in browser.run(f"return {cell('load', 'Task')}.innerText")
    assert "not certain" not in browser.run(f"return {cell('preview', 'Task')}.innerText")
    open_cell(browser, "load")
    assert "A class or decorator outside of the analysed code may change this." in browser.text(
        "#details"
    )


def test_a_task_of_two_handlers_has_two_rows(browser: Browser, pages: Path) -> None:
    text = HEAD + (
        "class Base:\n    @task\n    def run(self): ...\n"
        '@TaskHandler()\n@require_role("a")\nclass One(Base): ...\n'
        "@TaskHandler()\n@public_access\nclass Two(Base): ...\n"
    )
    page = audited({"src/app/subclasses.py": text}, pages / "page.html")
    browser.open(page.path)
    assert listed(browser).count("run") == len(page.report.tasks) >= 2
    groups = browser.texts("#table .group .handler")
    assert {"app.subclasses.One", "app.subclasses.Two"} <= {*groups}
    assert "of Base" in browser.text("#table")
    browser.click("#table tbody:last-child td")
    assert "app.subclasses.Two" in browser.text("#details-body")


# The panel


def test_the_panel_tells_all_of_a_task(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    assert not browser.is_seen("#details")
    open_cell(browser, "weekly")
    assert browser.text("#details-title") == "weekly"
    text = browser.text("#details-body")
    assert "app.reports.Reports\nsrc/app/reports.py:17\nOn demand." in text
    places = [
        text.find(part)
        for part in (
            *("Requires, in this order", "role admin", '@require_role("admin")'),
            *("on the class: Reports", "scope reports:read", '@require_scope("reports:read")'),
            "on the method: Reports",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert browser.texts("#details .decisions tbody tr")[0] == (
        "alice✕DENYINSUFFICIENT_SCOPE✕DENYINSUFFICIENT_SCOPE–"
    )
    open_cell(browser, "nightly")
    text = browser.text("#details-body")
    assert "On demand and on a schedule." in text
    assert "Beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING." in text
    assert "SPK511" in text
    assert "spakky-lint rule SPK511" in text
    open_cell(browser, "audit")
    text = browser.text("#details-body")
    assert "Written, but not seen by the framework" in text
    assert '@require_scope("reports:audit")' in text
    open_cell(browser, "settle")
    assert "What this names is not known from the code." in browser.text("#details-body")


def test_the_panel_marks_what_the_cell_is_about(browser: Browser, guarded: Audited) -> None:
    is_inside = (
        "const [panel, here] = ['#details', '#details .here'].map((selector) =>"
        " document.querySelector(selector).getBoundingClientRect());"
        "return here.top >= panel.top && here.top < panel.bottom"
    )
    browser.open(guarded.path)
    for row, column, marked in (
        ("sweep", "Beat", "Beat"),
        ("weekly", "reports:read", "scope reports:read"),
        ("audit", "reports:audit", "scope reports:audit"),
        ("nightly", "bob", "bob"),
    ):
        open_cell(browser, row, column)
        (here,) = browser.texts("#details .here")
        assert marked in here
        assert browser.run(is_inside), row
        assert browser.texts("#table tr[aria-current] .method") == [row]


def test_let_through_unchecked_is_not_shown_as_allowed(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    open_cell(browser, "sweep")
    row = browser.texts("#details .decisions tbody tr")[1]
    assert row == "bob✕DENYINSUFFICIENT_ROLE–!ALLOW uncheckedNOT_ENFORCED"


# Columns


def test_a_column_shows_its_tasks_and_a_cell_its_column(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.run("document.querySelector('[data-key=\"need 1\"]').focus()")
    assert browser.texts("#table tr.lit .method") == ["weekly", "nightly", "sweep", "audit"]
    assert browser.count("#table td.lit") == 4
    browser.run(f"{cell('weekly', 'reports:read')}.tabIndex = -1")
    browser.run(f"{cell('weekly', 'reports:read')}.focus()")
    assert browser.texts("#table .lit .label") == ["scope reports:read"]
    assert browser.count("#table tr.lit") == 0


def test_a_column_keeps_its_tasks(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    press_head(browser, "signed in")
    assert listed(browser) == ["send", "ping", "settle"]
    assert browser.texts("#table [aria-pressed=true] .label") == [" signed in"]
    press_head(browser, "owner of invoice")
    assert listed(browser) == ["send"]
    press_head(browser, "owner of invoice")
    press_head(browser, "signed in")
    assert len(listed(browser)) == 11


def test_nothing_at_all_is_a_page_too(browser: Browser, pages: Path) -> None:
    page = audited({}, pages / "empty.html", CALLERS)
    browser.open(page.path)
    assert browser.text("#scope").startswith("0 tasks")
    assert browser.text("#nothing") == "There are no tasks here."
    assert not browser.is_seen("#box")
    assert not browser.is_seen("#clear-all")
    assert browser.printed().startswith(b"%PDF")
    assert browser.complaints() == []


def test_one_task_without_requirements_is_a_page_too(browser: Browser, pages: Path) -> None:
    texts = {"a.py": GUARDED["src/app/reports.py"].split("@TaskHandler()")[0]}
    texts["a.py"] += "@TaskHandler()\nclass A:\n    @task\n    def b(self): ...\n"
    page = audited(texts, pages / "page.html")
    browser.open(page.path)
    assert listed(browser) == ["b"]
    assert not browser.is_seen("#need-field")
    open_cell(browser, "b", "Queue")
    assert "Nothing says who may run it." in browser.text("#details .here")
    assert browser.complaints() == []


def test_the_providers_of_an_application_stand_below_the_matrix(
    browser: Browser, pages: Path
) -> None:
    needs = (
        Need(AuthCapability.AUTHENTICATION, Supply.GIVEN, True, [ASKING], [OIDC]),
        Need(AuthCapability.ROLE_CHECK, Supply.MISSING, True, [ASKING], []),
    )
    shown = audit(guarded_tasks(GUARDED), (), [Application("main.py:5", True, True, needs)])
    page = pages / "providers.html"
    page.write_text(auth_html(shown), encoding="utf-8")
    browser.open(page)
    assert browser.text("#providers").split("\n") == [
        "Providers",
        "main.py:5",
        "Capability\tSupplied by\tRequired by",
        "✓AUTHENTICATION\tspakky-oidc\tReports.weekly",
        (
            "✕ROLE_CHECK\tnothing supplies it, so the application does not start: "
            "spakky-policy would\tReports.weekly"
        ),
    ]
