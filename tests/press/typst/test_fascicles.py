"""A book that is set in fascicles is the book that Typst sets as a whole, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from press.errors import PrintError
from press.typst import binding, fascicles, rounds
from press.typst.binding import Sheets, bind
from press.typst.compositor import Job, Outcome
from press.typst.fascicles import Fascicle, Layout, Piece, Report, cut
from press.typst.opened import UnreadableError
from tests.press.typst.test_printed import pdf
from tests.support.minibook import BIB, built, write
from tests.support.pressing import PNG

CONF = """\
project = "Ten Chapters"
author = "Nobody"
release = "1"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
myst_enable_extensions = ["deflist"]
bibtex_bibfiles = ["references.bib"]
numfig = True
suppress_warnings = ["press.alt"]
"""
CHAPTERS = [f"ch{n}" for n in range(1, 10)]
#: How many paragraphs each chapter has: some end on a left-hand page, some on a right one.
LENGTHS = (3, 9, 4, 14, 6, 3, 11, 8, 5)


def chapter(number: int) -> str:
    """Return a chapter with all that leads to others, or whose numbers go on from others."""
    other, third = CHAPTERS[number % 9], CHAPTERS[(number * 4) % 9]
    words = " ".join(f"word{number}x{n}" for n in range(60))
    paragraphs = "\n\n".join(f"{words} {{index}}`term{n % 5}`." for n in range(LENGTHS[number - 1]))
    return f"""\
({CHAPTERS[number - 1]})=
# Überschrift {number}, with *emphasis*

See {{ref}}`{other}` and {{numref}}`fig-{third}`, also {{numref}}`tab-{other}`[^n].
{{cite:p}}`wolf2020` and {{term}}`weights`; {{ref}}`sub-{third}`.

[^n]: Note of {number}, see {{ref}}`{third}`.

(sub-{CHAPTERS[number - 1]})=
## A section (of {number}

{paragraphs}

```{{figure}} dot.png
:name: fig-{CHAPTERS[number - 1]}
:alt: A dot.

Caption {number}, by {{cite:t}}`yue2024`.
```

```{{table}} Sums of {number}
:name: tab-{CHAPTERS[number - 1]}

| a | b |
| - | - |
| 1 | 2 |
```

