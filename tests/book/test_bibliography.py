"""The bibliography is in house form, and the book cites all of it and nothing else."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from pybtex.database import parse_string  # type: ignore[import-untyped]

from press.bibliography.style import PressStyle
from tests.support import bibtex, myst
from tests.support.published import ROOT

SOURCE = (ROOT / "references.bib").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cited() -> set[str]:
    """The keys that documents and data cite."""

    def keys() -> Iterator[str]:
        for path in sorted((ROOT / "book").glob("*.md")):
            chapter = myst.read(path.read_text(encoding="utf-8"))
            for role in chapter.roles:
                if role.name.startswith("cite"):
                    yield from myst.keys(role.content)
            for claim in chapter.claims:
                yield from myst.keys(claim.options.get("sources", ""))
        # Each row of the data names its sources, which the tables of the data cite.
        for path in sorted((ROOT / "book" / "data").glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield from re.split(r"[;,\s]+", row.get("source") or "")

    return set(keys()) - {""}


def test_the_file_is_in_house_form() -> None:
    found = bibtex.check(SOURCE)
    assert not found, "\nreferences.bib:" + "\nreferences.bib:".join(found)


def test_each_entry_is_cited(cited: set[str]) -> None:
    assert bibtex.unused(bibtex.read(SOURCE), cited) == []


def test_each_citation_has_an_entry(cited: set[str]) -> None:
    assert sorted(cited - {entry.key for entry in bibtex.read(SOURCE)}) == []


def test_entries_are_printed_clean() -> None:
    style = PressStyle()
    entries = style.sort(parse_string(SOURCE, "bibtex").entries.values())
    labels = style.format_labels(entries)
    assert len(set(labels)) == len(labels)
    for label, entry in zip(labels, entries, strict=True):
        text = str(style.format_entry(label, entry).text)
        assert text.endswith((".", "”", "’", "?", "!")), text
        assert not re.search(
            r"[{}\\\"]|(?<!\w)'|'(?!\w)|--|\.\.|,\.|\s[.,;:](?!\w)|  |\bNone\b", text
        ), text
