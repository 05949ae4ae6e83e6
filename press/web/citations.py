"""How to cite the book, one of its chapters or claims, as people and programs want it.

Plain text in the manner of the Chicago Manual of Style (author and date), BibTeX, RIS
(https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html) and CSL-JSON
(https://docs.citationstyles.org/en/stable/specification.html).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from press.metadata import Book

#: BibTeX's names of the months; ``strftime`` would speak the reader's language.
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True)
class Author:
    """A maker of the book; ``given`` is empty for a group, and for a single name."""

    family: str
    given: str = ""
    group: bool = False

    @property
    def name(self) -> str:
        """The name as it is spoken."""
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """The name as catalogs have it: "Lovelace, Ada"."""
        return f"{self.family}, {self.given}" if self.given else self.family


def authors(book: Book) -> list[Author]:
    """Return the authors that the book names in one line.

    A line that begins in lower case ("the contributors to …") is the name of a group;
    others are names of people, parted by commas, semicolons or "and".
    """
    line = book.author.strip()
    if not line:
        return []
    if line[0].islower():
        return [Author(line, group=True)]
    found = []
    for name in filter(None, re.split(r"\s*;\s*|\s*,\s*(?:and\s+)?|\s+and\s+", line)):
        given, _, family = name.rpartition(" ")
        found.append(Author(family, given))
    return found


@dataclass(frozen=True)
class Work:
    """What is cited: the book, or with a ``title`` a part of it.

    ``key`` names it among others (and in files); ``url`` is absolute or empty; ``within``
    is the title of the chapter that a claim stands in; ``pages`` are those of the print
    edition ("9–24"), or empty; ``number`` is the chapter's.
    """

    book: Book
    key: str
    title: str = ""
    within: str = ""
    number: str = ""
    pages: str = ""
    url: str = ""

    @property
    def bib_key(self) -> str:
        """The key for bibliographies: one that names book and year."""
        words = self.book.slug.split("-")
        short = "-".join(word for word in words if word not in {"a", "an", "the", "of"})
        part = "" if self.key == self.book.slug else f"-{self.key}"
        return f"{short}-{self.book.date.year}{part}"


def text(work: Work) -> str:
    """Return the citation as people write it."""
    book = work.book
    names = [author.name for author in authors(book)]
    if names and not authors(book)[0].group:
        names[0] = authors(book)[0].inverted
    by = (
        names[0]
        if len(names) == 1
        else ", ".join(names[:-1]) + f", and {names[-1]}"
        if names
        else ""
    )
    by = by[:1].upper() + by[1:]
    parts = [f"{by}." if by else "", f"{book.date.year}."]
    host = f"{book.full_title}, version {book.version}"
    if work.title:
        inside = f" of “{work.within}”" if work.within else ""
        parts.append(f"“{work.title}{'.”' if not inside else '”'}{inside}{'.' if inside else ''}")
        pages = f", {work.pages}" if work.pages else ""
        host = f"In {host}{pages}"
    parts += [f"{host}.", f"{work.url}." if work.url else ""]
    return " ".join(filter(None, parts))


_TEX = {"\\": r"\textbackslash{}", **{c: "\\" + c for c in "&%$#_{}"}, "~": r"\textasciitilde{}"}


def _tex(value: str) -> str:
    return "".join(_TEX.get(character, character) for character in value)


def bibtex(work: Work) -> str:
    """Return the work as a BibTeX entry, in UTF-8."""
    book = work.book
    people = [f"{{{_tex(a.name)}}}" if a.group else _tex(a.inverted) for a in authors(book)]
    fields = {"author": " and ".join(people)}
    if work.title:
        fields |= {"title": f"{{{_tex(_part_title(work))}}}", "booktitle": _tex(book.full_title)}
        fields |= {"chapter": work.number, "pages": work.pages.replace("–", "--")}
    else:
        fields["title"] = f"{{{_tex(book.full_title)}}}"
    fields |= {
        "year": str(book.date.year),
        "month": _MONTHS[book.date.month - 1],
        "edition": _tex(f"Version {book.version}"),
        "language": book.language,
        "url": work.url,
    }
    kind = "incollection" if work.title else "book"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    # Months are macros of BibTeX's own, without braces.
    lines = [re.sub(r"month = \{(\w+)\}", r"month = \1", line) for line in lines]
    return "\n".join([f"@{kind}{{{work.bib_key},", *lines, "}", ""])


def _part_title(work: Work) -> str:
    return f"{work.title} ({work.within})" if work.within else work.title


def ris(work: Work) -> str:
    """Return the work as an RIS record."""
    book = work.book
    first, _, last = work.pages.partition("–")
    tags = [("TY", "CHAP" if work.title else "BOOK")]
    tags += [("AU", f"{a.name}," if a.group else a.inverted) for a in authors(book)]
    tags += [("TI", _part_title(work) or book.full_title)]
    tags += [("T2", book.full_title if work.title else "")]
    tags += [("PY", str(book.date.year)), ("DA", book.date.strftime("%Y/%m/%d/"))]
    tags += [("ET", f"Version {book.version}"), ("SP", first), ("EP", last)]
    tags += [("LA", book.language), ("UR", work.url)]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(work: Work) -> dict[str, Any]:
    """Return the work as a CSL item."""
    book = work.book
    item: dict[str, Any] = {"id": work.bib_key, "type": "chapter" if work.title else "book"}
    item["title"] = _part_title(work) or book.full_title
    if work.title:
        item["container-title"] = book.full_title
        item |= {"chapter-number": work.number, "page": work.pages}
    item["author"] = [
        {"literal": a.name} if a.group or not a.given else {"family": a.family, "given": a.given}
        for a in authors(book)
    ]
    item["issued"] = {"date-parts": [[book.date.year, book.date.month, book.date.day]]}
    item |= {"version": book.version, "language": book.language, "URL": work.url}
    return {name: value for name, value in item.items() if value}


def files(work: Work) -> dict[str, str]:
    """Return the citation in each format, by the suffix of its file."""
    return {
        "txt": text(work) + "\n",
        "bib": bibtex(work),
        "ris": ris(work),
        "json": json.dumps([csl(work)], ensure_ascii=False, indent=1) + "\n",
    }