{words}
"""


def files(toctrees: str) -> dict[str, str | bytes]:
    texts = {f"{name}.md": chapter(number) for number, name in enumerate(CHAPTERS, start=1)}
    back = "# Back\n\n```{glossary}\nweights\n  Numbers.\n```\n\n```{bibliography}\n```\n"
    index = f"# Ten Chapters\n\n{toctrees}\n"
    return {**texts, "back.md": back, "index.md": index, "references.bib": BIB, "dot.png": PNG}


def toctree(names: list[str], caption: str = "") -> str:
    stated = f":caption: {caption}\n" if caption else ""
    return f"```{{toctree}}\n:numbered:\n{stated}" + "\n".join(names) + "\n```\n"


PLAIN = toctree([*CHAPTERS, "back"])
PARTS = toctree(CHAPTERS[:4], "First Part") + toctree([*CHAPTERS[4:], "back"], "Second Part")
ENGLISH = toctree(CHAPTERS[:1]).replace(":numbered:\n", "") + toctree([*CHAPTERS[1:], "back"])


def make(folder: Path, size: int, toctrees: str, options: dict[str, Any], **changed: str) -> Path:
    """Print the book, cut where *size* characters of Typst source are reached.

    *changed* are the texts of chapters that are not as they were.
    """
    conf = f"{CONF}press_print = {options!r}\n"
    texts = {f"{name}.md": text for name, text in changed.items()}
    write(folder, {**files(toctrees), "conf.py": conf, **texts})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fascicles, "SIZE", size)
        with built(folder, "pdf") as book:
            assert not book.warnings
            return book.out / "ten-chapters.pdf"


class Read:
    """What there is in a PDF, but for fonts, and the numbers of objects."""

    def __init__(self, path: Path) -> None:
        self.reader = pypdf.PdfReader(path, strict=True)
        self.tree: Any = self.reader.root_object["/StructTreeRoot"]
        self.numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(self.reader.pages)
            if page.indirect_reference is not None
        }
        self.all = {
            "labels": self.reader.page_labels,
            "drawn": [list(self.drawn(page)) for page in self.reader.pages],
            "links": [list(self.links(page)) for page in self.reader.pages],
            "outline": list(self.outline(self.reader.outline, 0)),
            "structure": list(self.structure(self.tree, 0)),
            "elements": [self.elements(page) for page in self.reader.pages],
        }

    def drawn(self, page: pypdf.PageObject) -> Iterator[tuple[str, float, float]]:
        """Yield what stands where on a page."""
        found: list[tuple[str, float, float]] = []

        def visit(text: str, now: Any, at: Any, _font: Any, _size: Any) -> None:
            x, y = at[4] * now[0] + now[4], at[5] * now[3] + now[5]
            found.append((text, round(x, 2), round(y, 2)))

        page.extract_text(visitor_text=visit)
        yield from found

    def links(self, page: pypdf.PageObject) -> Iterator[tuple[Any, ...]]:
        """Yield where the links of a page stand, and where they lead."""
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            place = [round(float(side), 1) for side in link["/Rect"]]
            if "/Dest" not in link:
                yield (*place, link["/A"]["/URI"])
                continue
            target = link["/Dest"]
            named = str(target) if isinstance(target, (str, bytes)) else ""
            if named:
                target = self.reader.named_destinations[named].dest_array
            target = target.get_object()
            where = [round(float(part), 1) for part in target[2:]]
            yield (*place, named, self.numbers[target[0].idnum], *where)

    def outline(self, items: list[Any], depth: int) -> Iterator[tuple[Any, ...]]:
        for item in items:
            if isinstance(item, list):
                yield from self.outline(item, depth + 1)
            else:
                page = self.reader.get_destination_page_number(item)
                yield depth, item.title, page, round(float(item.top), 1)

    def structure(self, node: Any, depth: int) -> Iterator[tuple[Any, ...]]:
        """Yield the elements in reading order, and what of each page they hold."""
        node = node.get_object()
        if isinstance(node, int):
            yield depth, int(node)
            return
        page = self.numbers[node.raw_get("/Pg").idnum] if "/Pg" in node else None
        texts = [str(node.get(key)) for key in ("/S", "/Type", "/T", "/Alt", "/MCID")]
        named = re.sub(r"(\d+\.)?U\d+x", "Ux", str(node.get("/A", "")))
        yield depth, page, *texts, "/ID" in node, re.sub(r"\.\d+", "", named)
        below = node.get("/K", [])
        for kid in below if isinstance(below, list) else [below]:
            yield from self.structure(kid, depth + 1)

    def elements(self, page: pypdf.PageObject) -> list[str]:
        """Return the kinds of the elements that the page says its pieces belong to."""
        listed = self.tree["/ParentTree"]["/Nums"]
        parents = {int(key): value for key, value in zip(listed[::2], listed[1::2], strict=True)}
        stated: Any = page
        keys = [stated["/StructParents"]] if "/StructParents" in stated else []
        found = [kind["/S"] for key in keys for kind in parents[key].get_object()]
        annotations = [one.get_object() for one in stated.get("/Annots", [])]
        return found + [parents[one["/StructParent"]].get_object()["/S"] for one in annotations]


@pytest.mark.parametrize(
    ("toctrees", "options"),
    [
        pytest.param(PLAIN, {"lists": True}, id="lists"),
        pytest.param(PLAIN, {"recto": False, "backmatter": ("back",)}, id="either side"),
        pytest.param(PLAIN, {"duplex": False}, id="one side of a leaf"),
        pytest.param(PARTS, {}, id="parts"),
        pytest.param(ENGLISH, {"frontmatter": ("ch1",), "trim": "a5"}, id="front matter"),
    ],
)
def test_fascicles_are_the_whole_book(
    tmp_path: Path, toctrees: str, options: dict[str, Any]
) -> None:
    whole = Read(make(tmp_path / "whole", 10**9, toctrees, options))
    bound = make(tmp_path / "bound", 1, toctrees, options)
    pdfs = list((tmp_path / "bound").rglob("fascicles/*.pdf"))
    assert len(pdfs) > len(CHAPTERS)
    found = Read(bound)
    for name, stated in whole.all.items():
        assert found.all[name] == stated, name
    ids = re.findall(rb"/ID\((.*?)\)", bound.read_bytes())
    assert len(ids) == len(set(ids)) > len(CHAPTERS)


def test_names_of_elements_lead_to_them(tmp_path: Path) -> None:
    read = Read(make(tmp_path, 1, PLAIN, {}))
    names = read.tree["/IDTree"]["/Names"]
    listed = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    assert list(listed) == sorted(listed)
    for name, element in listed.items():
        assert element.get_object()["/ID"] == name


def test_only_what_has_changed_is_set_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, bool]] = []
    do = rounds.Rounds._do

    def note(self: rounds.Rounds, jobs: dict[str, Job]) -> dict[str, Outcome]:
        done.extend((name, job.output is not None) for name, job in jobs.items())
        return do(self, jobs)

    monkeypatch.setattr(rounds.Rounds, "_do", note)
    first = make(tmp_path, 1, PLAIN, {}).read_bytes()
    assert {name for name, printed in done if not printed} == {name for name, _ in done}
    done.clear()
    again = make(tmp_path, 1, PLAIN, {}).read_bytes()
    assert (again, done) == (first, [])
    text = chapter(4).replace("word4x7 ", "WORD4x7 ")
    changed = make(tmp_path, 1, PLAIN, {}, ch4=text).read_bytes()
    assert done == [("005", True)]  # 001 has what stands before the text
    assert make(tmp_path / "anew", 1, PLAIN, {}, ch4=text).read_bytes() == changed


def test_a_fault_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fascicles, "SIZE", 1)
    text = chapter(7).replace("word7x7 ", "word7x7 \U00013000 ")
    hidden = chapter(2) + "\n% \U00013000\n"
    write(tmp_path, {**files(PLAIN), "conf.py": CONF, "ch7.md": text, "ch2.md": hidden})
    with built(tmp_path, "pdf") as book:
        assert any(re.search(r"ch7\.md:\d+: .*no font .*U\+13000", w) for w in book.warnings)
        assert all("ch2.md" not in warning for warning in book.warnings)


@pytest.mark.parametrize(
    ("toctrees", "options"),
    [
        pytest.param(
            f"Text[^twice].\n\n{PLAIN}\n\nMore[^twice].\n\n[^twice]: A note.\n",
            {},
            id="a note that is called behind a cut",
        ),
        pytest.param(f"```{{raw}} typst\n#set text(size: 9pt)\n```\n\n{PLAIN}", {}, id="raw Typst"),
        pytest.param(PLAIN, {"standards": ("a-4",)}, id="PDF 2"),
    ],
)
def test_what_reaches_over_a_cut_keeps_a_book_whole(
    tmp_path: Path, toctrees: str, options: dict[str, Any]
) -> None:
    assert make(tmp_path, 1, toctrees, options).exists()
    assert not list(tmp_path.rglob("fascicles/0*"))


def test_a_book_is_cut_where_it_is_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fascicles, "SIZE", 60)
    opened = "\n#section(level: 1, depth: {})[A]\n" + 20 * "x"
    part = '\n#part("x")[P]\n'
    pieces = [opened.format(1), opened.format(1), part, opened.format(2), opened.format(2)]
    found = cut([Piece(text, [str(at)]) for at, text in enumerate(pieces)], [])
    assert [one.made for one in found] == [["0"], ["1", "2"], ["3", "4"]]
    assert [one.depth for one in found] == [1, 1, 2]
    monkeypatch.setattr(fascicles, "SIZE", 20)
    found = cut([Piece(text, []) for text in [opened.format(2), part]], [])
    assert len(found) == 2  # the outline could not tell otherwise that the part is above


def test_pages_go_on_from_one_to_the_next() -> None:
    made = [Fascicle(f"{n:03}", "", n == 1, 1, []) for n in (1, 2, 3)]
    pages = {"001": 5, "002": 4, "003": 2}
    reports = {
        name: Report([], last, front=None, main=None, notes=2, places={})
        for name, last in pages.items()
    }
    reports["001"].front, reports["001"].main = 1, 3
    layout = Layout(made, reports, recto=True, duplex=True)
    assert layout.blanks == {"001": 0, "002": 2, "003": 0}
    assert layout.before == {"001": 0, "002": 6, "003": 10}
    assert [layout.folio(page) for page in (1, 2, 3, 12)] == ["i", "ii", "1", "10"]
    facts = layout.facts(made[1])
    assert (facts["before"], facts["folio"], facts["notes"]) == (2, 3, 2)
    assert Layout(made, reports, recto=False, duplex=True).before["002"] == 5


def test_a_book_that_cannot_be_bound_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bind(_sheets: object) -> bytes:
        raise UnreadableError("no /ID")

    monkeypatch.setattr(binding, "bind", bind)
    with pytest.raises(PrintError, match="can't be bound: no /ID"):
        make(tmp_path, 1, PLAIN, {})
    assert not list(tmp_path.rglob("ten-chapters.pdf"))


def test_what_typst_would_not_write_is_not_bound(tmp_path: Path) -> None:
    good = pdf('#set page(numbering: "1")\n= A\ntext', tmp_path, "a-2a")
    assert bind([Sheets(good, 0, 1, [])])
    for bad in (b"", good[:-200], good.replace(b"/StructTreeRoot", b"/StructTreeRoof")):
        with pytest.raises((UnreadableError, LookupError)):
            bind([Sheets(good, 0, 1, []), Sheets(bad, 0, 1, [])])


def test_what_was_kept_and_is_broken_is_set_again(tmp_path: Path) -> None:
    first = make(tmp_path, 1, PLAIN, {}).read_bytes()
    for kept in [*tmp_path.rglob("*.told"), *tmp_path.rglob("reports.json")]:
        kept.write_text(json.dumps({})[:1], encoding="utf-8")
    assert make(tmp_path, 1, PLAIN, {}).read_bytes() == first
