"""A PDF in the order in which readers ask for it, so that its first page shows at once.

A linearized file (ISO 32000-1, Annex F) has in front what the first page needs, then page
after page what is of that page alone, what pages share, and the rest.  Hints tell where each
page lies, so that a browser can take any of them out of the middle of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from press.typst.opened import TEXT, Opened, first

#: Texts of the file, which may look like anything, and references to objects.
_TOKEN = re.compile(TEXT + rb"|(?P<object>\d+) 0 R")
_REFERENCE = re.compile(rb"(\d+)(?= 0 R)")
_ROW, _ROW_SIZE = b"%010d 00000 n\r\n", 20


class Object(NamedTuple):
    """What an object states, and the data of the stream that it may be."""

    stated: bytes
    data: bytes | None = None


class Trailer(NamedTuple):
    """What a file says of itself: its catalog, outline, and information, 0 for none; its name.

    ``identifier`` is the array that is ``/ID``.
    """

    root: int
    outline: int
    info: int
    identifier: bytes


class _Order(NamedTuple):
    """Numbers of objects in the order in which they stand in the file.

    ``first`` are those that the first page needs, ``pages`` those that are of each later one
    alone, the pages themselves first; ``uses`` those that each page shares with others.
    """

    first: list[int]
    pages: list[list[int]]
    shared: list[int]
    outline: list[int]
    others: list[int]
    uses: list[list[int]]

    @property
    def behind(self) -> list[int]:
        """All that stands behind what the first page needs."""
        own = [at for page in self.pages for at in page]
        return [*own, *self.shared, *self.outline, *self.others]


def linearized(
    header: bytes, objects: Mapping[int, Object], pages: Sequence[int], trailer: Trailer
) -> bytes:
    """Return the file of *objects*, numbered anew; *pages* are those of the pages in order."""
    pieces = {at: _split(thing.stated) for at, thing in objects.items()}
    to = {at: [int(named) for named in found[1::2]] for at, found in pieces.items()}
    order = _ordered(to, pages, trailer, {*pages, *_above(objects, pages), trailer.root})
    behind = order.behind
    front = [trailer.root, *order.first]
    numbers = {old: new for new, old in enumerate(behind, start=1)}
    # The dictionary of a linearized file comes before the catalog, its hints behind it.
    numbers[trailer.root] = len(behind) + 2
    numbers |= {old: new for new, old in enumerate(order.first, start=len(behind) + 4)}
    bodies = {at: _body(pieces[at], objects[at].data, numbers) for at in (*front, *behind)}
    return _file(header, bodies, numbers, order, trailer)


def rearranged(data: bytes) -> bytes:
    """Return a PDF that Typst has written, linearized.

    Raises :class:`~press.typst.opened.UnreadableError` for one that it would not write.
    """
    pdf = Opened(data)
    objects = {at: Object(*pdf.contents(at)) for at in range(1, pdf.size)}
    outline = re.search(rb"/Outlines (\d+) 0 R", objects[pdf.root].stated)
    info = re.search(rb"/Info (\d+) 0 R", pdf.trailer)
    identifier = first(rb"/ID(\[.*?\])", pdf.trailer)
    top, about = (int(found[1]) if found else 0 for found in (outline, info))
    trailer = Trailer(pdf.root, top, about, identifier)
    return linearized(pdf.header, objects, pdf.pages, trailer)


def _above(objects: Mapping[int, Object], pages: Iterable[int]) -> set[int]:
    """Return the nodes of the page tree above *pages*."""
    found: set[int] = set()
    for page in pages:
        parent = re.search(rb"/Parent (\d+) 0 R", objects[page].stated)
        while parent and int(parent[1]) not in found:
            found.add(int(parent[1]))
            parent = re.search(rb"/Parent (\d+) 0 R", objects[int(parent[1])].stated)
    return found


def _split(stated: bytes) -> list[bytes]:
    """Return what an object states, and every second piece the number of one that it names."""
    if b"(" not in stated:
        return _REFERENCE.split(stated)
    pieces, behind = [], 0
    for found in _TOKEN.finditer(stated):
        if found["object"]:
            pieces += [stated[behind : found.start("object")], found["object"]]
            behind = found.end("object")
    return [*pieces, stated[behind:]]


def _ordered(
    to: Mapping[int, Sequence[int]],
    pages: Sequence[int],
    trailer: Trailer,
    apart: Collection[int],
) -> _Order:
    """Return the order of objects (F.3): by the pages from which they are reached.

    *to* names the objects that each leads to; what is *apart* belongs to no page but itself.
    """

    def reached_from(start: int) -> set[int]:
        found, waiting = {start}, [start]
        while waiting:
            for at in to[waiting.pop()]:
                if at not in found and at not in apart:
                    found.add(at)
                    waiting.append(at)
        return found

    reached = [reached_from(page) for page in pages]
    users = Counter(at for found in reached for at in found)
    of_first = [pages[0], *sorted(reached[0] - {pages[0]})]
    own = [
        [page, *sorted(at for at in found if users[at] == 1 and at != page)]
        for page, found in zip(pages[1:], reached[1:], strict=True)
    ]
    shared = sorted(at for at, count in users.items() if count > 1 and at not in reached[0])
    top = [trailer.outline] if trailer.outline else []
    outline = {at for start in top for at in reached_from(start)} - users.keys()
    others = sorted(to.keys() - users.keys() - outline - {trailer.root})
    in_outline = [*top, *sorted(outline - set(top))]
    listed = {at: index for index, at in enumerate([*of_first, *shared])}
    uses = [sorted(listed[at] for at in found if at in listed) for found in reached[1:]]
    return _Order(of_first, own, shared, in_outline, others, [[], *uses])


def _body(pieces: list[bytes], data: bytes | None, numbers: Mapping[int, int]) -> bytes:
    """Return an object's text in the file, the others that it names by their new *numbers*."""
    pieces[1::2] = [b"%d" % numbers[int(at)] for at in pieces[1::2]]
    stated = b"".join(pieces)
    return stated if data is None else b"%s\nstream\n%s\nendstream" % (stated, data)


