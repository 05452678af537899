"""The documentation site: it is built strictly, needs no other host, and works in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from spakky_lint.rules.registry import RULES
from tests.browser.chromium import Browser, script
from tests.site import build_site

FROM_ELSEWHERE = re.compile(
    r"<(?:link|script|img|iframe|source)\b[^>]*(?:href|src)=\"?(?P<url>[^\" >]+)"
)
DOCS = Path(__file__).parents[2] / "docs"
WRITTEN = [path.relative_to(DOCS) for path in DOCS.rglob("*.md")]
PAGES = sorted(
    {
        *(str(path.parent / "index.html") for path in WRITTEN if path.name == "README.md"),
        *(str(path.with_suffix(".html")) for path in WRITTEN if path.parts[0] != "rules"),
        *("changelog.html", "contributing.html", "rules/SPK510.html"),
    }
    - {str(path.with_suffix(".html")) for path in WRITTEN if path.name == "README.md"}
)

INDEX = "search/search_index.json"
SCHEMES = ("light", "dark")

LOADED = """
const done = () => setTimeout(arguments[0]);
if (document.readyState === "complete") done();
else addEventListener("load", done);
"""
"""Answers as soon as a page has all that belongs to it."""
FOUND = """
const [query, page, done] = arguments;
const look = () => {
  const links = [...document.querySelectorAll(".md-search-result__link")].map((each) => each.href);
  const found = links.filter((each) => each.includes(page) && each.includes(query));
  if (found.length || performance.now() > 120000) done(found);
  else setTimeout(look, 50);
};
look();
"""
"""What the search has found on the page as soon as the whole word is looked for."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """The address at which the folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("site")
    build_site(built)
    return built


@pytest.fixture(scope="module")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With little to search in: each page reads it anew, which takes longer than all else of it."""
    index = json.loads((folder / INDEX).read_text("utf-8"))
    index["docs"] = index["docs"][:1]
    brief = tmp_path_factory.mktemp("search") / "brief.json"
    brief.write_text(json.dumps(index), "utf-8")

    class Brief(Quiet):
        def translate_path(self, path: str) -> str:
            return str(brief) if path.endswith(f"/{INDEX}") else super().translate_path(path)

    with served(folder, Brief) as address:
        yield address


@pytest.fixture(scope="module")
def whole_site(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def test_there_is_a_page_for_everything(folder: Path) -> None:
    assert {"index.html", "rules/index.html", "editors/index.html", "configuration.html"} < {*PAGES}
    assert [page for page in PAGES if not (folder / page).is_file()] == []
    assert [code for code in RULES if not (folder / "rules" / f"{code}.html").is_file()] == []
    assert (folder / "spakky-lint.schema.json").is_file()


def test_nothing_comes_from_another_host(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        urls = [found["url"] for found in FROM_ELSEWHERE.finditer(page.read_text("utf-8"))]
        assert urls
        assert [url for url in urls if "//" in url] == [], page


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_and_fits_a_phone_in_light_and_dark(
    browser: Browser, site: str, page: str
) -> None:
    # Every other page is loaded in the dark.
    first, second = SCHEMES if PAGES.index(page) % 2 else reversed(SCHEMES)
    browser.open(f"{site}/{page}", size=(360, 740), scheme=first)
    browser.driver.execute_async_script(LOADED)
    colours = set()
    for scheme in (first, second):
        browser.prefer(scheme)
        assert browser.count("article h1") == 1
        language = "ko" if page.startswith("ko/") else "en"
        assert browser.run("return document.documentElement.lang") == language
        assert browser.run("return document.documentElement.scrollWidth") <= 360
        colours.add(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert browser.complaints() == []
    asked = [each for each in browser.requests() if each.startswith("http")]
    assert asked
    assert [each for each in asked if not each.startswith(site)] == []
    assert len(colours) == 2


def test_the_search_finds(browser: Browser, whole_site: str) -> None:
    browser.open(f"{whole_site}/index.html")
    browser.click("label.md-search__icon[for=__search], .md-search__input")
    for wanted, page in (
        ("SPK510", "/rules/SPK510.html"),
        ("require_role", "/rules/SPK506.html"),
        ("timezone", "/configuration.html"),
        ("스케줄", "/ko/getting-started.html"),
    ):
        browser.run("document.querySelector('.md-search__input').select()")
        browser.press(*wanted)
        found = browser.driver.execute_async_script(FOUND, f"h={quote(wanted.lower())}", page)
        assert found, wanted
    assert browser.complaints() == []


def test_the_rules_are_filtered_by_what_happens(browser: Browser, site: str) -> None:
    browser.open(f"{site}/rules/index.html")
    seen = (
        "return [...document.querySelectorAll('.md-typeset tbody tr')]"
        ".filter((e) => e.checkVisibility()).map((e) => e.cells[0].textContent)"
    )
    assert browser.run(seen) == [*RULES]
    assert browser.text(".rule-filter output") == f"{len(RULES)} of {len(RULES)} rules"
    browser.choose("[name=consequence]", "Code runs that nobody was allowed to run")
    of_security = [code for code, rule in RULES.items() if rule.consequence.value == "security"]
    assert browser.run(seen) == of_security
    browser.choose("[name=level]", "warning")
    assert browser.run(seen) == [c for c in of_security if RULES[c].severity.value == "warning"]
    browser.choose("[name=consequence]", "")
    browser.choose("[name=level]", "opt-in")
    assert browser.run(seen) == [code for code, rule in RULES.items() if not rule.default]
    browser.choose("[name=level]", "")
    browser.choose("[name=fix]", "none")
    assert browser.run(seen) == [code for code, rule in RULES.items() if rule.fix is None]
    assert browser.complaints() == []


def test_a_rule_stands_beside_the_others_of_its_family(browser: Browser, site: str) -> None:
    browser.open(f"{site}/rules/SPK510.html")
    shown = browser.texts(".md-nav__item--active .md-nav__item--active .md-nav__link")
    codes = re.findall(r"SPK\d{3}", " ".join(shown))
    assert [*dict.fromkeys(codes)] == [code for code in RULES if code.startswith("SPK5")]


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("preview", "When the schedules fire"),
        ("auth", "Who may run what"),
        ("tasks", "Tasks"),
    ],
)
def test_a_report_is_there_to_click_through(
    browser: Browser, site: str, page: str, title: str
) -> None:
    browser.open(f"{site}/{page}.html")
    browser.click("a.md-button")
    assert browser.run("return location.pathname").startswith("/examples/")
    assert browser.text("h1") == title
    assert browser.complaints() == []


def test_the_filter_fits_a_phone(browser: Browser, site: str) -> None:
    browser.open(f"{site}/rules/index.html", size=(360, 740))
    assert browser.is_seen(".rule-filter")
    assert browser.run("return document.documentElement.scrollWidth") <= 360
    boxes = browser.run(
        "return [...document.querySelectorAll('.rule-filter *')]"
        ".map((e) => e.getBoundingClientRect().right).filter((right) => right > innerWidth)"
    )
    assert boxes == []


def test_every_text_is_readable_in_light_and_dark(browser: Browser, site: str) -> None:
    faint = script("faint.js")
    for scheme in ("light", "dark"):
        browser.open(f"{site}/rules/SPK510.html", scheme=scheme)
        seen, found = browser.run(faint)
        assert seen > 50
        # The link that skips to the content is seen when it has the focus.
        assert [each for each in found if "md-skip" not in each] == []
