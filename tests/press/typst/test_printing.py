"""Files for a print house: from a small book, and pages made wrong on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from press.typst import ink, plates, preflight
from press.typst.options import PrintOptions
from tests.support import minibook
from tests.support.pdf import Pdf

TRIM = (6.0, 9.0)
#: A page on which everything is as print houses ask.
GOOD = """\
#set page(width: 6in, height: 9in, margin: (inside: 0.93in, outside: 0.75in, y: 1in))
#set text(size: 10.5pt)
#for n in range(24) [
  = Chapter #n
  #lorem(60) #link("https://example.org")[linked]
  #text(fill: luma(35%))[gray]
  #rect(fill: rgb("#ff8800"), stroke: blue)
  #pagebreak(weak: true)
]
"""
COVER = """\
#let words = json("cover.json")
#let inch = 72pt
#let width = float(sys.inputs.width) * 1pt
#let height = float(sys.inputs.height) * 1pt
#let sheet = sys.inputs.form == "sheet"
#let edge = if sheet { float(sys.inputs.bleed) * 1pt } else { 0pt }
#let spine = if sheet { float(sys.inputs.spine) * 1pt } else { 0pt }
#set page(
  width: if sheet { 2 * width + spine + 2 * edge } else { width }, height: height + 2 * edge,
  margin: 0pt, fill: aqua)
#if sheet {
  place(dx: edge + 0.5 * inch, dy: inch, words.description)
  place(dx: edge + width + spine + inch, dy: inch, words.title)
  if sys.inputs.at("spine-text") == "yes" {
    let turned = rotate(90deg, reflow: true)[spine]
    place(dx: edge + width, dy: 2 * inch, box(width: spine, align(center, turned)))
  }
} else [#words.title]
"""
CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
press_book = {"date": "2026-01-02", "description": "What it is about."}
press_cover = {"template": "cover.typ", "alt": "A title."}
press_print = {"paper": "cream"}
"""


def typeset(folder: Path, source: str) -> Path:
    """Have Typst make a PDF of *source*; return its path."""
    path = folder / "pages.pdf"
    path.write_bytes(typst.compile(source.encode(), format="pdf", ignore_system_fonts=True))
    return path


def good(folder: Path, *changes: str) -> Path:
    """Return the good pages, some words in their source exchanged for others, made for print."""
    source = GOOD
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in source
        source = source.replace(old, new)
    path = typeset(folder, source)
    plates.make(path)
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[minibook.Book]:
    """A book of thirty short chapters with links and a cover, made for a print house."""
    folder = tmp_path_factory.mktemp("house")
    names = [f"chapter{n}" for n in range(30)]
    minibook.write(folder, {
        "conf.py": minibook.conf(more=CONF),
        "references.bib": minibook.BIB,
        "cover.typ": COVER,
        "index.md": "# Title\n\n```{toctree}\n" + "\n".join(names) + "\n```\n",
        **{f"{n}.md": f"# {n}\n\nSome words, [linked](https://example.org/).\n" for n in names},
    })  # fmt: skip
    with minibook.built(folder, "print") as built:
        yield built


def test_three_files_are_made_and_found_sound(book: minibook.Book) -> None:
    assert book.warnings == []
    made = sorted(path.name for path in book.app.builder.published())  # type: ignore[attr-defined]
    assert made == ["cover.pdf", "interior.pdf", "preflight.txt"]
    report = book.read("preflight.txt")
    assert "interior.pdf: sound" in report
    assert "cover.pdf: sound" in report


def test_pages_are_those_of_the_print_edition_without_its_cover(book: minibook.Book) -> None:
    with minibook.built(Path(book.app.srcdir), "pdf") as other:
        (path,) = other.out.glob("*.pdf")
        edition = Pdf(path)
    pages = Pdf(book.out / "interior.pdf")
    whole = list(zip(edition.labels, edition.pages, strict=True))[2:]
    ours = list(zip(pages.labels, pages.pages, strict=True))
    assert ours[: len(whole)] == whole
    assert len(ours) - len(whole) == len(whole) % 2
    assert len(pages.reader.pages) % 2 == 0


def test_pages_are_without_links_and_black(book: minibook.Book) -> None:
    pages = PdfReader(book.out / "interior.pdf").pages
    assert not any("/Annots" in page for page in pages)
    marks = [mark for page in pages for mark in ink.read(page)]
    assert {mark.space for mark in marks} == {"DeviceGray"}
    assert {mark.color for mark in marks if mark.kind == "text"} == {(0.0,)}


def test_the_sheet_holds_back_spine_and_front(book: minibook.Book) -> None:
    pages = len(PdfReader(book.out / "interior.pdf").pages)
    (sheet,) = PdfReader(book.out / "cover.pdf").pages
    wide, tall = float(sheet.mediabox.width) / 72, float(sheet.mediabox.height) / 72
    assert wide == pytest.approx(12.25 + 0.0025 * pages, abs=0.005)
    assert tall == pytest.approx(9.25, abs=0.005)
    text = sheet.extract_text()
    assert "What it is about." in text
    assert ("spine" in text) == (0.0025 * pages >= 0.25)


@pytest.mark.parametrize(
    ("printed", "pages", "inches"),
    [
        (PrintOptions(), 200, 0.4504),
        (PrintOptions(paper="cream"), 200, 0.5),
        (PrintOptions(paper_thickness=0.003), 200, 0.6),
    ],
)
def test_a_spine_is_as_wide_as_its_paper(printed: PrintOptions, pages: int, inches: float) -> None:
    assert printed.spine(pages) == pytest.approx(inches)


def test_colors_become_grays_and_gray_text_black() -> None:
    spaces = {"/c0": 1, "/c1": 3}
    colored = b"q /c1 cs 1 0 0 scn 0 0 9 9 re f Q q /c0 cs 0.35 scn BT (gray \\) scn) Tj ET Q"
    assert plates.blacken(colored, spaces) == (
        b"q  0 g  0.299 g 0 0 9 9 re f Q q  0 g  0 g BT (gray \\) scn) Tj ET Q"
    )
    other = b"/Pattern cs /p0 scn 0 0 9 9 re f"
    assert plates.blacken(other, spaces) == other


def test_good_pages_are_sound(tmp_path: Path) -> None:
    report = preflight.interior(good(tmp_path), TRIM)
    assert report.faults == []
    assert "24 pages" in report.facts


def test_an_odd_page_gets_a_blank_behind_it(tmp_path: Path) -> None:
    path = typeset(tmp_path, GOOD.replace("range(24)", "range(25)"))
    assert plates.make(path) == 26
    assert preflight.interior(path, TRIM).faults == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (("width: 6in", "width: 6.25in"), r"page 1 is of 6\.250 × 9\.000 in"),
        (("range(24)", "range(4)"), "4 pages: 24 to 828 can be bound"),
        (("inside: 0.93in", "inside: 0.6in"), "reaches 0.15 in into the safety margin"),
        (("outside: 0.75in", "outside: 0.3in"), r"reaches 0\.\d+ in into the safety margin"),
        (("#lorem(60)", "#place(dx: -50pt)[Out] #lorem(60)"), "'Out' reaches"),
        (("#lorem(60)", "#text(fill: luma(70%))[pale]"), "text that is not black: 'pale'"),
        (("#lorem(60)", "#text(fill: cmyk(0%, 50%, 0%, 0%))[pink]"), "text in DeviceCMYK"),
        (('rgb("#ff8800")', 'rgb("#ff880080")'), "something is transparent"),
    ],
)
def test_what_is_wrong_with_pages_is_found(
    tmp_path: Path, changes: tuple[str, ...], says: str
) -> None:
    faults = "\n".join(preflight.interior(good(tmp_path, *changes), TRIM).faults)
    assert re.search(says, faults), faults


