"""What a typographer looks for on the pages of a tagged PDF: each finding is a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from press.typst import ink
from press.typst.ink import Mark
from tests.support.pdf import Pdf

#: Points by which punctuation may hang into a margin.
_HANG = 3.5
#: Parts of the structure that stand in a paragraph's element, yet elsewhere on paper.
_APART = {"Note", "P", "L", "LI", "LBody", "Figure", "Formula", "Table"}


@dataclass(frozen=True)
class Line:
    """A line of text: its baseline in points from below, its edges, its marks from the left."""

    baseline: float
    left: float
    right: float
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(mark.text for mark in self.marks).strip()


@dataclass(frozen=True)
class Element:
    """An element of the structure that holds text: its role, its marked contents by page."""

    role: str
    inside: tuple[str, ...]
    contents: dict[int, set[int]] = field(default_factory=dict)


def lines(marks: list[Mark]) -> list[Line]:
    """Return the lines that *marks* of text form, from the top down; raised notes join theirs."""
    rows: list[list[Mark]] = []
    for mark in sorted((m for m in marks if m.text.strip()), key=lambda m: -m.baseline):
        for row in rows[-3:]:
            if abs(row[0].baseline - mark.baseline) < 0.45 * max(row[0].size, mark.size):
                row.append(mark)
                break
        else:
            rows.append([mark])
    found = []
    for row in rows:
        row.sort(key=lambda mark: mark.box[0])
        main = max(row, key=lambda mark: mark.size)
        right = max(mark.box[2] for mark in row)
        found.append(Line(main.baseline, row[0].box[0], right, tuple(row)))
    return found


class Pages:
    """The pages of a book as they are seen, and the structure that says what is what."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.marks = [ink.read(page) for page in pdf.reader.pages]
        self.names = {page.indirect_reference.idnum: n  # type: ignore[union-attr]
                      for n, page in enumerate(pdf.reader.pages)}  # fmt: skip

    def name(self, page: int) -> str:
        """Return how a reader calls the page counted from 0."""
        return f"p. {self.pdf.labels[page] or f'[{page + 1}]'}"

    def body(self, page: int) -> list[Mark]:
        """Return the text of a page without running heads and folios."""
        return [m for m in self.marks[page] if m.tag != "Artifact" and m.kind == "text"]

    def furniture(self, page: int) -> str:
        """Return the running head and the folio of a page."""
        found = [m for m in self.marks[page] if m.tag == "Artifact" and m.text.strip()]
        return " ".join(mark.text for mark in found)

    @cached_property
    def elements(self) -> list[Element]:
        """The elements that hold text, without what stands apart from them."""
        found: list[Element] = []

        def walk(node: Any, element: Element | None, page: int, inside: tuple[str, ...]) -> None:
            node = node.get_object()
            if isinstance(node, list):
                for kid in node:
                    walk(kid, element, page, inside)
            elif isinstance(node, int):
                if element is not None:
                    element.contents.setdefault(page, set()).add(int(node))
            elif isinstance(node, dict) and node.get("/Type") != "/OBJR":
                stated = dict.get(node, "/Pg")
                page = self.names[stated.idnum] if stated is not None else page
                role = str(node.get("/S", "")).removeprefix("/")
                if role and (element is None or role in _APART or re.match(r"H\d|LI$", role)):
                    element = Element(role, inside)
                    found.append(element)
                inside = (*inside, role) if role else inside
                for key in ("/K", "/MCID"):
                    if key in node:
                        walk(dict.get(node, key), element, page, inside)

        walk(self.pdf.root["/StructTreeRoot"]["/K"], None, 0, ())
        return [element for element in found if element.contents]

    def seen(self, element: Element, page: int) -> list[Line]:
        """Return the lines of *element* on *page*."""
        wanted = element.contents.get(page, set())
        return lines([m for m in self.body(page) if m.number in wanted])

    def text(self, first: int, last: int) -> str:
        """Return the text of the pages from *first* to *last*, in which words may be cut."""
        near = range(first, min(last + 1, len(self.marks)))
        return "".join(mark.text for page in near for mark in self.body(page))

    # -- Findings ------------------------------------------------------------------------------

    def outside(self) -> Iterator[str]:
        """Find text outside of the frame that press/typst/book.typ gives to its pages."""
        box = self.pdf.reader.pages[0].mediabox
        width, height = float(box.width), float(box.height)
        near, far = 0.155 * width, 0.125 * width
        bottom, top = 0.135 * height, 0.885 * height
        frame = {True: (near, bottom, width - far, top), False: (far, bottom, width - near, top)}
        for page in range(len(self.marks)):
            left, bottom, right, top = frame[page % 2 == 0]
            for line in lines(self.body(page)):
                over = max(left - line.left, line.right - right)
                hangs = _HANG if re.search(r"[\W_]$|^\W", line.text) else 0.6
                if over > hangs:
                    yield f"{self.name(page)}: {over:.1f} pt too wide: {line.text!r}"
                if line.baseline < bottom - 0.6 or line.baseline > top:
                    yield f"{self.name(page)}: above or below the text: {line.text!r}"

    def lonely(self) -> Iterator[str]:
        """Find paragraphs of which one line alone stands on a page, as widow or orphan.

        Paragraphs are what the structure calls so, and items of lists.
        """
        for element in self.elements:
            if element.role not in {"P", "LBody", "LI", "Span", "Div"} or len(element.contents) < 2:
                continue
            for page in sorted(element.contents):
                found = self.seen(element, page)
                if len(found) == 1:
                    yield f"{self.name(page)}: a line alone: {found[0].text!r}"

    def stranded(self) -> Iterator[str]:
        """Find headings below which no two lines, nor a picture, stand on the same page."""
        notes: dict[int, set[int]] = {}
        for element in self.elements:
            if element.role == "Note" or "Note" in element.inside:
                for page, numbers in element.contents.items():
                    notes.setdefault(page, set()).update(numbers)
        for element in self.elements:
            if not re.fullmatch(r"H[2-6]", element.role):
                continue
            for page in element.contents:
                heading = self.seen(element, page)
                if not heading:
                    continue
                apart = notes.get(page, set())
                text = [m for m in self.body(page) if m.number not in apart]
                text += [m for m in self.marks[page] if m.kind == "image"]
                below = [m for m in text if m.box[1] < heading[-1].baseline - 6]
                if len({round(m.baseline) for m in below}) < 2:
                    yield f"{self.name(page)}: a heading at the foot: {heading[0].text!r}"

    def openers(self) -> Iterator[str]:
        """Find chapters that open on a left page or under a running head, and marked blanks."""
        opened = {entry.page for entry in self.pdf.outline if entry.depth == 0}
        for page in sorted(page for page in opened if page is not None):
            if page % 2:
                yield f"{self.name(page)}: a chapter opens on a left page"
            high = 0.88 * float(self.pdf.reader.pages[page].mediabox.height)
            if any(m.tag == "Artifact" and m.text and m.baseline > high for m in self.marks[page]):
                yield f"{self.name(page)}: a running head over a title"
        for page in range(len(self.marks)):
            if not self.body(page) and self.furniture(page):
                yield f"{self.name(page)}: furniture on a blank page"

    def off_grid(self, page: int, size: float, step: float) -> Iterator[str]:
        """Find lines of the body that stand between the lines of the page's grid.

        *size* is the body's in points, *step* the distance of two baselines.
        """
        head = 0.885 * float(self.pdf.reader.pages[0].mediabox.height) - 0.72 * size
        for line in self.full(page, size):
            steps = (head - line.baseline) / step
            if abs(steps - round(steps)) > 0.05:
                yield f"{self.name(page)}: between two lines of the grid: {line.text!r}"

    def full(self, page: int, size: float) -> list[Line]:
        """Return the lines of the body on *page*, of this *size*, that run to its right edge."""
        found = [line for line in lines(self.body(page))
                 if max(mark.size for mark in line.marks) < size + 0.1
                 and line.marks[0].size > size - 0.1]  # fmt: skip
        edge = max((line.right for line in found), default=0)
        return [line for line in found if line.right > edge - 5 and line.right - line.left > 250]

    def loose(self, page: int, size: float, most: float) -> Iterator[str]:
        """Find justified lines whose spaces are wider, on average, than *most* ems."""
        for line in self.full(page, size):
            gaps = [gap / size for mark in line.marks for gap in mark.gaps]
            if len(gaps) > 3 and sum(gaps) / len(gaps) > most:
                yield f"{self.name(page)}: {sum(gaps) / len(gaps):.2f} em apart: {line.text!r}"

    def ladders(self, page: int) -> Iterator[str]:
        """Find three lines in a row that end with a hyphen."""
        run = 0
        for line in lines(self.body(page)):
            run = run + 1 if re.search(r"\w[-\u2010\u00ad]$", line.text) else 0
            if run == 3:
                yield f"{self.name(page)}: the third hyphen in a row: {line.text!r}"

    def overprinted(self) -> Iterator[str]:
        """Find text that stands on other text."""
        for page in range(len(self.marks)):
            for line in lines([m for m in self.marks[page] if m.kind == "text"]):
                for one, other in pairwise(line.marks):
                    if (
                        one.box[2] - other.box[0] > 0.2 * one.size
                        and one.baseline == other.baseline
                    ):
                        yield f"{self.name(page)}: {one.text!r} runs into {other.text!r}"

    def holes(self, most: float) -> Iterator[str]:
        """Find pages that end more than *most* points above the foot, though text goes on."""
        opened = {entry.page for entry in self.pdf.outline if entry.depth == 0}
        foot = 0.135 * float(self.pdf.reader.pages[0].mediabox.height)
        for page in range(len(self.marks) - 1):
            body, following = self.body(page), self.body(page + 1)
            if not body or not following or page + 1 in opened:
                continue
            free = min(mark.baseline for mark in body) - foot
            if free > most:
                yield f"{self.name(page)}: {free:.0f} pt are left white"

    def broken_rows(self) -> Iterator[str]:
        """Find rows of tables that break over pages."""
        for role, contents in self._tables:
            if role == "TR" and len(contents) > 1:
                page = min(contents)
                yield f"{self.name(page)}: a row breaks: {self._seen(contents, page)[0].text!r}"

    def broken_tables(self, most: float) -> Iterator[str]:
        """Find tables that break over pages, though they are not *most* points high."""
        for role, contents in self._tables:
            if role == "Table" and len(contents) > 1:
                seen = [self._seen(contents, page) for page in sorted(contents)]
                tall = sum(part[0].baseline - part[-1].baseline + 14 for part in seen)
                if tall < most:
                    yield f"{self.name(min(contents))}: a table of {tall:.0f} pt breaks"

    def ends_of_long_tables(self) -> set[int]:
        """Return the pages on which tables end that began on pages before."""
        tables = [contents for role, contents in self._tables if role == "Table"]
        return {max(contents) for contents in tables if len(contents) > 1}

    def _seen(self, contents: dict[int, set[int]], page: int) -> list[Line]:
        return lines([m for m in self.body(page) if m.number in contents[page]])

    @cached_property
    def _tables(self) -> list[tuple[str, dict[int, set[int]]]]:
        """Role and marked contents by page of each table and each of its rows."""
        found = []

        def collect(node: Any, page: int, into: dict[int, set[int]]) -> None:
            node = node.get_object()
            if isinstance(node, list):
                for kid in node:
                    collect(kid, page, into)
            elif isinstance(node, int):
                into.setdefault(page, set()).add(int(node))
            elif isinstance(node, dict) and node.get("/Type") != "/OBJR":
                stated = dict.get(node, "/Pg")
                page = self.names[stated.idnum] if stated is not None else page
                for key in ("/K", "/MCID"):
                    if key in node:
                        collect(dict.get(node, key), page, into)

        for tag in self.pdf.tags:
            role = str(tag["/S"]).removeprefix("/")
            if role in {"Table", "TR"}:
                contents: dict[int, set[int]] = {}
                collect(tag, 0, contents)
                seen = {p: n for p, n in contents.items() if self._seen({p: n}, p)}
                found.append((role, seen))
        return found

    def folios(self) -> Iterator[tuple[int, str]]:
        """Yield each page that shows its number, and the number."""
        for page in range(len(self.marks)):
            found = re.search(r"(?:^|\s)(\d{1,4}|[ivxl]+)(?:\s|$)", self.furniture(page))
            if found:
                yield page, found[1]

    def links(self, page: int) -> Iterator[tuple[str, int]]:
        """Yield what each link within the book on *page* covers, and the page it leads to."""
        body = self.body(page)
        for reference in self.pdf.reader.pages[page].get("/Annots", ()):
            note = reference.get_object()
            leads = self.leads(note)
            if leads is not None:
                left, low, right, high = map(float, note["/Rect"])
                covered = [m for m in body if left - 1 < (m.box[0] + m.box[2]) / 2 < right + 1
                           and low - 1 < m.baseline + 1 < high + 1]  # fmt: skip
                yield "".join(mark.text for mark in covered).strip(), leads

    def numbers(self) -> Iterator[tuple[int, str, int]]:
        """Yield each page number that is a link: its page, the number, the page it leads to."""
        for page in range(len(self.marks)):
            for said, leads in self.links(page):
                # A year, which leads to a work, has four digits.
                number = re.fullmatch(r"(?:p\.\s*)?(\d{1,3}|[ivxl]+)", said)
                if number:
                    yield page, number[1], leads

    def leads(self, note: Any) -> int | None:
        """Return the page that a link within the book leads to."""
        target = note.get("/Dest") or note.get("/A", {}).get("/D")
        if target is None:
            return None
        if isinstance(target, str):
            return self._named[target]
        (page, *_place) = list.__iter__(target.get_object())
        return self.names[page.idnum]

    @cached_property
    def _named(self) -> dict[str, int]:
        found = self.pdf.reader.named_destinations
        return {name: self.names[dest.raw_get("/Page").idnum] for name, dest in found.items()}
