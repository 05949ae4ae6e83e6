"""The columns of tables: numbers in line, words and rows in one piece where they can be."""

from __future__ import annotations

from docutils import nodes

from press.typst.columns import Columns


def columns(*rows: str, given: bool = False) -> Columns:
    """Return the columns of a table whose cells are parted by "|", the first row its head."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    group = nodes.tgroup("", cols=len(cells[0]))
    group += [nodes.colspec("", colwidth=10) for _ in cells[0]]
    built = [
        nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in row))
        for row in cells
    ]
    group += nodes.thead("", built[0])
    group += nodes.tbody("", *built[1:])
    return Columns(group, given=given)


def test_numbers_end_at_one_point() -> None:
    found = columns(
        "Model | Size | Year", "A | 0.632 | 2024", "B | 70 | 2025", "C | unknown | 2025"
    )
    assert found.numeric == {1: 3, 2: 0}
    assert [found.lacking(text, 1) for text in ("0.632", "70", "3.8", "unknown")] == [
        "", ".000", "00", "",
    ]  # fmt: skip
    assert found.lacking("2024", 2) == ""
    assert "numeric: (1, 2,)" in found.arguments()


def test_columns_of_words_and_numbers_are_no_columns_of_numbers() -> None:
    assert columns("When | What", "2024 | 1 million", "2025 | 2,264,880").numeric == {0: 0}
    assert columns("Only", "7").numeric == {}


def test_words_break_only_where_a_column_is_too_narrow() -> None:
    assert "hyphenate" not in columns("One | Two", "short words | and more of them").arguments()
    long = "incomprehensibilities" * 3
    assert "hyphenate: true" in columns(*[" | ".join([long] * 4)] * 2).arguments()


def test_rows_break_only_where_they_are_tall() -> None:
    assert "breaks" not in columns("One | Two", "a | " + "word " * 40, given=True).arguments()
    assert "breaks: true" in columns("One | Two", "a | " + "word " * 300, given=True).arguments()
