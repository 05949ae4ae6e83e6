"""Synthetic books: the same text in the dialects of several tools, from a seed.

A chapter has about 3,000 words in six sections, with two notes, eight citations of a
bibliography of 150 works, a table, a figure, an admonition, a list, a block of code, two
references to other chapters, and entries for the index where a tool has one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

WORKS = 150
SECTIONS = 6
PARAGRAPHS = 6  # a section
WORDS = 70  # a paragraph, on average

_SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe fi fo ga ge go ha he hi ka ke ki la le li lo lu ma me"
    " mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi za"
).split()

_FEW = random.Random(0)
#: As many words as a long book of one field has.
VOCABULARY = list(
    dict.fromkeys(
        "".join(_FEW.choices(_SYLLABLES, k=min(1 + length // 40, 4))) for length in range(12_000)
    )
)

CODE = """\
def total(prices: list[float], rate: float) -> float:
    \"\"\"Return the sum of *prices* with tax.\"\"\"
    return sum(price * (1 + rate) for price in prices)
"""

FIGURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160" viewBox="0 0 320 160">
<rect width="320" height="160" fill="#eee"/>
{bars}
</svg>
"""


class Dialect(Protocol):
    """How one tool writes what is more than plain text."""

    def chapter(self, number: int, title: str) -> str:
        """Return the heading of a chapter."""

    def cite(self, work: int) -> str:
        """Return a citation in brackets."""

    def refer(self, chapter: int) -> str:
        """Return a reference to another chapter."""

    def note(self, name: str) -> str:
        """Return the call of a note."""

    def index(self, word: str) -> str:
        """Return *word*, entered in the index if the tool has one."""

    def figure(self, number: int, caption: str) -> str:
        """Return a figure with its caption."""

    def table(self, number: int, caption: str, rows: list[list[str]]) -> str:
        """Return a table with its caption; its first row is the header."""

    def admonition(self, text: str) -> str:
        """Return a block that stands apart."""

    def code(self) -> str:
        """Return a block of code."""


class Myst:
    """MyST Markdown, for Sphinx."""

    def chapter(self, number: int, title: str) -> str:
        return f"(ch-{number})=\n# {title}"

    def cite(self, work: int) -> str:
        return f"{{cite:p}}`work{work:03d}`"

    def refer(self, chapter: int) -> str:
        return f"{{ref}}`ch-{chapter}`"

    def note(self, name: str) -> str:
        return f"[^{name}]"

    def index(self, word: str) -> str:
        return f"{{index}}`{word}`"

    def figure(self, number: int, caption: str) -> str:
        alt = f"Bars of several heights, drawing {number}."
        return (
            f":::{{figure}} images/{number}.svg\n:name: fig-{number}\n:alt: {alt}\n\n{caption}\n:::"
        )

    def table(self, number: int, caption: str, rows: list[list[str]]) -> str:
        return f":::{{table}} {caption}\n:name: tab-{number}\n\n{_pipes(rows)}\n:::"

    def admonition(self, text: str) -> str:
        return f":::{{note}}\n{text}\n:::"

    def code(self) -> str:
        return f"```python\n{CODE}```"


class Pandoc:
    """Pandoc's Markdown."""

    def chapter(self, number: int, title: str) -> str:
        return f"# {title} {{#ch-{number}}}"

    def cite(self, work: int) -> str:
        return f"[@work{work:03d}]"

    def refer(self, chapter: int) -> str:
        return f"[chapter {chapter}](#ch-{chapter})"

    def note(self, name: str) -> str:
        return f"[^{name}]"

    def index(self, word: str) -> str:
        return word

    def figure(self, number: int, caption: str) -> str:
        return f"![{caption}](images/{number}.svg){{#fig-{number}}}"

    def table(self, number: int, caption: str, rows: list[list[str]]) -> str:
        return f"{_pipes(rows)}\n\n: {caption} {{#tab-{number}}}"

    def admonition(self, text: str) -> str:
        return f"::: note\n{text}\n:::"

    def code(self) -> str:
        return f"```python\n{CODE}```"


def _pipes(rows: list[list[str]]) -> str:
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *rest])


