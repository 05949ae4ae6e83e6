"""The pages of the print edition, one by one, as a typographer goes through the proofs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.pages import Pages, lines
from tests.support.pdf import Pdf
from tests.support.published import letters

#: Type size of the body, and the distance of its baselines, in points; lines of a page.
SIZE, STEP, LINES = 11, 11 * 1.337, 33


@pytest.fixture(scope="module")
def pages(pdf: Pdf) -> Pages:
    """The pages of the print edition."""
    return Pages(pdf)


def opening(pdf: Pdf, title: str) -> int:
    """Return the page, from 0, on which the chapter of this *title* opens."""
    (page,) = [entry.page for entry in pdf.outline if entry.depth == 0 and title in entry.title]
    assert page is not None
    return page


def chapter(pages: Pages, title: str) -> range:
    """Return the pages of the chapter of this *title*."""
    first = opening(pages.pdf, title)
    opened = [entry.page for entry in pages.pdf.outline if entry.depth == 0]
    return range(first, min((p for p in opened if p and p > first), default=len(pages.marks)))


def running_text(pages: Pages) -> range:
    """Return the pages of the preface, the chapters and the afterword."""
    return range(opening(pages.pdf, "Preface"), opening(pages.pdf, "Ledger"))


def works(pages: Pages) -> list[str]:
    """Return the entries of the bibliography: each begins at the left edge."""
    found: list[str] = []
    for page in chapter(pages, "Bibliography"):
        shown = [line for line in lines(pages.body(page)) if line.marks[0].size < 10]
        edge = min((line.left for line in shown), default=0)
        for line in shown:
            if line.left < edge + 3:
                found.append("")
            found[-1] += line.text + " "
    return found


def index_lines(pages: Pages) -> list[str]:
    """Return the lines of the index, whose pages have two columns."""
    found = []
    for page in chapter(pages, "Index"):
        body = pages.body(page)
        edges = [mark.box[0] for mark in body], [mark.box[2] for mark in body]
        middle = (min(edges[0]) + max(edges[1])) / 2
        for left in (True, False):
            column = [mark for mark in body if (mark.box[0] < middle - 2) == left]
            found += [line.text for line in lines(column)]
    return found


def test_no_text_stands_outside_its_frame(pages: Pages) -> None:
    assert list(pages.outside()) == []


def test_no_line_of_a_paragraph_stands_alone(pages: Pages) -> None:
    assert list(pages.lonely()) == []


def test_below_each_heading_there_is_text(pages: Pages) -> None:
    assert list(pages.stranded()) == []


def test_chapters_open_on_right_pages_without_running_head(pages: Pages) -> None:
    assert len([entry for entry in pages.pdf.outline if entry.depth == 0]) > 8
    assert list(pages.openers()) == []


def test_a_page_is_calm(pages: Pages) -> None:
    """Of 33 lines, of about 66 letters each: what a book for reading has."""
    full = [line for page in running_text(pages) for line in pages.full(page, SIZE)]
    assert len(full) > 2500
    assert 62 < sum(len(line.text) for line in full) / len(full) < 70
    most = max(len(pages.full(page, SIZE)) for page in running_text(pages))
    heights = [max(line.baseline for line in full), min(line.baseline for line in full)]
    assert round((heights[0] - heights[1]) / STEP) + 1 == LINES >= most


def test_lines_stand_on_the_grid_of_the_page(pages: Pages) -> None:
    # A table that is too long for a page ends where it ends, and so begins what follows it.
    grid = [page for page in running_text(pages) if page not in pages.ends_of_long_tables()]
    assert len(grid) > 0.9 * len(running_text(pages))
    assert [line for page in grid for line in pages.off_grid(page, SIZE, STEP)] == []


def test_words_stand_evenly(pages: Pages) -> None:
    full = [line for page in running_text(pages) for line in pages.full(page, SIZE)]
    found = [line for page in running_text(pages) for line in pages.loose(page, SIZE, 0.42)]
    assert len(found) < 0.003 * len(full), found
    assert [line for page in running_text(pages) for line in pages.loose(page, SIZE, 0.5)] == []


def test_hyphens_build_no_ladders(pages: Pages) -> None:
    assert [line for page in range(len(pages.marks)) for line in pages.ladders(page)] == []


def test_no_text_stands_on_other_text(pages: Pages) -> None:
    assert list(pages.overprinted()) == []


def test_pages_are_filled(pages: Pages) -> None:
    """Where a heading or claim must turn the page, a fifth of the page may stay white."""
    assert list(pages.holes(0.2 * LINES * STEP + STEP)) == []


def test_tables_that_have_room_on_a_page_are_in_one_piece(pages: Pages) -> None:
    assert list(pages.broken_rows()) == []
    assert list(pages.broken_tables(0.7 * LINES * STEP)) == []


def test_printed_numbers_are_those_that_readers_show(pages: Pages) -> None:
    found = list(pages.folios())
    assert len(found) > 0.9 * len(running_text(pages))
    assert [
        (said, pages.pdf.labels[at]) for at, said in found if said != pages.pdf.labels[at]
    ] == []


def test_running_heads_name_book_and_chapter(pages: Pages, stated: dict[str, Any]) -> None:
    title, checked = "", 0
    opened = {entry.page: entry.title for entry in pages.pdf.outline if entry.depth == 0}
    for page in running_text(pages):
        title = opened.get(page, title)
        if page in opened or not pages.body(page):
            continue
        checked += 1
        expected = title if page % 2 == 0 else stated["project"]
        assert letters(expected) in letters(pages.furniture(page))
    assert checked > 120


def test_each_heading_is_in_the_outline(pdf: Pdf) -> None:
    headings = [tag for tag in pdf.tags if re.fullmatch(r"/H\d", str(tag["/S"]))]
    assert len(headings) == len(pdf.outline) > 100


def test_each_page_number_is_that_of_the_page_it_leads_to(pages: Pages) -> None:
    found = list(pages.numbers())
    assert len(found) > 1000
    labels = pages.pdf.labels
    wrong = [f"{pages.name(at)}: {said}" for at, said, to in found if labels[to] != said]
    assert wrong == []


def test_contents_and_lists_lead_to_the_words_that_they_quote(pages: Pages) -> None:
    cited = chapter(pages, "Bibliography")[1:]  # where sources named in captions lead
    checked, lost = 0, []
    for page in range(opening(pages.pdf, "Preface")):
        for said, leads in pages.links(page):
            if leads in cited:
                continue
            label = pages.pdf.labels[leads]
            number = re.search(r"\d+$|[ivxl]+$", said)
            quoted = said.removesuffix(number[0]) if number else said
            checked += 1
            there = letters("".join(mark.text for mark in pages.marks[leads]))
            if (number and number[0] != label) or letters(quoted) not in there:
                lost.append(f"{said!r} leads to p. {label}")
    assert checked > 80
    assert lost == []


def test_a_work_is_named_on_each_page_that_its_entry_gives(pages: Pages) -> None:
    checked, lost = 0, []
    for entry in works(pages):
        work, cited, places = entry.partition("Cited on")
        author = re.match(r"\W*(\w+)", work)
        if not cited or author is None:
            continue
        for number in re.findall(r"\d+|\b[ivxl]+\b", places):
            page = pages.pdf.labels.index(number)
            checked += 1
            if letters(author[1]) not in letters(pages.text(page, page + 1)):
                lost.append(f"p. {number}: {author[1]}")
    assert checked > 500
    assert lost == []


def test_the_index_gives_pages_that_speak_of_the_thing(pages: Pages) -> None:
    checked, lost = 0, []
    for entry in index_lines(pages):
        found = re.match(r"\W*([\w’ -]+?)(?: \(.*?\))?,((?:[ ,–]*(?:\d+|[ivxl]+)\b)+)", entry)
        if found is None:
            continue
        words = [letters(word)[:4] for word in re.findall(r"\w{4,}", found[1])]
        for number in re.findall(r"\d+|[ivxl]+", found[2]):
            page = pages.pdf.labels.index(number)
            checked += 1
            text = letters(pages.text(page, page + 1))
            if words and not any(word in text for word in words):
                lost.append(f"{found[1]}, {number}")
    assert checked > 300
    # An entry may name in the index's words what the page says in others.
    assert len(lost) < 0.08 * checked, lost
