"""The prose rules must find what they look for, and let good prose pass."""

from __future__ import annotations

import pytest

from . import myst, prose
from .house import House
from .sources import figures, keys_of
from .words import count_words, sentences, shingles

BORROWED = "one two three four five six seven eight nine ten"
HOUSE = House(
    keys=frozenset({"wolf2020"}),
    points={"R1": "rise", "C1": "community"},
    terms=frozenset({"weights", "data set"}),
    foreign=shingles(BORROWED),
)

GOOD = """\
(ch-rise)=
# The rise

```{index} single: Wolf, Thomas
```

On 5 May 2020 a paper counted 30 models {cite:p}`wolf2020`.
Its {term}`weights` filled a graphics processing unit (GPU), and Llama 3.1 needs two GPUs.
{numref}`tab-rise` lists 12 of them; GPT-2 and Apache 2.0 are names.
We looked for a source until 23 November 2026.

:::{claim} R1
:verdict: supported
:sources: wolf2020

The finding of 2020 holds for “democratize” as a word.
:::

```{list-table} Models by year
:name: tab-rise
:header-rows: 1

* - Year
  - Source
* - 2020
  - {cite:t}`wolf2020`
```

:::{data-figure} rise
:name: fig-rise
:data: rise.csv
:alt: Two bars of 30 and 40. Both are dark.

In 2020 the second bar had 40. It fell.

Counts of 2020. Source: {cite:p}`wolf2020`.
:::

In 2021 it was less.
{numref}`fig-rise` shows both, and Maximum Aids (MAs) too; an MA, an XY for short.

- An item of {term}`data sets <data set>`.[^r-note]

[^r-note]: A note, cf. U.S. law and Wolf et al.

## What would change our mind

A count of 1,000 would.
"""

CLAIM = ":::{claim} R1\n:verdict: supported\n:sources: wolf2020\n\nHolds.\n:::\n"


def rules(text: str, name: str = "rise") -> set[tuple[str, int]]:
    """Return rule and line of each finding in *text*, a chapter with the claim it needs."""
    return {(x.rule, x.line) for x in prose.check("rise.md", text, HOUSE, name)}


def test_good_prose_passes() -> None:
    assert prose.check("rise.md", GOOD, HOUSE, "rise") == []


BAD = {
    "hype": ("A crucial step.", "banned"),
    "kin of a banned word": ("It leverages the\nseamlessly joined parts.", "banned"),
    "not just but": ("It is not just fast, but cheap.", "banned"),
    "British spelling": ("Its licence is open.", "banned"),
    "straight quote": ('He said "no".', "quotes"),
    "straight apostrophe": ("It's so.", "quotes"),
    "straight quote in an index entry": ("{index}`he <single: O'Reilly>` wrote.", "quotes"),
    "straight quote in an index block": ("```{index} single: O'Reilly\n```", "quotes"),
    "doubled word": ("It is the the one.", "doubled"),
    "acronym": ("A GPU is a chip.", "acronym"),
    "acronym in the plural": ("Many GPUs hum.", "acronym"),
    "common run": ("Here: two three, four five six-seven, eight Nine!", "common-run"),
    "long sentence": ("word " * 46 + "{cite:p}`wolf2020`.", "sentence"),
    "long paragraph": (("word " * 40 + "{cite:p}`wolf2020`.\n") * 5, "paragraph"),
    "bare paragraph": (("word " * 30).strip() + ".\n" + ("word " * 30).strip() + ".", "bare"),
    "two sentences on a line": ("One ends here. Two begins.", "line"),
    "a sentence on two lines": ("One ends\nhere.", "line"),
    "percent": ("It rose by ten percent.", "figure"),
    "count": ("By 300 it was over.", "figure"),
    "year": ("In 2023 it was over.", "figure"),
    "count in a note": ("[^r-a]: It had 300 users.", "figure"),
    "count in a figure": ("```{figure} a.png\n\nAll 300 of them.\n```", "figure"),
    "hype in an alternative text": ("```{image} a.png\n:alt: A vibrant bar.\n```", "banned"),
    "count in a caption": ("```{list-table} All 300\n* - x\n```", "figure"),
    "unknown key": ("It says so {cite:p}`wolf2020,nobody1999`.", "key"),
    "unknown term": ("A {term}`wight` walks.", "term"),
    "raw HTML": ("<b>bold</b>", "form"),
    "pipe table": ("| a | b |", "form"),
    "bare link": ("See https://example.org now.", "form"),
    "bold": ("This is **bold**.", "form"),
    "citation after the stop": ("It says so. {cite:p}`wolf2020`", "form"),
}


