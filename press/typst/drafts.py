"""Drafts: chapters laid out once more, to find the word with which each page begins.

A draft has marks at all words near the places where, by the first layout, a page ends
(:mod:`~press.typst.marks`).  In it all pages are known, so that nothing waits for where
something else comes to stand, and a chapter, which begins on a page of its own, needs no
other.  Chapters are shared out between two processes, and those that are as they were in the
build before are not laid out again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from press.typst import marks
from press.typst.compositor import Composition, Job

_CHAPTER = re.compile(r"^(?=#section\(level: 1,|#part\[|#book-index\()", re.MULTILINE)
_MATTER = re.compile(r"^#show: (?:main|back)-matter\n", re.MULTILINE)
_LABEL = re.compile(r'label\("((?:[^"\\]|\\.)*)"\)')
_BLOCK = re.compile(r'#block-mark\("([^"]*)"\)')
#: Less source than this, in characters, is not worth a second process.
_SMALL = 100_000


class Places(NamedTuple):
    """Pages of blocks, and places of marked words; pages are counted from the first one."""

    blocks: list[tuple[str, int]]
    words: list[marks.Row]

    def moved(self, pages: int) -> Places:
        """Return the places so many *pages* further on."""
        return Places(
            [(key, page + pages) for key, page in self.blocks],
            [(k, word, kind, page + pages, x, y) for k, word, kind, page, x, y in self.words],
        )


@dataclass(frozen=True)
class Chapter:
    """A chapter's source with its marks, and what its layout depends on."""

    source: str
    blocks: list[str]
    key: str


class Drafts:
    """Lays out chapters of one book; *head* is what its source begins with.

    *job* makes a job of a source file, *folder* holds the page design; *memory* is the file
    that keeps the places of the build before.  *state* tells one page design from another.
    """

    def __init__(
        self, head: str, state: str, folder: Path, memory: Path, job: Callable[..., Job]
    ) -> None:
        self.head, self.state, self.folder, self.memory, self.job = head, state, folder, memory, job

    def chapters(
        self, marked: str, near: Mapping[str, Sequence[range]], known: Mapping[str, Any]
    ) -> list[Chapter]:
        """Return the chapters of the source *marked* that have words *near* the end of a page.

        *known* has pages of labels and the folios of pages.
        """
        found, notes = [], 0
        for text in _CHAPTER.split(marked)[1:]:
            source = f"#counter(footnote).update({notes})\n{_MATTER.sub('', text)}"
            notes += text.count("#footnote[")
            settled = marks.settle(source, near)
            blocks = _BLOCK.findall(settled)
            # Lines of the index begin where they are marked, each of them.
            if text.startswith("#book-index(") or near.keys().isdisjoint(blocks):
                continue
            pages = known["pages"]
            seen = [
                (name, pages[name], known["labels"][pages[name] - 1])
                for name in sorted(set(_LABEL.findall(settled)) & pages.keys())
            ]
            told = json.dumps([self.state, settled, seen])
            found.append(Chapter(settled, blocks, hashlib.sha256(told.encode()).hexdigest()))
        return found

    def places(
        self, chapters: Sequence[Chapter], known: Mapping[str, Any], starts: Mapping[str, int]
    ) -> list[Places] | None:
        """Return the places in each of *chapters*, with the pages of the book.

        *starts* has the pages of blocks by the first layout; None if drafts differ from it,
        as they may by a page design of the book's own.
        """
        remembered = self._remembered()
        new = [chapter for chapter in chapters if chapter.key not in remembered]
        laid_out = self._laid_out(new, known)
        if laid_out is None:
            return None
        remembered = {**remembered, **laid_out}
        found = []
        for chapter in chapters:
            here = remembered[chapter.key]
            places = here.moved(starts[here.blocks[0][0]] - here.blocks[0][1])
            if any(starts[key] != page for key, page in marks.first_places(places.blocks)):
                return None
            found.append(places)
        kept = {chapter.key: remembered[chapter.key] for chapter in chapters}
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        beside = self.memory.with_suffix(".new")
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(self.memory)
        return found

    def _remembered(self) -> dict[str, Places]:
        """Return the places of chapters by key, as the build before has kept them."""
        try:
            kept = json.loads(self.memory.read_text(encoding="utf-8"))
            return {key: _places(*found) for key, found in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _laid_out(
        self, chapters: Sequence[Chapter], known: Mapping[str, Any]
    ) -> dict[str, Places] | None:
        """Return the places in *chapters* by key, each from its own first page."""
        if not chapters:
            return {}
        told = self.folder / "draft.json"
        told.write_text(json.dumps(known), encoding="utf-8")
        files, compositions = [told], []
        try:
            for number, group in enumerate(_groups(chapters)):
                file = self.folder / f"draft-{number}.typ"
                files.append(file)
                source = self.head + "".join(chapter.source for chapter in group)
                file.write_text(source, encoding="utf-8")
                compositions.append(
                    Composition(self.job(file, inputs={"draft": told.name}, ask=marks.REPORT))
                )
            outcomes = [composition.done()[-1] for composition in compositions]
        finally:
            for file in files:
                file.unlink(missing_ok=True)
        if any(outcome.refused for outcome in outcomes):
            return None
        owners = {key: chapter for chapter in chapters for key in chapter.blocks}
        found = {chapter.key: Places([], []) for chapter in chapters}
        for outcome in outcomes:
            for key, page in outcome.answer["blocks"]:
                found[owners[key].key].blocks.append((key, page))
            for row in outcome.answer["words"]:
                found[owners[row[0]].key].words.append(tuple(row))
        return {key: places.moved(1 - places.blocks[0][1]) for key, places in found.items()}


def _places(blocks: list[list[Any]], words: list[list[Any]]) -> Places:
    """Return places as JSON has kept them."""
    return Places([(key, page) for key, page in blocks], [tuple(row) for row in words])


def _groups(chapters: Sequence[Chapter]) -> list[list[Chapter]]:
    """Return *chapters* in one group, or in two of about the same length."""
    if sum(len(chapter.source) for chapter in chapters) < _SMALL or len(chapters) == 1:
        return [list(chapters)]
    groups: list[list[Chapter]] = [[], []]
    lengths = [0, 0]
    for chapter in sorted(chapters, key=lambda one: len(one.source), reverse=True):
        shorter = lengths.index(min(lengths))
        groups[shorter].append(chapter)
        lengths[shorter] += len(chapter.source)
    return groups
