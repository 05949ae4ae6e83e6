"""Marks in the Typst source that tell where blocks and words come to stand.

Marks are first written as two noncharacters of Unicode, which no text can hold
(:mod:`~press.typst.markup` escapes them).  The source that is printed keeps the marks
of blocks alone; a second source, which is only laid out and never printed, has
the marks of words in just the blocks that run over the end of a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from press.pages import PageMap, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK, _WORD = "\ufdd0", "\ufdd1"
_WORD_START = re.compile(r"(?<!\S)(?=\S)")
_ANY = re.compile(f"{_BLOCK}([^{_BLOCK}]*){_BLOCK}|{_WORD}([0-9]+){_WORD}")


def block(key: str) -> str:
    """Return the mark of the beginning of block *key* ("rise:12")."""
    return f"{_BLOCK}{key}{_BLOCK}"


def words(escaped: str, first: int) -> str:
    """Return *escaped* text with each word marked, numbered from *first*."""
    count = first - 1

    def mark(_match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{_WORD}{count}{_WORD}"

    return _WORD_START.sub(mark, escaped)


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
        return f'#word-mark("{current}", {match[2]});' if current in marked else ""

    return _ANY.sub(call, source)


def running_blocks(starts: list[tuple[str, int]]) -> list[str]:
    """Return the keys of the blocks that may run over the end of a page.

    *starts* holds key and page of each block, in reading order: a block may run on if
    the next one starts on a later page.
    """
    pairs = zip(starts, [*starts[1:], ("", 1 << 30)], strict=True)
    return [key for (key, page), (_next, later) in pairs if later > page]


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
