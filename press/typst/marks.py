"""Marks in the Typst source that tell where blocks of text come to stand, and on which pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from press.pages import PageMap, Turn
from press.typst import markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What tells where marks came to stand, and labels and folios: an expression for Typst.
REPORT = Path(__file__).with_name("report.typ").read_text(encoding="utf-8")

_BEGINS = re.compile(r'#block-mark\("(.*?)"\)|/\*(\S+?:\S+?)\*/')


def block(key: str) -> str:
    """Return the mark of the beginning of block *key* ("rise:12")."""
    return f"#block-mark({markup.string(key)});"


def silent(key: str) -> str:
    """Return what tells of the beginning of block *key* in the source, and is not laid out."""
    return f"/*{key}*/"


def keys(source: str) -> list[str]:
    """Return the keys of the blocks that begin in *source*, and what looks like one."""
    return [marked or unmarked for marked, unmarked in _BEGINS.findall(source)]


def with_silent(
    starts: Iterable[tuple[str, int]], beside: Mapping[str, tuple[str, str]]
) -> list[tuple[str, int]]:
    """Return the block *starts* with those of blocks that have no mark, in reading order.

    *beside* names for each of these the block before it, and that beside which it begins.
    """
    behind: dict[str, list[str]] = {}
    for key, (before, _marked) in beside.items():
        behind.setdefault(before, []).append(key)
    pages = dict(starts)
    found = []
    waiting = list(reversed(list(pages.items())))
    while waiting:
        key, page = waiting.pop()
        found.append((key, page))
        waiting += [(other, pages.get(beside[other][1], page)) for other in behind.get(key, ())]
    return found


def page_map(
    starts: list[tuple[str, int]], word_pages: list[tuple[str, int, int]], labels: list[str]
) -> PageMap:
    """Return where each page begins, from the pages of blocks and of words within them.

    A page on which nothing begins, such as a blank one, begins with the page after it.
    """
    before = _before([(key, page) for key, page in starts if key.startswith("/")], labels)
    starts = [(key, page) for key, page in starts if not key.startswith("/")]
    order = {key: position for position, (key, _page) in enumerate(starts)}
    places = [(order[key], 0, key, page) for key, page in starts]
    places += [(order[key], word, key, page) for key, word, page in word_pages]
    first: dict[int, tuple[str, int]] = {}
    for _position, word, key, page in sorted(places):
        first.setdefault(page, (key, word))
    return PageMap(labels, _turns(first, labels), before)


def _before(rows: list[tuple[str, int]], labels: list[str]) -> dict[str, list[str]]:
    """Return the folios of what stands before the text, each from its first to its last mark."""
    spans: dict[str, list[int]] = {}
    for key, page in rows:
        spans.setdefault(key.rpartition(":")[0], []).append(page)
    return {name: labels[min(span) - 1 : max(span)] for name, span in spans.items()}


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


def in_flow(starts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return those of the block *starts* behind which no text stands on an earlier page.

    The others, cells of a table, have floated to the head of a later page: it is not with
    them that this page begins, but with the text that runs on below them.
    """
    kept = []
    earliest = 1 << 30
    for key, page in reversed(starts):
        if page <= earliest:
            kept.append((key, page))
            earliest = page
    return kept[::-1]
