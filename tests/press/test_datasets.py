"""Data sets: what is read, and what stops the build with file and line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from press import datasets
from press.datasets import DataError, When

SCHEMA = """\
[cities]
title = "Cities"
[cities.columns.city]
type = "text"
about = "Name"
[cities.columns.people]
type = "number"
unit = "million"
min = 0
max = 50
about = "Population"
optional = true
[cities.columns.founded]
type = "date"
about = "When it was founded"
min = "1000"
max = "2000-06"
[cities.columns.size]
type = "choice"
choices = ["large", "small"]
about = "Size"
[cities.columns.source]
type = "key"
about = "Source"
"""
HEAD = "city,people,founded,size,source\n"
GOOD = HEAD + 'Ada,1.5,1200-05-03,large,wolf2020\n"Bea, old",,1300-07,small,wolf2020 yue2024\n'
KEYS = {"wolf2020", "yue2024"}


def write(folder: Path, csv: str | bytes, schema: str = SCHEMA) -> Path:
    (folder / "schema.toml").write_text(schema, encoding="utf-8")
    path = folder / "cities.csv"
    path.write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    return path


def test_cells_become_values(tmp_path: Path) -> None:
    cities = datasets.load(write(tmp_path, GOOD), KEYS)
    first, second = cities.rows
    assert (first["city"], first["people"], first["size"]) == ("Ada", 1.5, "large")
    assert first["founded"].first == datetime.date(1200, 5, 3)
    assert (second["city"], second["people"]) == ("Bea, old", None)
    assert second["source"] == ("wolf2020", "yue2024")
    assert (first.line, second.line) == (2, 3)
    assert cities.one(city="Ada") is first
    with pytest.raises(LookupError, match="0 rows"):
        cities.one(city="Cy")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024-12", (2024, 12, 1), (2024, 12, 31)),
        ("2024-02-29", (2024, 2, 29), (2024, 2, 29)),
    ],
)
def test_dates_may_be_inexact(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    when = When.parse(text)
    assert (when.first, when.last) == (datetime.date(*first), datetime.date(*last))
    assert when.first <= when.middle <= when.last


def row(**cells: str) -> str:
    """Return a file whose second row has *cells* in the place of good ones."""
    good = {"city": "Cy", "people": "2", "founded": "1500", "size": "small", "source": "yue2024"}
    return HEAD + "Ada,1,1400,large,wolf2020\n" + ",".join((good | cells).values()) + "\n"


@pytest.mark.parametrize(
    ("csv", "line", "words"),
    [
        (HEAD + "Ada,1,1400,large\n", 2, "4 cells in a row of 5"),
        (HEAD + 'Ada,1,1400,large,"wolf2020\n', 2, "torn CSV"),
        (HEAD.replace("people", "poeple") + "Ada,1,1400,large,wolf2020\n", 1, "'poeple'"),
        ("people,city,founded,size,source\n1,Ada,1400,large,wolf2020\n", 1, "in this order"),
        ("", 1, "no rows"),
        (HEAD, 1, "no rows"),
        (row(people="many"), 3, "'many' is not a plain number"),
        (row(people="1,5").replace("1,5", '"1,5"'), 3, "'1,5' is not a plain number"),
        (row(people="nan"), 3, "not a plain number"),
        (row(people="51"), 3, "out of the range 0 to 50"),
        (row(people="-1"), 3, "out of the range 0 to 50"),
        (row(founded="1500-13"), 3, "is not a date"),
        (row(founded="999"), 3, "is not a date"),
        (row(founded="0999"), 3, "out of the range 1000"),
        (row(founded="2000-07"), 3, "out of the range"),
        (row(size="huge"), 3, "'huge' is not one of large, small"),
        (row(source=""), 3, "column 'source': empty"),
        (row(source="wolf2021"), 3, "the bibliography has no 'wolf2021'"),
        (row(city=""), 3, "column 'city': empty"),
        (row(city=" Cy"), 3, "spaces around 'Cy'"),
        (row().encode() + b"\xff\n", 4, "not UTF-8"),
        (HEAD + '"Ada\nand Bea",1,1400,large,wolf2020\nCy,1,1400,large,\n', 4, "empty"),
    ],
)
def test_bad_files_stop_with_file_and_line(
    tmp_path: Path, csv: str | bytes, line: int, words: str
) -> None:
    path = write(tmp_path, csv)
    with pytest.raises(DataError) as error:
        datasets.load(path, KEYS)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('[cities.columns.city]\ntype = "text"', '[cities.columns.city]\ntype = "word"', 3, "type"),
        ('about = "Name"', "", 3, "'about'"),
        ('about = "Name"', 'about = "Name"\nunits = "m"', 3, "'units'"),
        ('choices = ["large", "small"]\n', "", 18, "'choices'"),
        ("[cities]\n", "[cities\n", 1, "torn TOML"),
        ('title = "Cities"\n', "", 1, "needs a title"),
        ("cities", "towns", 1, "does not describe 'cities'"),
    ],
)
def test_bad_schemas_stop_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in SCHEMA
    path = write(tmp_path, GOOD, SCHEMA.replace(old, new))
    with pytest.raises(DataError, match=rf":{line}: ") as error:
        datasets.load(path, KEYS)
    assert words in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    path.unlink()
    with pytest.raises(DataError, match=r"cities\.csv:1: cannot read"):
        datasets.load(path)
