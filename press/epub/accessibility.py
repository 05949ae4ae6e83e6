"""What an EPUB says of its own accessibility, from what it really holds.

EPUB Accessibility 1.1 (https://www.w3.org/TR/epub-a11y-11/) asks for modes, features and
hazards; the values are those of the schema.org vocabulary
(https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20241209/).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from press.epub.survey import Survey


@dataclass(frozen=True)
class Accessibility:
    """The values of the ``schema:`` properties, and the summary in English."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def describe(surveys: Sequence[Survey], *, summary: str = "") -> Accessibility:
    """Return the accessibility of the book whose documents *surveys* tell of.

    *summary* stands in the place of the one that would be written.
    """
    images = sum(s.images for s in surveys)
    silent = sum(s.silent_images for s in surveys)
    formulas = any(s.formulas for s in surveys)
    pages = any(s.pages for s in surveys)
    index = any("index" in s.roles for s in surveys)
    described = images and not silent
    features = [
        *(["alternativeText"] if described else []),
        *(["MathML", "describedMath"] if formulas else []),
        "displayTransformability",
        *(["index"] if index else []),
        *(["pageBreakMarkers", "pageNavigation"] if pages else []),
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        "unlocked",
    ]
    return Accessibility(
        modes=("textual", *(["visual"] if images else [])),
        # Who reads by ear or touch alone needs a text for each picture.
        sufficient=("textual",) if not silent else ("textual,visual",),
        features=tuple(features),
        hazards=("unknown",) if any(s.moving for s in surveys) else ("none",),
        summary=summary or _summary(surveys, images=images, silent=silent),
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _summary(surveys: Sequence[Survey], *, images: int, silent: int) -> str:
    """Return two to eight plain sentences on how the book can be read."""
    tables = sum(s.tables for s in surveys)
    said = ["The text reflows, and takes any size, font and color that the reader chooses."]
    if not images:
        said.append("There are no pictures.")
    elif silent:
        said.append(f"Of {_count(images, 'picture', 'pictures')}, {silent} lack a description.")
    elif images == 1:
        said.append("The one picture has a text that says what it shows.")
    else:
        said.append(f"Each of the {images} pictures has a text that says what it shows.")
    if tables == 1:
        said.append("The one table names the headings of its columns or rows.")
    elif tables:
        said.append(f"The {tables} tables are real tables, with headings that can be read out.")
    if any(s.formulas for s in surveys):
        said.append("Formulas are MathML.")
    if any(s.notes for s in surveys):
        said.append("Notes open where they are called, and lead back there.")
    ways = ["headings", "a table of contents", "landmarks"]
    if any("index" in s.roles for s in surveys):
        ways.append("an index")
    said.append(f"{', '.join(ways[:-1])} and {ways[-1]} lead through the book.".capitalize())
    if any(s.pages for s in surveys):
        said.append("The page list has the pages of the print edition.")
    if not any(s.moving for s in surveys):
        said.append("Nothing sounds, moves or flashes.")
    return " ".join(said)
