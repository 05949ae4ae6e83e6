"""Small books for ``python -m press``, which is run over them here or as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from press.__main__ import main

from . import minibook
from .published import ROOT

#: A picture of two by two pixels, all different.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001149444154"
    "78da63606060f8cf0025fe03000ffe02fe5cc5a96f0000000049454e44ae426082"
)

CONF = """\
project = "A Tiny Book"
author = "Nobody"
copyright = "2026, Nobody"
version = release = "1.0"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
html_theme = "basic"
numfig = True
exclude_patterns = ["data", "figures"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = bibtex_reference_style = "press"
press_book = {"date": "2026-01-02"}
"""

#: A book of three documents, which is built in a second.
TINY: Mapping[str, str | bytes] = {
    "conf.py": CONF,
    "references.bib": minibook.BIB,
    "book/index.md": "# Book\n\n```{toctree}\none\nback\n```\n",
    "book/one.md": (
        "(ch-one)=\n# One\n\nText {cite:p}`wolf2020,yue2024` with {term}`weights`.\n\n"
        "![Four dots](dot.png)\n"
    ),
    "book/back.md": (
        "# Back\n\n```{glossary}\nweights\n  Numbers.\n```\n\n```{bibliography}\n```\n"
    ),
    "book/dot.png": PNG,
}

_CHAPTER = """\
(ch-two)=
# Two

Two[^note] of {term}`weights`, {index}`pictures <picture>` and $a^2 + b^2 = c^2$; see {ref}`ch-one`.

[^note]: A note with `code`.

:::{data-figure} harvest
:name: fig-harvest
:data: harvest.csv
:alt: Two bars, the second twice as high.

The harvest doubled {cite:p}`wolf2020`.
:::

:::{claim} R1
:verdict: qualified
:sources: yue2024, wolf2020

{cite:t}`wolf2020` finds *so*.
:::

```{csv-table} Sums
:header-rows: 1

a, b
1, 2
```

```{code-block} python
for name in {"a", "b"}:
    print(name)
```

$$
\\sum_{k=1}^n k = \\frac{n(n+1)}{2}
$$

```{figure} lines.svg
:alt: Two lines that cross.

Lines.
```
"""

_COVER = """\
#let words = json("cover.json")
#let pt(name) = float(sys.inputs.at(name, default: "0")) * 1pt
#let bleed = 2 * pt("bleed")
#let wide = if sys.inputs.form == "sheet" { 2 * pt("width") + pt("spine") } else { pt("width") }
#set page(width: wide + bleed, height: pt("height") + bleed, fill: luma(80%), margin: 0.5in)
#set document(title: words.title)
#align(right, words.title)
#for row in words.rows [#row.tons]
"""

#: The same with all that a book may hold whose bytes could depend on more than the book:
#: figures that are drawn, a cover, an index, notes, claims, formulas.  A print house takes
#: it: it is long enough to be bound, and has no picture of few pixels.
RICH: Mapping[str, str | bytes] = {
    **TINY,
    "conf.py": CONF.replace('"basic"', '"sphinx_book_theme"')
    + 'press_claims_points = "book/data/points.toml"\n'
    + 'press_cover = {"template": "book/figures/cover.typ", "data": "book/data/harvest.csv",\n'
    + '               "alt": "The title."}\n',
    "book/index.md": (
        "# Book\n\n```{toctree}\none\ntwo\nmore\nmost\nlast\nfacts\nledger\nback\n```\n"
    ),
    "book/one.md": "(ch-one)=\n# One\n\nText {cite:p}`wolf2020,yue2024` with {term}`weights`.\n",
    "book/two.md": _CHAPTER,
    "book/more.md": "# More\n\nMore words.\n",
    "book/most.md": "# Most\n\nMost words.\n",
    "book/last.md": "# Last\n\nLast words.\n",
    "book/facts.md": (
        "# Facts\n\n```{data-columns} harvest.csv\n```\n\n```{data-table} harvest.csv\n```\n"
    ),
    "book/ledger.md": "# Ledger\n\n```{ledger}\n```\n",
    "book/lines.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
        '<path d="M0 0L9 9M0 9L9 0" stroke="#000"/></svg>\n'
    ),
    "book/data/points.toml": '[[point]]\nid = "R1"\nchapter = "two"\nsays = "Many hands help."\n',
    "book/data/harvest.csv": "year,tons,source\n2024,1.5,wolf2020\n2025,3,yue2024\n",
    "book/data/schema.toml": (
        '[harvest]\ntitle = "The harvest"\n'
        '[harvest.columns.year]\ntype = "integer"\nabout = "Year"\n'
        '[harvest.columns.tons]\ntype = "number"\nabout = "Weight"\nunit = "tons"\n'
        '[harvest.columns.source]\ntype = "key"\nabout = "Source"\n'
    ),
    "book/figures/harvest.py": (
        "from matplotlib.figure import Figure\n\n\n"
        "def draw(harvest):\n"
        "    figure = Figure(figsize=(2, 1))\n"
        "    axes = figure.add_axes((0.2, 0.2, 0.7, 0.7))\n"
        '    axes.bar([r["year"] for r in harvest], [r["tons"] for r in harvest])\n'
        "    return figure\n"
    ),
    "book/figures/cover.typ": _COVER,
}


def call(
    folder: Path,
    *editions: str,
    before: Sequence[str] = (),
    variables: Mapping[str, str | None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the press over the book in *folder*, in a process of its own.

    *before* is a command that runs it, *variables* are set in its environment, or taken
    from it where they are None.
    """
    return subprocess.run(
        command(*editions, before=before),
        cwd=folder,
        env=environment(variables or {}),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def call_here(folder: Path, *editions: str) -> int:
    """Run the press over the book in *folder*, in this process; return its exit status."""
    places = ["--source", str(folder / "book"), "--config", str(folder)]
    return main([*editions, *places, "--output", str(folder / "_build")])


def command(*editions: str, before: Sequence[str] = ()) -> list[str]:
    """Return the command that :func:`call` runs in the folder of the book."""
    return [*before, sys.executable, "-m", "press", *editions]


def environment(variables: Mapping[str, str | None]) -> dict[str, str]:
    """Return this process's environment, as :func:`call` changes it."""
    mine = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    mine.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    return {name: value for name, value in mine.items() if value is not None}
