"""The print edition: whole, tagged, navigable, and of the standards that it claims."""

from __future__ import annotations

import re

import pytest

from tests.support import verapdf
from tests.support.pdf import Pdf
from tests.support.published import Document, Editions, letters, missing
from tests.support.tools import requires


@pytest.mark.conformance
def test_verapdf_finds_nothing(editions: Editions) -> None:
    requires("verapdf")
    verdicts = verapdf.validate(editions.pdf)
    assert set(verdicts) == {"ua1", "2a"}
    assert {flavor: [str(f) for f in v.failures] for flavor, v in verdicts.items()} == {
        "ua1": [],
        "2a": [],
    }


def test_it_is_a_book_and_not_a_leaflet(pdf: Pdf) -> None:
    assert len(pdf.pages) >= 90


def test_pages_are_numbered_as_in_print(pdf: Pdf) -> None:
    assert pdf.labels[:2] == ["", ""], "the cover's leaf has no folio"
    folios = pdf.labels[2:]
    roman = [label for label in folios if re.fullmatch("[ivxl]+", label)]
    arabic = folios[len(roman) :]
    assert folios[: len(roman)] == roman, "front matter comes first"
    assert roman[0] == "i"
    assert arabic == [str(number) for number in range(1, len(arabic) + 1)]


def test_a_browser_may_show_the_first_page_at_once(pdf: Pdf) -> None:
    data = pdf.path.read_bytes()
    stated = re.search(rb"/Linearized 1/L (\d+)/.*?/E (\d+)/N (\d+)/", data[:1024])
    assert stated
    assert int(stated[1]) == len(data)
    assert int(stated[2]) < len(data) / 20
    assert int(stated[3]) == len(pdf.pages)


def test_all_pages_have_one_size(pdf: Pdf) -> None:
    assert len({tuple(page.mediabox) for page in pdf.reader.pages}) == 1


def test_the_title_bar_shows_the_title(pdf: Pdf) -> None:
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_outline_leads_to_each_document(pdf: Pdf, documents: list[Document]) -> None:
    pages = {}
    for entry in pdf.outline:
        unnumbered = re.sub(r"^(\d+|[A-Z])\.? ", "", entry.title)
        pages[letters(entry.title)] = pages[letters(unnumbered)] = entry.page
    lost = [document.title for document in documents if letters(document.title) not in pages]
    assert lost == []
    for document in documents:
        page = pages[letters(document.title)]
        assert page is not None
        assert letters(document.title) in letters(pdf.pages[page])


def test_no_text_is_lost(pdf: Pdf, documents: list[Document]) -> None:
    lost = {document.name: missing(document.stretches, pdf.text) for document in documents}
    assert {name: stretches for name, stretches in lost.items() if stretches} == {}


def test_the_tags_are_those_of_a_book(pdf: Pdf) -> None:
    assert pdf.root["/MarkInfo"]["/Marked"].value is True
    assert {"H1", "H2", "P", "Link", "Table", "TR", "TH", "TD", "L", "LI", "TOC"} <= set(pdf.roles)


def test_each_figure_and_formula_has_a_text_for_who_cannot_see_it(pdf: Pdf) -> None:
    silent = [
        tag
        for tag in pdf.tags
        if str(tag["/S"]) in {"/Figure", "/Formula"} and not str(tag.get("/Alt", "")).strip()
    ]
    assert silent == []


def test_fonts_are_embedded(pdf: Pdf) -> None:
    assert pdf.fonts
    assert [name for name, embedded in pdf.fonts.items() if not embedded] == []
