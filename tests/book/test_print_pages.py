"""The pages of the print edition, one by one, as a typographer goes through the proofs."""

from __future__ import annotations

import re

import pytest

from tests.support.pages import Pages, lines
from tests.support.pdf import Pdf
from tests.support.published import letters


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
