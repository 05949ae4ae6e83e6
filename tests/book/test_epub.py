"""The e-reader edition: valid, whole, and open to reading systems of all kinds."""

from __future__ import annotations

import re
import zipfile

import pytest

from tests.support import epubcheck
from tests.support.epub import OPS_TYPE, XHTML, Epub
from tests.support.published import Document, Editions, letters, missing
from tests.support.tools import requires

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.conformance
def test_epubcheck_finds_nothing(editions: Editions) -> None:
    requires("epubcheck")
    assert [str(found) for found in epubcheck.check(editions.epub, usage=True)] == []


def test_the_archive_says_first_what_it_is(epub: Epub) -> None:
    assert epub.first.filename == "mimetype"
    assert epub.first.compress_type == zipfile.ZIP_STORED
    assert epub.files["mimetype"] == b"application/epub+zip"


def test_the_contents_lead_to_each_document(epub: Epub, documents: list[Document]) -> None:
    pages = {}
    for label, target in epub.navigation["toc"]:
        unnumbered = re.sub(r"^(\d+|[A-Z])\.? ", "", label)
        pages[letters(label)] = pages[letters(unnumbered)] = target
    assert [document.title for document in documents if letters(document.title) not in pages] == []
    for document in documents:
        page = pages[letters(document.title)]
        assert page in epub.spine
        assert letters(document.title) in letters(epub.text(page))


def test_no_text_is_lost(epub: Epub, documents: list[Document]) -> None:
    text = " ".join(map(epub.text, epub.spine))
    lost = {document.name: missing(document.stretches, text) for document in documents}
    assert {name: stretches for name, stretches in lost.items() if stretches} == {}


def test_landmarks_lead_to_the_parts_of_a_book(epub: Epub) -> None:
    (nav,) = [e for e in epub.document("nav.xhtml").iter() if e.get(OPS_TYPE) == "landmarks"]
    kinds = [link.get(OPS_TYPE) for link in nav.iter(XHTML + "a")]
    assert kinds == ["cover", "toc", "bodymatter", "glossary", "bibliography", "index"]


def test_one_identifier_stands_in_package_and_ncx(epub: Epub) -> None:
    assert epub.dublin_core("identifier")[0].encode() in epub.files["toc.ncx"]


def test_what_it_claims_was_looked_at_by_hand(epub: Epub) -> None:
    """Programs alone bear no claim out: the colophon tells who looked at what."""
    claims = epub.properties("dcterms:conformsTo")
    assert claims == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert epub.properties("a11y:certifiedBy") == epub.dublin_core("creator")
    review = epub.text("colophon.xhtml").partition("Manual review")[2]
    assert "The contributors" in review
    for what in ("description of every figure", "headings", "order", "contrast", "tables"):
        assert what in review, what


def test_no_document_is_too_long_for_an_old_device(epub: Epub) -> None:
    """Readers built on Adobe's engine fail, or crawl, from about 300 kB on."""
    long = {path: len(epub.files[path]) for path in epub.spine if len(epub.files[path]) > 260_000}
    assert long == {}


def test_it_says_how_accessible_it_is(epub: Epub) -> None:
    for name in (
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    ):
        assert epub.properties(name), name


def test_each_page_has_a_language_and_a_title_of_its_own(epub: Epub) -> None:
    titles = []
    for path in epub.spine:
        page = epub.document(path)
        assert page.get("lang") == page.get(XML_LANG) == "en", path
        titles.append(page.findtext(f"{XHTML}head/{XHTML}title"))
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_each_picture_has_a_text_for_who_cannot_see_it(epub: Epub) -> None:
    silent = [
        (path, picture.get("src"))
        for path in epub.spine
        for picture in epub.document(path).iter(XHTML + "img")
        if not picture.get("alt", "").strip()
    ]
    assert silent == []
