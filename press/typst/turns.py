"""Which word of a block is the first on each page that the block runs over to.

The layout tells on which page each block begins (:mod:`~press.typst.marks`), and the PDF
which letters stand on either side of a page's end (:mod:`~press.typst.printed`).  Here both
come together: the letters are sought in the text of the blocks that may run over that end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from press.pages import WORD
from press.typst.printed import Printed

#: So many letters on either side of a page's end are sought, if need be: fewer each time.
_AROUND = (40, 20, 10)
#: So many letters are a run that two texts have in common.
_RUN = 5
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
    printed = before + after
    for key in keys:
        # Lines from right to left are printed with their letters in another order.
        letters = _letters("".join(texts[key]))
        if len(letters) == len(printed) and sorted(letters) == sorted(printed):
            word = _word_at(texts[key], len(before))
            return None if word is None else (key, word)
    said = {key: _letters("".join(texts[key])) for key in flow}
    place = _place(before, after, "".join(said.values()))
    if place is None:
        place = _likeness(before, after, said, keys)
    if place is None:
        return None
    for key, letters in said.items():
        if place < len(letters) and (word := _word_at(texts[key], place)) is not None:
            return key, word
        place = max(place - len(letters), 0)
    return None


def _word_at(texts: Sequence[str], place: int) -> int | None:
    """Return the number of the first word that starts at letter *place* of a block, or behind."""
    count = letters = 0
    for text in texts:
        for match in WORD.finditer(text):
            if letters >= place:
                return count
            letters += len(_letters(match.group()))
            count += 1
    return None


def _place(before: str, after: str, letters: str) -> int | None:
    """Return where in *letters* the page ends, if its surroundings are there just once."""
    for count in _AROUND:
        around = before[-count:] + after[:count]
        at = letters.find(around)
        if at >= 0 and letters.find(around, at + 1) < 0:
            return at + len(before[-count:])
    return None


def _likeness(before: str, after: str, said: Mapping[str, str], keys: Sequence[str]) -> int | None:
    """Return where the page ends in the block of *keys* that is most like what is printed.

    What is printed may have more than the words that are counted: pages of references.
    Letters by the one are in any two texts: only longer runs count.
    """
    best = 0.6 * (len(before) + len(after))
    place, start = None, 0
    for key, letters in said.items():
        if key in keys:
            same = SequenceMatcher(None, letters, before + after, autojunk=False)
            runs = same.get_matching_blocks()
            alike = sum(run.size for run in runs if run.size >= _RUN)
            if alike > best:
                best = alike
                last = [run for run in runs if run.b <= len(before)][-1]
                place = start + last.a + min(last.size, len(before) - last.b)
        start += len(letters)
    return place
