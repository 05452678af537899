"""What is shown can be narrowed down, and a link keeps how."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from spakky_lint.facts.paths import PathState
from spakky_lint.project.auditing import AuditedTask
from spakky_lint.report.auth.standing import Standing
from spakky_lint.report.auth.summary import concerns
from tests.browser.auth_pages import (
    GUARDED,
    Audited,
    audited,
    listed,
    open_cell,
    press_head,
)
from tests.browser.chromium import ENTER, TAB, Browser


def methods(page: Audited, wanted: object) -> list[str]:
    """The methods of the tasks for which `wanted` is true, in the order of the page."""
    assert callable(wanted)
    return [each.located.task.name.rpartition(".")[2] for each in page.report.tasks if wanted(each)]


def fragment(browser: Browser) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(browser.driver.current_url).fragment)


def chips(browser: Browser) -> list[str]:
    return browser.texts("#chips .data")


def test_the_text_finds_tasks_handlers_files_and_requirements(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    for text, expected in {
        "AUDIT": ["audit"],
        "billing.py": ["send", "ping", "settle", "load"],
        "Exports prev": ["preview"],
        "invoice": ["send"],
        "@eu": ["everything"],
    }.items():
        browser.click("#q")
        browser.press(text)
        browser.wait_for_frame()
        assert listed(browser) == expected, text
        assert browser.focused()["id"] == "q"
        assert chips(browser) == [text]
        assert browser.text("#left") == f"{len(expected)} of 11 tasks"
        browser.click("#clear")


def test_an_access_can_be_chosen(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    for access in ("protected", "public", "undeclared", "conflict"):
        browser.choose("#access", access)
        expected = methods(guarded, lambda each, access=access: each.access.access == access)
        assert listed(browser) == expected != [], access


def test_a_state_of_each_path_can_be_chosen(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    for path in ("direct", "queue", "beat"):
        shown = []
        for state in (*PathState, "in-part"):
            browser.choose(f"#{path}", state)
            found = listed(browser)
            shown += found

            def has_it(each: AuditedTask, path: str = path, state: str = state) -> bool:
                its = getattr(each.access.paths, path)
                return state == ("in-part" if its.is_partial else its.state)

            assert found == methods(guarded, has_it), (path, state)
        assert len(shown) == len(guarded.report.tasks)
        browser.choose(f"#{path}", "")


def test_a_handler_can_be_chosen(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    assert browser.texts("#handler option") == [
        "All handlers",
        "app.billing.Billing (3)",
        "app.billing.Imports (1)",
        "app.reports.Exports (3)",
        "app.reports.Reports (4)",
    ]
    browser.choose("#handler", "app.billing.Imports")
    assert listed(browser) == ["load"]


def test_a_requirement_can_be_chosen_in_the_form_and_by_its_column(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    browser.choose("#need", "role:admin")
    assert listed(browser) == ["weekly", "nightly", "sweep", "audit"]
    press_head(browser, "reports:audit")
    assert listed(browser) == ["audit"]
    assert chips(browser) == ["role admin", "scope reports:audit"]
    value = "return document.querySelector('#need').selectedOptions[0].textContent"
    assert browser.run(value) == "2 of them"
    press_head(browser, "admin")
    assert browser.run(value) == "reports:audit"
    browser.choose("#need", "")
    assert len(listed(browser)) == 11


def test_what_a_caller_gets_can_be_chosen(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    for caller, state in (
        *((0, "ALLOW"), (0, "DENY"), (0, "ERROR"), (1, "DENY"), (2, "CHALLENGE"), (2, "ALLOW")),
    ):
        browser.choose("#caller", str(caller))
        browser.choose("#gets", state)

        def gets_it(each: AuditedTask, caller: int = caller, state: str = state) -> bool:
            found = each.decisions[caller]
            return any(it is not None and it.state == state for it in (found.direct, found.queue))

        expected = methods(guarded, gets_it)
        assert listed(browser) == expected, (caller, state)
        assert 0 < len(expected) < 11
        browser.choose("#gets", "")


def test_several_callers_can_be_asked_about(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.choose("#gets", "ALLOW")
    browser.choose("#caller", "1")
    assert browser.run("return document.querySelector('#gets').value") == ""
    browser.choose("#gets", "DENY")
    assert chips(browser) == ["alice gets ALLOW", "bob gets DENY"]
    assert listed(browser)[:2] == ["nightly", "sweep"]
    assert "preview" not in listed(browser)
    browser.choose("#caller", "0")
    assert browser.run("return document.querySelector('#gets').value") == "ALLOW"
    browser.choose("#gets", "")
    assert chips(browser) == ["bob gets DENY"]


def test_a_count_of_the_summary_shows_what_it_counts(browser: Browser, guarded: Audited) -> None:
    of = {concern.standing: concern.tasks for concern in concerns(guarded.report.tasks)}
    wrong = [told.audited for each in of if each is not Standing.FINE for told in of[each]]
    pressed = "return document.activeElement.getAttribute('aria-pressed')"
    browser.open(guarded.path)
    for standing in Standing:
        its = [told.audited for told in of[standing]]

        def counts(
            each: AuditedTask,
            standing: Standing = standing,
            its: Sequence[AuditedTask] = its,
        ) -> bool:
            return each not in wrong if standing is Standing.FINE else each in its

        expected = methods(guarded, counts)
        tile = f"#tiles [data-value={standing}]"
        assert browser.texts(f"{tile} .count")[0][1:] == str(len(expected)), standing
        browser.click(tile)
        assert listed(browser) == expected != [], standing
        assert browser.run(pressed) == "true"
        browser.click(tile)
        assert browser.run(pressed) == "false"
        assert len(listed(browser)) == 11


def test_two_counts_show_what_either_counts(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click("#tiles [data-value=never-passes]")
    browser.click("#tiles [data-value=never-runs]")
    assert listed(browser) == ["nightly", "ping"]


def test_uncertain_tasks_can_be_chosen(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click("#tiles [data-value=no]")
    assert listed(browser) == methods(guarded, lambda each: not each.access.is_certain)


def test_only_problems_leaves_out_what_is_fine(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click(".check")
    assert listed(browser) == methods(
        guarded,
        lambda each: each.access.problems or each.access.access not in ("protected", "public"),
    )
    assert not {"weekly", "status", "send"} & {*listed(browser)}


def test_filters_combine_and_are_taken_back_one_by_one(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.choose("#access", "protected")
    browser.choose("#handler", "app.reports.Reports")
    browser.choose("#beat", "absent")
    browser.choose("#gets", "DENY")
    assert listed(browser) == ["weekly"]
    assert browser.text("#left") == "1 of 11 tasks"
    assert browser.texts("#chips .chip") == [
        *("Access:protected×", "Beat:absent×", "Caller:alice gets DENY×"),
        "Handler:app.reports.Reports×",
    ]
    browser.click("#chips li:nth-child(3) button")
    assert listed(browser) == ["weekly", "audit"]
    assert browser.run("return document.activeElement.textContent") == (
        "Handler:app.reports.Reports×"
    )
    browser.click("#chips li:nth-child(2) button")
    assert listed(browser) == ["weekly", "nightly", "sweep", "audit"]
    browser.press(TAB)
    assert browser.focused()["id"] == "clear"
    browser.press(ENTER)
    assert len(listed(browser)) == 11
    assert chips(browser) == []
    assert browser.focused()["id"] == "q"
    assert not browser.is_seen("#clear")
    assert {
        browser.run(f"return document.querySelector('#{name}').value")
        for name in (*("access", "beat", "gets", "handler", "q"),)
    } == {""}


def test_where_nothing_is_left_the_page_says_so_and_leads_back(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    browser.choose("#access", "public")
    browser.choose("#beat", "open")
    assert listed(browser) == []
    assert browser.text("#left") == "0 of 11 tasks"
    assert browser.text("#nothing") == "No task meets all of these filters.\nClear filters"
    assert not browser.is_seen("#box")
    browser.click("#clear-all")
    assert len(listed(browser)) == 11
    assert not browser.is_seen("#nothing")


def test_the_number_of_tasks_is_announced(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.run(
        "window.said = []; const status = document.querySelector('#left');"
        "new MutationObserver(() => said.push(status.textContent))"
        ".observe(status, {childList: true, characterData: true, subtree: true})"
    )
    browser.choose("#access", "public")
    browser.choose("#direct", "open")  # leaves the same
    browser.choose("#access", "")
    browser.wait_for_frame()
    assert browser.run("return [said, document.querySelector('#left').role]") == [
        ["1 of 11 tasks", "3 of 11 tasks"],
        "status",
    ]


# The address


def test_a_link_keeps_every_filter(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click("#q")
    browser.press("s")
    browser.wait_for_frame()
    browser.click("#tiles [data-value=fine]")
    browser.choose("#access", "protected")
    browser.choose("#direct", "enforced")
    browser.choose("#queue", "enforced")
    browser.choose("#beat", "absent")
    browser.choose("#handler", "app.billing.Billing")
    browser.choose("#need", "authenticated:signed in")
    press_head(browser, "? Tenant.role")
    browser.choose("#caller", "2")
    browser.choose("#gets", "CHALLENGE")
    before = (listed(browser), browser.texts("#chips .chip"), browser.text("#left"))
    assert before[0] == ["settle"]
    link = browser.driver.current_url
    assert fragment(browser) == [
        *(("q", "s"), ("standing", "fine"), ("access", "protected")),
        *(("direct", "enforced"), ("queue", "enforced"), ("beat", "absent")),
        *(("need", "authenticated:signed in"), ("need", "role:? Tenant.role")),
        *(("gets", "anonymous:CHALLENGE"), ("handler", "app.billing.Billing")),
    ]
    browser.go_to("about:blank")
    browser.go_to(link)
    assert (listed(browser), browser.texts("#chips .chip"), browser.text("#left")) == before
    assert browser.driver.current_url == link
    values = (
        "return ['q', 'access', 'direct', 'queue', 'beat', 'handler', 'need'].map((id) =>"
        " document.querySelector(`#${id}`).value)"
    )
    assert browser.run(values) == [
        *("s", "protected", "enforced", "enforced", "absent", "app.billing.Billing", "several")
    ]
    browser.click("#clear")
    assert fragment(browser) == []


def test_another_link_changes_the_page_that_is_open(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.run("location.hash = '#only=problems&access=protected'")
    browser.wait_for_frame()
    assert listed(browser) == ["nightly", "sweep", "audit"]
    assert browser.run("return document.querySelector('#problems').checked")
    browser.run("history.back()")
    browser.wait_for_frame()


def test_a_link_of_another_page_shows_nothing_rather_than_too_much(
    browser: Browser, guarded: Audited
) -> None:
    for link in (
        *("access=secret", "need=role%3Agone", "gets=mallory%3AALLOW", "handler=app.Gone"),
        *("standing=constructor", "direct=__proto__", "gets=%3A", "q=%00%F0%9F%92%A9"),
    ):
        browser.open("about:blank")
        browser.go_to(f"{guarded.path.as_uri()}#{link}")
        assert listed(browser) == [], link
        assert len(chips(browser)) == 1
        assert browser.complaints() == [], link
        browser.click("#clear")
        assert len(listed(browser)) == 11


def test_a_link_that_says_nothing_shows_all(browser: Browser, guarded: Audited) -> None:
    for link in ("#", "#matrix", "#__proto__=1&toString=2", "#%", "#&&=&q="):
        browser.open("about:blank")
        browser.go_to(f"{guarded.path.as_uri()}{link}")
        assert len(listed(browser)) == 11, link
        assert chips(browser) == []
        assert browser.complaints() == [], link


def test_a_skip_link_does_not_take_the_place_of_the_filters(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    browser.choose("#access", "public")
    browser.run("document.activeElement.blur()")
    browser.run("document.querySelector('.skip').focus()")
    browser.press(ENTER)
    assert browser.focused()["id"] == "matrix"
    assert fragment(browser) == [("access", "public")]
    assert listed(browser) == ["status"]


def test_the_panel_goes_when_its_task_does(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    open_cell(browser, "status")
    browser.choose("#access", "public")
    browser.choose("#access", "")
    assert browser.text("#details-title") == "status"
    assert browser.texts("#table tr[aria-current] .method") == ["status"]
    browser.choose("#access", "protected")
    assert not browser.is_seen("#details")


def test_names_with_signs_of_their_own_survive_the_link(browser: Browser, pages: Path) -> None:
    text = GUARDED["src/app/billing.py"].replace('"invoice"', '"a&b=c#d%20e+f:g \'é"')
    page = audited({"src/app/odd.py": text}, pages / "page.html")
    browser.open(page.path)
    press_head(browser, "owner of a&b=c#d%20e+f:g 'é")
    assert listed(browser) == ["send"]
    link = browser.driver.current_url
    browser.go_to("about:blank")
    browser.go_to(link)
    assert listed(browser) == ["send"]
    assert chips(browser) == ["relation owner of a&b=c#d%20e+f:g 'é"]
