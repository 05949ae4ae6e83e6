"""The web edition of the book: light, whole, citable, and in agreement with its metadata."""

from __future__ import annotations

import csv
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from press.metadata import LICENSES
from tests.support.pdf import Pdf
from tests.support.published import ROOT, Editions
from tests.support.site import dead_links, weight
from tests.support.web import Page

Stated = dict[str, Any]

#: Bytes over the wire before a chapter can be read: page, styles, scripts, icon.
MOST = 150_000


@pytest.fixture(scope="module")
def pages(editions: Editions) -> dict[str, Page]:
    """All pages, by name."""
    return {path.name: Page(path) for path in sorted(editions.html.glob("*.html"))}


@pytest.fixture(scope="module")
def chapters(pages: dict[str, Page]) -> dict[str, Page]:
    """The pages that documents of the book have become."""
    names = {path.with_suffix(".html").name for path in (ROOT / "book").glob("*.md")}
    return {name: page for name, page in pages.items() if name in names}


def loaded(page: Page) -> set[Path]:
    """Return the files that a page loads at once: pictures in it wait."""
    head = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src"
    eager = "//img[not(@loading='lazy')]/@src"
    names = page.root.xpath(f"{head} | {eager}")
    return {page.path, *(page.path.parent / str(name).partition("?")[0] for name in names)}


def test_the_first_load_is_light(chapters: dict[str, Page]) -> None:
    weights = {name: sum(map(weight, loaded(page))) for name, page in chapters.items()}
    assert len(weights) > 10
    assert max(weights.values()) < MOST, weights
    # Most of it is the text: styles, scripts and icon together weigh less than a picture.
    others = loaded(chapters["preface.html"]) - {chapters["preface.html"].path}
    assert sum(map(weight, others)) < 20_000


def test_nothing_idle_is_shipped(editions: Editions) -> None:
    shipped = [path.relative_to(editions.html).as_posix() for path in editions.html.rglob("*")]
    assert [name for name in shipped if name.endswith((".map", ".woff2", ".md", ".mo"))] == []
    assert not any("fontawesome" in name or "bootstrap" in name for name in shipped)


def test_every_link_leads_somewhere(editions: Editions) -> None:
    assert dead_links(editions.html) == []


