"""Any text comes out as it went in, wherever it stands, in each edition.

What no edition can hold stops the press; what only the print edition's typefaces lack is
named by file and line (see press.characters, and tests/support/fuzz.py).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from press import characters
from tests.support import fuzz, minibook
from tests.support.epub import Epub
from tests.support.pdf import Pdf

# MyST 5.2 resolves links with an attribute that Sphinx 9 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")

CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
html_theme = "basic"
release = "1.0"
myst_enable_extensions = ["colon_fence", "deflist"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = bibtex_reference_style = "press"
"""


class Texts:
    """The texts that go into a book, in their order."""

    def __init__(self, seed: int, make: Callable[[random.Random, int], str]) -> None:
        self.made: list[str] = []
        self._rng, self._make = random.Random(seed), make

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.made.append(self._make(self._rng, 100 + len(self.made)))
        return self.made[-1]


def spaced(text: str) -> str:
    """Return *text* with each run of white space as one space, as any edition shows it."""
    return re.sub(r"[ \t\n\r\f]+", " ", text)


def forms(text: str) -> set[str]:
    """Return what *text* may read: as it is, in the bibliography, in the glossary."""
    # BibTeX takes all white space for one space; a colon in a term begins a classifier.
    bib = re.sub(r"\s+", " ", fuzz.for_bibliography(text))
    return {spaced(text), bib, re.sub("[ :]", "", text)}


def in_html(book: minibook.Book) -> str:
    pages = [html.fromstring(path.read_bytes()) for path in book.out.glob("*.html")]
    found = ["".join(page.itertext()) for page in pages]
    found += [str(said) for page in pages for said in page.xpath("//@alt|//@content|//@title")]
    return "\0".join(found)


def in_epub(book: minibook.Book) -> str:
    epub = Epub(next(book.out.glob("*.epub")))
    found = []
    for name in epub.files:
        if name.endswith((".xhtml", ".opf", ".ncx")):
            root = epub.document(name)
            found.append("".join(root.itertext()))
            found += [value for element in root.iter() for value in element.attrib.values()]
    return "\0".join(found)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("builder", "read"), [("html", in_html), ("epub", in_epub)])
def test_any_text_is_the_same_on_a_screen(
    tmp_path: Path, seed: int, builder: str, read: Callable[[minibook.Book], str]
) -> None:
    texts = Texts(seed, fuzz.any_text)
    minibook.write(tmp_path, fuzz.files(texts, CONF))
    with minibook.built(tmp_path, builder) as book:
        assert book.warnings == []
        found = re.sub("[ \t\n\r\f]+", " ", read(book))
    assert len(texts.made) > 30
    lost = [text for text in texts.made if not any(form in found for form in forms(text))]
    # Subtitle and description of the book stand in what the web's themes make of them.
    expected = texts.made[2:4] if builder == "html" else []
    assert [ascii(text) for text in lost if text not in expected] == []


def bare(text: str) -> str:
    """Return *text* without what a line of print may add or lose: spaces and hyphens."""
    return re.sub(r"[\s\u00ad\u200b\u2060\u2010-]+", "", text)


@pytest.mark.parametrize("seed", range(2))
def test_any_text_that_the_typefaces_have_is_the_same_in_print(tmp_path: Path, seed: int) -> None:
    texts = Texts(seed, fuzz.printed_text)
    minibook.write(tmp_path, fuzz.files(texts, CONF))
    with minibook.built(tmp_path, "pdf") as book:
        assert book.warnings == []
        pdf = Pdf(next(book.out.glob("*.pdf")))
        alts = [str(tag["/Alt"]) for tag in pdf.tags if "/Alt" in tag]
        xmp: Any = pdf.reader.xmp_metadata
        about = xmp.dc_description.values()
        found = "\0".join([bare(pdf.text), *map(bare, alts), *map(bare, about)])
    lost = [text for text in texts.made if not any(bare(form) in found for form in forms(text))]
    assert [ascii(text) for text in lost] == []


def test_what_the_typefaces_lack_is_named_by_file_and_line(tmp_path: Path) -> None:
    texts = Texts(1, fuzz.any_text)
    minibook.write(tmp_path, fuzz.files(texts, CONF))
    with minibook.built(tmp_path, "pdf") as book:
        named = [line for line in book.warnings if "no font of the print edition has" in line]
        assert len(named) > 20
        assert [line for line in named if not re.match(r"[\w.]+:\d+: ", line)] == []
        others = [line for line in book.warnings if line not in named]
        assert [line.split(": ")[1] for line in others] == ["signs that no font has"]


def test_the_probe_sees_a_lost_character(tmp_path: Path) -> None:
    texts = Texts(1, fuzz.any_text)
    files = fuzz.files(texts, CONF)
    chapter = str(files["one.md"])
    spoiled = next(t for t in texts.made[8:] if fuzz.escaped(t) in chapter)
    files["one.md"] = chapter.replace(fuzz.escaped(spoiled), fuzz.escaped(spoiled[:-1]))
    minibook.write(tmp_path, files)
    with minibook.built(tmp_path, "epub") as book:
        found = spaced(in_epub(book))
    assert not any(form in found for form in forms(spoiled))


@pytest.mark.parametrize(
    "code",
    [
        *(0, 1, 7, 0xB, 0xC, 0x1F, 0x7F, 0x85, 0x9F, 0x2028, 0x2029),
        *(0xFDD0, 0xFDEF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF),
    ],
)
def test_what_no_edition_can_hold_is_refused(code: int) -> None:
    ((line, what),) = characters.refused(f"a\nb\r\nc{chr(code)}d\n")
    assert line == 3
    assert f"U+{code:04X}" in what


def test_nothing_else_is_refused() -> None:
    rng = random.Random(3)
    texts = [fuzz.any_text(rng, 1) for _ in range(300)]
    assert not any(True for text in texts for _ in characters.refused(text))
    assert not list(characters.refused("tab\t, line\nline\r\nline\r"))
