"""A small book that is not ours, as a web edition."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from lxml import etree
from sphinx.testing.util import SphinxTestApp

from press.pages import PageMap, Turn
from press.web import previews
from tests.support import minibook
from tests.support.site import dead_links
from tests.support.web import Page

BASE = "https://books.example.org/tiny/"
INDEX = """\
# A Tiny Book

```{toctree}
:numbered: 1

water
deep/ends
```
"""
WATER = """\
# Water

Ducks swim, as {cite:p}`wolf2020` says.
They {term}`dive`.[^n]
So {math}`a < b` holds.

[^n]: A note with **weight**.

:::{claim} W1
:verdict: supported
:sources: wolf2020

Ducks do swim.
:::

```{math}
:label: sum
a^2
```

```{image} duck.svg
:alt: A duck
:width: 50%
```

:::{list-table} Ducks
:widths: 40 60

* - Mallard
  - Teal
:::
"""
ENDS = """\
# Ends

```{glossary}
dive
  To go under & come up.
```

```{ledger}
```

```{bibliography}
```
"""
POINTS = '[[point]]\nid = "W1"\nchapter = "water"\nsays = "Ducks swim."\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
MORE = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
html_theme = "sphinx_book_theme"
press_book = {"date": "2026-11-03", "description": "Of ducks.", "license": "CC-BY-4.0"}
bibtex_default_style = bibtex_reference_style = "press"
bibtex_cite_id = "cite-{key}"
press_claims_points = "points.toml"
"""
FILES = {
    "index.md": INDEX,
    "water.md": WATER,
    "deep/ends.md": ENDS,
    "points.toml": POINTS,
    "duck.svg": SVG,
    "references.bib": minibook.BIB.split("@misc")[0],
}
# The theme uses what Sphinx 11 will not have.
pytestmark = pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")


def make(folder: Path, more: str = "") -> None:
    conf = minibook.conf(more=MORE + more)
    minibook.write(folder, {"conf.py": conf, **FILES})


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> minibook.Book:
    """The book, with pages of a print edition and files of the others."""
    folder = tmp_path_factory.mktemp("tiny")
    make(folder, f"html_baseurl = {BASE!r}\n")
    (folder / "tiny.pdf").write_bytes(b"%PDF-1.7 " + b"x" * 2000)

    def others(app: SphinxTestApp) -> None:
        turns = [Turn("0", 0, "1"), Turn("1", 2, "2")]
        app.env.press_pages = PageMap(["1", "2"], {"water": turns})  # type: ignore[attr-defined]
        app.env.press_editions = {"pdf": folder / "tiny.pdf"}  # type: ignore[attr-defined]

    with minibook.built(folder, before=others) as made:
        pass  # no two applications at a time
    return made


@pytest.fixture(scope="module")
def water(book: minibook.Book) -> Page:
    """Its chapter."""
    return Page(book.out / "water.html")


def test_no_complaint_and_no_dead_link(book: minibook.Book) -> None:
    assert book.warnings == []
    assert dead_links(book.out) == []


def test_pages_of_print(water: Page) -> None:
    assert water.root.xpath("//h1//span/@id") == ["page-1"]
    _, second = water.root.find_class("page-mark")
    assert dict(second.attrib) == {
        "class": "page-mark",
        "id": "page-2",
        "role": "doc-pagebreak",
        "title": "page 2",
        "data-page": "2",
    }
    assert (second.tail or "").startswith("as")
    assert "Pages 1–2 in print" in water.text


def test_claims_lead_to_themselves_and_their_citation(water: Page) -> None:
    cite, anchor = water.root.xpath("//*[@id='claim-w1']//*[@class='claim-links']/a")
    assert anchor.get("href") == "#claim-w1"
    assert cite.get("href") == "cite.html#cite-claim-w1"
    page = Page(water.path.with_name("cite.html"))
    (text,) = page.root.xpath("//*[@id='cite-claim-w1']/*[@class='cite-text']")
    assert f"{BASE}water.html#claim-w1" in text.text_content()


def test_notes_stand_behind_their_paragraph(water: Page) -> None:
    before = "//aside[contains(@class, 'footnote')][1]/preceding-sibling::*[1][self::p]"
    (block,) = water.root.xpath(before)
    assert "Ducks swim" in block.text_content()


def test_formulas_need_no_script(water: Page) -> None:
    inline, block = water.root.xpath("//*[local-name()='math']")
    assert inline.get("alttext") == "a < b"
    assert block.get("display") == "block"
    assert water.root.xpath("//*[@id='equation-sum']/*[@class='eqno']")


def test_no_style_and_no_script_of_a_page_s_own(book: minibook.Book) -> None:
    for path in book.out.rglob("*.html"):
        page = Page(path).root
        assert page.xpath("//@style | //style | //@*[starts-with(name(), 'on')]") == []
        inline = [
            s for s in page.xpath("//script[not(@src)]") if s.get("type") != "application/ld+json"
        ]
        assert inline == [], path


def test_pictures_wait_and_keep_their_width(water: Page) -> None:
    (picture,) = water.root.xpath("//img")
    assert picture.get("loading") == "lazy"
    assert (picture.get("width"), picture.get("height")) == ("9", "9")
    assert "css-width-50pct" in picture.get("class", "")
    sheet = (water.path.parent / "_static" / "press.css").read_text(encoding="utf-8")
    assert ".css-width-50pct{width:50%}" in sheet


