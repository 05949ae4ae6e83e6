"""Marks in the Typst source that tell where blocks and words come to stand.

Marks are first written as two noncharacters of Unicode, which no text can hold
(:mod:`~press.typst.markup` escapes them).  The source that is printed keeps the marks of
blocks and of every eighth word; a second source, a draft that is only laid out, has the
marks of all words near the places where, by the first layout, a page ends.

Typst lays a mark that stands before a line's first word out at the end of the line before,
perhaps on the page before.  So words are marked at both ends, and spaces on both sides:
where the marks around a space come to stand at one point, the line broke at that space.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from press.pages import WORD, PageMap, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BLOCK, _TEXT = "\ufdd0", "\ufdd1"
#: The start of a word, the place before a space, and the end of a text without a space.
_EDGE = re.compile(r"(?P<start>(?<!\S)(?=\S))|(?P<space>(?:(?<=\S)|\A)(?=\s))|(?<=\S)\Z")
_ANY = re.compile(f"{_BLOCK}([^{_BLOCK}]*){_BLOCK}|{_TEXT}([0-9]+) ([^{_TEXT}]*){_TEXT}")

#: What tells where marks came to stand, and labels and folios: an expression for Typst.
REPORT = Path(__file__).with_name("report.typ").read_text(encoding="utf-8")

#: Of so many words one has a mark in the source that is printed.
EVERY = 8

#: Points by which one mark of two layouts may stand elsewhere on a line of the same words.
_SAME = 4

#: A mark as it came to stand: block, word, "start", "space" or "end"; page, x and y in pt.
Row = tuple[str, int, str, int, float, float]


def block(key: str) -> str:
    """Return the mark of the beginning of block *key* ("rise:12")."""
    return f"{_BLOCK}{key}{_BLOCK}"


def words(escaped: str, first: int) -> str:
    """Return *escaped* text as one whose words may be marked, numbered from *first*."""
    return f"{_TEXT}{first} {escaped}{_TEXT}"


def settle(source: str, near: Mapping[str, Sequence[range]] | None = None) -> str:
    """Return *source* with its marks as Typst calls.

    Each block keeps its mark.  Of the words, those that *near* names by block do; without
    it, every eighth.
    """
    current = ""

    def call(match: re.Match[str]) -> str:
        nonlocal current
        key, first, text = match.groups()
        if key is not None:
            current = key
            return f'#block-mark("{key}");'
        if near is None:
            return _sparsely(text, current, int(first))
        return _densely(text, current, int(first), near[current]) if current in near else text

    return _ANY.sub(call, source)


def _mark(key: str, word: int, kind: str) -> str:
    return f'#word-mark("{key}", {word}, "{kind}");'


def _sparsely(text: str, key: str, first: int) -> str:
    """Return *text* with a mark before every eighth word of the block."""
    starts = [match.start() for match in WORD.finditer(text)]
    next_mark = max(-first % EVERY, 0 if first else EVERY)  # the block's mark stands at 0
    pieces, at = [], 0
    for index in range(next_mark, len(starts), EVERY):
        pieces += [text[at : starts[index]], _mark(key, first + index, "start")]
        at = starts[index]
    return "".join(pieces) + text[at:]


def _densely(text: str, key: str, first: int, wanted: Sequence[range]) -> str:
    """Return *text* with marks around the words *wanted* and the spaces behind them."""
    count = first - 1

    def mark(match: re.Match[str]) -> str:
        nonlocal count
        kind = match.lastgroup or "end"
        count += kind == "start"
        return _mark(key, count, kind) if any(count in span for span in wanted) else ""

    return _EDGE.sub(mark, text)


def near_turns(
    starts: Sequence[tuple[str, int]], sparse: Iterable[Row], rows: Mapping[str, int]
) -> dict[str, list[range]]:
    """Return by block the words near the places where a page ends.

    *starts* holds key and page of each block, in reading order; *sparse* the marks of every
    eighth word; *rows* the table's row that a block stands in, if it does.  A page may turn
    between two words on different pages, and behind a block's last marked word if what
    follows starts on a later page.  What follows a cell is the next row: the cells of one
    stand side by side.
    """
    marked: dict[str, list[tuple[int, int]]] = {key: [(0, page)] for key, page in starts}
    for key, word, _kind, page, *_point in sparse:
        if key in marked:
            marked[key].append((word, page))
    near: dict[str, list[range]] = {}
    for (key, _page), later in zip(starts, _pages_behind(starts, rows), strict=True):
        # One word more on both sides: a word is judged by its neighbors' marks.
        spans = [
            range(word - 1, following + 2)
            for (word, page), (following, its_page) in pairwise(marked[key])
            if its_page > page
        ]
        last, page = marked[key][-1]
        if later > page:
            spans.append(range(last - 1, 1 << 30))
        if spans:
            near[key] = spans
    return near


def _pages_behind(starts: Sequence[tuple[str, int]], rows: Mapping[str, int]) -> Iterator[int]:
    """Yield for each block of *starts* the page on which starts what is printed below it."""
    behind = []
    below, page, row = 1 << 30, 1 << 30, None
    for key, its_page in reversed(starts):
        if row is None or rows.get(key) != row:
            below = page
        behind.append(below)
        page, row = its_page, rows.get(key)
    yield from reversed(behind)


def word_pages(rows: Sequence[Row]) -> list[tuple[str, int, int]]:
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
        if broke and [row[0] for row in after] == [key, key] and after[1][1] <= word + 1:
            page = after[0][3]
        found.append((key, word, page))
    return found


def page_map(
    starts: list[tuple[str, int]], word_pages: list[tuple[str, int, int]], labels: list[str]
) -> PageMap:
    """Return where each page begins, from the pages of blocks and of marked words.

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


def as_printed(
    found: Sequence[tuple[str, int, int]], sparse: Iterable[Row], draft: Sequence[Row]
) -> list[tuple[str, int, int]]:
    """Return the pages of words that :func:`word_pages` *found* in the *draft*, as printed.

    Typst gives no room to a mark, but lets letters on both sides of it give way a little
    less.  So a line of the draft may hold a word more or less than the printed line: then
    the next of the *sparse* marks does not stand where it stands in print.
    """
    starts = {row[:2]: row for row in draft if row[2] == "start"}
    ends = {row[:2]: row[4] for row in draft if row[2] == "space"}
    later: dict[tuple[str, int], list[Row]] = {}
    for row in sparse:
        if row[:2] in starts:
            later.setdefault((row[0], row[3]), []).append(row)
    drafted = {(key, word): page for key, word, page in found}
    pages = dict(drafted)
    for (key, word), page in drafted.items():
        if drafted.get((key, word - 1), page) == page:
            continue  # not the first word of its page
        line = starts.get((key, word + 1))
        next_mark = next((r for r in later.get((key, page), []) if r[1] > word), None)
        if line is None or next_mark is None or starts[next_mark[:2]][3:6:2] != line[3:6:2]:
            continue
        moved = next_mark[4] - starts[next_mark[:2]][4]
        before = key, word - 1
        if moved < -_SAME:
            pages[key, word] -= 1
        elif before in ends and moved > max(_SAME, ends[before] - starts[before][4] - _SAME):
            pages[before] = page
    return [(key, word, page) for (key, word), page in pages.items()]
