"""Citations as people and programs want them."""

from __future__ import annotations

import datetime
import json

import pytest
from pybtex.database import parse_string  # type: ignore[import-untyped]

from press.metadata import Book
from press.web import citations
from press.web.citations import Author, Work

BOOK = Book(
    title="On Ducks & Drakes",
    author="Ada Lovelace and Bo Ek",
    language="en",
    version="1.2",
    date=datetime.date(2026, 11, 3),
    subtitle="A study",
    slug="on-ducks-drakes",
)
CHAPTER = Work(BOOK, "water", title="Water", number="2", pages="9–24", url="https://e.org/water")
CLAIM = Work(BOOK, "claim-w1", title="Claim W1", within="Water", number="2")


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("", []),
        ("Plato", [Author("Plato")]),
        ("Ada Lovelace", [Author("Lovelace", "Ada")]),
        (
            "Ada King, Bo Ek, and Cy Doe",
            [Author("King", "Ada"), Author("Ek", "Bo"), Author("Doe", "Cy")],
        ),
        ("the contributors to A and B", [Author("the contributors to A and B", group=True)]),
    ],
)
def test_authors(line: str, authors: list[Author]) -> None:
    book = Book("T", line, "en", "1", datetime.date(2026, 1, 1))
    assert citations.authors(book) == authors


def test_text() -> None:
    assert citations.text(Work(BOOK, "on-ducks-drakes")) == (
        "Lovelace, Ada, and Bo Ek. 2026. On Ducks & Drakes: A study, version 1.2."
    )
    assert citations.text(CHAPTER) == (
        "Lovelace, Ada, and Bo Ek. 2026. “Water.” "
        "In On Ducks & Drakes: A study, version 1.2, 9–24. https://e.org/water."
    )
    assert "“Claim W1” of “Water”. In On Ducks" in citations.text(CLAIM)


def test_bibtex_is_read_by_others() -> None:
    entry = parse_string(citations.bibtex(CHAPTER), "bibtex").entries["on-ducks-drakes-2026-water"]
    assert entry.type == "incollection"
    assert [str(person) for person in entry.persons["author"]] == ["Lovelace, Ada", "Ek, Bo"]
    fields = {name: str(value) for name, value in entry.fields.items()}
    assert fields == {
        "title": "{Water}",
        "booktitle": r"On Ducks \& Drakes: A study",
        "chapter": "2",
        "pages": "9--24",
        "year": "2026",
        "month": "November",
        "edition": "Version 1.2",
        "language": "en",
        "url": "https://e.org/water",
    }


def test_a_group_stays_whole_in_bibtex() -> None:
    book = Book("T", "the friends of a and b", "en", "1", datetime.date(2026, 1, 1))
    (entry,) = parse_string(citations.bibtex(Work(book, "book")), "bibtex").entries.values()
    assert entry.type == "book"
    assert len(entry.persons["author"]) == 1


def test_ris() -> None:
    lines = citations.ris(CHAPTER).split("\r\n")
    assert lines[0] == "TY  - CHAP"
    assert lines[-2:] == ["ER  - ", ""]
    tags = dict(line.split("  - ", 1) for line in lines[:-2])
    assert tags["SP"] == "9"
    assert tags["EP"] == "24"
    assert tags["DA"] == "2026/11/03/"
    assert tags["T2"] == "On Ducks & Drakes: A study"


def test_csl() -> None:
    (item,) = json.loads(citations.files(CLAIM)["json"])
    assert item["type"] == "chapter"
    assert item["title"] == "Claim W1 (Water)"
    assert item["author"][1] == {"family": "Ek", "given": "Bo"}
    assert item["issued"] == {"date-parts": [[2026, 11, 3]]}
    assert "URL" not in item, "there is no address that nobody gave"
