"""The columns of a table: how wide, which of them hold numbers, and whether rows may break.

Typst's automatic columns starve a column of short words beside one of long text; a share
by the length of the text, bounded by its longest word, reads better.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

from press.typst import markup

#: Characters that a table's line has room for, and of a word that is better not broken.
_LINE, _LONG_WORD = 70, 16
#: Characters of a whole table whose columns are as wide as what they hold, where no widths
#: are given, and where they are, but would set a column of numbers far from the others.
_SMALL, _SLIM = 60, 30
#: Lines that a row may have without breaking over pages.
_TALL = 12

_NUMBER = re.compile(r"[-−+]?\d[\d,\u202f\u00a0]*(?:(?P<point>\.)(?P<fraction>\d+))?\s?%?")
#: What stands in a column of numbers where there is none.
_NO_NUMBER = re.compile(r"[^\W\d]*|[-–—…?]")


class Columns:
    """What the cells of a table ask of its columns.

    ``stubs`` are the columns that head their rows, ``numeric`` those of numbers, with the
    digits that the finest of their numbers has behind the point.
    """

    def __init__(self, group: nodes.Element, *, given: bool) -> None:
        """Read the ``tgroup`` *group*; *given* says that the author states its widths."""
        specs = [c for c in group.children if isinstance(c, nodes.colspec)]
        self.stubs = {i for i, spec in enumerate(specs) if spec.get("stub")}
        self._given = [float(spec["colwidth"]) for spec in specs] if given else []
        self._longest = [0] * len(specs)
        self._word = [1] * len(specs)
        self._has_blocks = False
        numbers: list[list[str]] = [[] for _ in specs]
        for row in group.findall(nodes.row):
            cells = [c for c in row.children if isinstance(c, nodes.entry)]
            self._has_blocks = self._has_blocks or not all(map(_is_text, cells))
            if len(cells) != len(specs):
                continue
            for i, cell in enumerate(cells):
                text = cell.astext().strip()
                self._longest[i] = max(self._longest[i], len(text))
                self._word[i] = max(self._word[i], *map(len, re.split(r"[\s/–-]+", text)))
                if not isinstance(row.parent, nodes.thead):
                    numbers[i].append(text)
        self.numeric = {
            i: max(_digits(text) for text in texts)
            for i, texts in enumerate(numbers)
            if i not in self.stubs and _is_numeric(texts)
        }

    def arguments(self) -> str:
        """Return the arguments of ``data-table`` that say how the table is laid out.

        Words are broken only if one is longer than its column, and rows only if one of
        them is tall or holds more than a paragraph.
        """
        shares = self._shares()
        room = [_LINE * share / sum(shares) for share in shares]
        widths = [f"{share:.4g}fr" for share in shares]
        small = _SMALL if not self._given else _SLIM if self.numeric else 0
        if sum(self._longest) <= small:
            widths, room = ["auto"] * len(shares), [float(length) for length in self._longest]
        tall = any(t > _TALL * r for t, r in zip(self._longest, room, strict=True))
        narrow = any(w > r for w, r in zip(self._word, room, strict=True))
        return markup.arguments(
            columns=markup.array(widths),
            numeric=markup.array(map(str, self.numeric)) if self.numeric else None,
            breaks="true" if tall or self._has_blocks else None,
            hyphenate="true" if narrow else None,
        )

    def _shares(self) -> Sequence[float]:
        """Return the share of the width for each column: the author's where a word fits in."""
        if self._given:
            line = sum(self._given) / _LINE
            least = [(min(word, _LONG_WORD) + 2) * line for word in self._word]
            return [max(*pair) for pair in zip(self._given, least, strict=True)]
        pairs = zip(self._longest, self._word, strict=True)
        return [max(min(length, 40) ** 0.8, word) for length, word in pairs]

    def lacking(self, text: str, column: int) -> str:
        """Return what the number *text* lacks behind its last digit to end with the others."""
        number = _NUMBER.fullmatch(text)
        digits = self.numeric.get(column, 0)
        if number is None or digits == 0 or text.endswith("%"):
            return ""
        return ("" if number["point"] else ".") + "0" * (digits - _digits(text))


def _is_text(cell: nodes.Element) -> bool:
    """Say whether *cell* holds a paragraph or nothing."""
    return len(cell.children) < 2 and all(isinstance(c, nodes.paragraph) for c in cell.children)


def _is_numeric(texts: Sequence[str]) -> bool:
    """Say whether *texts* are numbers, but for single words such as "unknown"."""
    numbers = sum(_NUMBER.fullmatch(text) is not None for text in texts)
    others = sum(_NO_NUMBER.fullmatch(text) is not None for text in texts)
    return numbers + others == len(texts) and numbers > max(others, 1)


def _digits(text: str) -> int:
    """Return how many digits *text* has behind the point."""
    number = _NUMBER.fullmatch(text)
    return len(number["fraction"] or "") if number else 0
