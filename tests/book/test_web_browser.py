"""The web edition in a real browser, under the strict policy that press.web states."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from press.web import POLICY
from tests.support import browser
from tests.support.browser import Browser, Visit
from tests.support.published import Editions
from tests.support.site import served, weight

#: A chapter for looks in depth.
CHAPTER = "rise.html"


@pytest.fixture(scope="module")
def root(editions: Editions) -> Iterator[str]:
    """The address of the edition, served."""
    with served(editions.html, POLICY) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with browser.started() as started:
        yield started


@pytest.fixture
def visit(chromium: Browser, root: str) -> Iterator[Visit]:
    """A page of its own, which must have done nothing wrong in the end."""
    with chromium.visit(base_url=root) as visit:
        yield visit
        assert visit.faults == []
        assert visit.foreign(root) == []


@pytest.mark.conformance
def test_every_page_is_accessible(visit: Visit, editions: Editions) -> None:
    found = {}
    for path in sorted(editions.html.glob("*.html")):
        visit.page.goto(path.name)
        if violations := browser.violations(visit):
            found[path.name] = violations
    assert found == {}


@pytest.mark.conformance
@pytest.mark.parametrize(("width", "dark"), [(1280, True), (320, False), (320, True)])
def test_other_colors_and_widths_are_accessible(
    chromium: Browser, root: str, width: int, dark: bool
) -> None:
    with chromium.visit(width=width, dark=dark) as visit:
        for name in ("index.html", "preface.html", "ledger.html", "search.html", "404.html"):
            visit.page.goto(root + name)
            assert browser.violations(visit) == [], name
        assert visit.faults == []
        assert visit.foreign(root) == []


def test_no_page_scrolls_sideways(chromium: Browser, root: str, editions: Editions) -> None:
    """At 320 pixels, which is 1280 enlarged to 400%."""
    with chromium.visit(width=320) as visit:
        for path in sorted(editions.html.glob("*.html")):
            visit.page.goto(root + path.name)
            wide = visit.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, path.name


def test_the_first_load_is_light(visit: Visit, root: str, editions: Editions) -> None:
    visit.page.goto(CHAPTER)
    names = {urlsplit(url).path.removeprefix("/") for url in visit.requests}
    assert {CHAPTER, "_static/press.css", "_static/press.js"} <= names
    assert sum(weight(editions.html / name) for name in names) < 150_000, names
    cookies = visit.page.context.cookies()
    assert cookies == []


def test_without_scripts_the_book_is_read(chromium: Browser, root: str) -> None:
    with chromium.visit(scripts=False, dark=True, width=390) as visit:
        visit.page.goto(root + CHAPTER)
        assert visit.page.locator("article p").first.is_visible()
        assert visit.page.locator(".theme-button").is_hidden()
        # Dark by the system's word alone, and the contents open as well.
        ground = "getComputedStyle(document.body).backgroundColor"
        assert visit.page.evaluate(ground) == "rgb(18, 18, 18)"
        assert visit.page.locator("#contents").is_hidden()
        visit.page.locator(".menu-button").click()
        visit.page.get_by_role("link", name="Glossary").click()
        assert visit.page.url.endswith("/glossary.html")


def test_a_walk_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto(CHAPTER)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert page.locator(":focus").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search-everywhere"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
                const it = document.activeElement, style = getComputedStyle(it);
                const box = it.getClientRects()[0];
                return [it.outerHTML.slice(0, 120), style.outlineStyle, style.outlineWidth,
                    Boolean(box && box.width && box.bottom > 0 && box.top < innerHeight)];
            }"""
        )
        assert where[1] != "none", f"no visible focus: {where}"
        assert where[2] != "0px", f"no visible focus: {where}"
        assert where[3], f"focus out of sight: {where}"
        seen.add(where[0])
    assert len(seen) > 40, "focus is caught"


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("fork", "glossary.html#term-fork"),
        ("Medicine", "applications.html#sec-applications-medicine"),
        ("R3", "rise.html#claim-r3"),
    ],
)
def test_search_finds_first_what_is_meant(visit: Visit, words: str, target: str) -> None:
    visit.page.goto("index.html")
    visit.page.get_by_label("Search the book").fill(words)
    visit.page.keyboard.press("Enter")
    visit.page.locator(".search-summary", has_text="finished").wait_for()
    first = visit.page.locator("ul.search li a").first
    assert first.get_attribute("href") == target
    visit.page.wait_for_load_state("networkidle")
    first.click()
    assert visit.page.url.endswith(target)


def test_the_colors_are_chosen_and_kept(visit: Visit) -> None:
    page = visit.page
    page.goto(CHAPTER)
    ground = "getComputedStyle(document.body).backgroundColor"
    button = page.locator(".theme-button")
    assert button.get_attribute("title") == "Colors: system"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    button.click()
    button.click()
    assert page.evaluate(ground) == "rgb(18, 18, 18)"
    page.goto("ledger.html")
    assert page.evaluate(ground) == "rgb(18, 18, 18)"
    # Figures turn dark with the page.
    page.goto(CHAPTER)
    shown = "getComputedStyle(document.querySelector('figure img')).filter"
    assert "invert" in page.evaluate(shown)
    button.click()
    assert page.evaluate("localStorage.length") == 0


def test_a_citation_is_previewed(visit: Visit) -> None:
    page = visit.page
    page.goto(CHAPTER)
    link = page.locator(".bibtex-citation a").first
    link.hover()
    box = page.locator("#preview")
    box.wait_for()
    assert "Devlin" in box.inner_text()
    assert link.get_attribute("aria-describedby") == "preview"
    box.hover()  # the pointer may move onto it
    page.wait_for_timeout(400)
    assert box.is_visible()
    page.keyboard.press("Escape")
    assert box.count() == 0
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    box.wait_for()
    assert browser.violations(visit) == []
    page.keyboard.press("Tab")
    assert page.locator(".bibtex-citation a").first.get_attribute("aria-describedby") is None
    term = page.locator("article a[href*='#term-']").first
    term.hover()
    box.wait_for()
    assert box.inner_text().strip()


def test_downloads_arrive(visit: Visit, editions: Editions) -> None:
    visit.page.goto("index.html")
    for kind, made in (("PDF", editions.pdf), ("EPUB", editions.epub)):
        with visit.page.expect_download() as coming:
            visit.page.locator("a.way", has_text=kind).click()
        assert coming.value.path().read_bytes() == made.read_bytes()


def test_a_printed_page_is_linked_to(visit: Visit) -> None:
    visit.page.goto(f"{CHAPTER}#page-9")
    mark = visit.page.locator("#page-9")
    box = mark.bounding_box()
    assert 0 <= box["y"] < 800
    drawn = visit.page.evaluate(
        "getComputedStyle(document.getElementById('page-9'), '::before').content"
    )
    assert "data-page" in drawn or "9" in drawn
    assert mark.text_content() == "", "nobody copies a page number with the text"


def test_an_address_that_leads_nowhere(chromium: Browser, root: str) -> None:
    with chromium.visit() as visit:
        answer = visit.page.goto(root + "no/such/page.html")
        assert answer.status == 404
        assert visit.page.locator("h1").inner_text() == "Page not found"
        assert visit.faults == [f"404 {root}no/such/page.html"]
        visit.page.get_by_role("link", name="title page", exact=True).click()
        assert visit.page.url == root + "index.html"
