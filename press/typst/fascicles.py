"""A long book cut into fascicles: what each of them must know of the others.

Typst keeps in memory what it has laid out, all of a book at once.  A long book is therefore
cut where chapters open; each fascicle is set on its own, and they are bound into one PDF
(:mod:`~press.typst.binding`).  So one that nothing has changed for need not be set again.
Pages, folios and the numbers of notes go on from one to the next, and places in others are
named by the pages that the last round (:mod:`~press.typst.rounds`) has found for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from roman_numerals import RomanNumeral

from press.typst.base import Line

#: So many characters of Typst source, some hundred pages, are a fascicle at the least; a book
#: that has not enough for two is set as a whole.
SIZE = 180_000

_NAMED = re.compile(r'(#leading-to\()?label\("((?:[^"\\]|\\.)*)"\)')
_DEPTH_1 = re.compile(r"^#(?:part|book-index)\(", re.MULTILINE)
_DEPTH = re.compile(r"^#section\([^\n]*?\bdepth: (\d+)", re.MULTILINE)
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_MAIN = "\n#show: main-matter\n"


class Piece(NamedTuple):
    """The source between two places where it may be cut, and the labels that stand in it."""

    text: str
    made: list[str]


class Place(NamedTuple):
    """Where a label stands: the page, counted from the first, and points from its left and top."""

    page: int
    x: float
    y: float


@dataclass
class Report:
    """What Typst tells of a fascicle that it has set; its pages are counted from 1.

    ``front`` is the page of the half title, ``main`` that of the first chapter, if it has
    them; ``notes`` counts its notes.
    """

    blocks: list[tuple[str, int]]
    last: int
    front: int | None
    main: int | None
    notes: int
    places: dict[str, Place]


@dataclass
class Fascicle:
    """Chapters that are set together.

    ``roman`` tells whether it begins before the first chapter of the book, ``depth`` how deep
    its first heading is in the outline.  ``made`` are the labels that stand in it, ``named``
    those in others that it names, ``paged`` those of them whose pages it prints, ``wanted``
    those in it that others name.
    """

    name: str
    text: str
    roman: bool
    depth: int
    made: list[str]
    named: list[str] = field(default_factory=list)
    paged: set[str] = field(default_factory=set)
    wanted: list[str] = field(default_factory=list)


def cut(pieces: Sequence[Piece], listed: Sequence[Line]) -> list[Fascicle]:
    """Return the fascicles of a book: just one if it is short.

    The first has what stands before the text, and the lists there, with the lines *listed*: it
    is moved by whatever moves.  Where a note is called again behind a cut, the book can't be
    cut.
    """
    fascicles: list[Fascicle] = []
    depth = 1
    if sum(len(text) for text, _made in pieces) < 2 * SIZE:
        pieces = [_joined(pieces)]
    for text, labels in pieces:
        found = _DEPTH.search(text)
        depth = 1 if _DEPTH_1.search(text) else int(found[1]) if found else depth
        last = fascicles[-1] if fascicles else None
        # In the outline, what stands first in a fascicle must not be deeper than the rest.
        is_long = len(fascicles) == 1 or (last is not None and len(last.text) >= SIZE)
        if last is None or is_long or depth < last.depth:
            roman = last is None or (last.roman and _MAIN not in last.text)
            last = Fascicle(f"{len(fascicles) + 1:03}", "", roman, depth, [])
            fascicles.append(last)
        last.text += text
        last.made += labels
    if len(fascicles) > 1:
        first = fascicles[0]
        there = [line for line in listed if line.target not in first.made]
        first.text += "\n" + "\n".join(line.source for line in there) + "\n"
        _introduce(fascicles, {line.target for line in there})
        if any(label.startswith("note:") for fascicle in fascicles for label in fascicle.named):
            return cut([_joined(pieces)], listed)
    return fascicles


def _joined(pieces: Sequence[Piece]) -> Piece:
    return Piece("".join(text for text, _made in pieces), [])


def _introduce(fascicles: Sequence[Fascicle], listed: set[str]) -> None:
    """Tell *fascicles* which labels they name of each other; the first names those *listed*."""
    owners = {label: fascicle.name for fascicle in fascicles for label in fascicle.made}
    wanted: set[str] = set()
    for fascicle in fascicles:
        linked = set(listed) if fascicle is fascicles[0] else set()
        fascicle.paged = set(linked)
        for link, label in _NAMED.findall(fascicle.text):
            (linked if link else fascicle.paged).add(_plain(label))
        named = linked | fascicle.paged
        fascicle.named = sorted(n for n in named if owners.get(n, fascicle.name) != fascicle.name)
        wanted.update(fascicle.named)
    for fascicle in fascicles:
        fascicle.wanted = sorted(wanted.intersection(fascicle.made))


def folio(page: int, front: int, main: int | None) -> str:
    """Return what is printed on *page*, counted from the first: "" on a cover."""
    if main is not None and page >= main:
        return str(page - main + 1)
    return RomanNumeral(page - front + 1).to_lowercase() if page >= front else ""


class Layout:
    """Where fascicles stand in the book, as far as they are known to Typst.

    *reports* tell of each, by its name; what is not known is left open.
    """

    def __init__(
        self,
        fascicles: Sequence[Fascicle],
        reports: Mapping[str, Report],
        *,
        recto: bool,
        duplex: bool,
    ) -> None:
        self.fascicles = fascicles
        self.reports = reports
        #: By the name of a fascicle: the pages before its own; the blank ones that Typst sets
        #: in front of these, and those of them that are not printed.
        self.before: dict[str, int] = {}
        self.blanks: dict[str, int] = {}
        self.spared: dict[str, int] = {}
        self.notes: dict[str, int] = {}
        self.owners = {label: fascicle.name for fascicle in fascicles for label in fascicle.made}
        self.front: int | None = None
        self.main: int | None = None
        pages = notes = 0
        for fascicle in fascicles:
            name, report = fascicle.name, reports.get(fascicle.name)
            is_left = duplex and pages % 2 == 1
            printed = int(is_left and recto)
            spared = int(is_left)
            if fascicle.depth > 1 and not spared:  # headings above stand there
                spared = 2 if duplex else 1
            self.spared[name], self.blanks[name] = spared, spared + printed
            pages += printed
            self.before[name], self.notes[name] = pages, notes
            if report is not None:
                self.front = pages + report.front if report.front else self.front
                self.main = pages + report.main if report.main else self.main
                pages += report.last
            # So many notes are printed, as a rule: fewer pages move in the second round.
            notes += report.notes if report else fascicle.text.count("#footnote[")
        self.pages = pages

    def folio(self, page: int) -> str:
        """Return what is printed on *page* of the book."""
        return folio(page, self.front or 1, self.main)

    def page(self, fascicle: str, page: int) -> int:
        """Return which page of the book is *page* of a fascicle."""
        return self.before[fascicle] + page

    def place(self, label: str) -> Place | None:
        """Return where *label* stands in the book, if it is known."""
        owner = self.owners[label]
        report = self.reports.get(owner)
        found = report.places.get(label) if report else None
        return found._replace(page=self.page(owner, found.page)) if found else None

    def facts(self, fascicle: Fascicle) -> dict[str, Any]:
        """Return what *fascicle* must know of the others: ``fascicle`` of the page design.

        Pages there are counted from the first of the first chapter, so that what stands
        before it moves none.
        """
        name = fascicle.name
        before = self.before[name] - self.blanks[name]
        origin = (self.main or 1) - 1
        places = {}
        for number, label in enumerate(fascicle.named):
            stated: dict[str, Any] = {"link": f"fascicle:{number}"}
            if label in fascicle.paged:
                place = self.place(label)
                page, printed = (place.page, self.folio(place.page)) if place else (1, "100")
                stated |= {"page": page - origin, "folio": printed}
            places[label] = stated
        start = (self.front or 1) - 1 if fascicle.roman else origin
        return {
            "first": fascicle is self.fascicles[0],
            "known": bool(self.reports),
            "before": before - origin,
            "blanks": self.blanks[name],
            "depth": fascicle.depth,
            "roman": fascicle.roman,
            "folio": max(before - start + 1, 0),
            "notes": self.notes[name],
            "front": self.front - origin if self.front and fascicle.roman else None,
            "places": places,
        }


def _plain(source: str) -> str:
    """Return the text that a Typst string states."""
    kept = {"n": "\n", "t": "\t"}
    return _ESCAPED.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else kept.get(found[2], found[2]), source
    )