def test_files_of_the_theme_are_gone(book: minibook.Book) -> None:
    shipped = {
        p.relative_to(book.out / "_static").as_posix() for p in book.out.glob("_static/**/*")
    }
    assert shipped == {
        "doctools.js",
        "documentation_options.js",
        "icon.svg",
        "language_data.js",
        "press.css",
        "press.js",
        "previews.js",
        "search.js",
        "searchtools.js",
        "sphinx_highlight.js",
        "theme.js",
    }


def test_files_bear_their_checksum(water: Page) -> None:
    (sheet,) = water.related("stylesheet")
    name, _, mark = sheet.partition("?v=")
    digest = hashlib.sha256((water.path.parent / name).read_bytes()).hexdigest()
    assert mark == digest[:8]


def test_the_edition_of_the_same_version_is_offered(book: minibook.Book) -> None:
    page = Page(book.out / "index.html")
    (way,) = page.root.xpath("//a[@download and @class='way' and @href='tiny.pdf']")
    assert " ".join(way.text_content().split()) == "PDF 2 KB"
    assert (book.out / "tiny.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_scholars(water: Page) -> None:
    assert water.meta("citation_title") == ["Water"]
    assert water.meta("citation_inbook_title") == ["A Tiny Book"]
    assert water.meta("citation_author") == ["Nobody"]
    assert water.meta("citation_publication_date") == ["2026/11/03"]
    assert water.meta("citation_firstpage") == ["1"]
    assert water.meta("citation_lastpage") == ["2"]
    assert water.meta("citation_pdf_url") == [f"{BASE}tiny.pdf"]
    assert water.related("canonical") == [f"{BASE}water.html"]


def test_linked_data(water: Page) -> None:
    (script,) = water.root.xpath("//script[@type='application/ld+json']")
    stated = json.loads(script.text)
    assert stated["@type"] == "Chapter"
    assert stated["name"] == "Water"
    assert stated["pagination"] == "1–2"
    assert stated["isPartOf"]["name"] == "A Tiny Book"
    assert stated["accessModeSufficient"][0]["itemListElement"] == ["textual"]
    assert "pageBreakMarkers" in stated["accessibilityFeature"]


def test_previews_hold_works_and_terms(book: minibook.Book) -> None:
    text = book.read("_static/previews.js")
    entries = json.loads(text.removeprefix("pressPreviews(").removesuffix(");\n"))
    (page,) = entries.values()
    assert page["term-dive"] == "<p>To go under &amp; come up.</p>"
    assert "<em>Journal of Tools</em>" in page["cite-wolf2020"]
    assert "Cited in" not in page["cite-wolf2020"]


def test_previews_of_void_elements() -> None:
    parser = previews.Entries()
    parser.feed(
        '<ul><li class="bibliography-entry" id="a"><p>x<br>y <span class="backlinks">C <i>1</i>'
        '<img src="q"></span></p></li><li class="bibliography-entry" id="b"><p>z</p></li></ul>'
    )
    assert parser.found == {"a": "<p>x<br>y </p>", "b": "<p>z</p>"}


def test_files_for_machines(book: minibook.Book) -> None:
    sitemap = etree.fromstring(book.read("sitemap.xml").encode())
    assert [e.text for e in sitemap.iter("{*}loc")] == [
        f"{BASE}index.html",
        f"{BASE}water.html",
        f"{BASE}deep/ends.html",
    ]
    assert f"Sitemap: {BASE}sitemap.xml" in book.read("robots.txt")
    assert f"[1. Water]({BASE}water.html)" in book.read("llms.txt")
    ledger = json.loads(book.read("ledger.json"))
    schema = json.loads(book.read("ledger.schema.json"))
    assert set(schema["required"]) == set(ledger)
    wanted = schema["properties"]["claims"]["items"]["required"]
    assert set(wanted) == set(ledger["claims"][0])


def test_the_page_not_found_works_at_any_address(book: minibook.Book) -> None:
    page = Page(book.out / "404.html").root
    addresses = page.xpath("//@href | //@src | //@action")
    relative = [a for a in addresses if not a.startswith(("/tiny/", "#", "https://"))]
    assert relative == []
    assert "/tiny/water.html" in addresses


def test_without_a_base_no_address_is_made_up(tmp_path: Path) -> None:
    make(tmp_path)
    with minibook.built(tmp_path) as made:
        assert made.warnings == []
        for path in made.out.rglob("*"):
            if path.suffix in {".html", ".txt", ".json", ".bib", ".xml", ".js"}:
                assert "example.org" not in path.read_text(encoding="utf-8"), path
        assert not (made.out / "sitemap.xml").exists()
        page = Page(made.out / "water.html")
        assert (
            page.related("canonical") == page.meta("og:url") == page.meta("citation_pdf_url") == []
        )


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        make(tmp_path / name)
        with minibook.built(tmp_path / name) as made:
            found.append(
                {
                    p.relative_to(made.out): p.read_bytes()
                    for p in made.out.rglob("*")
                    if p.is_file() and p.name != ".buildinfo"
                }
            )
    assert found[0] == found[1]


def test_another_theme_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, 'html_theme = "basic"\n')
    with minibook.built(tmp_path) as made:
        assert made.warnings == []
        assert not (made.out / "_static" / "press.css").exists()
        assert (made.out / "_static" / "basic.css").exists()
