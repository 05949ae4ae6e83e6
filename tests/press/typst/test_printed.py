"""What is printed on a page is read as others read it, from what Typst writes."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, cast

import pypdf
import pytest
import typst

from press.typst import content
from press.typst.opened import UnreadableError
from press.typst.options import STANDARDS
from press.typst.printed import Page, Printed, _codes

#: Signs that stand for something else in a string of PDF, or in its escapes.
SIGNS = r"a\(b) ((c)) \ ) ( \n \101 (((((d))))) <e> [f] % g"
LONG = " ".join(f"word{n}" for n in range(60))


def pdf(source: str, tmp_path: Path, standard: str = "ua-1") -> bytes:
    file = tmp_path / "x.typ"
    head = '#set document(title: "X")\n#set page(width: 200pt, height: 100pt, margin: 10pt)\n'
    file.write_text(f"{head}#set text(size: 10pt)\n{source}", encoding="utf-8")
    compiler = typst.Compiler(str(file), ignore_system_fonts=True)
    return cast("bytes", compiler.compile(format="pdf", pdf_standards=cast("Any", [standard])))


def texts(printed: Printed, page: int) -> list[str]:
    return [printed.text(page, pieces) for pieces in printed.blocks(page).values()]


def plain(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def test_a_paragraph_has_its_letters_on_each_page(tmp_path: Path) -> None:
    data = pdf(f"= Title\n{LONG} _end_ #strong[and] more.\n\nAnother", tmp_path)
    printed = Printed(data)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(printed) == len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        assert plain("".join(texts(printed, number))) == plain(page.extract_text())
    over = printed.blocks(1).keys() & printed.blocks(2).keys()
    assert len(over) == 1
    whole = "".join(
        printed.text(number, pieces)
        for number in range(1, len(printed) + 1)
        for block, pieces in printed.blocks(number).items()
        if block in over
    )
    assert plain(whole) == plain(f"{LONG} end and more.")


@pytest.mark.parametrize("standard", STANDARDS)
def test_any_standard_is_read(tmp_path: Path, standard: str) -> None:
    data = pdf(f"= Title\n{LONG}#footnote[A note.] and _more_.", tmp_path, standard)
    printed = Printed(data)
    read = "".join("".join(texts(printed, page)) for page in range(1, len(printed) + 1))
    assert plain(read) == plain(f"Title{LONG} and more.")


@pytest.mark.parametrize("font", ["Libertinus Serif", "DejaVu Sans Mono"])
def test_any_sign_is_read(tmp_path: Path, font: str) -> None:
    escaped = SIGNS.replace("\\", "\\\\")
    source = f'#set text(font: "{font}")\n#par("{escaped}")'
    assert "".join(texts(Printed(pdf(source, tmp_path)), 1)).split() == SIGNS.split()


def test_all_glyphs_of_a_font_are_read(tmp_path: Path) -> None:
    """Their numbers, as bytes, take every value: brackets, backslashes and line ends too."""
    signs = "".join(chr(code) for code in range(0x21, 0x250) if chr(code).isalnum())
    lines = [signs[at : at + 20] for at in range(0, len(signs), 20)]
    source = "\n\n".join(f'#par("{line}")' for line in lines)
    printed = Printed(pdf(source, tmp_path))
    read = "".join("".join(texts(printed, page)) for page in range(1, len(printed) + 1))
    assert plain(read) == signs


def test_what_stands_apart_is_no_part_of_the_paragraph(tmp_path: Path) -> None:
    source = (
        "Words#footnote[A note of _its_ own.] before `code` and $x^2$ and #link(<l>)[a link].\n"
    )
    source += '\n/ Term: What it is. <l>\n#figure(rect(), alt: "stream\\nendobj /P 1 0 R")\n'
    printed = Printed(pdf(source.replace("$x^2$", '#math.equation($x^2$, alt: "x")'), tmp_path))
    assert [" ".join(text.split()) for page in (1, 2) for text in texts(printed, page)][:3] == [
        "Words before and and a link.",
        "Term",
        "What it is.",
    ]


def test_a_hyphen_at_the_end_of_a_line_is_a_soft_one(tmp_path: Path) -> None:
    source = '#set par(justify: true)\n#set text(hyphenate: true, lang: "en")\n'
    source += "unbelievable incomprehensibilities " * 9
    (text,) = texts(Printed(pdf(source, tmp_path)), 1)
    assert "\u00ad" in text
    assert "-" not in text


@pytest.mark.parametrize(
    ("instead", "said"),
    [(b"<FEFF00AD>", "\u00ad"), (b"(f\\(i)", "f(i"), (b"()", ""), (b"<>", "")],
)
def test_what_is_said_instead_counts(tmp_path: Path, instead: bytes, said: str) -> None:
    printed = Printed(pdf("word", tmp_path))
    shown = b"BT/Span<</ActualText%s>>BDC/f0 9 Tf(\\000\\001)Tj\nEMC(\\000\\002)Tj ET" % instead
    stream = b"/Span<</MCID 7/Lang(en)>>BDC\n%s\nEMC/Span<</MCID 8>>BDC(no)Tj EMC" % shown
    page = Page(stream, {7: stream.index(b"7") + 1}, printed._page(1).fonts)
    second = printed._letters(page.fonts[b"f0"])[1][2]
    assert printed._said(page, page.starts[7]) == said + second


@pytest.mark.parametrize(
    ("octal", "read"),
    [
        (rb"plain", b"plain"),
        (rb"\000\101\\\(\)", b"\0A\\()"),
        (rb"\n\r\t\b\f", b"\n\r\t\b\f"),
        (rb"a(b)c", b"a(b)c"),
        (rb"\\101", rb"\101"),
    ],
)
def test_strings_have_escapes(octal: bytes, read: bytes) -> None:
    assert _codes([(octal, b"")]) == read
    (operation,) = content.operations(b"(" + octal + b") Tj")
    assert operation.operands == [read]
    assert _codes([(b"", read.hex().encode()), (b"x", b"")]) == read + b"x"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"startxref", b"startxxxx"),
        (b"/ParentTree", b"/ParentXxxx"),
        (b"/StructTreeRoot", b"/StructTreeXxxx"),
        (b"/S/P/P", b"/X/P/P"),
        (b"%PDF-1.7\n", b"%PDF-1.7\n\n"),
    ],
)
def test_another_file_is_not_read_wrongly(tmp_path: Path, old: bytes, new: bytes) -> None:
    data = pdf(f"#par[{LONG}]", tmp_path)
    assert old in data
    with pytest.raises(UnreadableError):
        Printed(data.replace(old, new)).blocks(1)
