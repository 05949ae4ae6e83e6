"""The e-reader edition as it is read: notes, links, pages, weight."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from tests.support.epub import OPS_TYPE, XHTML, Epub
from tests.support.pdf import Pdf


def addresses(epub: Epub, path: str) -> list[tuple[str, str]]:
    """Return file and fragment of each link of *path* that stays in the book."""
    found = []
    for link in epub.document(path).iter(XHTML + "a"):
        href = link.get("href", "")
        if ":" not in href.partition("#")[0]:
            file, _hash, fragment = href.partition("#")
            base = posixpath.join(posixpath.dirname(path), unquote(file)) if file else path
            found.append((posixpath.normpath(base), unquote(fragment)))
    return found


def dead_links(epub: Epub) -> list[tuple[str, str, str]]:
    """Return the links of *epub* that lead to nothing in it."""
    ids = {
        path: {element.get("id") for element in epub.document(path).iter()} for path in epub.spine
    }
    return [
        (path, file, fragment)
        for path in epub.spine
        for file, fragment in addresses(epub, path)
        if file not in ids or (fragment and fragment not in ids[file])
    ]


def unpaired_notes(page: ET.Element) -> set[str]:
    """Return the notes of *page* that nothing calls, and calls that nothing leads back to."""
    calls, notes, backs = {}, set(), set()
    for element in page.iter():
        kind, href = element.get(OPS_TYPE, ""), element.get("href", "")[1:]
        if kind == "noteref":
            calls[element.get("id", "")] = href
        elif kind == "footnote":
            notes.add(element.get("id", ""))
        elif kind == "backlink":
            backs.add(href)
    return (notes ^ set(calls.values())) | (backs ^ set(calls))


def test_every_link_within_the_book_leads_somewhere(epub: Epub) -> None:
    assert dead_links(epub) == []


def test_a_dead_link_would_be_found(epub: Epub) -> None:
    path = next(p for p in epub.spine if b'href="#note-' in epub.files[p])
    kept = epub.files[path]
    try:
        epub.files[path] = kept.replace(b' id="note-', b' id="nought-', 1)
        assert dead_links(epub)
        assert unpaired_notes(epub.document(path))
    finally:
        epub.files[path] = kept


def test_every_note_is_called_and_leads_back(epub: Epub) -> None:
    unpaired = {path: unpaired_notes(epub.document(path)) for path in epub.spine}
    assert {path: found for path, found in unpaired.items() if found} == {}


def test_a_citation_opens_where_it_stands(epub: Epub) -> None:
    calls = [
        (path, call.get("href", ""))
        for path in epub.spine
        for call in epub.document(path).iter(XHTML + "a")
        if call.get(OPS_TYPE) == "noteref"
    ]
    assert [href for _path, href in calls if href.startswith("#note-")]
    assert [(path, href) for path, href in calls if not href.startswith("#")] == []


def test_the_markup_is_current_and_bare(epub: Epub) -> None:
    for path in epub.spine:
        text = epub.files[path].decode()
        assert not re.search(r'doc-(biblioentry|endnote)"| style="|<script|\[\[|\\\(', text), path


def test_page_marks_are_listed_in_their_order(epub: Epub) -> None:
    marks = [
        element.get("id", "").removeprefix("page-")
        for path in epub.spine
        for element in epub.document(path).iter()
        if element.get("role") == "doc-pagebreak"
    ]
    if not marks:
        pytest.skip("this edition was made without a print edition")
    assert [label for label, _target in epub.navigation["page-list"]] == marks
    assert epub.properties("pageBreakSource")
    assert len(set(marks)) == len(marks)


def test_the_pages_are_those_of_the_print_edition(epub: Epub, pdf: Pdf) -> None:
    folios = [label for label in pdf.labels if label]  # the cover has none
    assert [label for label, _target in epub.navigation["page-list"]] == folios


def test_it_is_light(epub: Epub) -> None:
    assert epub.path.stat().st_size < 2_000_000
