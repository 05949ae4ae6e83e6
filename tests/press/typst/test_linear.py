"""A PDF is in the order in which a browser asks for it, and says where each page is."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

from press.typst.linear import rearranged
from press.typst.opened import UnreadableError
from press.typst.options import STANDARDS
from tests.press.typst.test_printed import pdf
from tests.support import tools

WORDS = " ".join(f"word{n}" for n in range(60))
SOURCE = "\n\n".join(
    f"= Chapter {n} <c{n}>\n{WORDS} _all_ #link(<c{(n + 3) % 7}>)[there] `code`" for n in range(7)
)


@pytest.fixture(params=STANDARDS)
def plain(tmp_path: Path, request: pytest.FixtureRequest) -> bytes:
    return pdf(f'#set page(numbering: "1")\n{SOURCE} (1 0 R) \\\\ \\[', tmp_path, request.param)


class Bits:
    """Reads numbers of so many bits, one behind the other."""

    def __init__(self, data: bytes) -> None:
        self.bits = "".join(f"{byte:08b}" for byte in data)
        self.at = 0

    def take(self, width: int) -> int:
        self.at += width
        return int(self.bits[self.at - width : self.at] or "0", 2)

    def row(self, width: int, count: int) -> list[int]:
        found = [self.take(width) for _ in range(count)]
        self.at += -self.at % 8
        return found


class Linearized:
    """What a linearized file says of itself: ISO 32000-1, Annex F."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        stated = re.search(
            rb"<</Linearized 1/L (\d+)/H\[(\d+) (\d+)\]/O (\d+)/E (\d+)", data[:1024]
        )
        more = re.search(rb"/N (\d+)/T (\d+)>>", data[:1024])
        assert stated
        assert more
        self.length, self.hints_at, self.hints, self.first, self.end = map(int, stated.groups())
        self.count, self.rows = map(int, more.groups())

    def places(self) -> dict[int, int]:
        """Return where each object stands, by the two tables."""
        found = {}
        for table in re.finditer(rb"xref\n(\d+) (\d+)\n", self.data):
            start, count = int(table[1]), int(table[2])
            for number in range(count):
                row = self.data[table.end() + 20 * number : table.end() + 20 * number + 20]
                if row[17:18] == b"n":
                    found[start + number] = int(row[:10])
        return found

    def pages(self) -> tuple[list[tuple[int, int]], list[list[int]], list[tuple[int, int]]]:
        """Return by the hints where each page stands and ends, and what it shares, and where."""
        hints = self.data[self.hints_at : self.hints_at + self.hints]
        offset = re.search(rb"/S (\d+)", hints)
        assert offset
        stream = hints[hints.index(b"stream\n") + 7 :]
        bits = Bits(stream)
        least_objects, begin, object_bits = bits.take(32), bits.take(32), bits.take(16)
        least, length_bits, _start, start_bits = (bits.take(n) for n in (32, 16, 32, 16))
        _content, content_bits = bits.take(32), bits.take(16)
        use_bits, index_bits, numerator_bits, _denominator = (bits.take(16) for _ in range(4))
        self.objects = [least_objects + n for n in bits.row(object_bits, self.count)]
        lengths = [least + more for more in bits.row(length_bits, self.count)]
        uses = bits.row(use_bits, self.count)
        shared = bits.row(index_bits, sum(uses))
        bits.row(numerator_bits, sum(uses))
        bits.row(start_bits, self.count)
        bits.row(content_bits, self.count)
        at, pages, shares = begin + self.hints, [], []
        for length, used in zip(lengths, uses, strict=True):
            pages.append((at, at + length))
            at += length
            shares.append(shared[:used])
            shared = shared[used:]
        bits = Bits(stream[int(offset[1]) :])
        _number, place, of_first, total = (bits.take(32) for _ in range(4))
        assert bits.take(16) == 0
        least, length_bits = bits.take(32), bits.take(16)
        groups, at = [], pages[0][0]
        for index, more in enumerate(bits.row(length_bits, total)):
            if index == of_first:
                at = place + self.hints
            groups.append((at, at + least + more))
            at += least + more
        return pages, shares, groups


def text(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data), strict=True).pages]