@pytest.mark.parametrize(("text", "rule"), BAD.values(), ids=BAD.keys())
def test_bad_prose_is_found(text: str, rule: str) -> None:
    found = rules(f"# Title\n\n{CLAIM}\n{text}\n")
    assert rule in {name for name, _ in found}
    assert min(line for name, line in found if name == rule) in {9, 10, 12}


def test_a_row_needs_its_own_source() -> None:
    table = "```{list-table} Counts\n\n* - Year\n* - 2020\n  - {cite:t}`wolf2020`\n* - 2021\n```\n"
    assert rules(f"{CLAIM}\n{table}") == {("figure", 13)}


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ("", "claim R1 is missing"),
        (CLAIM + CLAIM, "stands on line 1 already"),
        (CLAIM + CLAIM.replace("R1", "X9"), "no point X9"),
        (CLAIM + CLAIM.replace("R1", "C1"), "belongs to the chapter community"),
        (CLAIM.replace("supported", "true"), "the verdict is one of"),
        (CLAIM.replace(":sources: wolf2020\n", ""), "names no source"),
        (CLAIM.replace("Holds.", ""), "has no finding"),
        (CLAIM.replace("wolf2020", "nobody"), "no entry nobody"),
    ],
)
def test_claims(claims: str, says: str) -> None:
    assert says in "\n".join(str(x) for x in prose.check("rise.md", claims, HOUSE, "rise"))


def test_a_finding_names_file_line_and_rule() -> None:
    found = prose.check("book/rise.md", CLAIM + "\nA crucial step.\n", HOUSE, "rise")
    assert str(found[0]) == ("book/rise.md:8: banned: “crucial” (say what depends on it)")


def test_code_and_options_are_not_prose() -> None:
    text = CLAIM + '\nRun `it\'s "x"`{.class key="v"}.\n\n```python\nx = \'crucial\'\n```\n'
    assert rules(text) == set()


def test_sentences_end_where_readers_think() -> None:
    text = "Mr. Wolf et al. met. “So?” Then K. P. Yue (U.S.) left version 2.0 of No. 5.\nEnd."
    block = myst.read(text).blocks[0]
    assert [s.text for s in sentences(block)] == [
        "Mr. Wolf et al. met.",
        "“So?”",
        "Then K. P. Yue (U.S.) left version 2.0 of No. 5.",
        "End.",
    ]
    assert [s.line for s in sentences(block)] == [1, 1, 1, 2]


def test_figures_are_told_from_names() -> None:
    assert figures("It has GPT-2, Llama 3, Article 53, 4-bit and Apache 2.0 parts.") == []
    assert figures("From May 5 to mid-2021 it grew 30% to $4m.") == ["5", "mid-2021", "30%", "$4m"]


def test_words_are_counted_without_references() -> None:
    block = myst.read("Two words {cite:p}`wolf2020` – {ref}`ch-rise`.").blocks[0]
    assert count_words(block.text) == 2


def test_keys_are_read_from_a_bibliography() -> None:
    assert keys_of("@comment{x,}\n@misc{a2020,\n}\n@article{b,\n}") == {"a2020", "b"}
