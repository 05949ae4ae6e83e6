"""The reader of PDF files must see what is there, and that which is not."""

from __future__ import annotations

from pathlib import Path

import typst
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from .pdf import Entry, Pdf

DOCUMENT = """\
#set document(title: "A title")
#set page(numbering: "i")
= First
#figure(rect(), alt: "A box", caption: [A box])
== Second
Words.
#pagebreak()
#set page(numbering: "1")
#counter(page).update(1)
= Third
#table(columns: 2, table.header[a][b], [c], [d])
"""


def make_pdf(folder: Path, *, tags: bool = True) -> Pdf:
    """Compile :data:`DOCUMENT`, with tags or without."""
    source, pdf = folder / "document.typ", folder / "document.pdf"
    source.write_text(DOCUMENT, encoding="utf-8")
    typst.compile(str(source), output=str(pdf), ignore_system_fonts=True, pdf_tags=tags)
    return Pdf(pdf)


def test_what_is_there_is_seen(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path)
    assert pdf.labels == ["i", "1"]
    assert pdf.outline == [Entry(0, "First", 0), Entry(1, "Second", 0), Entry(0, "Third", 1)]
    wanted = {"H1": 2, "H2": 1, "Figure": 1, "Table": 1, "TH": 2, "TD": 2}
    assert {role: pdf.roles[role] for role in wanted} == wanted
    (figure,) = (tag for tag in pdf.tags if str(tag["/S"]) == "/Figure")
    assert str(figure["/Alt"]) == "A box"
    assert "Words." in pdf.pages[0]
    assert "Words." not in pdf.pages[1]
    assert pdf.fonts
    assert all(pdf.fonts.values())


def test_a_document_without_tags_has_none(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path, tags=False)
    assert pdf.tags == []
    assert not pdf.roles


def test_a_font_that_is_not_embedded_shows(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    names = DictionaryObject({NameObject(key): NameObject(name) for key, name in font.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): names})}
    )
    writer.write(tmp_path / "bare.pdf")
    assert Pdf(tmp_path / "bare.pdf").fonts == {"/Helvetica": False}
