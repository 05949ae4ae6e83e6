"""The e-reader edition in other people's hands: a checker of access, engines, a converter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import ace, browser, calibre, foliate, mupdf
from tests.support.browser import Browser
from tests.support.epub import XHTML, Epub, raw_markup
from tests.support.foliate import Reading
from tests.support.published import Document, Editions, missing


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with browser.started() as started:
        yield started


@pytest.fixture(scope="module")
def reading(chromium: Browser, editions: Editions) -> Reading:
    """The book as foliate-js reads it."""
    return foliate.read(chromium, editions.epub)


def lacking(documents: list[Document], text: str) -> dict[str, list[str]]:
    """Return what of *documents* the shown *text* does not hold, by name."""
    found = {document.name: missing(document.stretches, text) for document in documents}
    return {name: stretches for name, stretches in found.items() if stretches}


@pytest.mark.conformance
def test_ace_finds_nothing(editions: Editions, epub: Epub) -> None:
    verdict = ace.check(editions.epub)
    assert verdict.findings == ()
    assert verdict.examined == {epub.package_path, *epub.spine}


@pytest.mark.conformance
def test_foliate_shows_each_document(
    reading: Reading, epub: Epub, documents: list[Document]
) -> None:
    assert len(reading.documents) == len(epub.spine)
    assert reading.faults == []
    assert reading.wide == []
    assert raw_markup(reading.text) == []
    assert lacking(documents, reading.text) == {}
    pictures = [p for path in epub.spine for p in epub.document(path).iter(XHTML + "img")]
    assert sum(document.pictures for document in reading.documents) == len(pictures) > 1


@pytest.mark.conformance
def test_foliate_finds_notes_contents_and_pages(reading: Reading, epub: Epub) -> None:
    assert [call for call, note in reading.notes if not note] == []
    assert len(reading.notes) > 100
    assert list(reading.contents) == [label for label, _target in epub.navigation["toc"]]
    assert list(reading.pages) == [label for label, _ in epub.navigation.get("page-list", [])]


@pytest.mark.conformance
def test_mupdf_shows_the_text(editions: Editions, documents: list[Document]) -> None:
    text = mupdf.text(editions.epub)
    assert raw_markup(text) == []
    assert lacking(documents, text) == {}


def converted(chromium: Browser, editions: Editions, place: Path) -> Reading:
    """Return the book as foliate-js reads what calibre makes of it, without a fault."""
    found = foliate.read(chromium, calibre.convert(editions.epub, place))
    assert found.faults == []
    assert raw_markup(found.text) == []
    return found


@pytest.mark.conformance
def test_nothing_is_lost_on_a_kindle(
    chromium: Browser, reading: Reading, editions: Editions, tmp_path: Path
) -> None:
    kindle = converted(chromium, editions, tmp_path / "book.azw3")
    assert foliate.lost(reading, kindle) == []


@pytest.mark.conformance
def test_nothing_is_lost_on_a_kobo(
    chromium: Browser, reading: Reading, epub: Epub, editions: Editions, tmp_path: Path
) -> None:
    if (version := calibre.version()) < 8:
        pytest.skip(f"calibre {version} cannot write KEPUB; 8 and newer can")
    kobo = converted(chromium, editions, tmp_path / "book.kepub")
    # calibre writes the page of contents anew; its links are compared on their own.
    kept = [
        one for path, one in zip(epub.spine, reading.documents, strict=True) if path != "nav.xhtml"
    ]
    assert foliate.lost(replace(reading, documents=tuple(kept)), kobo) == []
    assert kobo.pages == reading.pages
