"""Bad input, one case for each kind, and the place that an error must name.

Each case replaces some files of :data:`GOOD`, a small book without fault, and says in a
regular expression which message it must give.  The cases are used at the level of Sphinx
(tests/press/test_bad_input.py), and can be used for whatever else builds a book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .minibook import BIB

#: A picture of one gray pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b"
    "550000000a4944415478da6368000000820081da45083b0000000049454e44ae"
    "426082"
)

CHAPTER = """\
(ch-one)=
# One

Text {cite:p}`wolf2020,yue2024` with {term}`weights`.

"""

#: The documents, bibliography and pictures of the small book, without its ``conf.py``.
GOOD: Mapping[str, str | bytes] = {
    "references.bib": BIB,
    "index.md": "# Book\n\n```{toctree}\none\nback\n```\n",
    "one.md": CHAPTER,
    "back.md": "# Back\n\n```{glossary}\nweights\n  Numbers.\n```\n\n```{bibliography}\n```\n",
    "dot.png": PNG,
}


@dataclass(frozen=True)
class Case:
    """A kind of bad input: the files that hold it, and a pattern for what is said of it.

    ``stops`` tells that the build ends with an error instead of going on with a warning.
    """

    name: str
    files: Mapping[str, str | bytes]
    says: str
    stops: bool = False


def _text(name: str, text: str, says: str) -> Case:
    """Return a case of *text* that stands in the chapter from its line 6 on."""
    return Case(name, {"one.md": CHAPTER + text}, says)


def _bib(name: str, entry: str, says: str) -> Case:
    """Return a case of an *entry* that stands in the bibliography from its line 18 on."""
    return Case(name, {"references.bib": f"{BIB}\n{entry}"}, rf"references\.bib:{says}", stops=True)


CASES = [
    # -- what refers to nothing
    _text("unknown citation", "So {cite:p}`nobody`.\n", r"one\.md:6: .*nobody"),
    _text("torn citation", "So {cite:p}`a b`.\n", r"one\.md:6: .*a b"),
    _text("unknown label", "See {ref}`nowhere`.\n", r"one\.md:6: .*nowhere"),
    _text("unknown number", "See {numref}`nowhere`.\n", r"one\.md:6: .*nowhere"),
    _text("unknown document", "See {doc}`nowhere`.\n", r"one\.md:6: .*nowhere"),
    _text("unknown target of a link", "See [there](#nowhere).\n", r"one\.md:6: .*nowhere"),
    _text("unknown term", "A {term}`wight`.\n", r"one\.md:6: .*wight"),
    _text("footnote without body", "Text.[^note]\n", r'one\.md:6: .*"note"'),
    _text("footnote never called", "Text.\n\n[^note]: Body.\n", r"one\.md:8: .*not referenced"),
    _text(
        "footnote twice",
        "Text.[^note]\n\n[^note]: One.\n\n[^note]: Two.\n",
        r"one\.md:10: .*Duplicate footnote.*'note'",
    ),
    Case(
        "unknown document in the contents",
        {"index.md": "# Book\n\n```{toctree}\none\nback\nnowhere\n```\n"},
        r"index\.md:3: .*nowhere",
    ),
    Case(
        "document in no contents",
        {"more.md": "# More\n"},
        r"more\.md:(1:)? .*isn't included in any toctree",
    ),
    # -- what is not understood
    _text("unknown role", "A {rolex}`watch`.\n", r"one\.md:6: .*rolex"),
    _text("unclosed role", "A {term}`weights.\n", r"one\.md:6: .*\{term\}`weights"),
    _text("unknown directive", "```{dirt}\n```\n", r"one\.md:6: .*dirt"),
    _text(
        "unknown option",
        "```{list-table} T\n:header-row: 1\n\n* - x\n```\n",
        r"one\.md:7: .*header-row",
    ),
    _text(
        "bad value of an option",
        "```{list-table} T\n:header-rows: x\n\n* - x\n```\n",
        r"one\.md:7: .*header-rows",
    ),
    _text("unclosed directive", "```{list-table} T\n\n* - x\n", r"one\.md:6: .*never closed"),
    Case("bad front matter", {"one.md": f"---\na: [\n---\n{CHAPTER}"}, r"one\.md:1: .*YAML"),
    # -- headings and labels
    _text("skipped heading", "## Two\n\n#### Four\n", r"one\.md:8: .*H2 to H4"),
    _text("doubled label", "(x)=\n## A\n\n(x)=\n## B\n", r'one\.md:9: .*"x"'),
    Case(
        "label of another chapter",
        {"back.md": f"(ch-one)=\n{GOOD['back.md']!s}"},
        r"(one|back)\.md:\d+: .*duplicate label ch-one, other instance in .*(one|back)\.md",
    ),
    # -- pictures
    _text("missing image", "```{image} no.png\n:alt: None.\n```\n", r"one\.md:6: .*no\.png"),
    _text(
        "figure without alt", "```{figure} dot.png\n\nA dot.\n```\n", r"one\.md:6: .*alternative"
    ),
    _text("image without alt", "Look: ![](dot.png)\n", r"one\.md:6: .*alternative"),
    _text(
        "alt that repeats the caption",
        "```{figure} dot.png\n:alt: A dot.\n\nA dot.\n```\n",
        r"one\.md:6: .*repeats the caption",
    ),
    _text(
        "remote image",
        "![A dot](https://example.org/dot.png)\n",
        r"one\.md:6: .*not part of the book: https://example\.org/dot\.png",
    ),
    # -- raw HTML
    _text("script", "<div>\n<script>x()</script>\n</div>\n", r"one\.md:7: .*<script>"),
    _text("event handler", 'A <b onclick="x()">b</b>.\n', r"one\.md:6: .*onclick"),
    _text("embedded page", "```{raw} html\n\n<iframe/>\n```\n", r"one\.md:8: .*<iframe>"),
    _text("embedded object", "```{raw} html\n<object>\n```\n", r"one\.md:7: .*<object>"),
    _text("address that runs", '<a href=" JavaScript:x()">x</a>\n', r"one\.md:6: .*href"),
    # -- tables
    _text("torn CSV", '```{csv-table} T\n1, 2\n3, "4\n```\n', r"one\.md:8: .*torn CSV"),
    _text("uneven CSV", "```{csv-table} T\n1, 2\n3\n```\n", r"one\.md:8: .*1 cell, .*2"),
    Case(
        "torn CSV file",
        {"one.md": CHAPTER + "```{csv-table} T\n:file: t.csv\n```\n", "t.csv": 'a,b\n1,"2\n'},
        r"t\.csv:2: .*torn CSV",
    ),
    Case(
        "CSV file that is not UTF-8",
        {"one.md": CHAPTER + "```{csv-table} T\n:file: t.csv\n```\n", "t.csv": b"a,b\n1,\xe9\n"},
        r"t\.csv:2: .*not UTF-8: byte 0xe9",
    ),
    _text("missing CSV file", "```{csv-table} T\n:file: t.csv\n```\n", r"one\.md:6: .*csv-table"),
    _text(
        "uneven list table",
        "```{list-table} T\n\n* - a\n  - b\n* - c\n```\n",
        r"one\.md:6: .*row 2 does not contain the same number",
    ),
    # -- files that cannot be read
    Case(
        "document that is not UTF-8",
        {"one.md": f"{CHAPTER}caf".encode() + b"\xe9\n"},
        r"one\.md:6: .*not UTF-8: byte 0xe9",
        stops=True,
    ),
    Case(
        "included file that is not UTF-8",
        {"one.md": CHAPTER + "```{include} t.txt\n```\n", "t.txt": b"caf\xe9\n"},
        r"one\.md:6: .*t\.txt",
    ),
    _text("missing included file", "```{include} no.md\n```\n", r"one\.md:6: .*no\.md"),
    # -- the bibliography
    _bib("torn entry", "@misc{x,\n  title = {A}\n  year = {2020},\n}\n", r"20: .*x.* line 18"),
    _bib("unclosed entry", "@misc{x,\n  title = {A,\n}\n", r"\d+: .*x, which begins on line 18"),
    _bib("doubled entry", "@misc{yue2024,\n  title = {A},\n}\n", r"18: .*yue2024 .*line 10"),
    _bib("doubled field", "@misc{x,\n  title = {A},\n  title = {B},\n}\n", r"18: .*x: .*title"),
    _bib("entry without title", "@misc{x,\n  year = {2020},\n}\n", r"18: .*x: .*title is missing"),
    _bib("unknown macro", "@misc{x,\n  title = {A},\n  month = mai,\n}\n", r"20: .*mai"),
    _bib("bad name", "@misc{x,\n  title = {A},\n  author = {A, B, C, D},\n}\n", r"18: .*author"),
    Case(
        "bibliography that is not UTF-8",
        {"references.bib": BIB.replace("Tools}", "T\xf6\xf6ls}").encode("latin-1")},
        r"references\.bib:3: .*not UTF-8: byte 0xf6",
        stops=True,
    ),
]
