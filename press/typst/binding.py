"""Fascicles are bound into one PDF: pages, structure, outline, names, and links between them.

Typst has written each as a document of its own, tagged (ISO 32000-1, 14.7 and 14.8).  Bound,
they are what Typst would have written of the whole book, but that each keeps the fonts that
it came with.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from press.typst.linear import Object, Trailer, linearized
from press.typst.opened import REFERENCE, TEXT, Opened, UnreadableError, first, integer

#: What changes when an object moves to another document: references, the keys by which pages
#: and links find their elements, names of elements.  Texts, which may look the same, do not.
_MOVED = re.compile(
    rb"(?P<object>\d+) 0 R|(?P<key>/StructParents? )(?P<number>\d+)|/ID\(|/Headers\[[^\]]*\]|"
    + TEXT
)
#: What tells of an object that something in it may change.
_MAY_MOVE = re.compile(rb" 0 R|/StructParent|/ID\(|/Headers\[")
_LINK = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(fascicle:(\d+)\)>>(.*)/Contents\(fascicle:\d+\)", re.DOTALL
)
_ITEM = re.compile(
    rb"<<((?:/(?:Parent|Next|Prev|First|Last) \d+ 0 R|/Count -?\d+)*)(.*)>>", re.DOTALL
)
_NAMED = re.compile(rb"(%s|<[0-9A-Fa-f]*>)\s*(\d+) 0 R" % TEXT)
_PAIR = re.compile(rb"(\d+) (\d+) 0 R")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|[\s\S])")
_ROLE = re.compile(rb"/(\w+)/(\w+)")
_NAMES = b"/Names<</Dests<</Names["
#: So many points above a place Typst has links to it lead.
_ABOVE = 10
#: What the book has just once, by the entry that refers to it.
_ONCE = ("Root", "Info", "Metadata", "Pages", "PageLabels", "Outlines", "StructTreeRoot")
_DOCUMENT = "Document"


@dataclass(frozen=True)
class Target:
    """What a link to another fascicle leads to: a page of the book, from 1, and a place on it.

    ``label`` is its label; ``x`` and ``y`` are points from the left and the top of the page;
    ``words`` are for those who cannot see where it leads.
    """

    label: str
    page: int
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Sheets:
    """A fascicle to be bound.

    ``pdf`` is what Typst wrote; so many pages at its head as are ``spared`` are left out, and
    what stands on them.  ``depth`` tells how deep its first heading stands in the outline.
    Links to ``fascicle:3`` lead to the fourth of ``targets``; places of these labels are in
    other fascicles.
    """

    pdf: bytes
    spared: int
    depth: int
    targets: Sequence[Target]


def bind(fascicles: Sequence[Sheets]) -> bytes:
    """Return the PDF of a book in *fascicles*; what it says of itself, it has from the first.

    Raises :class:`~press.typst.opened.UnreadableError` for PDFs that Typst would not write.
    """
    return _Book([_Part(at, sheets) for at, sheets in enumerate(fascicles)]).bound()


@dataclass
class _Item:
    """An item of the outline: its number in the bound book, what it says, and items below it."""

    number: int
    says: bytes
    below: list[_Item] = field(default_factory=list)


class _Part:
    """A fascicle, opened; ``moved`` has the number in the bound book of each of its objects."""

    def __init__(self, at: int, sheets: Sheets) -> None:
        self.sheets = sheets
        self.mark = b"%d." % (at + 1) if at else b""
        pdf = self.pdf = Opened(sheets.pdf)
        self.root = pdf.object(pdf.root)
        self.once: dict[str, int] = {}
        for name in _ONCE:
            found = re.search(rb"/%s (\d+) 0 R" % name.encode(), pdf.trailer + self.root)
            if found:
                self.once[name] = int(found[1])
        self.tree = pdf.object(self.once["StructTreeRoot"])
        self.once[_DOCUMENT] = integer(rb"/K\[(\d+) 0 R\]", self.tree)
        self.pages = pdf.pages[sheets.spared :]
        self.spared = {at for page in pdf.pages[: sheets.spared] for at in self._on(page)}
        self.moved: dict[int, int] = {}
        #: Objects that are bound as they are: the number of each, what it states, and its stream.
        self.own: list[tuple[int, bytes, bytes | None]] = []
        self.first_key = 0

    def _on(self, page: int) -> set[int]:
        """Return the object of a page, and those of the elements that stand on it."""
        found = {page}
        key = re.search(rb"/StructParents (\d+)", self.pdf.object(page))
        parents = re.search(rb"[\[ ]%s (\d+) 0 R" % key[1], self.tree) if key else None
        if parents:
            elements = self.pdf.object(int(parents[1]))
            found |= {int(parents[1]), *map(int, REFERENCE.findall(elements))}
        return found

    def move(self, stated: bytes) -> bytes:
        """Return what an object states in the bound book."""

        def move(found: re.Match[bytes]) -> bytes:
            if found["object"]:
                return b"%d 0 R" % self.moved[int(found["object"])]
            if found["key"]:
                return found["key"] + b"%d" % (int(found["number"]) + self.first_key)
            if found[0].startswith(b"/"):
                return found[0].replace(b"(", b"(" + self.mark)
            return found[0]

        return _MOVED.sub(move, stated) if _MAY_MOVE.search(stated) else stated

    def pairs(self, pattern: bytes, stated: bytes) -> list[tuple[int, int]]:
        """Return the numbers of a number tree, and the objects that they stand for, moved."""
        found = re.search(pattern, stated, re.DOTALL)
        listed = _PAIR.findall(found[1]) if found else []
        return [(int(k), self.moved[int(at)]) for k, at in listed if int(at) not in self.spared]

    def names(self, begin: bytes, stated: bytes) -> list[tuple[bytes, int]]:
        """Return the names of a name tree that ends what is *stated*, and the objects, moved."""
        at = stated.find(begin)
        found = _NAMED.findall(stated, at + len(begin)) if at >= 0 else []
        return [(name, self.moved[int(number)]) for name, number in found]

    def items(self, above: int) -> Iterator[_Item]:
        """Yield the items of the outline below the item *above*, or below the outline itself."""
        at = self._beside(b"First", self.pdf.object(above))
        while at:
            stated = self.pdf.object(at)
            own = _ITEM.fullmatch(stated)
            if own is None:
                raise UnreadableError(f"object {at} is no item of an outline")
            yield _Item(self.moved[at], self.move(own[2]), list(self.items(at)))
            at = self._beside(b"Next", own[1])

    @staticmethod
    def _beside(name: bytes, stated: bytes) -> int:
        found = re.match(rb"[^(]*?/%s (\d+) 0 R" % name, stated)
        return int(found[1]) if found else 0


class _Book:
    """The bound book on its way: what its objects are, by their numbers."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self.parts = parts
        self.numbers = count(1)
        self.once = {name: next(self.numbers) for name in (*_ONCE, _DOCUMENT)}
        self.objects: dict[int, Object] = {}
        known: dict[bytes, int] = {}
        key = 0
        for part in parts:
            part.first_key = key
            key += integer(rb"/ParentTreeNextKey (\d+)", part.tree)
            self._number(part, known)
        self.next_key = key
        self.pages = [part.moved[page] for part in parts for page in part.pages]
        page = parts[0].pdf.object(parts[0].pages[0])
        #: How high all pages are, in points.
        self.top = float(first(rb"/MediaBox\[0 0 [\d.]+ ([\d.]+)\]", page))
        self.destinations = self._destinations()

    def _number(self, part: _Part, known: dict[bytes, int]) -> None:
        """Number the objects of *part*; those that an earlier one has as well are left to that."""
        part.moved = {at: self.once[name] for name, at in part.once.items()}
        for at in range(1, part.pdf.size):
            if at in part.moved or at in part.spared:
                continue
            stated, data = part.pdf.contents(at)
            if data is not None and b" 0 R" not in stated:  # a font, a picture, a color profile
                same = hashlib.sha256(stated + data).digest()
                if same in known:
                    part.moved[at] = known[same]
                    continue
                known[same] = next(self.numbers)
                part.moved[at] = known[same]
            else:
                part.moved[at] = next(self.numbers)
            part.own.append((part.moved[at], stated, data))

    def _destinations(self) -> dict[bytes, tuple[bytes, int]]:
        """Return the places that have names, by these: their text in the file, and the object."""
        found = {}
        for part in self.parts:
            elsewhere = {target.label.encode() for target in part.sheets.targets}
            for name, at in part.names(_NAMES, part.root):
                if _plain(name) not in elsewhere:
                    found[_plain(name)] = name, at
        return found

    def bound(self) -> bytes:
        """Return the book as a file."""
        for part in self.parts:
            for at, stated, data in part.own:
                self.objects[at] = self._bound(part, stated, data)
            part.own.clear()
        self._bind_pages()
        self._bind_structure()
        self._bind_outline()
        front = self.parts[0]
        self._state("Info", front.move(front.pdf.object(front.once["Info"])))
        names = sorted((plain, name, at) for plain, (name, at) in self.destinations.items())
        listed = b"".join(b"%s%d 0 R" % (name, at) for _plain, name, at in names)
        root = front.move(re.sub(rb"/Outlines \d+ 0 R", b"", front.root))
        if _NAMES in root:
            root = root[: root.index(_NAMES)] + b">>"
        root = b"%s/Outlines %d 0 R%s%s]>>>>>>" % (root[:-2], self.once["Outlines"], _NAMES, listed)
        self._state("Root", root)
        return self._file()

    def _bound(self, part: _Part, stated: bytes, data: bytes | None) -> Object:
        """Return what an object of *part* is in the bound book."""
        stated = part.move(stated)
        if b"/URI(fascicle:" in stated:
            stated = _LINK.sub(lambda found: self._link(part, found), stated)
        return Object(stated, data)

    def _link(self, part: _Part, found: re.Match[bytes]) -> bytes:
        """Return where a link leads that Typst took for one to the outside."""
        target = part.sheets.targets[int(found[1])]
        named = self.destinations.get(target.label.encode())
        if named:
            place = named[0]
        else:
            page = self.pages[target.page - 1]
            top = self.top - max(target.y - _ABOVE, 0)
            place = b"[%d 0 R/XYZ %s %s 0]" % (page, _real(target.x), _real(top))
        return b"/Dest%s%s/Contents%s" % (place, found[2], _text(target.words))

    def _state(self, name: str, stated: bytes) -> None:
        self.objects[self.once[name]] = Object(stated)

    # -- What the book has just once -------------------------------------------------------

    def _bind_pages(self) -> None:
        kids = b" ".join(b"%d 0 R" % page for page in self.pages)
        self._state("Pages", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages), kids))
        labels, before = [], 0
        for part in self.parts:
            stated = part.pdf.object(part.once["PageLabels"])
            before -= part.sheets.spared
            for page, label in part.pairs(rb"/Nums\[(.*?)\]", stated):
                if page >= part.sheets.spared:
                    labels.append(b"%d %d 0 R" % (before + page, label))
            before += len(part.pdf.pages)
        self._state("PageLabels", b"<</Nums[%s]>>" % b" ".join(labels))

    def _bind_structure(self) -> None:
        """Make the elements of all documents those of one (ISO 32000-1, 14.7.2)."""
        parents, names, kids = [], [], []
        roles: dict[bytes, bytes] = {}
        for part in self.parts:
            for key, at in part.pairs(rb"/ParentTree<</Nums\[(.*?)\]", part.tree):
                parents.append(b"%d %d 0 R" % (part.first_key + key, at))
            for name, at in part.names(b"/IDTree<</Names[", part.tree):
                names.append((_plain(name[:1] + part.mark + name[1:]), at))
            mapped = re.search(rb"/RoleMap<<(.*?)>>", part.tree)
            roles.update(_ROLE.findall(mapped[1]) if mapped else [])
            stated = part.pdf.object(part.once[_DOCUMENT])
            listed = first(rb"/K\[([\d R]*)\]", stated)
            elements = map(int, REFERENCE.findall(listed))
            kids += [part.moved[at] for at in elements if at not in part.spared]
        root = (
            b"<</Type/StructTreeRoot/RoleMap<<%s>>/K[%d 0 R]/ParentTree<</Nums[%s]>>"
            b"/IDTree<</Names[%s]>>/ParentTreeNextKey %d>>"
        ) % (
            b"".join(b"/%s/%s" % role for role in roles.items()),
            self.once[_DOCUMENT],
            b" ".join(parents),
            b"".join(b"%s%d 0 R" % (_text(name.decode()), at) for name, at in sorted(names)),
            self.next_key,
        )
        self._state("StructTreeRoot", root)
        front = self.parts[0]
        document = front.move(front.pdf.object(front.once[_DOCUMENT]))
        listed = b" ".join(b"%d 0 R" % kid for kid in kids)
        self._state(_DOCUMENT, re.sub(rb"/K\[[\d R]*\]", b"/K[%s]" % listed, document))

    def _bind_outline(self) -> None:
        top = _Item(self.once["Outlines"], b"")
        for part in self.parts:
            above = top
            for _depth in range(1, part.sheets.depth):
                above = above.below[-1] if above.below else above
            if "Outlines" in part.once:
                above.below += part.items(part.once["Outlines"])
        self._put(top)
        stated = self.objects[top.number].stated.replace(b"/Count -", b"/Count ")
        self._state("Outlines", b"<</Type/Outlines" + stated[2:])

    def _put(self, above: _Item, beside: bytes = b"") -> None:
        """Put an item, closed as Typst has it, and those below it; *beside* are its neighbors."""
        below = b""
        if above.below:
            ends = above.below[0].number, above.below[-1].number, len(above.below)
            below = b"/First %d 0 R/Last %d 0 R/Count -%d" % ends
        self.objects[above.number] = Object(b"<<%s%s%s>>" % (beside, below, above.says))
        for at, item in enumerate(above.below):
            beside = b"/Parent %d 0 R" % above.number
            if at + 1 < len(above.below):
                beside += b"/Next %d 0 R" % above.below[at + 1].number
            if at:
                beside += b"/Prev %d 0 R" % above.below[at - 1].number
            self._put(item, beside)

    # -- The file --------------------------------------------------------------------------

    def _file(self) -> bytes:
        """Return the file; its identifier tells the contents (ISO 32000-1, 14.4)."""
        front = self.parts[0]
        digest = hashlib.md5(usedforsecurity=False)
        for number in sorted(self.objects):
            stated, data = self.objects[number]
            digest.update(stated + (data or b""))
        own = base64.b64encode(digest.digest())
        lasting = first(rb"/ID\[\((.*?)\)", front.pdf.trailer)
        of_front = first(rb"/ID\[\(.*?\)\((.*?)\)\]", front.pdf.trailer)
        about, _data = front.pdf.contents(front.once["Metadata"])
        told = front.pdf.stream(front.once["Metadata"]).replace(of_front, own)
        told = re.sub(rb"(<xmpTPg:NPages>)\d+", rb"\g<1>%d" % len(self.pages), told)
        about = re.sub(rb"/Length \d+", b"/Length %d" % len(told), about)
        self.objects[self.once["Metadata"]] = Object(about, told)
        once, identifier = self.once, b"[(%s)(%s)]" % (lasting, own)
        trailer = Trailer(once["Root"], once["Outlines"], once["Info"], identifier)
        return linearized(front.pdf.header, self.objects, self.pages, trailer)


def _plain(text: bytes) -> bytes:
    """Return what a text of the file says, stated with escapes or in hexadecimal digits."""
    if text.startswith(b"<"):
        return bytes.fromhex(text[1:-1].decode())
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def plain(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code.isdigit() else named.get(code, code)

    return _ESCAPED.sub(plain, text[1:-1])


def _text(words: str) -> bytes:
    """Return *words* as a text of the file (ISO 32000-1, 7.9.2.2)."""
    if words.isascii():
        return b"(" + re.sub(rb"[()\\]", rb"\\\g<0>", words.encode()) + b")"
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"


def _real(number: float) -> bytes:
    return f"{number:.5f}".rstrip("0").rstrip(".").encode()
