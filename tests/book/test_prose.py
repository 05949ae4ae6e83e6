"""Every document of the book keeps the house rules for prose.

The rules, and examples that break each of them, are in tests/support.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.support import myst, prose
from tests.support.house import House
from tests.support.published import ROOT
from tests.support.sources import keys_of

BOOK = ROOT / "book"
#: Rules that a document need not keep, and why.
ALLOWED = {
    "data.md": {"figure"},  # it counts what the book's own files hold
}
DOCUMENTS = sorted(path.name for path in BOOK.glob("*.md"))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def house() -> House:
    points = tomllib.loads(read(BOOK / "data" / "points.toml"))["point"]
    digests = read(Path(__file__).parent / "essay-shingles.txt").splitlines()
    return House(
        keys=keys_of(read(ROOT / "references.bib")),
        points={point["id"]: point["chapter"] for point in points},
        terms=frozenset(line.text for line in myst.read(read(BOOK / "glossary.md")).terms),
        foreign=frozenset(line for line in digests if not line.startswith("#")),
    )


def test_the_rules_know_the_book(house: House) -> None:
    assert len(house.keys) > 300
    assert len(house.points or {}) == 74
    assert len(house.terms) > 60
    assert len(house.foreign) > 2000


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_prose_keeps_the_rules(name: str, house: House) -> None:
    path = BOOK / name
    found = prose.check(f"book/{name}", read(path), house, path.stem)
    found = [finding for finding in found if finding.rule not in ALLOWED.get(name, ())]
    assert not found, "\n" + "\n".join(map(str, found))


def test_a_breach_is_found(house: House) -> None:
    text = read(BOOK / "rise.md") + "\nA crucial sentence of 300 words.\n"
    found = prose.check("book/rise.md", text, house, "rise")
    assert {"banned", "figure"} <= {finding.rule for finding in found}
