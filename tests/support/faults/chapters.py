"""Faults of chapters: every directive and role, broken in the ways in which each breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from . import Fault, lines_of
from .book import CHAPTER, GOOD, NEXT

PLACE = "book/one.md"


@dataclass(frozen=True)
class Directive:
    """A directive in its good form; ``takes`` says what it cannot be without.

    "a": an argument; "c": content; "o": it has options; "n": its option ``:name:`` must be
    unlike others.  ``bad`` are options with values that it must refuse.
    """

    name: str
    argument: str = ""
    options: tuple[str, ...] = ()
    content: str = ""
    takes: str = ""
    bad: tuple[str, ...] = ()

    def source(
        self, name: str = "", argument: str | None = None, options: tuple[str, ...] | None = None,
        content: str | None = None, close: bool = True,
    ) -> str:  # fmt: skip
        """Return its text, changed in what is given."""
        argument = self.argument if argument is None else argument
        # MyST takes this one between backticks alone.
        fence = "```" if self.name == "eval-rst" else ":::"
        head = f"{fence}{{{name or self.name}}} {argument}".rstrip()
        lines = [head, *(self.options if options is None else options)]
        body = self.content if content is None else content
        lines += ["", body] if body else []
        return "\n".join([*lines, *([fence] if close else [])]) + "\n"


ALT = (":alt: One dot.",)
DIRECTIVES = [
    Directive("note", content="Mind this.", takes="c"),
    Directive("warning", content="Mind this.", takes="c"),
    Directive("tip", content="Mind this.", takes="c"),
    Directive("seealso", content="Mind this.", takes="c"),
    Directive("admonition", "A title", content="Mind this.", takes="aco"),
    Directive("epigraph", content="Well said.", takes="c"),
    Directive("pull-quote", content="Well said.", takes="c"),
    Directive("topic", "A title", content="Well said.", takes="aco"),
    Directive("sidebar", "A title", content="Well said.", takes="co"),
    Directive("container", "box", content="In a box.", takes="co"),
    Directive("rubric", "A heading", takes="ao"),
    Directive("centered", "In the middle", takes="a"),
    Directive("figure", "dot.png", ALT, "A caption.", "ao",
              (":width: wide", ":align: up", ":scale: big", ":height: -3 miles", ":figwidth: x y")),
    Directive("image", "dot.png", ALT, "", "ao",
              (":width: wide", ":align: up", ":scale: big", ":height: tall", ":loading: never")),
    Directive("list-table", "A table", (":header-rows: 1",), "* - a\n  - b\n* - 1\n  - 2", "co",
              (":header-rows: -1", ":widths: a b", ":header-rows: 9", ":stub-columns: 7",
               ":align: up", ":width: wide", ":widths: 1 2 3")),
    Directive("csv-table", "A table", (":header: a, b",), "1, 2\n3, 4", "co",
              (":header-rows: x", ":widths: a b", ":delim: both", ":align: up", ":header-rows: 8",
               ":stub-columns: 5", ":quote: ab", ":widths: 1 2 3", ":encoding: none-such")),
    Directive("table", "A table", (), "| a | b |\n|---|---|\n| 1 | 2 |", "co",
              (":width: wide", ":align: up", ":widths: 1 2 3", ":widths: a")),
    Directive("code-block", "python", (":caption: Code",), "print(1)", "o",
              (":lineno-start: x", ":emphasize-lines: 9-a", ":emphasize-lines: 77", ":dedent: x",
               ":emphasize-lines: 2-1")),
    Directive("literalinclude", "part.txt", (":language: text",), "", "ao",
              (":lines: 9-a", ":lines: 7-9", ":start-after: nowhere", ":end-before: nowhere",
               ":pyobject: nothing", ":encoding: none-such", ":emphasize-lines: x", ":diff: no.txt",
               ":start-at: nowhere", ":lineno-start: x", ":tab-width: x")),
    Directive("parsed-literal", "", (), "x = *y*", "co"),
    Directive("math", "", (), "x^2", "co"),
    Directive("raw", "html", (), "<p>Raw.</p>", "ao"),
    Directive("include", "part.txt", (), "", "ao",
              (":start-after: nowhere", ":end-before: nowhere", ":start-line: x",
               ":encoding: none-such", ":heading-offset: x")),
    Directive("toctree", "", (), "one", "o", (":maxdepth: deep", ":numbered: x")),
    Directive("index", "single: Wolf, Ada", (), "", "a"),
    Directive("claim", "R1", (":verdict: dated", ":sources: wolf2020"), "So.", "aco",
              (":verdict: untrue", ":sources: nobody", ":sources:")),
    Directive("ledger"),
    Directive("data-figure", "streets",
              (":name: fig-more", ":data: cities.csv", ":alt: A line."), "Streets.", "aco",
              (":data: nothing.csv", ":alt:", ":data:", ":name:", ":table: nowhere",
               ":alt: Streets.", ":data: ../one.md")),
    Directive("data-table", "cities.csv", (":name: tab-more",), "", "ao",
              (":columns: nothing", ":widths: 1 2", ":widths: x", ":columns:")),
    Directive("data-columns", "cities.csv", (), "", "a"),
    Directive("bibliography", "", (":filter: False",), "", "o",
              (":style: none-such", ":filter: (", ":list: none-such", ":all: 1")),
    Directive("glossary", "", (), "heights\n  More numbers.", "co"),
    Directive("contents", "A title", (), "", "o", (":depth: x", ":backlinks: sometimes")),
    Directive("only", "html", (), "Shown there.", "a"),
    Directive("highlight", "python", (), "", "ao", (":linenothreshold: x",)),
    Directive("hlist", "", (), "- a\n- b", "co", (":columns: x",)),
    Directive("deprecated", "1.0", (), "Use another.", "a"),
    Directive("versionadded", "1.0", (), "New.", "a"),
    Directive("compound", "", (), "Two.\n\nThree.", "co"),
    Directive("highlights", "", (), "High.", "c"),
    Directive("eval-rst", "", (), "*Text.*"),
    Directive("productionlist", "a: b", (), "", "a"),
    Directive("tabularcolumns", "|l|l|", (), "", "a"),
    Directive("describe", "thing()", (), "It is.", "ao"),
    Directive("envvar", "HOME", (), "It is.", "ao"),
    Directive("confval", "thing", (), "It is.", "ao"),
]  # fmt: skip

#: Directives in whose place an unknown option is content, since they have none.
_NO_OPTIONS = frozenset(
    {"eval-rst", "index", "ledger", "productionlist", "tabularcolumns", "centered"}
)

#: Roles by name, each with a target that is good and one that leads nowhere ("" for none).
ROLES = {
    "ref": ("sec-claims", "nowhere"),
    "numref": ("tab-data-cities", "nowhere"),
    "doc": ("claims", "nowhere"),
    "term": ("weights", "wight"),
    "cite:p": ("wolf2020", "nobody"),
    "cite:t": ("wolf2020", "nobody"),
    "cite:alp": ("wolf2020", "nobody"),
    "cite:author": ("wolf2020", "nobody"),
    "cite:year": ("wolf2020", "nobody"),
    "any": ("sec-claims", "nowhere"),
    "keyword": ("", "nowhere"),
    "option": ("", "--nowhere"),
    "envvar": ("", ""),
    "token": ("", "nowhere"),
    "eq": ("", "nowhere"),
    "download": ("part.txt", "no.txt"),
    "claim-count": ("all", "untrue"),
    "abbr": ("OSI (Open Source Initiative)", ""),
    "index": ("Wolf", ""),
    "math": ("x^2", ""),
    "code": ("x = 1", ""),
    "sup": ("2", ""),
    "sub": ("2", ""),
    "kbd": ("C", ""),
    "guilabel": ("Open", ""),
    "menuselection": ("File --> Open", ""),
    "file": ("a.txt", ""),
    "samp": ("x = {y}", ""),
    "command": ("rm", ""),
    "dfn": ("word", ""),
    "pep": ("8", "eight"),
    "rfc": ("2822", "many"),
    "cve": ("2020-10735", ""),
    "emphasis": ("so", ""),
    "strong": ("so", ""),
    "literal": ("so", ""),
    "title": ("so", ""),
}


def _misspelled(rng: random.Random, name: str, known: set[str]) -> str:
    """Return *name* with a letter doubled, dropped or swapped: a name that nothing has."""
    while True:
        i = rng.randrange(len(name))
        made = rng.choice([name[:i] + name[i:][:1] * 2 + name[i + 1 :],
                           name[:i] + name[i + 1 :],
                           name[:i] + name[i : i + 2][::-1] + name[i + 2 :]])  # fmt: skip
        if made not in known and made and not made.startswith((":", "-")) and made != name:
            return made


def _fault(name: str, text: str, about: str = "", first: int = NEXT) -> Fault:
    return Fault(name, {PLACE: CHAPTER + text}, PLACE, lines_of(text.rstrip("\n"), first), about)


def directives(rng: random.Random) -> Iterator[Fault]:
    """Yield each directive misspelled, torn, and without what it needs."""
    known = {d.name for d in DIRECTIVES} | {"notes"}
    for one in DIRECTIVES:
        wrong = _misspelled(rng, one.name, known)
        yield _fault(f"{one.name}: misspelled as {wrong}", one.source(name=wrong), wrong)
        yield _fault(f"{one.name}: never closed", one.source(close=False), "never closed")
        if one.name not in _NO_OPTIONS:
            odd = one.source(options=(":colour: red", *one.options))
            yield _fault(f"{one.name}: unknown option", odd)
        if "a" in one.takes:
            yield _fault(f"{one.name}: no argument", one.source(argument=""))
        if "c" in one.takes:
            yield _fault(f"{one.name}: no content", one.source(content=""))
        for bad in one.bad:
            name = bad.split(":")[1]
            rest = tuple(o for o in one.options if not o.startswith(f":{name}:"))
            yield _fault(f"{one.name}: {bad}", one.source(options=(*rest, bad)))


def roles(rng: random.Random) -> Iterator[Fault]:
    """Yield each role misspelled, torn, empty, and leading nowhere."""
    for name, (good, bad) in ROLES.items():
        target = good or "x"
        wrong = _misspelled(rng, name, set(ROLES) | {"re"})
        yield _fault(f"role {name}: misspelled as {wrong}", f"Of {{{wrong}}}`{target}` here.\n")
        yield _fault(f"role {name}: never closed", f"Of {{{name}}}`{target} here.\n", target[:1])
        yield _fault(f"role {name}: no closing brace", f"Of {{{name}`{target}` here.\n")
        yield _fault(f"role {name}: empty", f"Of {{{name}}}` ` here.\n")
        if bad:
            yield _fault(
                f"role {name}: leads nowhere", f"Of {{{name}}}`{bad}` here.\n", bad.strip("-")
            )


def _texts() -> Iterator[tuple[str, str, str]]:  # noqa: PLR0915 (a list)
    """Yield name, text and what is said of each fault of Markdown itself."""
    yield "link to no label", "See [there](#nowhere).\n", "nowhere"
    yield "link to no file", "See [there](nowhere.md).\n", "nowhere"
    yield "link to no place in a file", "See [there](claims.md#nowhere).\n", "nowhere"
    yield "empty link", "See [there]().\n", ""
    yield "link without words", "See [](#nowhere).\n", "nowhere"
    yield "undefined reference", "See [there][nowhere].\n", "nowhere"
    yield "unclosed link", "See [there](claims.md now.\n", "claims"
    yield "image that is not there", "![A dot](no.png)\n", "no.png"
    yield "image without alt", "![](dot.png)\n", "alternative"
    yield "image of blank alt", "![ ](dot.png)\n", "alternative"
    yield "image from another server", "![A dot](https://example.org/a.png)\n", "example.org"
    yield "image by protocol alone", "![A dot](//example.org/a.png)\n", "example.org"
    yield "image of no known kind", "![A part](part.txt)\n", "part.txt"
    yield "footnote of nothing", "Text.[^a]\n", "a"
    yield "footnote never called", "Text.\n\n[^a]: Body.\n", ""
    yield "footnote twice", "Text.[^a]\n\n[^a]: One.\n\n[^a]: Two.\n", "a"
    yield "footnote that only itself calls", "Text.\n\n[^a]: See[^a].\n", ""
    yield "footnote that is empty", "Text.[^a]\n\n[^a]:\n", "empty"
    yield "heading left out", "## Two\n\n#### Four\n", "H2 to H4"
    yield "empty heading", "## \n\nText.\n", "heading"
    yield "label twice", "(x)=\n## A\n\n(x)=\n## B\n", "x"
    yield "label of another chapter", "(sec-claims)=\n## A\n", "sec-claims"
    yield "label of nothing", "Text.\n\n(x)=\n", ""
    yield "label in a bad form", "(x) =\n## A\n\nText {ref}`x`.\n", "x"
    yield "unclosed code", "```python\nprint(1)\n", "never closed"
    yield "unclosed code of tildes", "~~~python\nprint(1)\n", "never closed"
    yield "unclosed inner fence", "::::{note}\n:::{tip}\nInner.\n::::\n", ""
    yield "fence too many", ":::{note}\nText.\n:::\n:::\n", "never closed"
    yield "fence without braces", ":::note\nText.\n:::\n", ""
    yield "unclosed options", ":::{figure} dot.png\n---\nalt: A dot.\n\nCaption.\n:::\n", ""
    yield "unclosed attributes", "{#x .y\nText.\n", "#x"
    yield "attributes in a bad form", "{#x ..y=}\nText.\n", "#x"
    yield "unclosed inline attributes", "[Text]{.small and more.\n", r"\.small"
    yield "substitution of nothing", "Of {{ nothing }} here.\n", "nothing"
    yield "unclosed substitution", "Of {{ press here.\n", "substitution"
    yield "substitution in a bad form", "Of {{ press | nofilter }} here.\n", "nofilter"
    yield "unclosed comment", "<!-- never closed\n\nText.\n", "comment"
    yield "unclosed element", "<div>\n\nText.\n", "div"
    yield "element closed twice", "<div>\n\nText.\n\n</div>\n\n</div>\n", "div"
    yield "unclosed inline element", "Of <b>bold here.\n", "<b>|b"
    yield "table row too long", "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", "row of 3"
    yield "table row too short", "| a | b | c |\n|---|---|---|\n| 1 |\n", "row of 1"
    yield "table without its line", "| a | b |\n| 1 | 2 |\n", "no table"
    yield "table line too short", "| a | b |\n|---|\n| 1 | 2 |\n", "no table"
    yield "uneven list table", ":::{list-table} T\n* - a\n  - b\n* - c\n:::\n", "row 2"
    yield "list table of no list", ":::{list-table} T\nText.\n:::\n", "list"
    yield "uneven CSV", ":::{csv-table} T\n1, 2\n3\n:::\n", "1 cell"
    yield "torn CSV", ':::{csv-table} T\n1, 2\n3, "4\n:::\n', "torn"
    yield "missing CSV file", ":::{csv-table} T\n:file: no.csv\n:::\n", "no.csv"
    yield "CSV twice", ":::{csv-table} T\n:file: table.csv\n\n1, 2\n:::\n", ""
    yield "raw file that is not there", ":::{raw} html\n:file: no.html\n:::\n", "no.html"
    yield "raw of an unknown format", ":::{raw} nothing\nText.\n:::\n", "nothing"
    yield "bad formula", "So $\\frac{1$ is.\n", ""
    yield "bad displayed formula", ":::{math}\n\\begin{align} x\n:::\n", ""
    yield "unknown command in a formula", ":::{math}\n\\nosuchthing{x}\n:::\n", "nosuchthing"
    yield "dollar formula never closed", "$$\nx^2\n", r"\$\$"
    yield "equation label twice", (
        ":::{math}\n:label: e\nx\n:::\n\n:::{math}\n:label: e\ny\n:::\n"), "e"  # fmt: skip
    yield "figure label twice", (
        ":::{figure} dot.png\n:name: f\n:alt: A dot.\n\nOne.\n:::\n\n"
        ":::{figure} dot.png\n:name: f\n:alt: A dot.\n\nTwo.\n:::\n"), "f"  # fmt: skip
    yield "caption as alt", ":::{figure} dot.png\n:alt: A dot.\n\nA dot.\n:::\n", "repeats"
    yield "number of what has none", "See {numref}`ch-one`.\n", "ch-one"
    yield "reference without words", "(here)=\nText.\n\nSee {ref}`here`.\n", "here"
    yield "number in a bad form", "See {numref}`Table %d of <tab-data-cities>`.\n", "%d"
    yield "glossary term twice", ":::{glossary}\nweights\n  Again.\n:::\n", "weights"
    yield "glossary without meaning", ":::{glossary}\nheights\n:::\n", "heights"
    yield "torn index entry", ":::{index} pair: only one\n:::\n", "only one"
    yield "index entry of a wrong type", ":::{index} singel: Wolf\n:::\n", "singel"
    yield "index entry of two types", ":::{index} single: a, see: b; c\n:::\n", "type"
    yield "claim twice", (
        ":::{claim} R1\n:verdict: dated\n:sources: wolf2020\n\nSo.\n:::\n"), "R1"  # fmt: skip
    yield "claim of no point", (
        ":::{claim} R9\n:verdict: dated\n:sources: wolf2020\n\nSo.\n:::\n"), "R9"  # fmt: skip
    yield "claim without a verdict", ":::{claim} R1\n:sources: wolf2020\n\nSo.\n:::\n", "verdict"
    yield "claim without sources", ":::{claim} R1\n:verdict: dated\n\nSo.\n:::\n", "source"
    yield "count of no chapter", "{claim-count}`all:nowhere`\n", "nowhere"
    yield "count in an unknown form", "{claim-count}`all loudly`\n", "loudly"
    yield "citation of two, one unknown", "{cite:p}`wolf2020,nobody`\n", "nobody"
    yield "citation with a comma too many", "{cite:p}`wolf2020,`\n", ""
    yield "citation in a bad form", "{cite:p}`wolf2020 yue2024`\n", "wolf2020 yue2024"
    yield "include of itself", ":::{include} one.md\n:::\n", ""
    yield "include of no file", ":::{include} no.md\n:::\n", "no.md"
    yield "toctree of itself", ":::{toctree}\none\n:::\n", "one"
    yield "toctree of nothing", ":::{toctree}\nnowhere\n:::\n", "nowhere"
    yield "code in no language", ":::{code-block} pyhton\nx = 1\n:::\n", "pyhton"
    yield "code that is not in its language", ":::{code-block} json\n{x = 1\n:::\n", ""
    yield "only of an unknown form", ":::{only} html and\nText.\n:::\n", ""
    yield "eval-rst with a fault", "```{eval-rst}\n*Text.\n```\n", ""
    yield "eval-rst with an unknown role", "```{eval-rst}\n:no:`x`\n```\n", "no"
    yield "unclosed emphasis before a role", "Of *this {ref}`nowhere`.\n", "nowhere"
    yield "figure of no picture", ":::{figure} no.png\n:alt: A dot.\n\nOne.\n:::\n", "no.png"
    yield "figure whose link leads nowhere", (
        ":::{figure} dot.png\n:alt: A dot.\n:target: nowhere_\n\n1.\n:::\n"), "nowhere"  # fmt: skip


def markdown() -> Iterator[Fault]:
    """Yield faults of Markdown, and of what directives hold."""
    for name, text, about in _texts():
        yield _fault(name, text, about)


def whole_documents() -> Iterator[Fault]:
    """Yield faults of a document as a whole: front matter, bytes, its place in the book."""
    index = str(GOOD["book/index.md"])

    def one(name: str, content: str | bytes, lines: range, about: str = "") -> Fault:
        return Fault(name, {PLACE: content}, PLACE, lines, about)

    yield one("front matter torn", f"---\na: [\n---\n{CHAPTER}", range(1, 4))
    yield one("front matter of no mapping", f"---\n- a\n---\n{CHAPTER}", range(1, 4))
    yield one("front matter never closed", f"---\na: 1\n\n{CHAPTER}", range(1, 4))
    yield one(
        "front matter with a setting that MyST lacks",
        f"---\nmyst:\n  nothing: 1\n---\n{CHAPTER}",
        range(1, 5),
        "nothing",
    )
    yield one("document of bad bytes", CHAPTER.encode() + b"caf\xe9\n", range(NEXT, NEXT + 1))
    yield one("document in UTF-16", CHAPTER.encode("utf-16"), range(1, 2))
    yield one("document with NUL", CHAPTER + "a\0b\n", range(NEXT, NEXT + 1), r"U\+0000")
    yield one("document with a bell", CHAPTER + "a\x07b\n", range(NEXT, NEXT + 1), r"U\+0007")
    yield one("document with DEL", CHAPTER + "a\x7fb\n", range(NEXT, NEXT + 1), r"U\+007F")
    yield one("document with U+FFFE", CHAPTER + "a\ufffeb\n", range(NEXT, NEXT + 1), r"U\+FFFE")
    yield one("document with U+FDD0", CHAPTER + "a\ufdd0b\n", range(NEXT, NEXT + 1), r"U\+FDD0")
    yield one("document with a C1 control", CHAPTER + "a\x85b\n", range(NEXT, NEXT + 1), "0085")
    yield one("document with a line separator", CHAPTER + "a\u2028b\n", range(NEXT, NEXT + 1))
    yield one(
        "document with a lost character", CHAPTER + "a\ufffdb\n", range(NEXT, NEXT + 1), "FFFD"
    )
    yield one("document without a title", "Text.\n", range(1, 2))
    yield one("empty document", "", range(1, 2))
    yield one("document that merges", f"{CHAPTER}<<<<<<< HEAD\na\n", range(NEXT, NEXT + 2))
    lone = "# Lone\n"
    yield Fault("document in no contents", {"book/lone.md": lone}, "book/lone.md", range(1, 2))
    yield Fault(
        "contents with an unknown document",
        {"book/index.md": index.replace("one\n", "one\nnowhere\n")},
        "book/index.md",
        range(3, 9),
        "nowhere",
    )
    yield Fault(
        "contents with a document twice",
        {"book/index.md": index.replace("one\n", "one\none\n")},
        "book/index.md",
        range(3, 9),
        "one",
    )
    yield Fault(
        "two documents of one name",
        {"book/one.rst": "One\n===\n"},
        "book/one.md",
        range(1, 2),
    )

    def where(file: str, line: int) -> tuple[str, range]:
        """Bytes that cannot be read are told at the directive, by the file's name."""
        at_directive = name == "not UTF-8"
        return (PLACE, range(NEXT, NEXT + 1)) if at_directive else (file, range(line, line + 1))

    for name, torn in (("not UTF-8", b"caf\xe9\n"), ("with a control", b"a\x01b\n")):
        include = f"{CHAPTER}:::{{include}} part.txt\n:::\n"
        yield Fault(
            f"included file {name}",
            {PLACE: include, "book/part.txt": torn},
            *where("book/part.txt", 1),
        )
        code = f"{CHAPTER}:::{{literalinclude}} part.txt\n:::\n"
        yield Fault(
            f"included code {name}",
            {PLACE: code, "book/part.txt": torn},
            *where("book/part.txt", 1),
        )
        table = f"{CHAPTER}:::{{csv-table}} T\n:file: table.csv\n:::\n"
        yield Fault(
            f"table's file {name}",
            {PLACE: table, "book/table.csv": b"a,b\n1," + torn},
            "book/table.csv",
            range(2, 3),
        )
    picture = f"{CHAPTER}![A dot](bad.png)\n"
    png = bytes(GOOD["book/dot.png"])  # type: ignore[arg-type]
    for name, data in (
        ("empty", b""),
        ("text", b"no picture\n"),
        ("cut off", png[:40]),
        ("of another kind", b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(20) + b";"),
        ("with a torn chunk", png[:45] + b"\xff\xff" + png[47:]),
    ):
        yield Fault(
            f"picture that is {name}",
            {PLACE: picture, "book/bad.png": data},
            PLACE,
            range(NEXT, NEXT + 1),
            r"bad\.png",
        )
    rst = "Rst\n===\n\n"
    for name, text in (
        ("unknown role", ":no:`x`\n"),
        ("unknown directive", ".. no:: x\n"),
        ("unclosed emphasis", "*a\n"),
        ("short underline", "Longer\n===\n"),
        ("bad indentation", "* a\n b\n"),
        ("undefined substitution", "|no|\n"),
        ("unknown target", "no_\n"),
        ("duplicate target", ".. _a: http://a.org\n.. _a: http://b.org\n"),
        ("uneven table", "=== ===\na   b\n=== ===\n1 2 3 4 5\n"),
        ("unknown citation", ":cite:p:`nobody`\n"),
    ):
        index_rst = index.replace("one\n", "one\nrst\n")
        yield Fault(
            f"reStructuredText: {name}",
            {"book/rst.rst": rst + text, "book/index.md": index_rst},
            "book/rst.rst",
            range(4, 9),
        )


def faults(seed: int = 9) -> Iterator[Fault]:
    """Yield all faults of chapters."""
    rng = random.Random(seed)
    yield from directives(rng)
    yield from roles(rng)
    yield from markdown()
    yield from whole_documents()
