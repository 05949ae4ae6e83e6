"""Where e-reader and print edition say that a page begins, compared by the words there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from pypdf import PageObject
from pypdf.generic import ContentStream, NameObject

from .epub import XHTML, Epub
from .pdf import Pdf

#: So many words at the head of a page must be the same.
WORDS = 5

_BLOCKS = frozenset(XHTML + name for name in "dd dt h1 h2 h3 h4 h5 h6 li p td th".split())
_CAPTIONS = frozenset((XHTML + "caption", XHTML + "figcaption"))
#: The pages of references, which the print edition alone has; the break may stand before them.
_PAGES = re.compile(r"\bpp?\.\s*[\divxl]+(?:[–,\s]+[\divxl]+\b)*")
#: The end of an entry of the bibliography, where editions go on in ways of their own.
_CITED = re.compile(r"(?<=\bCited )(?:in|on) .*", re.DOTALL)
#: A chapter's number stands on a line of its own; the e-reader edition says it otherwise.
_NUMBER = re.compile(r"\A(?:\d+|[A-Z])\n")


@dataclass
class Opening:
    """A mark of a printed page: its label, the word before it and the text behind it.

    ``before`` is empty where a block begins with the page; ``after`` goes on to the end of
    the document; ``alone`` tells that the next mark follows at once, as on a blank page;
    ``captions`` are those of the document.
    """

    label: str
    before: str
    after: str
    alone: bool
    captions: tuple[str, ...]


def openings(epub: Epub) -> Iterator[Opening]:
    """Yield the marks of *epub* in reading order, but those of the contents.

    Which lines of them a printed page holds, the e-reader edition cannot say.
    """
    for path in epub.spine:
        root = epub.document(path)
        elements = list(root.iter())
        if any(element.get("role") == "doc-toc" for element in elements):
            continue
        captions = tuple("".join(e.itertext()) for e in elements if e.tag in _CAPTIONS)
        texts: list[str] = []
        marks: list[tuple[str, int]] = []  # label, and how many texts stand before it
        for piece in _pieces(root):
            if isinstance(piece, str):
                texts.append(piece)
            else:
                marks.append((piece.get("id", "").removeprefix("page-"), len(texts)))
        for (label, count), (_next, end) in pairwise([*marks, ("", len(texts))]):
            block = "".join(texts[:count]).rpartition("\n\n")[2].split()
            alone = not "".join(texts[count:end]).strip()
            before, after = block[-1] if block else "", "".join(texts[count:])
            yield Opening(label, before, after, alone, captions)


def _pieces(element: ElementTree.Element) -> Iterator[str | ElementTree.Element]:
    """Yield texts and page marks below *element*; an empty line stands around a block."""
    around = ["\n\n"] if element.tag in _BLOCKS else []
    yield from around
    yield " ".join(re.split(r"\s+", element.text or ""))
    for child in element:
        if child.get("role") == "doc-pagebreak":
            yield child
        else:
            yield from _pieces(child)
        yield " ".join(re.split(r"\s+", child.tail or ""))
    yield from around


def body_text(page: PageObject) -> str:
    """Return the text of *page* without its artifacts: running head, folio, repeated headers."""
    content = ContentStream(page.get_contents(), page.pdf, "bytes")
    kept, within = [], list[bool]()
    for operands, operator in content.operations:
        if operator in {b"BDC", b"BMC"}:
            within.append(operands[0] == "/Artifact")
        elif operator == b"EMC":
            within.pop()
        elif any(within) and operator in {b"Tj", b"TJ", b"'", b'"'}:
            continue
        kept.append((operands, operator))
    content.operations = kept
    bare = PageObject.create_blank_page(page.pdf)
    bare.update(page)
    bare[NameObject("/Contents")] = content
    return bare.extract_text()


def plain(text: str) -> str:
    """Return letters and digits of *text* alone, in lower case: no hyphens, no line ends."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def agrees(opening: Opening, page: str) -> bool | None:
    """Return whether *page*, the text of a printed page, begins with the words of *opening*.

    A word that is broken over the page's end belongs to the page where it begins.  The
    result is None if the page begins with the caption of a figure or table, which may have
    been moved there, and the words stand on it: where in the text, the page does not tell.
    """
    words = _CITED.sub("", _PAGES.sub("", " ".join(opening.after.split()[: 2 * WORDS])))
    wanted = plain(" ".join(words.split()[:WORDS]))
    text = plain(_PAGES.sub("", _NUMBER.sub("", page)))
    word = plain(opening.before)
    if any(text.startswith(word[at:] + wanted) for at in range(1, len(word) + 1)):
        return True
    # What looks like the number of an appendix may be a letter of the index.
    if text.startswith(wanted) or plain(_PAGES.sub("", page)).startswith(wanted):
        return True
    moved = any(text.startswith(plain(caption)) for caption in opening.captions)
    return None if moved and wanted in text else False


def compare(found: Iterable[Opening], pdf: Pdf) -> tuple[list[str], dict[str, str]]:
    """Return the labels of the pages that begin with the same words, and those that don't.

    Of the latter, each has its words in both editions.  Pages without text of their own in
    the e-reader edition, as blank ones and the contents, are in neither.
    """
    pages = dict(zip(pdf.labels, pdf.reader.pages, strict=True))
    same, other = [], {}
    for opening in found:
        if opening.alone:
            continue
        text = body_text(pages[opening.label])
        verdict = agrees(opening, text)
        if verdict:
            same.append(opening.label)
        elif verdict is not None:
            words = opening.after.split()[:WORDS], text.split()[:WORDS]
            other[opening.label] = " / ".join(map(" ".join, words))
    return same, other