def test_no_page_loads_from_another_host(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        loads = page.root.xpath("//@src | //link[@rel!='license' and @rel!='canonical']/@href")
        assert [address for address in loads if "://" in address] == [], name


def test_the_search_index_has_each_heading_by_its_words(
    editions: Editions, chapters: dict[str, Page]
) -> None:
    """Marks of pages, links and numbers are none of them."""
    script = (editions.html / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(script.partition("(")[2].rpartition(")")[0])
    found: dict[str, set[str]] = {name: set() for name in index["docnames"]}
    for title, places in index["alltitles"].items():
        for number, _anchor in places:
            found[index["docnames"][number]].add(" ".join(title.split()))
    count = 0
    for name, page in chapters.items():
        for heading in page.root.xpath("//main//*[self::h1 or self::h2 or self::h3]"):
            beside = (
                "ancestor-or-self::*[contains(@class, 'headerlink') or @class='section-number']"
            )
            words = " ".join("".join(heading.xpath(f".//text()[not({beside})]")).split())
            assert words in found[name.removesuffix(".html")], (name, words)
            count += 1
    assert count > 100
    assert not any("<" in title for titles in found.values() for title in titles)
    assert len(index["indexentries"]) > 300


def test_pages_in_print_begin_where_the_chapter_opens(
    editions: Editions, chapters: dict[str, Page], pdf: Pdf
) -> None:
    """Not on the blank page before it, nor on the title page of the book."""
    opens = {
        entry.title: pdf.labels[entry.page]
        for entry in pdf.outline
        if entry.depth == 0 and entry.page is not None
    }
    count = 0
    for name, page in chapters.items():
        stated = re.search(r"ages? (\w+)", "".join(page.root.xpath("//p[@class='facts']//text()")))
        if stated is None:
            continue
        words = page.root.xpath("//main//h1//text()[not(parent::span or parent::a)]")
        title = " ".join("".join(words).split())
        (opened,) = [label for entry, label in opens.items() if entry.endswith(title)]
        assert stated[1] == opened, name
        exported = (editions.html / "cite" / f"{Path(name).stem}.bib").read_text("utf-8")
        assert f"pages = {{{opened}--" in exported, name
        count += 1
    assert count > 10


def test_headings_are_in_order(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        headings = page.root.find_class("bd-article")[0].iter("h1", "h2", "h3", "h4", "h5", "h6")
        levels = [int(str(heading.tag)[1]) for heading in headings]
        assert levels.count(1) == 1, name
        assert all(b <= a + 1 for a, b in pairwise(levels)), name


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        ids = page.root.xpath("//@id")
        assert len(ids) == len(set(ids)), name


def test_pages_of_print_can_be_linked_to(chapters: dict[str, Page]) -> None:
    found: list[str] = []
    for page in chapters.values():
        found += page.root.xpath("//span[@role='doc-pagebreak']/@id")
    assert len(found) == len(set(found))
    assert {f"page-{number}" for number in range(1, 100)} <= set(found)


def test_claims_can_be_linked_to_and_cited(
    chapters: dict[str, Page], pages: dict[str, Page]
) -> None:
    claims = [
        i
        for page in chapters.values()
        for i in page.root.xpath("//div/@id[starts-with(., 'claim-')]")
    ]
    assert len(claims) == 74
    cited = set(pages["cite.html"].root.xpath("//@id"))
    assert {f"cite-{claim}" for claim in claims} <= cited


def test_the_front_page_sells_the_book(pages: dict[str, Page], stated: Stated) -> None:
    front = pages["index.html"]
    (picture,) = front.root.xpath("//header//img")
    assert picture.get("alt") == " ".join(stated["press_cover"]["alt"].split())
    for words in (stated["project"], stated["subtitle"], stated["description"]):
        assert words in front.text
    ways = [" ".join(a.text_content().split()) for a in front.root.find_class("way")]
    assert [way.split()[0] for way in ways] == ["Read", "PDF", "EPUB", "Cite"]
    # Words that stand on the web's first page alone.
    assert "holds each of its 74 points to published evidence" in front.text


def test_the_downloads_are_the_editions(editions: Editions, pages: dict[str, Page]) -> None:
    for made in (editions.pdf, editions.epub):
        offered = editions.html / made.name
        assert offered.read_bytes() == made.read_bytes()
        assert made.name in pages["index.html"].links


def test_scholars_find_what_conf_says(chapters: dict[str, Page], stated: Stated) -> None:
    for name, page in chapters.items():
        assert page.meta("citation_author") == [stated["author"]], name
        assert page.meta("citation_publication_date") == [stated["date"].replace("-", "/")], name
        (title,) = page.meta("citation_title")
        if name == "index.html":
            assert title == f"{stated['project']}: {stated['subtitle']}"
        else:
            assert title in page.text
            assert page.meta("citation_inbook_title") == [
                f"{stated['project']}: {stated['subtitle']}"
            ]


def test_linked_data_says_what_conf_says(chapters: dict[str, Page], stated: Stated) -> None:
    for name, page in chapters.items():
        (script,) = page.root.xpath("//script[@type='application/ld+json']")
        data = json.loads(script.text)
        book = data if name == "index.html" else data["isPartOf"]
        assert book["@type"] == "Book"
        assert book["name"] == stated["project"]
        assert book["@id"] == stated["identifier"]
        assert book["version"] == stated["release"]
        assert book["datePublished"] == stated["date"]
        assert book["license"] == LICENSES[stated["license"]][1]
        assert {"alternativeText", "pageBreakMarkers"} <= set(data["accessibilityFeature"])


def test_each_page_describes_itself(chapters: dict[str, Page]) -> None:
    said = {name: page.meta("description") for name, page in chapters.items()}
    assert all(len(texts) == 1 and 20 < len(texts[0]) <= 320 for texts in said.values()), said
    assert len({texts[0] for texts in said.values()}) == len(said)
    assert len({page.title for page in chapters.values()}) == len(said)


def test_the_data_and_their_schema_agree(editions: Editions) -> None:
    folder = editions.html / "data"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {p.name for p in folder.glob("*.csv")}
    for resource in package["resources"]:
        source = ROOT / "book" / "data" / resource["path"]
        assert (folder / resource["path"]).read_bytes() == source.read_bytes()
        with source.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
