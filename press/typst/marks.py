"""Marks in the Typst source that tell where blocks and words come to stand.

Marks are first written as two noncharacters of Unicode, which no text can hold
(:mod:`~press.typst.markup` escapes them).  The source that is printed keeps the marks
of blocks alone; a second source, which is only laid out and never printed, has
the marks of words in just the blocks that run over the end of a page.

Typst lays a mark that stands before a line's first word out at the end of the line before,
perhaps on the page before.  So words are marked at both ends, and spaces on both sides:
where the marks around a space come to stand at one point, the line broke at that space.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from press.pages import PageMap, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK, _WORD = "\ufdd0", "\ufdd1"
#: The start of a word, the place before a space, and the end of a text without a space.
_EDGE = re.compile(r"(?P<start>(?<!\S)(?=\S))|(?P<space>(?:(?<=\S)|\A)(?=\s))|(?<=\S)\Z")
_ANY = re.compile(f"{_BLOCK}([^{_BLOCK}]*){_BLOCK}|{_WORD}(-?[0-9]+) (\\w+){_WORD}")

#: So many cells of a row are looked at where it runs over the end of a page.
COLUMNS = 8

#: A mark as it came to stand: block, word, "start", "space" or "end"; page, x and y in pt.
Row = tuple[str, int, str, int, float, float]


def block(key: str) -> str:
    """Return the mark of the beginning of block *key* ("rise:12")."""
    return f"{_BLOCK}{key}{_BLOCK}"


def words(escaped: str, first: int) -> str:
    """Return *escaped* text with its words and spaces marked, words numbered from *first*."""
    count = first - 1

    def mark(match: re.Match[str]) -> str:
        nonlocal count
        kind = match.lastgroup or "end"
        count += kind == "start"
        return f"{_WORD}{count} {kind}{_WORD}"

    return _EDGE.sub(mark, escaped)


def settle(source: str, running: Iterable[str] = ()) -> str:
    """Return *source* with its marks as Typst calls.

    Each block keeps its mark; of the words, only those in the blocks *running* do.
    """
    marked = set(running)
    current = ""

    def call(match: re.Match[str]) -> str:
        nonlocal current
        if match[1] is not None:
            current = match[1]
            return f'#block-mark("{current}");'
        if current not in marked:
            return ""
        return f'#word-mark("{current}", {match[2]}, "{match[3]}");'

    return _ANY.sub(call, source)


def running_blocks(starts: list[tuple[str, int]]) -> list[str]:
    """Return the keys of the blocks that may run over the end of a page.

    *starts* holds key and page of each block, in reading order: a block may run on if
    the next one starts on a later page.  So may the few before it, for the cells of a
    table's row stand side by side.
    """
    running: dict[str, None] = {}
    pairs = zip(starts, [*starts[1:], ("", 1 << 30)], strict=True)
    for at, ((_key, page), (_next, later)) in enumerate(pairs):
        if later > page:
            beside = starts[max(0, at - COLUMNS + 1) : at + 1]
            running.update((key, None) for key, its_page in beside if its_page == page)
    return list(running)


def word_pages(rows: list[Row]) -> list[tuple[str, int, int]]:
    """Return block, word and page of the start of each word, from its marks in their order.

    A word broken over the end of a page starts on the page where its first letter stands.
    The last mark of a block tells nothing, since Typst lays it out behind the block; nor
    does it leave a block's last line alone on a page.
    """
    found = []
    for at, (key, word, kind, page, *point) in enumerate(rows):
        if kind != "start":
            continue
        before, after = rows[at - 1 : at], rows[at + 1 : at + 3]
        broke = [row[2:] for row in before] == [("space", page, *point)]
        if broke and [row[0] for row in after] == [key, key]:
            page = after[0][3]
        found.append((key, word, page))
    return found


def page_map(
    starts: list[tuple[str, int]], word_pages: list[tuple[str, int, int]], labels: list[str]
) -> PageMap:
    """Return where each page begins, from the pages of blocks and of marked words.

    A page on which nothing begins, such as a blank one, begins with the page after it.
    """
    order = {key: position for position, (key, _page) in enumerate(starts)}
    places = [(order[key], 0, key, page) for key, page in starts]
    places += [(order[key], word, key, page) for key, word, page in word_pages]
    first: dict[int, tuple[str, int]] = {}
    for _position, word, key, page in sorted(places):
        first.setdefault(page, (key, word))
    return PageMap(labels, _turns(first, labels))


def _turns(first: dict[int, tuple[str, int]], labels: list[str]) -> dict[str, list[Turn]]:
    turns: dict[str, list[Turn]] = {}
    place: tuple[str, int] | None = None
    found: list[tuple[str, int, str]] = []
    for page in range(len(labels), 0, -1):
        place = first.get(page, place)
        if place is not None and labels[page - 1]:  # a cover has no folio
            found.append((*place, labels[page - 1]))
    for key, word, label in reversed(found):
        docname, _colon, block_key = key.rpartition(":")
        turns.setdefault(docname, []).append(Turn(block_key, word, label))
    return turns


def first_places(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the block starts *rows*, each key once: headers of long tables repeat."""
    seen: dict[str, int] = {}
    for key, page in rows:
        seen.setdefault(key, page)
    return list(seen.items())
