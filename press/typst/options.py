"""The settings of the print edition: ``press_print`` in ``conf.py``, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sphinx.config import Config

from press.errors import SettingError
from press.kinds import NUMBER, NUMBER_OR_NONE, TEXT, TEXTS, YES_NO, YES_NO_OR_NONE, checked

_KEYS = {
    "trim": TEXT,
    "size": NUMBER,
    "family": TEXT,
    "duplex": YES_NO,
    "justify": YES_NO,
    "recto": YES_NO,
    "frontmatter": TEXTS,
    "backmatter": TEXTS,
    "parts": YES_NO_OR_NONE,
    "lists": YES_NO,
    "page_references": YES_NO,
    "urls": TEXT,
    "copyright_note": TEXT,
    "font_paths": TEXTS,
    "standards": TEXTS,
    "paper": TEXT,
    "paper_thickness": NUMBER_OR_NONE,
}

#: What Typst can hold a PDF to, by its own names: versions, PDF/A, PDF/UA.
STANDARDS = (
    *("1.4", "1.5", "1.6", "1.7", "2.0", "a-1b", "a-1a", "a-2b", "a-2u", "a-2a"),
    *("a-3b", "a-3u", "a-3a", "a-4", "a-4f", "a-4e", "ua-1"),
)

#: Trim sizes by name, in inches: width and height.
TRIMS = {
    "6x9": (6.0, 9.0),
    "5.5x8.5": (5.5, 8.5),
    "a5": (5.827, 8.268),
    "a4": (8.268, 11.693),
    "letter": (8.5, 11.0),
}

#: Inches to the page of a book, half a leaf, by paper: so Kindle Direct Publishing
#: reckons the spine of black-and-white books ("Create a Paperback Cover").
PAPERS = {"white": 0.002252, "cream": 0.0025}
#: What is cut off around a cover, in inches: the same at KDP and Lulu.
BLEED = 0.125
#: Inches from which on a spine bears text: both folds may be off by 0.0625 in, and what
#: is left must hold letters that one can read.
SPINE_FOR_TEXT = 0.25


@dataclass(frozen=True)
class PrintOptions:
    """How a book is printed; each field is a key of ``press_print``.

    ``trim``: a name of :data:`TRIMS` or "WIDTHxHEIGHT" in inches.
    ``size``: body type in points, 16 and more for large print.
    ``family``: the text's typeface, from a folder of ``font_paths``; Libertinus Serif if "".
    ``duplex``: print on both sides of a leaf, with mirrored margins; otherwise, for the
    office printer, margins are alike on all pages and nothing waits for a right-hand page.
    ``justify``: even right edge with hyphenation, else ragged right.
    ``recto``: chapters open on right-hand pages.
    ``frontmatter``, ``backmatter``: documents before the first chapter (roman
    folios) and after the last.
    ``parts``: print the captions of the root document's toctrees as parts; None
    means yes if there are two or more.
    ``lists``: print lists of figures and tables behind the contents.
    ``page_references``: add the page to cross-references.
    ``urls``: where the address of a link goes that the text does not show:
    "footnote", "inline" or "no".
    ``copyright_note``: a sentence for the copyright page.
    ``font_paths``: folders, relative to conf.py, of fonts beside the embedded ones.
    ``standards``: what Typst must hold the PDF to.
    ``paper``: "white" or "cream", of which the spine's width depends.
    ``paper_thickness``: inches to the page where the print house's paper is another: the
    spine's width in the house's own template, divided by the number of pages.
    """

    trim: str = "6x9"
    size: float = 11
    family: str = ""
    duplex: bool = True
    justify: bool = True
    recto: bool = True
    frontmatter: tuple[str, ...] = ()
    backmatter: tuple[str, ...] = ()
    parts: bool | None = None
    lists: bool = False
    page_references: bool = True
    urls: str = "footnote"
    copyright_note: str = ""
    font_paths: tuple[str, ...] = ()
    standards: tuple[str, ...] = ("ua-1", "a-2a")
    paper: str = "white"
    paper_thickness: float | None = None

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the trimmed page, in inches."""
        if self.trim in TRIMS:
            return TRIMS[self.trim]
        width, height = self.trim.split("x")
        return float(width), float(height)

    def spine(self, pages: int) -> float:
        """Return the width in inches of the spine of a book of *pages*."""
        return pages * (self.paper_thickness or PAPERS[self.paper])


def from_config(config: Config) -> PrintOptions:
    """Return the options that ``press_print`` states.

    Raises :class:`~press.errors.SettingError` for a key or value that is not known.
    """
    stated: dict[str, Any] = checked("press_print", config.press_print, _KEYS)
    if not stated.get("duplex", True):
        stated["recto"] = False
    options = PrintOptions(**stated)
    if options.trim not in TRIMS:
        size = re.fullmatch(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)", options.trim)
        if not size:
            known = ", ".join(TRIMS)
            raise _fault("trim", f"is neither one of {known} nor WIDTHxHEIGHT in inches", options)
        if not all(3 <= float(side) <= 24 for side in size.groups()):
            raise _fault("trim", "is not of 3 to 24 inches each way", options)
    if options.urls not in ("footnote", "inline", "no"):
        raise _fault("urls", "is not footnote, inline or no", options)
    if options.paper not in PAPERS:
        raise _fault("paper", "is not white or cream", options)
    thick = options.paper_thickness
    if thick is not None and not 0.001 <= thick <= 0.01:
        raise _fault("paper_thickness", "is not 0.001 to 0.01 inches a page", options)
    if not 6 <= options.size <= 30:
        raise _fault("size", "is not 6 to 30 points", options)
    for standard in options.standards:
        if standard not in STANDARDS:
            raise _fault("standards", f"knows {', '.join(STANDARDS)}", options)
    return options


def _fault(key: str, message: str, options: PrintOptions) -> SettingError:
    return SettingError(f"{message}: {getattr(options, key)!r}", "press_print", key)