def _file(
    header: bytes,
    bodies: Mapping[int, bytes],
    numbers: Mapping[int, int],
    order: _Order,
    trailer: Trailer,
) -> bytes:
    """Return the file: first its own dictionary and table, then the objects, a table of the rest.

    Numbers that are not known yet are written as wide as they may become.
    """
    chunks = {old: _chunk(numbers[old], body) for old, body in bodies.items()}
    sizes = {old: len(chunk) for old, chunk in chunks.items()}
    behind = order.behind
    about, total = len(behind) + 1, len(bodies) + 2
    first_page, count = numbers[order.first[0]], len(order.pages) + 1

    def dictionary(size: int, hints: int, length: int, end: int, rows: int) -> bytes:
        stated = f"/L {size:010}/H[{hints:010} {length:010}]/O {first_page}/E {end:010}"
        stated = f"<</Linearized 1{stated}/N {count}/T {rows:010}>>"
        return _chunk(about, stated.encode())

    def first_trailer(main: int) -> bytes:
        info = f"/Info {numbers[trailer.info]} 0 R" if trailer.info else ""
        stated = f"/Root {numbers[trailer.root]} 0 R{info}/Prev {main:010}"
        return _trailer(total + 1, trailer, stated, 0)

    table_at = len(header) + len(dictionary(0, 0, 0, 0, 0))
    table = b"xref\n%d %d\n" % (about, total - about + 1)
    root_at = table_at + len(table) + _ROW_SIZE * (total - about + 1) + len(first_trailer(0))
    hints_at = root_at + sizes[trailer.root]
    hints = _chunk(about + 2, _hints(order, numbers, sizes, hints_at))
    places = {about: len(header), about + 1: root_at, about + 2: hints_at}
    at = hints_at + len(hints)
    for old in (*order.first, *behind):
        places[numbers[old]] = at
        at += sizes[old]
    end_of_first = places[numbers[behind[0]]]
    main = b"xref\n0 %d\n" % about
    main_rows = b"".join([b"0000000000 65535 f\r\n", *(_ROW % places[n] for n in range(1, about))])
    last = _trailer(about, trailer, "", table_at)
    size = at + len(main) + len(main_rows) + len(last)
    return b"".join(
        [
            header,
            dictionary(size, hints_at, len(hints), end_of_first, at + len(main) - 1),
            table,
            *(_ROW % places[number] for number in range(about, total + 1)),
            first_trailer(at),
            chunks[trailer.root],
            hints,
            *(chunks[old] for old in (*order.first, *behind)),
            main,
            main_rows,
            last,
        ]
    )


