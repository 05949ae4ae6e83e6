"""Which word of a block is the first on a page, from what is printed on both sides of its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from press.typst import turns

#: What a block says, by page.
Blocks = list[dict[int, str]]


class Pages:
    """Stands for a PDF whose blocks say what they do."""

    def __init__(self, count: int, blocks: Blocks) -> None:
        self._count, self._blocks = count, blocks

    def __len__(self) -> int:
        return self._count

    def blocks(self, page: int) -> dict[int, list[int]]:
        return {n: [n] for n, block in enumerate(self._blocks, 1) if page in block}

    def text(self, page: int, pieces: list[int]) -> str:
        return "".join(self._blocks[n - 1][page] for n in pieces)


def found(
    starts: Sequence[tuple[str, int]],
    blocks: Blocks,
    texts: Mapping[str, str],
    rows: Mapping[str, int] | None = None,
    count: int = 9,
) -> list[tuple[str, int, int]]:
    said = {key: text.split("|") for key, text in texts.items()}
    return turns.found(cast("Any", Pages(count, blocks)), starts, rows or {}, said)


STARTS = [("a", 1), ("b", 1), ("c", 2)]


@pytest.mark.parametrize(
    ("text", "printed", "word"),
    [
        ("one two three four", {1: "one two ", 2: "three four"}, 2),
        # A text in italics begins a word of its own, even within one.
        ("one| two|fold| three", {1: "one two", 2: "fold three"}, 2),
        # A broken word starts where its first letter stands; its hyphen is none of the text's.
        ("one two three four", {1: "one two thr\u00ad", 2: "ee four"}, 3),
        # A ligature is two letters, a space of any width none.
        ("one office\u00a0two", {1: "one", 2: "office\u2009two"}, 1),
        # Lines from right to left are printed in the order in which they are seen.
        ("אחת שתיים שלוש ארבע", {1: "םייתש תחא", 2: "עברא שולש"}, 2),
        # What is printed beside the words is not counted: pages, formulas, code.
        (
            "one two three four five six seven eight nine ten",
            {1: "one (p. 7) two three four five six", 2: "seven eight x+y nine ten"},
            6,
        ),
        (
            "as long as it is said again, " * 9,
            {1: "as long as it is said again, " * 4, 2: ""},
            None,
        ),
        ("one two three four", {1: "quite another text", 2: "that is not there"}, None),
        # Nor is what has the same letters here and there.
        (
            "a non-empty scheme component followed by a colon, of a sequence of characters",
            {1: " = 'compile(...)'", 2: "myst_parser.mdit_to_docutils.base."},
            None,
        ),
    ],
)
def test_the_word_that_begins_a_page(text: str, printed: dict[int, str], word: int | None) -> None:
    texts = {"a": "before it", "b": text, "c": "and what comes behind"}
    expected = [] if word is None else [("b", word, 2)]
    assert found(STARTS, [{1: "before it"}, printed, {2: texts["c"]}], texts) == expected


def test_letters_that_stand_close_to_a_reference_are_found_by_likeness() -> None:
    text = "one two three four five six seven"
    printed = {1: "one two three (p. 1", 2: "1) four five (p. 12) six seven"}
    assert found(STARTS, [printed], {"b": text}) == [("b", 3, 2)]


def test_a_block_that_ends_with_its_page_begins_none() -> None:
    assert found(STARTS, [{1: "a"}, {1: "b"}, {2: "c"}], {"a": "a", "b": "b", "c": "c"}) == []
    # Its last word is broken: nothing of it starts on the next page.
    assert found(STARTS, [{1: "one tw", 2: "o"}, {2: "c"}], {"b": "one two", "c": "c"}) == []


def test_a_long_block_begins_several_pages() -> None:
    starts = [("a", 1), ("b", 4)]
    text = " ".join(f"word{n}" for n in range(40))
    parts = text.split()
    printed = {
        1: " ".join(parts[:10]),
        2: " ".join(parts[10:25]),
        3: " ".join(parts[25:31]),
        4: " ".join(parts[31:]),
    }
    words = found(starts, [printed], {"a": text, "b": "b"})
    assert words == [("a", 10, 2), ("a", 25, 3), ("a", 31, 4)]


def test_tables_may_fill_the_pages_between() -> None:
    starts = [("a", 1), ("b", 3)]
    assert found(starts, [{1: "one two", 3: "three"}], {"a": "one two three"}) == [("a", 2, 3)]


def test_a_line_of_verse_is_a_block_within_a_paragraph() -> None:
    """Typst lays the mark of a line out at the end of the line before."""
    lines = {f"l{n}": f"this is line {n} of a poem" for n in range(6)}
    starts = [*((key, 1) for key in lines), ("b", 2)]
    said = list(lines.values())
    printed = {1: " ".join(said[:4]), 2: " ".join(said[4:])}
    assert found(starts, [printed], lines)[-1] == ("l4", 0, 2)


def test_any_cell_of_a_row_may_run_over() -> None:
    rows = {"x": 1, "y": 1, "z": 2}
    starts = [("x", 1), ("y", 1), ("z", 2)]
    blocks = [{1: "all of it"}, {1: "some", 2: "more"}, {2: "next"}]
    texts = {"x": "all of it", "y": "some more", "z": "next"}
    assert found(starts, blocks, texts, rows) == [("y", 1, 2)]
    blocks[0] = {1: "all", 2: "of it"}
    assert sorted(found(starts, blocks, texts, rows)) == [("x", 1, 2), ("y", 1, 2)]


def test_blocks_whose_words_are_not_counted_begin_no_page() -> None:
    assert found(STARTS, [{1: "some code", 2: "more code"}], {"a": "before", "c": "behind"}) == []