def test_pages_not_made_for_print_are_found(tmp_path: Path) -> None:
    report = preflight.interior(typeset(tmp_path, GOOD.replace("range(24)", "range(25)")), TRIM)
    faults = "\n".join(report.faults)
    for words in ("a leaf has two", "annotations", "path in RGB by ICC", "not black: 'gray'"):
        assert words.replace(" by ICC", "") in faults.replace(" by ICC", ""), faults


def test_coarse_and_colored_pictures_are_found(tmp_path: Path) -> None:
    png = tmp_path / "dot.png"
    png.write_bytes(
        typst.compile(
            b"#set page(width: 2in, height: 1in)\n#rect(fill: red)", format="png", ppi=100
        )
    )
    path = tmp_path / "pages.typ"
    path.write_text(GOOD.replace("#lorem(60)", '#image("dot.png", width: 2in)'), encoding="utf-8")
    pdf = tmp_path / "pages.pdf"
    pdf.write_bytes(typst.compile(path, format="pdf"))
    plates.make(pdf)
    faults = "\n".join(preflight.interior(pdf, TRIM).faults)
    assert "a picture has 100 of 300 ppi" in faults
    assert "image in" in faults


def test_a_font_that_is_not_embedded_is_found(tmp_path: Path) -> None:
    path = good(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"/FontFile", b"/FontLess"))
    assert "is not embedded" in "\n".join(preflight.interior(path, TRIM).faults)


SHEET = """\
#set page(width: 12.85in, height: 9.25in, margin: 0pt, fill: aqua)
#place(dx: 1in, dy: 1in)[The back]
#place(dx: 6.125in, dy: 1in, box(width: 0.6in, align(center, rotate(90deg, reflow: true)[Spine])))
#place(dx: 8in, dy: 1in)[The front]
"""


def test_a_good_sheet_is_sound(tmp_path: Path) -> None:
    report = preflight.cover(typeset(tmp_path, SHEET), TRIM, 0.6, 0.125)
    assert report.faults == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("12.85in", "12.6in", "page 1 is of 12.600"),
        ("dx: 1in", "dx: 0.2in", "back: 'The back' reaches"),
        ("align(center", "align(left", "spine: 'Spine' reaches"),
        ("[The front]", "[]", "there is no text on the front"),
        ("dx: 1in, dy: 1in", "dx: 4.5in, dy: 8in", "where the barcode is put"),
        (", fill: aqua", "", "no ground reaches over the bleed"),
        ("[The front]", "[The front]\n#pagebreak()\n", "a cover is one page"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SHEET
    path = typeset(tmp_path, SHEET.replace(old, new))
    assert says in "\n".join(preflight.cover(path, TRIM, 0.6, 0.125).faults)