def _trailer(size: int, trailer: Trailer, more: str, table: int) -> bytes:
    stated = b"<</Size %d/ID%s%s>>" % (size, trailer.identifier, more.encode())
    return b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (stated, table)


def _chunk(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n\n" % (number, body)


def _hints(
    order: _Order, numbers: Mapping[int, int], sizes: Mapping[int, int], begin: int
) -> bytes:
    """Return the hint stream (F.4); places are those of a file without it.

    *begin* is where the objects of the first page then begin.
    """
    pages = [order.first, *order.pages]
    lengths = [sum(sizes[at] for at in page) for page in pages]
    counts = [len(page) for page in pages]
    uses = order.uses
    most_uses = max(map(len, uses))
    most_index = max((index for page in uses for index in page), default=0)
    stated = _Bits()
    stated.put(32, min(counts), begin)
    stated.put(16, _bits(counts))
    stated.put(32, min(lengths))
    stated.put(16, _bits(lengths))
    stated.put(32, 0)  # contents begin anywhere in a page
    stated.put(16, 0)
    stated.put(32, min(lengths))
    stated.put(16, _bits(lengths), most_uses.bit_length(), most_index.bit_length(), 0, 1)
    stated.row(_bits(counts), _above_least(counts))
    stated.row(_bits(lengths), _above_least(lengths))
    stated.row(most_uses.bit_length(), [len(page) for page in uses])
    stated.row(most_index.bit_length(), [index for page in uses for index in page])
    stated.row(_bits(lengths), _above_least(lengths))
    second = stated.length
    groups = [sizes[at] for at in (*order.first, *order.shared)]
    before = begin + sum(lengths)
    first_shared = (numbers[order.shared[0]], before) if order.shared else (0, 0)
    stated.put(32, *first_shared, len(order.first), len(groups))
    stated.put(16, 0)
    stated.put(32, min(groups))
    stated.put(16, _bits(groups))
    stated.row(_bits(groups), _above_least(groups))
    stated.row(1, [0] * len(groups))
    outline = b""
    if order.outline:
        outline = b"/O %d" % stated.length
        before += sum(sizes[at] for at in order.shared)
        length = sum(sizes[at] for at in order.outline)
        stated.put(32, numbers[order.outline[0]], before, len(order.outline), length)
    data = stated.bytes()
    told = len(data), second, outline, data
    return b"<</Length %d/S %d%s>>\nstream\n%s\nendstream" % told


def _above_least(numbers: Sequence[int]) -> list[int]:
    least = min(numbers)
    return [number - least for number in numbers]


def _bits(numbers: Sequence[int]) -> int:
    """Return how many bits tell the numbers from the least of them."""
    return (max(numbers) - min(numbers)).bit_length()


class _Bits:
    """Numbers of so many bits each, one behind the other."""

    def __init__(self) -> None:
        self._bits: list[str] = []
        self._count = 0

    @property
    def length(self) -> int:
        """How many bytes there are, the last of them filled."""
        return (self._count + 7) // 8

    def put(self, width: int, *numbers: int) -> None:
        """Put *numbers* of *width* bits each."""
        if width:
            self._bits += [f"{number:0{width}b}" for number in numbers]
            self._count += width * len(numbers)

    def row(self, width: int, numbers: Sequence[int]) -> None:
        """Put *numbers*, and fill the last byte."""
        self.put(width, *numbers)
        self.put(-self._count % 8, 0)

    def bytes(self) -> bytes:
        """Return what was put."""
        return int("".join(self._bits), 2).to_bytes(self.length)
