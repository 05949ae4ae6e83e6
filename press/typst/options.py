"""The settings of the print edition: ``press_print`` in ``conf.py``, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from sphinx.config import Config
from sphinx.errors import ConfigError

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

    Raises :class:`~sphinx.errors.ConfigError` for a key or value that is not known.
    """
    stated: dict[str, Any] = dict(config.press_print)
    known = {f.name: f for f in fields(PrintOptions)}
    for key, value in stated.items():
        if key not in known:
            raise ConfigError(f"press_print has no key {key!r}; it knows {', '.join(known)}")
        if isinstance(value, list):
            stated[key] = tuple(value)
    if not stated.get("duplex", True):
        stated["recto"] = False
    options = PrintOptions(**stated)
    if options.trim not in TRIMS and not re.fullmatch(r"\d+(\.\d+)?x\d+(\.\d+)?", options.trim):
        raise ConfigError(
            f"press_print['trim'] is neither one of {', '.join(TRIMS)} "
            f"nor WIDTHxHEIGHT in inches: {options.trim!r}"
        )
    if options.urls not in ("footnote", "inline", "no"):
        raise ConfigError(f"press_print['urls'] is not footnote, inline or no: {options.urls!r}")
    if options.paper not in PAPERS:
        raise ConfigError(f"press_print['paper'] is not white or cream: {options.paper!r}")
    thick = options.paper_thickness
    if thick is not None and not 0.001 <= thick <= 0.01:
        raise ConfigError(
            f"press_print['paper_thickness'] is not 0.001 to 0.01 inches a page: {thick!r}"
        )
    if not 6 <= options.size <= 30:
        raise ConfigError(f"press_print['size'] is not 6 to 30 points: {options.size!r}")
    return options