@dataclass
class Writer:
    """Writes one book in one *dialect*; the same seed gives the same words in each."""

    dialect: Dialect
    chapters: int
    seed: int = 1
    _random: random.Random = field(init=False)

    def word(self) -> str:
        """Return a word, the common ones often, as natural languages do (Zipf's law)."""
        return VOCABULARY[int(len(VOCABULARY) ** self._random.random()) - 1]

    def term(self) -> str:
        """Return a word that may well stand nowhere else, as those of an index."""
        return self._random.choice(VOCABULARY[200:])

    def sentence(self) -> str:
        words = [self.word() for _ in range(self._random.randint(8, 20))]
        return " ".join(words).capitalize() + "."

    def paragraph(self, *, extra: str = "") -> str:
        sentences: list[str] = []
        while sum(len(s.split()) for s in sentences) < WORDS:
            sentences.append(self.sentence())
        sentences[0] += f" *{self.word()}* {self.dialect.index(self.term())}{extra}."
        return "\n".join(sentences)

    def chapter(self, number: int) -> str:
        """Return the source of one chapter."""
        self._random = random.Random(f"{self.seed}-{number}")
        say, parts, notes = self.dialect, [], []
        parts.append(say.chapter(number, f"{self.word()} {self.word()}".capitalize()))
        cited = iter(self._random.sample(range(WORKS), 8))
        for section in range(SECTIONS):
            if section:
                parts.append(f"## {self.word()} {self.word()} {number}.{section}".capitalize())
            for at in range(PARAGRAPHS):
                extra = ""
                if at in (1, 4) and (work := next(cited, None)) is not None:
                    extra = " " + say.cite(work)
                if at == 2 and section in (1, 3):
                    name = f"n{number}-{section}"
                    extra += say.note(name)
                    notes.append(f"[^{name}]: {self.sentence()}")
                if at == 3 and section in (2, 4):
                    extra += " " + say.refer(self._random.randint(1, self.chapters))
                parts.append(self.paragraph(extra=extra))
            parts.append(self._block(section, number))
        return "\n\n".join([*filter(None, parts), *notes]) + "\n"

    def _block(self, section: int, number: int) -> str:
        say = self.dialect
        if section == 0:
            return say.figure(number, self.sentence())
        if section == 1:
            rows = [[self.word() for _ in range(4)] for _ in range(6)]
            return say.table(number, self.sentence(), rows)
        if section == 2:
            return say.admonition(self.sentence())
        if section == 3:
            return say.code()
        if section == 4:
            return "\n".join(f"- {self.sentence()}" for _ in range(5))
        return ""

    def drawing(self, number: int) -> str:
        """Return the figure of a chapter, as SVG."""
        self._random = random.Random(f"{self.seed}-figure-{number}")
        bars = []
        for x in range(20, 300, 20):
            height = self._random.randint(10, 140)
            bars.append(
                f'<rect x="{x}" y="{150 - height}" width="14" height="{height}" fill="#369"/>'
            )
        return FIGURE.format(bars="\n".join(bars))

    def works(self) -> Iterator[str]:
        """Yield the entries of the bibliography."""
        self._random = random.Random(f"{self.seed}-works")
        for number in range(WORKS):
            names = " and ".join(
                f"{self.word().capitalize()}, {self.word().capitalize()}"
                for _ in range(self._random.randint(1, 4))
            )
            title = " ".join(self.word() for _ in range(7)).capitalize()
            journal = f"{self.word()} {self.word()}".capitalize()
            yield (
                f"@article{{work{number:03d},\n  author = {{{names}}},\n  title = {{{title}}},\n"
                f"  journal = {{{journal}}},\n  volume = {{{self._random.randint(1, 60)}}},\n"
                f"  pages = {{{number}--{number + 9}}},\n  year = {{{2000 + number % 25}}},\n"
                f"  doi = {{10.1000/{number}}},\n}}\n"
            )

    def write(self, folder: Path) -> list[str]:
        """Write chapters, figures and bibliography to *folder*; return the chapters' names."""
        (folder / "images").mkdir(parents=True, exist_ok=True)
        names = []
        for number in range(1, self.chapters + 1):
            names.append(f"ch{number:04d}")
            (folder / f"{names[-1]}.md").write_text(self.chapter(number), encoding="utf-8")
            drawing = folder / "images" / f"{number}.svg"
            drawing.write_text(self.drawing(number), encoding="utf-8")
        (folder / "references.bib").write_text("\n".join(self.works()), encoding="utf-8")
        return names


CONF = """\
project = "A Synthetic Book"
author = "The Generator"
release = "1.0"
extensions = [{extensions}]
numfig = True
myst_enable_extensions = ["colon_fence"]
html_theme = "sphinx_book_theme"
bibtex_bibfiles = ["references.bib"]
"""
PRESS_CONF = """\
bibtex_default_style = "press"
bibtex_reference_style = "press"
myst_footnote_transition = False
press_book = {"date": "2026-01-01", "description": "Words without sense.", "license": "CC-BY-4.0"}
press_print = {"backmatter": ["works"]}
"""
INDEX = """\
# A Synthetic Book

```{{toctree}}
:numbered:

{chapters}
works
```
"""
BIBLIOGRAPHY = "# Works\n\n```{bibliography}\n```\n"


def sphinx_book(folder: Path, chapters: int, *, press: bool) -> None:
    """Write a book for Sphinx, with or without the press, to *folder*."""
    names = Writer(Myst(), chapters).write(folder)
    extensions = ["myst_parser", "sphinxcontrib.bibtex", *(["press"] if press else [])]
    conf = CONF.format(extensions=", ".join(f'"{name}"' for name in extensions))
    (folder / "conf.py").write_text(conf + (PRESS_CONF if press else ""), encoding="utf-8")
    (folder / "index.md").write_text(INDEX.format(chapters="\n".join(names)), encoding="utf-8")
    (folder / "works.md").write_text(BIBLIOGRAPHY, encoding="utf-8")


def pandoc_book(folder: Path, chapters: int) -> None:
    """Write a book for Pandoc to *folder*."""
    Writer(Pandoc(), chapters).write(folder)
    head = '---\ntitle: "A Synthetic Book"\nauthor: "The Generator"\nlang: en\n---\n'
    (folder / "ch0000.md").write_text(head, encoding="utf-8")
    (folder / "zworks.md").write_text("# Works\n\n::: {#refs}\n:::\n", encoding="utf-8")
