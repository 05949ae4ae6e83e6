"""The ledger: tables, counts, data files, and when they are made anew."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from docutils import nodes

from press.ledger import in_words, ledger_rows, verdict_counts
from tests.support import minibook

CONF = minibook.conf(
    "ledger",
    more='press_claims_points = "points.toml"\npress_claims_subject = "The essay"',
)
POINTS = """\
[[point]]
id = "R1"
chapter = "rise"
says = "Many hands."

[[point]]
id = "R2"
chapter = "rise"
says = "Light, “work”."

[[point]]
id = "C1"
chapter = "community"
says = "People."
"""


def claim(point: str, verdict: str, finding: str) -> str:
    return f":::{{claim}} {point}\n:verdict: {verdict}\n:sources: yue2024\n\n{finding}\n:::\n\n"


RISE = (
    "# The *rise*\n\n## Part\n\n"
    + claim("R2", "qualified", "Second, see {ref}`claim-c1`.")
    + claim("R1", "supported", "First, says {cite:t}`wolf2020`.\n\nAnd again.")
)
FILES = {
    "conf.py": CONF,
    "references.bib": minibook.BIB,
    "points.toml": POINTS,
    "index.md": "# Book\n\n```{toctree}\nrise\ncommunity\nback/ledger\nworks\n```\n"
    "\nOf {claim-count}`all words`, {claim-count}`supported`.\n"
    "{claim-count}`qualified:rise Words` of {claim-count}`all:rise`; {claim-count}`dated`.\n",
    "rise.md": RISE,
    "community.md": "# Community\n\n" + claim("C1", "supported", "Third."),
    "back/ledger.md": "# Ledger\n\n```{ledger}\n```\n",
    "works.md": "# Works\n\n```{bibliography}\n```\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    minibook.write(tmp_path, FILES)
    return tmp_path


def cells(table: nodes.table) -> list[list[str]]:
    return [
        [entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)
    ]


def test_tables_follow_the_points(folder: Path) -> None:
    with minibook.built(folder) as book:
        tables = list(book.resolved("back/ledger").findall(nodes.table))
        assert book.warnings == []
    assert [table[0].astext() for table in tables] == [
        "Verdicts by chapter",
        "The rise",
        "Community",
    ]
    assert cells(tables[0]) == [
        ["Chapter", "Supported", "Qualified", "Dated", "Contradicted", "All"],
        ["The rise", "1", "1", "0", "0", "2"],
        ["Community", "1", "0", "0", "0", "1"],
        ["All", "2", "1", "0", "0", "3"],
    ]
    assert cells(tables[1]) == [
        ["Claim", "The essay", "Verdict"],
        ["R1", "Many hands.", "supported"],
        ["R2", "Light, “work”.", "qualified"],
    ]
    links = [link["refuri"] for link in tables[1].findall(nodes.reference)]
    assert links == ["../rise.html#claim-r1", "../rise.html#claim-r2"]
    assert all(table["ids"] for table in tables)


def test_counts_in_prose(folder: Path) -> None:
    with minibook.built(folder, "text") as book:
        assert "Of three, 2. One of 2; 0." in book.read("index.txt")
        assert verdict_counts(book.app.env) == {
            "supported": 2,
            "qualified": 1,
            "dated": 0,
            "contradicted": 0,
        }
        assert verdict_counts(book.app.env, "community")["supported"] == 1


@pytest.mark.parametrize("builder", ["latex", "singlehtml", "text"])
def test_stock_builders_write_the_ledger(folder: Path, builder: str) -> None:
    with minibook.built(folder, builder) as book:
        assert book.warnings == []
        written = next(
            path.read_text(encoding="utf-8")
            for path in sorted(book.out.rglob("*"))
            if path.name in ("atinybook.tex", "index.html", "ledger.txt")
        )
    assert "Many hands." in written
    assert "ledger.json" not in written


def test_data_files(folder: Path) -> None:
    with minibook.built(folder) as book:
        data = json.loads(book.read("ledger.json"))
        rows = list(csv.DictReader(io.StringIO(book.read("ledger.csv"))))
        page = book.read("back/ledger.html")
        assert [row.uri for row in ledger_rows(book.app.env, book.app.builder)] == [
            "rise.html#claim-r1",
            "rise.html#claim-r2",
            "community.html#claim-c1",
        ]
    assert 'href="../ledger.json"' in page
    assert 'href="../ledger.csv"' in page
    assert data["book"] == "A Tiny Book"
    assert data["verdicts"] == {"supported": 2, "qualified": 1, "dated": 0, "contradicted": 0}
    first, second, _ = data["claims"]
    assert first["title"] == "The rise"
    assert first["finding"].startswith("First, says Wolf et al.")
    assert first["finding"].endswith("\n\nAnd again.")
    assert second["finding"] == "Second, see claim C1."
    assert second["sources"] == ["yue2024"]
    assert [row["says"] for row in rows] == ["Many hands.", "Light, “work”.", "People."]
    assert rows[0]["sources"] == "yue2024"


def test_data_files_are_the_same_each_time(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        minibook.write(tmp_path / name, FILES)
        with minibook.built(tmp_path / name, parallel=2 if name == "two" else 0) as book:
            made.append([(book.out / file).read_bytes() for file in ("ledger.json", "ledger.csv")])
    assert made[0] == made[1]


def test_an_epub_holds_no_data_files(folder: Path) -> None:
    with minibook.built(folder, "epub") as book:
        assert not (book.out / "ledger.json").exists()
        assert "ledger.json" not in book.read("back/ledger.xhtml")


def older(folder: Path) -> None:
    """Make the sources older than what was built, as time does."""
    for path in folder.glob("**/*.md"):
        os.utime(path, (path.stat().st_mtime - 100, path.stat().st_mtime - 100))


def test_a_changed_claim_renews_the_ledger_and_the_counts(folder: Path) -> None:
    older(folder)
    for builder in ("html", "text"):
        with minibook.built(folder, builder):
            pass
    with minibook.built(folder) as book:
        assert book.app.env.all_docs  # nothing changed: nothing is written
        before = (book.out / "back/ledger.html").stat().st_mtime_ns
    minibook.write(folder, {"community.md": FILES["community.md"].replace("supported", "dated")})
    with minibook.built(folder, "text") as book:
        assert "1. One of 2; 1." in book.read("index.txt")
    # The claim was read for the text; the HTML still has to be renewed.
    with minibook.built(folder) as book:
        assert (book.out / "back/ledger.html").stat().st_mtime_ns > before
        assert json.loads(book.read("ledger.json"))["verdicts"]["dated"] == 1
        assert "One of 2; 1." in book.read("index.html")
        assert "<p>dated</p>" in book.read("back/ledger.html")


def test_nothing_changed_nothing_is_rewritten(folder: Path) -> None:
    older(folder)
    with minibook.built(folder) as book:
        before = (book.out / "back/ledger.html").stat().st_mtime_ns
    with minibook.built(folder) as book:
        assert (book.out / "back/ledger.html").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{claim-count}`great`", "index.md:3: WARNING: claim-count knows no 'great'"),
        ("{claim-count}`all letters`", "index.md:3: WARNING: claim-count knows no 'letters'"),
        ("{claim-count}`all:works`", "index.md:3: WARNING: claim-count: no claims in 'works'"),
    ],
)
def test_bad_counts_are_reported(folder: Path, text: str, says: str) -> None:
    index = f"# Book\n\n{text}\n\n```{{toctree}}\nrise\ncommunity\nback/ledger\nworks\n```\n"
    minibook.write(folder, {"index.md": index})
    with minibook.built(folder, "text") as book:
        assert [line for line in book.warnings if line.startswith(says)], book.warnings


def test_a_ledger_without_claims_says_so(folder: Path) -> None:
    files = {"conf.py": minibook.conf("ledger"), "rise.md": "# R\n", "community.md": "# C\n"}
    minibook.write(folder, files)
    with minibook.built(folder, "text") as book:
        assert "No claims." in book.read("back/ledger.txt")


def test_numbers_in_words() -> None:
    assert [in_words(n) for n in (0, 13, 20, 31, 74, 100, 112, 999)] == [
        "zero",
        "thirteen",
        "twenty",
        "thirty-one",
        "seventy-four",
        "one hundred",
        "one hundred twelve",
        "nine hundred ninety-nine",
    ]
    assert in_words(12345) == "12,345"
