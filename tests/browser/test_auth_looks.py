"""The matrix fits every screen and paper, can be read by everybody, and shows names as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.project.auditing import Caller
from spakky_lint.report.columns import visible
from spakky_lint.runtime.decisions import Subject
from tests.browser.auth_pages import (
    CALLERS,
    GUARDED,
    Audited,
    audited,
    listed,
    many_guarded,
    open_cell,
    press_head,
)
from tests.browser.chromium import Browser, script
from tests.browser.test_safety import HOSTILE

FAINT = script("faint.js")
# Elements that stick out of the window, but those that scroll in the box of the matrix.
OUTSIDE = script("outside.js").replace('".unseen,', '"#box, .unseen,')


@pytest.fixture(scope="module", params=["few", "many"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    texts = GUARDED if request.param == "few" else many_guarded(30, 40)
    return audited(texts, tmp_path_factory.mktemp("either") / "page.html", CALLERS)


@pytest.mark.parametrize("width", [320, 390, 768, 1100])
def test_only_the_matrix_scrolls_to_the_side(browser: Browser, either: Audited, width: int) -> None:
    browser.open(either.path, size=(width, 800))
    wide = "return document.documentElement.scrollWidth"
    assert browser.run(wide) <= width
    assert browser.run(OUTSIDE) == []
    scrolls = "const b = document.querySelector('#box'); return b.scrollWidth > b.clientWidth"
    assert browser.run(scrolls)
    if width < 720:
        assert not browser.is_seen("#access")
        browser.click("#filters summary")
    browser.choose("#access", "protected")
    browser.choose("#gets", "DENY")
    browser.click("#table tbody td")
    assert browser.is_seen("#details")
    assert browser.run(wide) <= width
    assert browser.run(OUTSIDE) == []
    panel = "const p = document.querySelector('#details'); return p.scrollWidth - p.clientWidth"
    assert browser.run(panel) == 0


def test_long_names_fit_on_a_phone(browser: Browser, pages: Path) -> None:
    text = GUARDED["src/app/reports.py"].replace("weekly", "recompute" * 20)
    text = text.replace("reports:read", "read" * 60).replace("Reports", "Reports" * 20)
    caller = Caller("somebody" * 20, Subject(id="x"))
    page = audited({f"src/{'deep/' * 40}reports.py": text}, pages / "page.html", [caller])
    browser.open(page.path, size=(320, 800))
    browser.click("#filters summary")
    browser.choose("#gets", "DENY")
    browser.click("#table tbody td")
    assert browser.run(OUTSIDE) == []
    assert browser.run("return document.documentElement.scrollWidth") <= 320
    tall = "return document.querySelector('#table thead').offsetHeight"
    assert browser.run(tall) < 400


def test_the_heads_stay_where_they_are(browser: Browser, pages: Path) -> None:
    page = audited(many_guarded(60, 60), pages / "page.html")
    browser.open(page.path)
    script = (
        "const box = document.querySelector('#box');"
        "const at = (e) => { const [a, b] = [e, box].map((x) => x.getBoundingClientRect());"
        " return [Math.round(a.left - b.left), Math.round(a.top - b.top)]; };"
        "const head = document.querySelector('#table thead th');"
        "const name = [...document.querySelectorAll('#table tbody th[scope=row]')].at(40);"
        "const group = [...document.querySelectorAll('#table .of-group')].at(1);"
        "const before = [at(head), at(name)[0], at(group)[0]];"
        "box.scrollTo(700, name.offsetTop - 300);"
        "return [before, [at(head), at(name)[0], at(group)[0]], box.scrollLeft, box.scrollTop]"
    )
    before, after, left, top = browser.run(script)
    assert before == after
    assert left == 700
    assert top > 300


def test_a_phone_opens_the_panel_over_the_page(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path, size=(360, 740))
    open_cell(browser, "weekly", "Direct")
    box = browser.run(
        "const b = document.querySelector('#details').getBoundingClientRect();"
        "return [b.left, b.right, b.bottom, innerWidth, innerHeight]"
    )
    assert box[:3] == [0, box[3], box[4]]
    assert browser.focused()["id"] == "details"
    browser.click("#close")
    assert not browser.is_seen("#details")


def test_what_a_finger_has_to_meet_is_large_enough(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path, size=(320, 740))
    browser.click("#filters summary")
    browser.choose("#access", "protected")
    open_cell(browser, "weekly")
    small = browser.run(
        "return [...document.querySelectorAll('button, summary, select, #q, tbody td, .check')]"
        ".filter((e) => e.checkVisibility()).map((e) => [e, e.getBoundingClientRect()])"
        ".filter(([, b]) => b.height < 24 || b.width < 24).map(([e]) => e.outerHTML)"
    )
    assert small == []


@pytest.mark.parametrize("width", [1440, 390])
def test_every_text_stands_out(browser: Browser, guarded: Audited, width: int) -> None:
    schemes = ["light", "dark"]
    browser.open(guarded.path, size=(width, 900), scheme=schemes[0])

    def check(seen: int = 0) -> None:
        for scheme in schemes:
            browser.prefer(scheme)
            found, faint = browser.run(FAINT)
            assert found > seen
            assert faint == [], scheme
        schemes.reverse()  # it is so already

    for row, column in (
        *(("weekly", "Task"), ("audit", "reports:audit"), ("everything", "Direct")),
        *(("sweep", "alice"), ("ping", "Beat"), ("load", "Access")),
    ):
        open_cell(browser, row, column)
        check(seen=150)
        if width < 720:
            browser.click("#close")
    press_head(browser, "admin")
    browser.click("#tiles [data-value=no]")
    check()
    browser.click("#tiles [data-value=fine]")
    check()


def test_what_is_chosen_is_not_told_by_colour_alone(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click("#tiles [data-value=fine]")
    browser.run("document.activeElement.blur()")
    outline = "return getComputedStyle(document.querySelector('[data-value=fine]')).outlineStyle"
    assert browser.run(outline) == "solid"


def test_the_roles_of_the_matrix_are_whole(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    tree = browser.devtools("Accessibility.getFullAXTree", {})["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert roles.count("grid") == 1
    assert roles.count("gridcell") == 11 * 15
    assert roles.count("rowheader") == 11 + 4
    assert roles.count("columnheader") == 2 + 3 + 3 + 8 + 8
    names = {node["name"]["value"] for node in tree if node["role"]["value"] == "button"}
    assert {"role admin 4 tasks", "signed in 3 tasks"} <= {" ".join(name.split()) for name in names}
    cells = [node["name"]["value"] for node in tree if node["role"]["value"] == "gridcell"]
    assert {"enforced", "on the class"} <= {cell.strip() for cell in cells}


def test_dark_and_light_can_be_chosen(browser: Browser, guarded: Audited) -> None:
    colour = "return getComputedStyle(document.body).backgroundColor"
    browser.open(guarded.path)
    light = browser.run(colour)
    browser.click("#theme")
    dark = browser.run(colour)
    assert dark != light
    browser.prefer("dark")
    assert browser.run(colour) == dark


# Paper


def test_paper_gets_a_table_of_what_is_shown(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path, scheme="dark")
    browser.choose("#access", "protected")
    browser.run(
        "addEventListener('beforeprint', () => setTimeout(() => {}));"
        "addEventListener('afterprint', () => {"
        " window.left = document.querySelector('#paper').childElementCount; }, {once: true});"
        "addEventListener('beforeprint', () => { window.paper ="
        " [...document.querySelectorAll('#paper tr')].map((row) => row.textContent); });"
    )
    assert browser.printed().startswith(b"%PDF")
    rows = browser.run("return window.paper")
    assert rows[0] == "TaskAccessDirectQueueBeatRequiresCallers"
    assert [row.split("line")[0] for row in rows[1:]] == [
        *("app.reports.Reports src/app/reports.py", "weekly", "nightly", "sweep", "audit"),
        *("app.billing.Billing src/app/billing.py", "send", "settle"),
    ]
    assert "✕never passesBeat has no caller" in rows[3]
    assert "SPK510" in rows[4]
    assert browser.run("return window.left") == 0
    browser.devtools("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for hidden in ("#controls", "#matrix", "#theme", "#clear"):
            assert not browser.is_seen(hidden)
        assert browser.is_seen("#tiles")
        assert browser.is_seen("#chips")
        colour = browser.run("return getComputedStyle(document.body).backgroundColor")
        assert colour == "rgb(255, 255, 255)"
    finally:
        browser.devtools("Emulation.setEmulatedMedia", {"media": ""})


# Names are data


def test_a_name_is_shown_as_it_is_and_nothing_else_happens(browser: Browser, pages: Path) -> None:
    text = GUARDED["src/app/billing.py"]
    texts = {f"src/{name}.py": text.replace('"owner"', repr(name)) for name in HOSTILE}
    callers = [Caller(name, Subject(id="x")) for name in HOSTILE]
    page = audited(texts, pages / "page.html", callers)
    browser.open(page.path)
    assert browser.texts("#table .group .mono")[::2] == [visible(path) for path in texts]
    assert browser.texts("#table .caller span") == [visible(name) for name in HOSTILE]
    labels = {f"relation {visible(name)} of invoice" for name in HOSTILE}
    assert labels <= {*browser.texts("#table .label")}
    for number, path in enumerate(texts):
        browser.choose("#caller", str(number))
        browser.choose("#gets", "DENY")
        assert listed(browser) == ["send"] * len(HOSTILE), path
        open_cell(browser, "send", which=number)
        assert visible(f"{path}:12") in browser.texts("#details .mono")
    browser.run("document.querySelector('#table thead button').focus()")
    browser.printed()
    assert browser.run("return window.hacked") is None
    assert browser.count("script") == 2
    assert browser.count("body img, body a:not(.skip)") == 0
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith(("file:", "data:"))] == []


def test_the_page_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    for step in (
        *("#tiles [data-value=undeclared]", "#tiles [data-value=fine]", "#clear", ".check"),
        *("#table tbody td", "#close", "#table thead button", "#chips button", "#theme"),
    ):
        browser.click(step)
    browser.printed()
    assert set(browser.requests()) <= {guarded.path.as_uri(), "data:,"}
    assert browser.complaints() == []


def test_the_policy_of_the_page_stops_what_is_not_its_own(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    browser.run(
        "const script = document.createElement('script');"
        "script.textContent = 'window.hacked = 1'; document.body.append(script);"
        "fetch('https://example.invalid/').catch(() => {});"
    )
    assert browser.run("return window.hacked") is None
    complaints = "\n".join(browser.complaints())
    assert "script-src 'sha256-" in complaints
    assert "default-src 'none'" in complaints


def test_of_a_thousand_tasks_the_first_are_drawn(browser: Browser, pages: Path) -> None:
    page = audited(many_guarded(1000, 4), pages / "page.html", CALLERS)
    browser.open(page.path)
    assert browser.text("#left") == "1,000 tasks"
    assert browser.count("#table .label") == 4
    assert len(listed(browser)) == 150  # long lists show their beginning
    for control, choice in (("#direct", "enforced"), ("#gets", "DENY"), ("#beat", "never-passes")):
        browser.choose(control, choice)
        assert len(listed(browser)) <= 150
    for control in ("#beat", "#gets"):
        browser.choose(control, "")
        assert len(listed(browser)) <= 150
    browser.click("#clear")
    browser.click("#more")
    assert len(listed(browser)) == 1000
    browser.choose("#handler", "app.file_39.Handler39")
    assert len(listed(browser)) == 25
    assert browser.complaints() == []
