"""The book as it is stated and written, for comparison with what the editions show."""

from __future__ import annotations

import re
import runpy
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import myst

ROOT = Path(__file__).parents[2]

#: Letters that a stretch of text must have to be looked for: fewer may occur by chance.
LONG_ENOUGH = 40


@dataclass(frozen=True)
class Document:
    """A document of the book: its name, title and stretches of its plain text."""

    name: str
    title: str
    stretches: tuple[str, ...]


@dataclass(frozen=True)
class Editions:
    """Where the editions lie: the folder of the web pages, and the two files."""

    html: Path
    pdf: Path
    epub: Path


def stated() -> dict[str, Any]:
    """Return what ``conf.py`` says, ``press_book`` merged into the rest."""
    conf = runpy.run_path(str(ROOT / "conf.py"))
    return {**conf, **conf["press_book"]}


def documents(source: Path = ROOT / "book") -> list[Document]:
    """Return the documents of the book in *source*, by name, its index left out."""
    found = []
    for path in sorted(source.rglob("*.md")):
        if path == source / "index.md":
            continue
        chapter = myst.read(path.read_text(encoding="utf-8"))
        headings = [block.text for block in chapter.blocks if block.kind == "heading"]
        stretches = [
            stretch
            for block in chapter.blocks
            if block.kind == "paragraph"
            for stretch in re.split(f"[{myst.MARKS}]", block.text)
            if len(letters(stretch)) >= LONG_ENOUGH
        ]
        name = path.relative_to(source).with_suffix("").as_posix()
        found.append(Document(name, headings[0], tuple(stretches)))
    return found


def letters(text: str) -> str:
    """Return the letters of *text* alone, in lower case.

    So text compares equal whatever its hyphenation, ligatures, quotes and line ends.
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if character.isalpha()).casefold()


def missing(stretches: tuple[str, ...], text: str) -> list[str]:
    """Return those of *stretches* that *text* does not hold.

    The end of a page puts its foot and the next one's head into the midst of a sentence,
    so it is enough to find one half of a stretch; a lost paragraph loses both.
    """
    held = letters(text)

    def is_lost(stretch: str) -> bool:
        wanted = letters(stretch)
        middle = len(wanted) // 2
        return wanted[:middle] not in held and wanted[middle:] not in held

    return [stretch for stretch in stretches if is_lost(stretch)]
