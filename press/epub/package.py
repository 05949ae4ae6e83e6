"""The package document: what the book is, what it holds, in what order it is read.

(https://www.w3.org/TR/epub-33/#sec-package-doc)
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from sphinx.config import Config

from press.metadata import Book

#: Core media types (https://www.w3.org/TR/epub-33/#sec-core-media-types) by suffix.
MEDIA_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".ncx": "application/x-dtbncx+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}

#: Articles that catalogs pass over at the beginning of a title, by language.
_ARTICLES = {
    "en": ("The", "A", "An"),
    "de": ("Der", "Die", "Das", "Ein", "Eine"),
    "fr": ("Le", "La", "Les", "Un", "Une"),
    "es": ("El", "La", "Los", "Las", "Un", "Una"),
}


@dataclass(frozen=True)
class Item:
    """One file of the manifest."""

    id: str
    href: str
    media_type: str
    properties: str = ""


def item(file: str, properties: Iterable[str] = ()) -> Item:
    """Return the manifest item of *file*; raises KeyError if an EPUB may not hold its kind."""
    suffix = PurePosixPath(file).suffix.lower()
    return Item(item_id(file), file, MEDIA_TYPES[suffix], " ".join(sorted(properties)))


def item_id(file: str) -> str:
    """Return an XML name for *file*: its path, readable, and different for each."""
    # What a name may not hold is written as its code point, so that no two files meet.
    name = re.sub(r"[^A-Za-z0-9.-]", lambda m: f"_{ord(m[0]):x}_", file)
    return name if name[0].isalpha() else f"f.{name}"


def identifier(book: Book, config: Config) -> str:
    """Return the book's identifier: the one stated, or one that follows from its name."""
    if book.identifier:
        return book.identifier
    stated: str = config.epub_identifier
    if stated and stated != "unknown":
        return stated
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{book.title}\n{book.author}").urn


def description(book: Book, config: Config) -> str:
    """Return the book's description: the press's own setting, or else Sphinx's."""
    stated: str = config.epub_description
    return book.description or (stated if stated != "unknown" else "")


def rights(book: Book, config: Config) -> str:
    """Return who holds the rights, and the terms; "" if neither is stated."""
    holder = f"© {config.copyright}" if config.copyright else ""
    return ". ".join(filter(None, [holder, book.license_name]))


def page_source(book: Book) -> str:
    """Return what page marks refer to, unless another is named: the print edition."""
    version = f", {book.version}" if book.version else ""
    return f"{book.full_title}{version}, print edition (PDF)"


def sorted_title(book: Book) -> str:
    """Return the title as catalogs sort it: "Rise of the Sun, The"; "" if it is the same."""
    first, _space, rest = book.title.partition(" ")
    articles = _ARTICLES.get(book.language.partition("-")[0], ())
    return f"{rest}, {first}" if rest and first in articles else ""
