"""Which word of a block is the first on each page that the block runs over to.

The layout tells on which page each block begins (:mod:`~press.typst.marks`), and the PDF
which letters stand on either side of a page's end (:mod:`~press.typst.printed`).  Here both
come together: the letters are sought in the text of the blocks that may run over that end.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from press.pages import WORD
from press.typst.printed import Printed

#: So many letters on either side of a page's end are sought, if need be: fewer each time.
_AROUND = (40, 20, 10)
#: So many blocks before one that may run over are looked at: a line of verse is one.
_BEFORE = 12


def found(
    printed: Printed,
    starts: Sequence[tuple[str, int]],
    rows: Mapping[str, int],
    texts: Mapping[str, Sequence[str]],
) -> list[tuple[str, int, int]]:
    """Return block, word and page of the words that begin pages within a block.

    *starts* has key and page of each block, in reading order; *rows* the table's row that a
    block stands in, if it does; *texts* the text of blocks whose words are counted.  A word
    broken over the end of a page starts on the page where its first letter stands.
    """
    order = {key: at for at, (key, _page) in enumerate(starts)}
    pages = dict(starts)
    over: dict[int, list[str]] = {}
    last: dict[int, int] = {}
    for (key, page), below in zip(starts, _pages_below(starts, rows), strict=True):
        below = min(below, len(printed))
        for turned in range(page, below) if key in texts else ():
            over.setdefault(turned, []).append(key)
            last[turned] = max(below, last.get(turned, 0))
    words = []
    for page, keys in over.items():
        near = starts[max(order[keys[0]] - _BEFORE, 0) : order[keys[-1]] + 1]
        flow = [key for key, _page in near if key in texts]
        for before, after, onto in _running_over(printed, page, last[page]):
            word = _first_word(before, after, flow, keys, texts)
            if word and pages[word[0]] <= page:
                words.append((*word, onto))
    return words


def _pages_below(starts: Sequence[tuple[str, int]], rows: Mapping[str, int]) -> Iterator[int]:
    """Yield for each block of *starts* the page on which starts what is printed below it.

    What follows a cell is the next row: the cells of one stand side by side.
    """
    behind = []
    below, page, row = 1 << 30, 1 << 30, None
    for key, its_page in reversed(starts):
        if row is None or rows.get(key) != row:
            below = page
        behind.append(below)
        page, row = its_page, rows.get(key)
    yield from reversed(behind)


def _running_over(printed: Printed, page: int, last: int) -> Iterator[tuple[str, str, int]]:
    """Yield what of a block stands up to the end of *page*, what behind, and on which page.

    This is the next page mostly; those up to *last* may hold nothing but tables in between.
    """
    for block, pieces in printed.blocks(page).items():
        there = {
            n: found for n in range(page + 1, last + 1) if (found := printed.blocks(n).get(block))
        }
        if not there:
            continue
        before, earlier = [printed.text(page, pieces)], page - 1
        while earlier and (found := printed.blocks(earlier).get(block)):
            before.insert(0, printed.text(earlier, found))
            earlier -= 1
        after = [printed.text(number, found) for number, found in there.items()]
        yield _letters("".join(before)), _letters("".join(after)), min(there)


def _letters(text: str) -> str:
    """Return *text* without spaces, and without signs that show nothing: soft hyphens."""
    plain = "".join(text.split())
    if plain.isascii():
        return plain
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


def _first_word(
    before: str,
    after: str,
    flow: Sequence[str],
    keys: Sequence[str],
    texts: Mapping[str, Sequence[str]],
) -> tuple[str, int] | None:
    """Return block and number of the first word that starts in *after*, if it is found.

    One of the blocks *keys* runs over, or a part of what Typst sets as one paragraph with
    them: blocks of the *flow*, which ends with them.
    """
    words: list[tuple[str, int]] = []
    places: list[int] = []
    ends: dict[str, int] = {}
    letters = ""
    for key in flow:
        count = 0
        for text in texts[key]:
            for match in WORD.finditer(text):
                words.append((key, count))
                places.append(len(letters))
                letters += _letters(match.group())
                count += 1
        ends[key] = len(letters)
    place = _place(before, after, letters, [_span(key, flow, ends) for key in keys])
    if place is None:
        return None
    at = bisect_left(places, place)
    return words[at] if at < len(words) else None


def _span(key: str, flow: Sequence[str], ends: Mapping[str, int]) -> tuple[int, int]:
    """Return where the letters of block *key* begin and end in those of the *flow*."""
    at = flow.index(key)
    return (ends[flow[at - 1]] if at else 0), ends[key]


def _place(before: str, after: str, letters: str, spans: Sequence[tuple[int, int]]) -> int | None:
    """Return where in *letters* the page ends; *spans* are those of blocks that may run over."""
    for start, end in spans:
        # Lines from right to left are printed with their letters in another order.
        if end - start == len(before) + len(after) and sorted(letters[start:end]) == sorted(
            before + after
        ):
            return start + len(before)
    for count in _AROUND:
        around = before[-count:] + after[:count]
        found = [match.start() for match in re.finditer(f"(?={re.escape(around)})", letters)]
        if len(found) == 1:
            return found[0] + len(before[-count:])
    return _likeness(before, after, letters, spans)


def _likeness(
    before: str, after: str, letters: str, spans: Sequence[tuple[int, int]]
) -> int | None:
    """Return where the page ends in the block that is most like what is printed.

    What is printed may have more than the words that are counted: pages of references.
    """
    best = (len(before) + len(after)) // 2
    place = None
    for start, end in spans:
        same = SequenceMatcher(None, letters[start:end], before + after, autojunk=False)
        runs = same.get_matching_blocks()
        alike = sum(run.size for run in runs)
        if alike > best:
            best = alike
            last = [run for run in runs if run.b <= len(before)][-1]
            place = start + last.a + min(last.size, len(before) - last.b)
    return place