def needed(reader: pypdf.PdfReader, page: Any) -> set[int]:
    """Return the objects that a page leads to, but for other pages."""
    others = {one.indirect_reference.idnum for one in reader.pages if one.indirect_reference}
    found: set[int] = set()

    def walk(node: Any) -> None:
        if isinstance(node, pypdf.generic.IndirectObject):
            if node.idnum in found or node.idnum in others:
                return
            found.add(node.idnum)
            node = node.get_object()
        if isinstance(node, pypdf.generic.DictionaryObject):
            for key in node:
                if key != "/Parent":
                    walk(node.raw_get(key))
        elif isinstance(node, list):
            for index in range(len(node)):
                walk(list.__getitem__(node, index))

    walk(page.get_object())
    return found | {page.indirect_reference.idnum}


def test_it_is_the_same_document(plain: bytes) -> None:
    data = rearranged(plain)
    assert text(data) == text(plain)
    assert len(text(data)) > 5
    old: Any = pypdf.PdfReader(io.BytesIO(plain), strict=True)
    new: Any = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert len(old.outline) == len(new.outline) == 7
    assert [new.get_destination_page_number(one) for one in new.outline] == [
        old.get_destination_page_number(one) for one in old.outline
    ]
    assert len(new.root_object["/StructTreeRoot"]["/K"][0]["/K"]) > 7
    assert rearranged(plain) == data


def test_a_text_that_looks_like_a_reference_is_left_alone(tmp_path: Path) -> None:
    title = "1 0 R (((a))) 2 0 R"
    source = f'#set page(numbering: "1")\n= {title}\n#pagebreak()\n= Next\n'
    reader: Any = pypdf.PdfReader(io.BytesIO(rearranged(pdf(source, tmp_path))), strict=True)
    assert [one.title for one in reader.outline] == [title, "Next"]


def test_what_it_says_of_itself_is_so(plain: bytes) -> None:
    data = rearranged(plain)
    file = Linearized(data)
    places = file.places()
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert file.length == len(data)
    assert file.count == len(reader.pages)
    assert data[file.rows : file.rows + 11] == b"\n0000000000"
    assert sorted(places) == list(range(1, len(places) + 1))
    for number, place in places.items():
        assert data.startswith(b"%d 0 obj\n" % number, place)
    reference = reader.pages[0].indirect_reference
    assert reference is not None
    assert reference.idnum == file.first


def test_the_first_page_needs_nothing_behind_it(plain: bytes) -> None:
    data = rearranged(plain)
    file = Linearized(data)
    places = file.places()
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert all(places[at] < file.end for at in needed(reader, reader.pages[0]))
    assert file.end < len(data) / 2


def test_hints_tell_all_that_a_page_needs(plain: bytes) -> None:
    data = rearranged(plain)
    file = Linearized(data)
    places = file.places()
    pages, shares, groups = file.pages()
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert shares[0] == []
    assert any(shares)
    for number, page in enumerate(reader.pages):
        reference = page.indirect_reference
        assert reference is not None
        start, end = pages[number]
        assert places[reference.idnum] == start
        inside = {at for at, place in places.items() if start <= place < end}
        assert len(inside) == file.objects[number]
        shared = [groups[index] for index in shares[number]]
        for at in needed(reader, page):
            told = at in inside or any(begin <= places[at] < end for begin, end in shared)
            assert told, (number, at)
        assert inside <= needed(reader, page)


def test_another_reader_finds_nothing_but_what_it_counts_otherwise(
    plain: bytes, tmp_path: Path
) -> None:
    """The structure tree names links as well: for qpdf they are no page's own therefore.

    The standard has parts of pages shared between pages alone (F.3.7, F.3.8).
    """
    tools.requires("qpdf")
    file = tmp_path / "x.pdf"
    file.write_bytes(rearranged(plain))
    command = ["qpdf", "--check-linearization", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    kinds = {re.sub(r"page \d+: .*", "", line.replace(str(file), "")) for line in lines}
    assert kinds == {
        "WARNING: : object count mismatch for ",
        "qpdf: operation succeeded with warnings",
    }
    end = Linearized(file.read_bytes()).end
    file.write_bytes(file.read_bytes().replace(b"/E %010d" % end, b"/E %010d" % (end - 99), 1))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "end of first page" in done.stderr


def test_what_typst_would_not_write_is_not_arranged(plain: bytes) -> None:
    for bad in (b"", plain[:-100], plain.replace(b"/ID[", b"/IT[")):
        with pytest.raises(UnreadableError):
            rearranged(bad)
