"""The data behind the figures: sourced, documented, in range, and at one with one another."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from press import datasets
from press.datasets import Dataset
from tests.support.published import ROOT
from tests.support.sources import keys_of

DATA = ROOT / "book" / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.csv"))


@pytest.fixture(scope="module")
def data() -> dict[str, Dataset]:
    keys = keys_of((ROOT / "references.bib").read_text(encoding="utf-8"))
    return {name: datasets.load(DATA / f"{name}.csv", keys) for name in NAMES}


def test_every_file_is_described_and_every_description_has_a_file() -> None:
    assert sorted(datasets.load_schema(DATA)) == NAMES


def test_every_row_names_a_source_that_the_bibliography_has(data: dict[str, Dataset]) -> None:
    for dataset in data.values():
        assert dataset.column("source").type == "key"
        assert not dataset.column("source").optional
        assert all(row["source"] for row in dataset)


def test_a_key_that_the_bibliography_lacks_is_noticed() -> None:
    with pytest.raises(datasets.DataError, match=r"models\.csv:2: .*no 'devlin2019'"):
        datasets.load(DATA / "models.csv", {"nobody1900"})


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_in_the_dictionary(name: str) -> None:
    page = (ROOT / "book" / "data.md").read_text(encoding="utf-8")
    assert f"(data-{name})=" in page
    assert re.search(rf"^```{{data-columns}} {name}\.csv$", page, re.MULTILINE)
    assert re.search(rf"^```{{data-table}} {name}\.csv$", page, re.MULTILINE)


def test_the_dictionary_shows_every_column_that_is_drawn(data: dict[str, Dataset]) -> None:
    """What a figure reads of a file must be in one of the file's tables."""
    page = (ROOT / "book" / "data.md").read_text(encoding="utf-8")
    for name, dataset in data.items():
        tables = re.findall(rf"{{data-table}} {name}\.csv\n((?::.*\n)*)", page)
        shown = set()
        for options in tables:
            picked = re.search(r":columns: (.*)", options)
            all_columns = [column.name for column in dataset.columns]
            shown |= set(picked[1].split(", ") if picked else all_columns)
        scripts = [
            path.read_text(encoding="utf-8")
            for path in (ROOT / "book" / "figures").glob("*.py")
            if f"draw({name}:" in path.read_text(encoding="utf-8")
        ]
        assert scripts, name
        read = set(re.findall(r'\[["\'](\w+)["\']\]', "".join(scripts)))
        columns = {column.name for column in dataset.columns}
        assert read & columns <= shown | {"source"}, name


def test_what_the_dictionary_says_is_missing_is_missing(data: dict[str, Dataset]) -> None:
    models = data["models"]
    unknown = {c.name: sum(row[c.name] is None for row in models) for c in models.columns}
    page = (ROOT / "book" / "data.md").read_text(encoding="utf-8")
    assert f"holds {len(models)} releases" in page
    assert (
        f"the size of {unknown['parameters']} releases, the license of {unknown['license']}, "
        f"the state of the training code of {unknown['code']} and "
        f"that of the training data of {unknown['data']}"
    ) in page


def test_models_agree_with_themselves(data: dict[str, Dataset]) -> None:
    models = data["models"]
    assert len({row["model"] for row in models}) == len(models)
    days = [row["released"].first for row in models]
    months = [(day.year, day.month) for day in days]
    assert months == sorted(months)
    for row in models:
        plain = row["license"] in ("Apache-2.0", "MIT")
        assert (row["terms"] == "Apache or MIT") == plain, row["model"]
        assert (row["terms"] is None) == (row["license"] is None), row["model"]
        if row["active"] is not None:
            assert row["active"] < row["parameters"], row["model"]


@pytest.mark.parametrize(("name", "whole"), [("hub", "whole"), ("licenses", "country")])
def test_parts_make_a_whole(data: dict[str, Dataset], name: str, whole: str) -> None:
    sums: dict[str, float] = defaultdict(float)
    for row in data[name]:
        sums[row[whole]] += row["percent"]
    assert {key: round(total, 6) for key, total in sums.items()} == dict.fromkeys(sums, 100)


def test_closed_and_open_make_a_whole(data: dict[str, Dataset]) -> None:
    assert all(row["closed"] + row["open"] == 100 for row in data["market"])


def test_records_fall_but_for_the_one_under_new_rules(data: dict[str, Dataset]) -> None:
    rows = data["speedrun"].rows
    assert [row["record"] for row in rows] == list(range(1, len(rows) + 1))
    slower = [b["record"] for a, b in pairwise(rows) if b["minutes"] >= a["minutes"]]
    assert slower == [22]
    assert all(a["date"].first <= b["date"].first for a, b in pairwise(rows))


def test_scores_stand_in_order_and_their_releases_are_in_the_list(
    data: dict[str, Dataset],
) -> None:
    points = [row["points"] for row in data["transparency"]]
    assert points == sorted(points, reverse=True)
    for row in data["transparency"]:
        if row["release"]:
            model = data["models"].one(model=row["release"])
            assert set(model["source"]) <= set(row["source"]), row["company"]


def test_dates_stand_in_order(data: dict[str, Dataset]) -> None:
    law = data["law"].rows
    assert list(law) == sorted(law, key=lambda row: row["date"].first)
    for system, part in {(r["system"], r["part"]) for r in data["alphafold"]}:
        days = [
            r["since"].first
            for r in data["alphafold"]
            if (r["system"], r["part"]) == (system, part)
        ]
        assert days == sorted(days)


def test_rows_that_repeat_a_table_of_a_chapter_say_what_it_says(
    data: dict[str, Dataset],
) -> None:
    def table(document: str, label: str) -> str:
        page = (ROOT / "book" / document).read_text(encoding="utf-8")
        return page.split(f":name: {label}\n")[1].split("\n```\n")[0]

    gap = table("rise.md", "tab-rise-gap")
    for row in data["gap"]:
        assert re.search(rf"{row['value']}%|{row['value']:g} months|four months", gap), row.line
        assert all(f"`{key}`" in gap for key in row["source"])
    women = table("education.md", "tab-women")
    for row in data["women"]:
        assert f"{row['percent']:g}%" in women
        assert all(f"`{key}`" in women for key in row["source"])
    dates = table("barriers.md", "tab-alphafold")
    for row in data["alphafold"]:
        day = row["since"].first
        assert f"{day.day} {day:%B %Y}" in dates
