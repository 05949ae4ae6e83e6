"""Figures from data: what is drawn, when it is drawn again, and what stops the build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.errors import SphinxError

from press import drawing, figures
from press.claims import claims_of
from tests.support import minibook

SCHEMA = """\
[harvest]
title = "The harvest"
[harvest.columns.year]
type = "integer"
about = "Year"
[harvest.columns.tons]
type = "number"
about = "Weight"
unit = "tons"
min = 0
optional = true
[harvest.columns.source]
type = "key"
about = "Source"
"""
SCRIPT = """\
import look
from matplotlib.figure import Figure


def draw(harvest):
    figure = Figure(figsize=(2, 1))
    axes = figure.add_axes((0.2, 0.2, 0.7, 0.7))
    axes.bar([r["year"] for r in harvest], [r["tons"] or 0 for r in harvest], color=look.INK)
    return figure
"""
FIGURE = """\
:::{data-figure} harvest
:name: fig-harvest
:data: harvest.csv
:alt: Three bars; the second is missing.

The harvest doubled {cite:p}`wolf2020`.

Source: {cite:p}`yue2024`.
:::
"""
DATA = """\
# Data

```{data-columns} harvest.csv
```

```{data-table} harvest.csv
```

```{bibliography}
```
"""
FILES = {
    "conf.py": minibook.conf(
        "figures",
        "datatables",
        more='version = "1.0"\ncopyright = "Nobody"\nexclude_patterns = ["_build"]',
    ),
    "references.bib": minibook.BIB,
    "index.md": f"# Book\n\n```{{toctree}}\nfarm\ndata\n```\n\n{FIGURE}",
    "farm.md": "# Farm\n\nSee {numref}`fig-harvest`.\n",
    "data.md": DATA,
    "data/harvest.csv": "year,tons,source\n2001,1.5,wolf2020\n2002,,yue2024\n2003,3,wolf2020\n",
    "data/schema.toml": SCHEMA,
    "figures/harvest.py": SCRIPT,
    "figures/look.py": 'INK = "#123456"\n',
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    minibook.write(tmp_path, FILES)
    return tmp_path


def change(book: Path, name: str, old: str, new: str) -> None:
    text = (book / name).read_text(encoding="utf-8")
    assert old in text
    (book / name).write_text(text.replace(old, new), encoding="utf-8")


def drawings(book: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in book.glob("_build/**/figures/harvest/*/harvest.*")}


def test_a_figure_is_a_figure_with_caption_legend_and_the_way_to_its_data(book: Path) -> None:
    with minibook.built(book) as built:
        assert built.warnings == []
        (figure,) = built.resolved("index").findall(nodes.figure)
        image, caption, legend = figure.children
        assert figure["ids"] == ["fig-harvest"]
        assert isinstance(image, nodes.image)
        assert image["alt"] == "Three bars; the second is missing."
        assert set(image["candidates"]) == {"image/svg+xml", "application/pdf"}
        assert caption.astext().startswith("The harvest doubled")
        assert "Source:" in legend.astext()
        page = built.read("index.html")
        assert 'src="_images/harvest.svg"' in page
        assert 'href="data.html#tab-data-harvest"' in page
        assert "Table 1" in page
        assert list(built.out.glob("_downloads/*/harvest.csv"))
        assert "figures.css" in page
        assert (built.out / "_static" / "figures.css").is_file()
        assert "Fig. 1" in built.read("farm.html")


def test_the_data_stand_in_a_table_with_unknown_cells_and_citations(book: Path) -> None:
    with minibook.built(book) as built:
        (table,) = (t for t in built.resolved("data").findall(nodes.table))
        rows = [[e.astext() for e in r.findall(nodes.entry)] for r in table.findall(nodes.row)]
        assert rows[0] == ["Year", "Tons", "Source"]
        assert rows[2][:2] == ["2002", "unknown"]
        assert "24" in rows[2][2]
        assert "tons; empty if not known" in built.read("data.html")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml"])
def test_stock_builders_take_it_without_a_warning(book: Path, builder: str) -> None:
    with minibook.built(book, builder) as built:
        assert built.warnings == []
        wanted = {"epub": "**/harvest.svg", "latex": "harvest.pdf", "singlehtml": "**/harvest.svg"}
        if builder in wanted:
            assert list(built.out.glob(wanted[builder]))


def test_the_sources_stay_clean_and_may_be_read_only(book: Path) -> None:
    def sources() -> set[Path]:
        return {p for p in book.rglob("*") if "_build" not in p.parts}

    before = sources()
    for folder in (book / "figures", book / "data"):
        folder.chmod(0o555)
    try:
        with minibook.built(book):
            assert sources() == before
    finally:
        for folder in (book / "figures", book / "data"):
            folder.chmod(0o755)


def test_it_is_drawn_again_only_if_something_changed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    true_draw = drawing.draw

    def counting(script: Path, *rest: object) -> None:
        drawn.append(script.name)
        true_draw(script, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "draw", counting)

    def build() -> int:
        drawn.clear()
        with minibook.built(book) as built:
            assert built.warnings == []
        return len(drawn)

    assert build() == 1
    assert build() == 0
    change(book, "index.md", "doubled", "rose")  # read again, not drawn again
    assert build() == 0
    for name, old, new in (
        ("figures/harvest.py", "0.7, 0.7", "0.7, 0.6"),
        ("figures/look.py", "#123456", "#654321"),
        ("data/harvest.csv", "2003,3", "2003,4"),
    ):
        before = drawings(book)
        change(book, name, old, new)
        assert build() == 1, name
        assert drawings(book) != before
        assert len(drawings(book)) == 2  # the old ones are gone


def test_two_builds_give_the_same_bytes(book: Path) -> None:
    with minibook.built(book):
        first = drawings(book)
    shutil.rmtree(book / "_build")
    with minibook.built(book):
        assert drawings(book) == first
    assert set(first) == {"harvest.svg", "harvest.pdf"}
    for word in (b"<!DOCTYPE", b"<script", b"<!--", b"<text", b"CreationDate"):
        assert not any(word in drawing for drawing in first.values())


CAPTION = "The harvest doubled {cite:p}`wolf2020`."
BODY = f"{CAPTION}\n\nSource: {{cite:p}}`yue2024`.\n"
ALT = "Three bars; the second is missing."
TABLE = "{data-table} harvest.csv\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("index.md", f":alt: {ALT}\n", "", r"index\.md:\d+: .*:alt:"),
        ("index.md", ":data: harvest.csv\n", "", r"index\.md:\d+: .*:data:"),
        ("index.md", ":name: fig-harvest\n", "", r"index\.md:\d+: .*:name:"),
        ("index.md", BODY, "", r"index\.md:\d+: .*caption"),
        ("index.md", CAPTION, ALT, r"index\.md:\d+: .*repeats the caption"),
        ("index.md", "{data-figure} harvest", "{data-figure} crop", r"no script .*crop\.py"),
        ("index.md", ":data: harvest.csv", ":data: crop.csv", r"index\.md:\d+: .*'crop\.csv'"),
        ("data/harvest.csv", "2003,3", "2003,three", r"harvest\.csv:4: column 'tons'"),
        ("data/harvest.csv", "2003,3,wolf2020", "2003,3,wolf", r"harvest\.csv:4: .*'wolf'"),
        ("data/harvest.csv", "2003,3,wolf2020", "2003,3,", r"harvest\.csv:4: .*'source'"),
        ("data/harvest.csv", "2003,3,wolf2020", "2003,3", r"harvest\.csv:4: 2 cells"),
        ("data/harvest.csv", "tons", "tuns", r"harvest\.csv:1: .*'tuns'"),
        ("figures/harvest.py", "axes.bar(", "axes.rab(", r"harvest\.py:8: AttributeError"),
        (
            "figures/harvest.py",
            "return figure",
            "return None",
            r"harvest\.py:\d+: draw\(\) did not",
        ),
        ("figures/harvest.py", "def draw(harvest):", "def draw(harvest:", r"harvest\.py:\d: "),
        ("data.md", TABLE, f"{TABLE}:columns: tuns\n", r"data\.md:\d+: .*'tuns'"),
        ("conf.py", "nitpicky", 'press_figures = {"script": ""}\nnitpicky', r"no key 'script'"),
    ],
)
def test_what_is_wrong_stops_the_build_at_its_place(
    book: Path, name: str, old: str, new: str, words: str
) -> None:
    change(book, name, old, new)
    with pytest.raises(SphinxError, match=words), minibook.built(book):
        pass


def test_claims_are_counted_from_the_documents(book: Path) -> None:
    claims = "# C\n\n:::{claim} R1\n:sources: wolf2020\n:verdict: dated\n\nSo.\n:::\n"
    more = "\n````{claim} R2\n:verdict: qualified\n:sources: wolf2020\n\nSo.\n````\n"
    change(book, "conf.py", '"press.figures"', '"press.claims", "press.figures"')
    (book / "farm.md").write_text("(farm)=\n" + claims + more, encoding="utf-8")
    change(book, "index.md", ":data: harvest.csv", ":data: claims\n:table: farm")
    script = SCRIPT.replace('r["year"]', 'r["claim"]').replace('r["tons"] or 0', "1")
    (book / "figures" / "harvest.py").write_text(script, encoding="utf-8")
    with minibook.built(book) as built:
        assert built.warnings == []
        dataset, files = figures.claims_dataset(built.app.env)
        assert [tuple(row.values()) for row in dataset] == [
            ("farm", "R1", "dated"),
            ("farm", "R2", "qualified"),
        ]
        assert [path.name for path in files] == ["farm.md"]
        known = [(c.docname, c.id, c.verdict) for c in claims_of(built.app.env).in_order()]
        assert known == [tuple(row.values()) for row in dataset]
        assert 'href="farm.html#farm"' in built.read("index.html")
        before = drawings(book)
    # A new document, although no other one has changed.
    orphan = "---\norphan: true\n---\n" + claims.replace("R1", "R3")
    (book / "mill.md").write_text(orphan, encoding="utf-8")
    with minibook.built(book):
        assert drawings(book) != before
        last = drawings(book)
    change(book, "mill.md", "R3", "R4")
    with minibook.built(book):
        assert drawings(book) != last


def test_slim_keeps_what_is_used_and_drops_what_is_not() -> None:
    svg = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x" "http://x/y.dtd">\n<svg>\n <!-- a -->\n'
        ' <g id="unused"><path id="used" d="M 1.23456 2 \nL 3.5 0.0001 \nz\n"/></g>\n'
        ' <path id="space" transform="scale(0.015625)"/>\n <use xlink:href="#space"/>\n'
        ' <use href="#used" transform="translate(1.98765 2) scale(0.015625)"/>\n</svg>\n'
    )
    assert drawing.slim(svg) == (
        '<?xml version="1.0"?><svg><g><path id="i0" d="M 1.23 2L 3.5 0z"/></g>'
        '<use href="#i0" transform="translate(1.99 2) scale(0.015625)"/></svg>\n'
    )
