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


def test_words_are_counted_as_the_print_edition_marks_them() -> None:
    text = marks.block("k") + marks.words(" a  b", 4)
    assert marks.settle(text, {"k": [range(9)]}) == (
        '#block-mark("k");#word-mark("k", 3, "space"); #word-mark("k", 4, "start");a'
        '#word-mark("k", 4, "space");  #word-mark("k", 5, "start");b#word-mark("k", 5, "end");'
    )
    assert marks.settle(text, {"k": [range(5, 6)]}) == (
        '#block-mark("k"); a  #word-mark("k", 5, "start");b#word-mark("k", 5, "end");'
    )
    assert marks.settle(text, {}) == '#block-mark("k"); a  b'


def test_every_eighth_word_is_marked_in_print() -> None:
    text = marks.block("k") + marks.words(" a b", 0) + marks.words("c d e f g h i j k", 2)
    settled = marks.settle(text)
    assert settled == '#block-mark("k"); a bc d e f g h #word-mark("k", 8, "start");i j k'
    later = marks.settle(marks.block("k") + marks.words("i j", 16))
    assert later == '#block-mark("k");#word-mark("k", 16, "start");i j'


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


def test_a_word_behind_a_broken_line_is_on_the_page_where_it_ends() -> None:
    rows: list[marks.Row] = [
        ("k", 4, "start", 1, 10.0, 90.0),
        ("k", 4, "space", 1, 20.0, 90.0),
        ("k", 5, "start", 1, 20.0, 90.0),  # at one point with the mark before the space
        ("k", 5, "space", 2, 14.0, 10.0),
        ("k", 6, "start", 2, 17.0, 10.0),
        ("k", 6, "space", 3, 12.0, 10.0),  # the word itself is broken
        ("k", 7, "start", 3, 15.0, 10.0),
        ("k", 7, "end", 3, 25.0, 10.0),
        ("k", 8, "start", 3, 25.0, 10.0),  # no space before it
        ("k", 8, "space", 3, 30.0, 10.0),
        ("k", 9, "start", 3, 30.0, 10.0),
        ("k", 9, "end", 4, 10.0, 10.0),  # behind the block
    ]
    pages_of_words = [page for _key, _word, page in marks.word_pages(rows)]
    assert pages_of_words == [1, 2, 2, 3, 3, 3]


def sparse(*places: tuple[str, int, int]) -> list[marks.Row]:
    return [(key, word, "start", page, 0.0, 0.0) for key, word, page in places]


def test_words_are_looked_at_where_a_page_may_end() -> None:
    starts = [("a", 1), ("b", 1), ("c", 2), ("d", 2)]
    assert marks.near_turns(starts, sparse(("a", 8, 1), ("b", 8, 1)), {}) == {
        "b": [range(7, 1 << 30)],
        "d": [range(-1, 1 << 30)],
    }
    found = marks.near_turns(starts, sparse(("b", 8, 1), ("b", 16, 2), ("d", 8, 3)), {})
    assert found["b"] == [range(7, 18)]
    assert found["d"] == [range(-1, 10), range(7, 1 << 30)]


def test_any_cell_of_a_row_may_run_over_the_end_of_a_page() -> None:
    rows = {f"cell {n}": 1 for n in range(12)} | {"next": 2}
    starts = [("a", 1), *((cell, 1) for cell in rows), ("b", 2), ("c", 3)]
    assert list(marks.near_turns(starts, [], rows)) == ["next", "b", "c"]
    starts[-3] = ("next", 2)
    assert list(marks.near_turns(starts, [], rows)) == [*list(rows)[:-1], "b", "c"]


def test_a_table_that_floats_ahead_begins_no_page() -> None:
    starts = [("a", 1), ("cell", 2), ("caption", 2), ("b", 1), ("c", 2), ("d", 3)]
    assert marks.in_flow(starts) == [("a", 1), ("b", 1), ("c", 2), ("d", 3)]
    assert marks.near_turns(marks.in_flow(starts), sparse(("cell", 8, 2)), {}).keys() == {
        "b",
        "c",
        "d",
    }


@pytest.mark.parametrize(("printed", "first"), [(60.0, 2), (30.0, 3), (90.0, 1), (70.0, 2)])
def test_a_line_of_the_draft_may_hold_another_word_than_in_print(
    printed: float, first: int
) -> None:
    """A word more on the page before leaves the next mark nearer to the edge, and a word less."""
    draft: list[marks.Row] = [
        ("k", 1, "start", 1, 70.0, 90.0),
        ("k", 1, "space", 1, 97.0, 90.0),
        ("k", 2, "start", 1, 97.0, 90.0),
        ("k", 2, "space", 2, 30.0, 10.0),
        ("k", 3, "start", 2, 33.0, 10.0),
        ("k", 3, "space", 2, 57.0, 10.0),
        ("k", 8, "start", 2, 60.0, 10.0),
    ]
    sparse: list[marks.Row] = [("k", 8, "start", 2, printed, 10.0)]
    found = [("k", 1, 1), ("k", 2, 2), ("k", 3, 2), ("k", 8, 2)]
    corrected = marks.as_printed(found, sparse, draft)
    assert min(word for _key, word, page in corrected if page == 2) == first
