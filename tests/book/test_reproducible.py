"""The book's editions are the same bytes wherever they are made.

Compared are those that the suite works with and those of a fresh clone in another folder,
made with another home, time zone, locale and hash seed, as Read the Docs would make them.
What the press does about clocks, masks and the rest is shown on a small book
(tests/press/test_reproducible.py); ``make hashes`` compares machines and Pythons.
"""

from __future__ import annotations

from tests.support.published import Editions

from .conftest import Hosted


def test_print_and_e_reader_editions_are_the_same_elsewhere(
    editions: Editions, hosted: Hosted
) -> None:
    for here in (editions.pdf, editions.epub):
        (there,) = (hosted.output / here.suffix.removeprefix(".")).iterdir()
        assert there.name == here.name
        assert there.read_bytes() == here.read_bytes(), here.name
