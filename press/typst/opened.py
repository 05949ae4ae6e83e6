"""A PDF that Typst has written, opened object by object.

This reads no PDF but Typst's: its objects lie open, each found by the table at the end
(ISO 32000-1, 7.5.4), and each stream says how long it is.
"""

from __future__ import annotations

import re
import zlib

REFERENCE = re.compile(rb"(\d+) 0 R")
#: What stands between the brackets of a text, and a text, which may say anything.
PLAIN = rb"[^()\\]*(?:\\[\s\S][^()\\]*)*"
for _depth in range(4):  # brackets in pairs need no escape
    PLAIN = rb"[^()\\]*(?:(?:\\[\s\S]|\(%s\))[^()\\]*)*" % PLAIN
TEXT = rb"\(%s\)" % PLAIN

_END = re.compile(rb"/Size (\d+).*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_STREAM = b">>\nstream\n"


class UnreadableError(ValueError):
    """A PDF is not written as the press expects it of Typst."""


class Opened:
    """The objects of a PDF by their numbers, and the pages in their order.

    Raises :class:`UnreadableError` for a file that it cannot follow.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        end = _END.search(data[-2000:])
        if not end or data[int(end[2]) : int(end[2]) + 7] != b"xref\n0 ":
            raise UnreadableError("no table of objects")
        self._table = data.index(b"\n", int(end[2]) + 5) + 1
        #: One more than the highest number.
        self.size = int(end[1])
        self.header = data[: data.index(b"1 0 obj")]
        self.trailer = data[data.rindex(b"trailer") :]
        self.root = integer(rb"/Root (\d+) 0 R", self.trailer)
        self.pages = self._leaves(integer(rb"/Pages (\d+) 0 R", self.object(self.root)))

    def start(self, at: int) -> int:
        """Return where object *at* begins: each row of the table has twenty bytes."""
        row = self._table + 20 * at
        start = int(self.data[row : row + 10]) if 0 < at < self.size else 0
        begin = b"%d 0 obj\n" % at
        if not self.data.startswith(begin, start):
            raise UnreadableError(f"object {at} is not where the table says")
        return start + len(begin)

    def object(self, at: int) -> bytes:
        """Return what object *at* states, without the data of a stream."""
        return self.contents(at)[0]

    def contents(self, at: int) -> tuple[bytes, bytes | None]:
        """Return what object *at* states, and its stream as it stands, if it has one."""
        start = self.start(at)
        end = self.data.index(b"\nendobj", start)
        stream = self.data.find(_STREAM, start, end)
        if stream < 0:
            return self.data[start:end], None
        stated = self.data[start : stream + 2]
        begin = stream + len(_STREAM)
        return stated, self.data[begin : begin + integer(rb"/Length (\d+)", stated)]

    def stream(self, at: int) -> bytes:
        """Return the data of the stream that is object *at*, unpacked."""
        stated, data = self.contents(at)
        if data is None:
            raise UnreadableError(f"object {at} is no stream")
        return zlib.decompress(data) if b"/FlateDecode" in stated else data

    def _leaves(self, at: int) -> list[int]:
        """Return the objects of the pages below the node *at* of the page tree."""
        stated = self.object(at)
        kids = re.search(rb"/Kids\[(.*?)\]", stated, re.DOTALL)
        if kids is None:
            return [at]
        found = [int(kid) for kid in REFERENCE.findall(kids[1])]
        if found and b"/Kids" in self.object(found[0]):
            return [leaf for kid in found for leaf in self._leaves(kid)]
        return found


def first(pattern: bytes, text: bytes) -> bytes:
    """Return what the group of *pattern* finds in *text*."""
    found = re.search(pattern, text)
    if found is None:
        raise UnreadableError(f"no {re.split(rb'[^/A-Za-z]', pattern)[0].decode()}")
    return found[1]


def integer(pattern: bytes, text: bytes) -> int:
    """Return the number that *pattern* finds in *text*."""
    return int(first(pattern, text))
