"""Which page of a book that is set begins with which word."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence

from press.beside import Beside
from press.errors import PrintError
from press.pages import PageMap
from press.typst import marks, turns
from press.typst.printed import Printed
from press.typst.setting import Setting, Stretch

#: Blocks and the pages on which they begin; words within blocks, and the pages that they begin.
_Begun = tuple[list[tuple[str, int]], list[tuple[str, int, int]]]


def page_map(
    setting: Setting,
    beside: Mapping[str, tuple[str, str]],
    rows: Mapping[str, int],
    texts: Mapping[str, Sequence[str]],
) -> PageMap:
    """Return where each page begins, to the word.

    *beside* names blocks that have no mark, see :func:`press.typst.marks.with_silent`; *rows*
    and *texts* are told of in :func:`press.typst.turns.found`.  Raises
    :class:`~press.errors.PrintError` for a PDF that Typst would not write.
    """

    def begun(stretch: Stretch) -> _Begun:
        found = marks.with_silent(marks.first_places(stretch.blocks), beside)
        found = marks.in_flow(found)
        words = _words(stretch, found, rows, texts)
        starts = [(key, stretch.before + page) for key, page in found]
        return starts, [(key, word, stretch.before + page) for key, word, page in words]

    stretches = setting.stretches
    if sum(not stretch.is_noted for stretch in stretches) > 1:
        odd = Beside(lambda: [begun(stretch) for stretch in stretches[1::2]])
        found: list[_Begun] = [([], [])] * len(stretches)
        found[::2] = [begun(stretch) for stretch in stretches[::2]]
        found[1::2] = odd.result()
    else:
        found = [begun(stretch) for stretch in stretches]
    starts = [start for starts, _words in found for start in starts]
    words = [word for _starts, words in found for word in words]
    return marks.page_map(starts, words, setting.labels)


def _words(
    stretch: Stretch,
    starts: Sequence[tuple[str, int]],
    rows: Mapping[str, int],
    texts: Mapping[str, Sequence[str]],
) -> Sequence[tuple[str, int, int]]:
    """Return block, word and page of the words that begin pages of *stretch* within a block."""
    if stretch.notes is not None and stretch.is_noted:
        noted: list[tuple[str, int, int]] = json.loads(stretch.notes.read_bytes())
        return noted
    try:
        found = turns.found(Printed(stretch.pdf.read_bytes()), starts, rows, texts)
    except (ValueError, LookupError, zlib.error) as error:
        raise PrintError(f"Typst's PDF can't be read: {error}") from error
    if stretch.notes is not None:
        stretch.notes.write_text(json.dumps(found), encoding="utf-8")
    return found
