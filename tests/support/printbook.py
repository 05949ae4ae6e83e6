"""Prints tiny books of others' making, and says what a reader finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdf

from press.typst import ink
from tests.support.minibook import built, write

CONF = """\
project = "Foreign"
author = "Nobody"
release = "1"
extensions = ["myst_parser", "press", {more}]
myst_enable_extensions = ["dollarmath", "deflist"]
"""


@dataclass
class Printed:
    """What a reader finds: the text of all pages, the pages, the Typst source, the warnings."""

    text: str
    pages: list[str]
    source: str
    warnings: list[str]
    reader: pypdf.PdfReader


@contextmanager
def printed(
    folder: Path, files: dict[str, str], conf: str = "", extensions: str = ""
) -> Iterator[Printed]:
    """Print the book of *files*, with *conf* added to its ``conf.py``."""
    write(folder, {"conf.py": CONF.format(more=extensions) + conf, **files})
    with built(folder, "pdf") as book:
        reader = pypdf.PdfReader(book.out / "foreign.pdf")
        pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
        source = (book.out / "source" / "foreign.typ").read_text(encoding="utf-8")
        yield Printed(" ".join(pages), pages, source, book.warnings, reader)


INDEX = "# Foreign\n\n```{toctree}\n:numbered:\na\n```\n"


def chapter(text: str, **more: str) -> dict[str, str]:
    """Return the files of a book of one chapter that holds *text*, in Markdown."""
    return {"index.md": INDEX, "a.md": "# Chapter\n\n" + text, **more}


def rst(text: str) -> dict[str, str]:
    """Return the files of a book of one chapter that holds *text*, in reStructuredText."""
    return {"index.md": INDEX, "a.rst": "Chapter\n=======\n\n" + text}


def right_edge(reader: pypdf.PdfReader) -> float:
    """Return how far any text reaches to the right, in parts of the page's width."""
    marks = [mark for page in reader.pages[4:] for mark in ink.read(page) if mark.kind == "text"]
    return max(mark.box[2] for mark in marks) / float(reader.pages[0].mediabox.width)
