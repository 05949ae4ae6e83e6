"""The marks of printed pages stand at the very words that the pages begin with."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pypdf
import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.util.docutils import docutils_namespace

from press import pages, reading
from press.typst import marks
from tests.support.minibook import write

WORDS = "quartz lemon ribbon copper meadow anchor violet saddle harbor pencil".split()

CONF = """\
project = "Pages"
author = "Nobody"
release = "1.0"
extensions = ["myst_parser", "press"]
press_book = {"date": "2026-01-02"}
press_print = {"frontmatter": ["front"]}
"""


def prose(rng: random.Random, count: int) -> str:
    """Return *count* words, numbered so that each is the only one of its kind."""
    return " ".join(f"{rng.choice(WORDS)}{rng.randint(0, 10**6):06d}" for _ in range(count))


def chapter(rng: random.Random, title: str) -> str:
    paragraphs = [
        f"{prose(rng, 150)} *{prose(rng, 20)}* `code here` {prose(rng, 200)}" for _ in range(6)
    ]
    items = "\n".join(f"- {prose(rng, 60)}" for _ in range(8))
    return f"# {title}\n\n" + "\n\n".join(paragraphs) + f"\n\n## Items\n\n{items}\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[reading.Book, Path]]:
    rng = random.Random(7)
    folder = tmp_path_factory.mktemp("pages")
    contents = "# Pages\n\n```{toctree}\nfront\none\ntwo\n```\n"
    write(
        folder,
        {
            "conf.py": CONF,
            "index.md": contents,
            "front.md": "# Front\n\n" + prose(rng, 30) + "\n",
            "one.md": chapter(rng, "One"),
            "two.md": chapter(rng, "Two"),
        },
    )
    warning = StringIO()
    with docutils_namespace():
        whole = reading.Book(folder, folder, folder / "_build", warning)
        whole.read(lambda _docname: None)
        builder = whole.write("pdf")
        whole.app.env.press_pages = builder.map_pages()  # type: ignore[attr-defined]
        assert warning.getvalue() == ""
        yield whole, Path(builder.outdir) / "pages.pdf"


def texts_after_marks(book: reading.Book, docname: str) -> dict[str, str]:
    """Return the words behind each mark of *docname*, by folio."""
    tree = book.app.env.get_doctree(docname)
    found = pages.of(book.app.env)
    assert found is not None
    pages.insert(tree, found.turns[docname])
    result = {}
    for mark in tree.findall(pages.page_turn):
        texts, after = [], False
        for node in tree.findall():
            after = after or node is mark
            if after and isinstance(node, nodes.Text):
                texts.append(node.astext())
        result[mark["label"]] = re.sub(r"\s+", " ", " ".join(texts)).strip()
    return result


def test_each_page_has_one_mark_in_order(book: tuple[reading.Book, Path]) -> None:
    whole, pdf = book
    found = pages.of(whole.app.env)
    assert found is not None
    labels = [turn.label for turns in found.turns.values() for turn in turns]
    assert labels == found.labels == pypdf.PdfReader(pdf).page_labels
    assert len(labels) > 15


@pytest.mark.parametrize("docname", ["one", "two"])
def test_marks_stand_before_the_first_word_of_the_page(
    book: tuple[reading.Book, Path], docname: str
) -> None:
    whole, pdf = book
    reader = pypdf.PdfReader(pdf)
    after = texts_after_marks(whole, docname)
    written = set(whole.app.env.get_doctree(docname).astext().split())
    checked = 0
    for label, page in zip(reader.page_labels, reader.pages, strict=True):
        lines = page.extract_text().splitlines()
        words = " ".join(lines[1:]).split()  # the first line is the running head
        if label not in after or len(words) < 20 or "Items" in words[:3]:
            continue
        if after[label].startswith(("One", "Two")):  # a chapter opens: no running head there
            continue
        # A word broken over the page's end belongs to the page where it begins.
        first = words[0] if words[0] in written else words[1]
        assert after[label].startswith(first), label
        checked += 1
    assert checked >= 4


def test_blocks_keep_their_numbers_when_others_are_added() -> None:
    tree = new_document("x")
    tree += [nodes.paragraph("", "", nodes.Text(word)) for word in ("a", "b")]
    pages.number(tree)
    tree.insert(1, nodes.paragraph("", "", nodes.Text("new")))
    pages.complete(tree)
    assert [p[pages.KEY] for p in tree.findall(nodes.paragraph)] == ["0", "0+1", "1"]


def test_a_mark_beyond_the_words_stands_at_the_start() -> None:
    tree = new_document("x")
    tree += nodes.paragraph("", "", nodes.Text("a b"), nodes.emphasis("", "c d"))
    pages.number(tree)
    pages.insert(tree, [pages.Turn("0", 3, "9"), pages.Turn("0", 99, "8")])
    text = "".join(
        f"[{n['label']}]" if isinstance(n, pages.page_turn) else n.astext()
        for n in tree.findall(lambda n: isinstance(n, (nodes.Text, pages.page_turn)))
    )
    assert text == "[8]a bc [9]d"


def test_marks_at_one_word_stand_in_order() -> None:
    tree = new_document("x")
    tree += nodes.paragraph("", "", nodes.Text("a b"))
    pages.number(tree)
    pages.insert(tree, [pages.Turn("0", 1, label) for label in ("7", "8", "9")])
    assert [mark["label"] for mark in tree.findall(pages.page_turn)] == ["7", "8", "9"]


def test_a_page_without_a_beginning_takes_the_next() -> None:
    found = marks.page_map([("d:0", 1), ("d:1", 3)], [], ["1", "2", "3"])
    assert found.turns == {
        "d": [pages.Turn("0", 0, "1"), pages.Turn("1", 0, "2"), pages.Turn("1", 0, "3")]
    }


def test_what_stands_before_the_text_has_pages_of_its_own() -> None:
    starts = [("/title:first", 1), ("/title:last", 3), ("/contents:first", 4), ("d:0", 6)]
    found = marks.page_map(starts, [], ["i", "ii", "iii", "iv", "v", "1"])
    assert found.before == {pages.TITLE: ["i", "ii", "iii"], pages.CONTENTS: ["iv"]}
    assert [turn.label for turn in found.turns["d"]] == found.labels


def test_a_table_that_floats_ahead_begins_no_page() -> None:
    starts = [("a", 1), ("cell", 2), ("caption", 2), ("b", 1), ("c", 2), ("d", 3)]
    assert marks.in_flow(starts) == [("a", 1), ("b", 1), ("c", 2), ("d", 3)]


def test_cells_beside_a_marked_one_begin_where_it_does() -> None:
    beside = {"b1": ("a2", "a1"), "c1": ("b1", "a1"), "e1": ("d1", "d1")}
    starts = [("p", 1), ("a1", 1), ("a2", 2), ("d1", 2), ("q", 3)]
    assert marks.with_silent(starts, beside) == [
        *(("p", 1), ("a1", 1), ("a2", 2), ("b1", 1), ("c1", 1)),
        *(("d1", 2), ("e1", 2), ("q", 3)),
    ]
    source = f"{marks.block('x:1')}a {marks.silent('x:2')}b /* note */ c"
    assert marks.keys(source) == ["x:1", "x:2"]
