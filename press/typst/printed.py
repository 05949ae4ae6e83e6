"""What is printed on a page, read from the tagged PDF that Typst has written.

Each piece of a page's text belongs to an element of the structure tree (ISO 32000-1, 14.7):
so a paragraph that runs over the end of a page tells which of its letters stand on either
side.  This reads no PDF but Typst's: its objects lie open, each found by the table at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from press.typst import content
from press.typst.opened import PLAIN, REFERENCE, Opened, UnreadableError, integer

#: Elements within a block of text.
_INLINE = {b"Span", b"Link", b"Em", b"Strong", b"Reference", b"Quote", b"Annot"}
#: Elements whose text is no part of that of the block in which they stand.
_APART = {b"Note", b"FENote", b"Formula", b"Code"}

_ELEMENT = re.compile(rb"/StructElem/S/(\w+)(?:/NS \d+ 0 R)?/P (\d+) 0 R")
_TAG = re.compile(rb"/MCID (\d+)")
_BOUND = re.compile(rb"(?P<begin>\bBDC\b|\bBMC\b)|\bEMC\b")
_FONT = re.compile(rb"/(\w+) [\d.]+ Tf")
_STRING = re.compile(rb"\((%s)\)|<([0-9A-Fa-f]*)>" % PLAIN)
#: What is said in place of what is shown: a hyphen at the end of a line is no letter.
_SAID = re.compile(
    rb"/Span<</ActualText(?:\((%s)\)|<([0-9A-Fa-f]*)>)>>\s*BDC(.*?)\bEMC\b" % PLAIN, re.DOTALL
)
#: What Python's own escapes differ in from those of a PDF: brackets.
_BRACKET = re.compile(rb"\\([()])|\\\\")


class Page(NamedTuple):
    """A page: its content stream, where in it the number of each piece ends, fonts by name."""

    stream: bytes
    starts: dict[int, int]
    fonts: dict[bytes, int]


class Printed:
    """The pages of a PDF, counted from 1.

    Raises :class:`UnreadableError` for a file that it cannot follow.
    """

    def __init__(self, data: bytes) -> None:
        self._pdf = Opened(data)
        root = self._pdf.object(self._pdf.root)
        tree = self._pdf.object(integer(rb"/StructTreeRoot (\d+) 0 R", root))
        parents = re.search(rb"/ParentTree<</Nums\[(.*?)\]", tree, re.DOTALL)
        if parents is None:
            raise UnreadableError("no table of elements by page")
        self._parents = {int(k): int(v) for k, v in re.findall(rb"(\d+) (\d+) 0 R", parents[1])}
        self._blocks = cache(self._blocks_of)
        self._page = cache(self._page_of)
        self._block = cache(self._block_of)
        self._element = cache(self._element_of)
        self._letters = cache(self._letters_of)

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def blocks(self, number: int) -> dict[int, list[int]]:
        """Return the numbers of pieces of text by the block that they belong to, on a page."""
        return self._blocks(number)

    def _blocks_of(self, number: int) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for piece, element in enumerate(self._elements(number)):
            block = self._block(element)
            if block:
                found.setdefault(block, []).append(piece)
        return found

    def text(self, number: int, pieces: list[int]) -> str:
        """Return what the *pieces* of a page say, as far as it can be copied."""
        page = self._page(number)
        return "".join(self._said(page, page.starts[at]) for at in pieces if at in page.starts)

    # -- Text ------------------------------------------------------------------------------

    def _said(self, page: Page, start: int) -> str:
        """Return the text of the marked content whose number ends at *start*."""
        start = page.stream.index(b"BDC", start) + 3
        end = page.stream.index(b"EMC", start)
        if b"BDC" in page.stream[start:end]:
            end = _end(page.stream, start)
        parts = _SAID.split(page.stream[start:end])
        text, font = self._shown(page, b"", parts[0])
        for plain, digits, instead_of, behind in zip(
            parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True
        ):
            said = _codes([(plain or b"", digits or b"")])
            text += said.decode("utf-16" if said.startswith(b"\xfe\xff") else "latin-1")
            _hidden, font = self._shown(page, font, instead_of)
            more, font = self._shown(page, font, behind)
            text += more
        return text

    def _shown(self, page: Page, font: bytes, part: bytes) -> tuple[str, bytes]:
        """Return the letters that *part* of a stream shows, in *font* at first and at last."""
        text = ""
        for number, piece in enumerate(_FONT.split(part)):
            if number % 2:
                font = piece
            elif font and (strings := _STRING.findall(piece)):
                wide, letters = self._letters(page.fonts[font])
                codes = _codes(strings)
                coding = "utf-16-be" if wide else "latin-1"
                text += codes.decode(coding, "surrogatepass").translate(letters)
        return text, font

    def _letters_of(self, font: int) -> tuple[bool, dict[int, str]]:
        """Return whether a font has codes of two bytes, and what its codes mean."""
        stated = self._pdf.object(font)
        table = re.search(rb"/ToUnicode (\d+) 0 R", stated)
        letters = (
            content.letters(self._pdf.stream(int(table[1])).decode("latin-1")) if table else {}
        )
        return b"/Subtype/Type0" in stated, letters

    # -- Structure -------------------------------------------------------------------------

    def _block_of(self, element: int) -> int:
        """Return the block that the text of *element* is part of; 0 if it stands apart."""
        block, is_found = 0, False
        while True:
            kind, parent = self._element(element)
            if kind in _APART or (kind == b"Lbl" and self._element(parent)[0] != b"LI"):
                return 0  # a label that is not an item's is a note's
            if kind == b"Document":
                return block
            if not is_found:
                block, is_found = element, kind not in _INLINE
            element = parent

    def _element_of(self, number: int) -> tuple[bytes, int]:
        """Return the type and the parent of an element."""
        start = self._pdf.start(number)
        stated = _ELEMENT.search(self._pdf.data, start, start + 200)
        if stated is None:
            raise UnreadableError(f"object {number} is no element")
        return stated[1], int(stated[2])

    def _page_of(self, number: int) -> Page:
        stated = self._pdf.object(self._pdf.pages[number - 1])
        resources = re.search(rb"/Resources (\d+) 0 R", stated)
        where = self._pdf.object(int(resources[1])) if resources else stated
        fonts = re.search(rb"/Font<<(.*?)>>", where, re.DOTALL)
        named = re.findall(rb"/(\w+) (\d+) 0 R", fonts[1]) if fonts else []
        stream = self._pdf.stream(integer(rb"/Contents (\d+) 0 R", stated))
        starts = {int(tag[1]): tag.end() for tag in _TAG.finditer(stream)}
        return Page(stream, starts, {name: int(font) for name, font in named})

    def _elements(self, number: int) -> list[int]:
        """Return the element of each piece of text on a page."""
        key = re.search(rb"/StructParents (\d+)", self._pdf.object(self._pdf.pages[number - 1]))
        array = self._pdf.object(self._parents[int(key[1])]) if key else b""
        return [int(found) for found in REFERENCE.findall(array)]


def _end(stream: bytes, start: int) -> int:
    """Return where marked content ends that begins at *start*, and has others in it."""
    depth = 1
    for bound in _BOUND.finditer(stream, start):
        depth += 1 if bound["begin"] else -1
        if not depth:
            return bound.end()
    raise UnreadableError("marked content has no end")


def _codes(strings: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return the bytes of *strings*, each stated with escapes or in hexadecimal digits."""
    if any(digits for _plain, digits in strings):
        strings = [(_escaped(digits) if digits else plain, b"") for plain, digits in strings]
    plain = b"".join(plain for plain, _digits in strings)
    octal = _BRACKET.sub(lambda found: b"\\%03o" % (found[1] or b"\\")[0], plain)
    return octal.decode("unicode_escape").encode("latin-1")


def _escaped(digits: bytes) -> bytes:
    return b"".join(b"\\%03o" % code for code in bytes.fromhex(digits.decode()))
