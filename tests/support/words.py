"""Words and sentences: how the prose checks count, split and compare them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .myst import MARKS, NAMED, XREF, Block

RUN_WORDS = 8  #: so many words in a row are no accident


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block, its marks of :mod:`.myst` included."""

    line: int
    text: str
    alone: bool  #: it begins its source line

    @property
    def words(self) -> int:
        return count_words(self.text)


def count_words(text: str) -> int:
    """Return the number of words of *text*: runs without space that hold a letter or digit."""
    return sum(1 for word in text.split() if re.search(r"\w", word.strip(MARKS)))


def plain_words(text: str) -> list[str]:
    """Return the words of *text* in lower case, without punctuation or apostrophes."""
    return re.findall(r"[^\W_]+", re.sub(r"[’']", "", text.lower()))


def digest(words: Iterable[str]) -> str:
    """Return the 12 hexadecimal digits that stand for a run of words."""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=6).hexdigest()


def shingles(text: str, size: int = RUN_WORDS) -> frozenset[str]:
    """Return the digests of all runs of *size* words in *text*, line by line."""
    found: set[str] = set()
    for line in text.splitlines():
        words = plain_words(line)
        found.update(digest(words[i : i + size]) for i in range(len(words) - size + 1))
    return frozenset(found)


_STOP = re.compile(rf"[.!?…][\"”’)\]*_]*(?=[\s{NAMED}]|$)")
_SHORT = re.compile(
    r"(?:^|[\s(“‘])(?:al|e\.g|i\.e|vs|v|cf|ca|Dr|Mr|Mrs|Ms|Prof|St|Inc|Ltd|Corp|Co|No|Jr|Sr|Art"
    r"|U\.S|U\.K|D\.C|[A-Z]|(?:[A-Z]\.)+[A-Z])$"
)


def sentences(block: Block) -> list[Sentence]:
    """Split *block* into sentences.

    A full stop, question or exclamation mark ends one where the line ends, or where a
    capital, figure, quotation mark or reference follows.
    """
    text, found, start = block.text, [], 0

    def add(end: int) -> None:
        nonlocal start
        part = text[start:end]
        lead = len(part) - len(part.lstrip())
        if part.strip():
            alone = start == 0 or "\n" in part[:lead] or text[start - 1] == "\n"
            found.append(Sentence(block.line_at(start + lead), part.strip(), alone))
        start = end

    for stop in _STOP.finditer(text):
        rest = text[stop.end() :]
        if not rest.strip():
            break
        gap = rest[: len(rest) - len(rest.lstrip())]
        if "\n" not in gap:
            if _SHORT.search(text[max(0, stop.start() - 12) : stop.start()]):
                continue
            after = rest.lstrip()[0]
            if not (after.isupper() or after.isdigit() or after in "“‘" + NAMED + XREF):
                continue
        add(stop.end())
    add(len(text))
    return found


def near(text: str, offset: int, width: int = 24) -> str:
    """Return what stands around *offset* in *text*, for messages; references show as "…"."""
    shown = text[max(0, offset - width) : offset + width]
    return " ".join("".join("…" if c in MARKS else c for c in shown).split())
