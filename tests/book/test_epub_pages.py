"""Page marks: they stand at the very word with which a printed page begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from tests.support.epub import Epub
from tests.support.page_turns import Opening, compare, openings
from tests.support.pdf import Pdf

#: So many pages at least must be compared word for word.
SAMPLE = 40


def too_late(epub: Epub) -> Iterator[Opening]:
    """Yield the openings of *epub* as if each mark stood one word too late."""
    for opening in openings(epub):
        first, *rest = opening.after.split()
        yield replace(opening, before=first, after=" ".join(rest))


def test_pages_begin_with_the_words_behind_their_marks(epub: Epub, pdf: Pdf) -> None:
    found = list(openings(epub))
    if not found:
        pytest.skip("this edition was made without a print edition")
    same, other = compare(found, pdf)
    assert other == {}, "words behind the mark / words of the page"
    assert len(same) >= SAMPLE


def test_a_mark_at_the_second_word_would_be_found(epub: Epub, pdf: Pdf) -> None:
    late = [opening for opening in too_late(epub) if not opening.alone]
    same, other = compare(islice(late, 10), pdf)
    assert same == []
    assert len(other) >= 5, "the rest begin with a figure or table"
