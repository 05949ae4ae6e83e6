"""The small book without fault that has one of everything, and its settings."""

from __future__ import annotations

from tests.support.bad_input import PNG
from tests.support.minibook import BIB

CONF = """\
project = "A Tiny Book"
author = "Nobody"
copyright = "2026, Nobody"
version = release = "1.0"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
html_theme = "basic"
nitpicky = True
numfig = True
myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "substitution",
]
myst_substitutions = {"press": "The press"}
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = bibtex_reference_style = "press"
press_claims_points = "book/data/points.toml"
press_claims_subject = "The essay"
press_book = {
    "subtitle": "With Everything",
    "date": "2026-01-02",
    "license": "CC-BY-4.0",
}
press_print = {
    "trim": "5.5x8.5",
    "backmatter": ["back"],
}
press_epub = {
    "publisher": "Nobody",
}
"""

#: What the chapter under test begins with.
CHAPTER = """\
(ch-one)=
# One

Text {cite:p}`wolf2020,yue2024` with {term}`weights`.

"""
#: The line on which what is put behind it begins.
NEXT = CHAPTER.count("\n") + 1

POINTS = """\
[[point]]
id = "R1"
chapter = "claims"
says = "Many hands help."

[[point]]
id = "R2"
chapter = "claims"
says = "Few hands help."
"""

CLAIMS = """\
# Claims

:::{claim} R1
:verdict: supported
:sources: wolf2020

It is so.
:::

:::{claim} R2
:verdict: dated
:sources: yue2024

It was so.
:::

{claim-count}`all`

(sec-claims)=
## All

```{ledger}
```
"""

SCHEMA = """\
[cities]
title = "Cities"

[cities.columns.city]
type = "text"
about = "Name of the city"

[cities.columns.people]
type = "number"
unit = "million people"
min = 0
max = 50
about = "Population"
optional = true

[cities.columns.streets]
type = "integer"
min = 1
about = "Number of streets"

[cities.columns.founded]
type = "date"
min = "1000"
max = "2026-01-01"
about = "When it was founded"

[cities.columns.size]
type = "choice"
choices = ["small", "large"]
about = "How large it is"

[cities.columns.source]
type = "key"
about = "Where it stands"
"""

CITIES = """\
city,people,streets,founded,size,source
Aton,1.5,300,1200-05-04,small,wolf2020
Beville,,1200,1350,large,wolf2020 yue2024
"""

SCRIPT = """\
from matplotlib.figure import Figure


def draw(cities):
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([row["streets"] for row in cities])
    return figure
"""

DATA_CHAPTER = """\
# Data

:::{data-figure} streets
:name: fig-streets
:data: cities.csv
:alt: A line that rises from left to right.

Streets by city.
:::

:::{data-table} cities.csv
:::

:::{data-columns} cities.csv
:::
"""

#: All files of the good book, by path.
GOOD: dict[str, str | bytes] = {
    "conf.py": CONF,
    "references.bib": BIB,
    "book/index.md": "# Book\n\n```{toctree}\none\nclaims\nnumbers\nback\n```\n",
    "book/one.md": CHAPTER,
    "book/claims.md": CLAIMS,
    "book/numbers.md": DATA_CHAPTER,
    "book/back.md": (
        "# Back\n\n```{glossary}\nweights\n  Numbers.\n```\n\n```{bibliography}\n```\n"
    ),
    "book/dot.png": PNG,
    "book/part.txt": "A part.\n",
    "book/table.csv": "a,b\n1,2\n",
    "book/data/points.toml": POINTS,
    "book/data/schema.toml": SCHEMA,
    "book/data/cities.csv": CITIES,
    "book/figures/streets.py": SCRIPT,
    "book/cover.typ": "#set page(width: 100pt, height: 150pt)\nA cover.\n",
}
