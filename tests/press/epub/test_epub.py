"""The e-reader builder, on a small book that holds each thing once."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support import epubcheck
from tests.support.epub import OPS_TYPE, XHTML, Epub
from tests.support.minibook import Book, built, write
from tests.support.tools import requires

# MyST's own use of what Sphinx will drop.
pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")

ROOT = Path(__file__).parent / "roots" / "reader"
MATHML = "{http://www.w3.org/1998/Math/MathML}"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The small book, built once."""
    folder = tmp_path_factory.mktemp("reader") / "book"
    shutil.copytree(ROOT, folder)
    with built(folder, "epub") as found:
        yield found


@pytest.fixture(scope="module")
def epub(book: Book) -> Epub:
    """Its EPUB file."""
    return Epub(book.out / "the-book-of-things.epub")


def elements(epub: Epub, path: str, **wanted: str) -> list[ET.Element]:
    """Return the elements of a document with the attributes *wanted*; ``kind`` is epub:type."""
    names = {"kind": OPS_TYPE}
    asked = {names.get(name, name): value for name, value in wanted.items()}
    return [
        element
        for element in epub.document(path).iter()
        if all(element.get(name) == value for name, value in asked.items())
    ]


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


# -- The whole ---------------------------------------------------------------------------------


def test_it_builds_without_a_warning(book: Book) -> None:
    assert book.warnings == []


@pytest.mark.conformance
def test_epubcheck_finds_nothing(book: Book, epub: Epub) -> None:
    requires("epubcheck")
    assert [str(found) for found in epubcheck.check(epub.path)] == []


def test_the_same_book_gives_the_same_bytes(book: Book, epub: Epub, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    shutil.copytree(ROOT, folder)
    with built(folder, "epub") as again:
        assert (again.out / epub.path.name).read_bytes() == epub.path.read_bytes()


def test_the_archive_is_sorted_and_bears_the_release_date(epub: Epub) -> None:
    with zipfile.ZipFile(epub.path) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries]
    assert names[:2] == ["mimetype", "META-INF/container.xml"]
    assert names[2:] == sorted(names[2:])
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert {entry.date_time for entry in entries} == {(2026, 1, 2, 0, 0, 0)}


def test_nothing_of_the_web_is_in_it(epub: Epub) -> None:
    assert not [n for n in epub.files if n.endswith((".js", ".woff", ".ttf")) or "_static" in n]
    for path in epub.spine:
        text = epub.files[path].decode()
        assert "style=" not in text, path
        assert "<script" not in text, path
        assert "search.xhtml" not in text, path
        assert not re.search(r'class="[^"]*\b(docutils|reference|highlight|notranslate)\b', text)


# -- The package ---------------------------------------------------------------------------------


def test_the_package_tells_what_the_book_is(epub: Epub) -> None:
    assert epub.dublin_core("title") == ["The Book of Things", "Each of Them Once"]
    assert epub.dublin_core("creator") == ["Ann Author"]
    assert epub.dublin_core("contributor") == ["Ed Itor"]
    assert epub.dublin_core("language") == ["en"]
    assert epub.dublin_core("date") == ["2026-01-02"]
    assert epub.properties("dcterms:modified") == ["2026-01-02T00:00:00Z"]
    assert "Book of Things, The" in epub.properties("file-as")
    assert epub.properties("role") == ["aut", "edt"]


def test_one_identifier_stands_in_package_and_ncx(epub: Epub) -> None:
    ncx = ET.fromstring(epub.files["toc.ncx"])
    ids = [e.get("content") for e in ncx.iter() if e.get("name") == "dtb:uid"]
    assert ids == epub.dublin_core("identifier") != ["unknown"]


def test_its_pages_come_from_the_print_edition(epub: Epub) -> None:
    assert epub.dublin_core("source") == epub.properties("pageBreakSource")


def test_accessibility_is_what_the_book_holds(epub: Epub) -> None:
    features = epub.properties("schema:accessibilityFeature")
    assert {"alternativeText", "MathML", "index", "pageNavigation"} <= set(features)
    assert epub.properties("schema:accessMode") == ["textual", "visual"]
    (summary,) = epub.properties("schema:accessibilitySummary")
    assert "one picture" in summary
    assert "page list" in summary


def test_no_claim_is_made_by_itself(epub: Epub) -> None:
    assert epub.properties("dcterms:conformsTo") == []
    assert epub.properties("a11y:certifiedBy") == []


def test_the_cover_is_known_as_such_and_described(epub: Epub) -> None:
    items = [e for e in epub.package.iter() if e.get("properties") == "cover-image"]
    assert [item.get("href") for item in items] == ["images/cover.svg"]
    assert epub.spine[0] == "epub-cover.xhtml"
    (image,) = elements(epub, epub.spine[0], role="doc-cover")
    assert image.get("alt") == "A red square on white."


# -- Navigation -----------------------------------------------------------------------------------


def test_the_contents_reach_sections_and_name_parts(epub: Epub) -> None:
    labels = [label for label, _target in epub.navigation["toc"]]
    assert labels == [
        "The Book of Things", "Preface", "Chapter one", "A section of one", "Chapter two",
        "Glossary", "Bibliography", "Index",
    ]  # fmt: skip
    nav = epub.document("nav.xhtml")
    assert [words(span) for span in nav.iter(XHTML + "span")] == ["Words", "Facts"]


def test_landmarks(epub: Epub) -> None:
    assert epub.navigation["landmarks"] == [
        ("Cover", "epub-cover.xhtml"),
        ("Table of Contents", "nav.xhtml"),
        ("Chapter one", "one.xhtml"),
        ("Glossary", "glossary.xhtml"),
        ("Bibliography", "bibliography.xhtml"),
        ("Index", "genindex.xhtml"),
    ]


def test_pages_turn_at_the_word(epub: Epub) -> None:
    assert [label for label, _target in epub.navigation["page-list"]] == ["xii", "13", "14"]
    marks = elements(epub, "one.xhtml", role="doc-pagebreak")
    assert [mark.get("id") for mark in marks] == ["page-xii", "page-13", "page-14"]
    assert [mark.get("aria-label") for mark in marks] == ["xii. ", "13. ", "14. "]
    assert [(mark.tail or "").split(maxsplit=1)[:1] for mark in marks[:2]] == [["seven"], ["seas"]]
    assert "print edition" in epub.properties("pageBreakSource")[0]


def test_a_word_of_the_index_leads_to_another(epub: Epub) -> None:
    (link,) = [a for a in elements(epub, "genindex.xhtml", href="#term-H-0") if a.tag.endswith("a")]
    (heron,) = elements(epub, "genindex.xhtml", id="term-H-0")
    assert words(link) == "heron"
    assert words(heron).startswith("heron, ")


def test_the_index_gives_pages_or_sections(epub: Epub) -> None:
    items = [words(item) for item in epub.document("genindex.xhtml").iter(XHTML + "li")]
    assert items == [
        "bird, see heron",
        "heron, 14 gray, Chapter one",
        "gray, Chapter one",
        "kite, 14",
    ]


# -- Content ---------------------------------------------------------------------------------------


def test_each_document_says_language_and_a_title_of_its_own(epub: Epub) -> None:
    titles = [epub.document(path).findtext(f"{XHTML}head/{XHTML}title") for path in epub.spine]
    assert len(set(titles)) == len(titles)
    assert "Chapter one – The Book of Things" in titles


def test_notes_are_called_and_lead_back(epub: Epub) -> None:
    calls = elements(epub, "one.xhtml", kind="noteref")
    notes = elements(epub, "one.xhtml", kind="footnote")
    backs = elements(epub, "one.xhtml", kind="backlink")
    assert {call.get("role") for call in calls} == {"doc-noteref"}
    assert {note.get("role") for note in notes} == {"doc-footnote"}
    assert {note.tag for note in notes} == {XHTML + "aside"}
    assert {f"#{note.get('id')}" for note in notes} == {call.get("href") for call in calls}
    assert sorted(f"#{call.get('id')}" for call in calls) == sorted(
        b.get("href", "") for b in backs
    )
    marks = [words(call) for call in calls if call.get("class") == "note-mark"]
    assert marks == ["1", "1", "2"]


def test_citations_pop_up_and_lead_on(epub: Epub) -> None:
    (note,) = elements(epub, "one.xhtml", id="note-wolf2020")
    assert "On Tools" in words(note)
    assert "Cited in" not in words(note)
    assert "bibliography.xhtml#cite-wolf2020" in [a.get("href") for a in note.iter(XHTML + "a")]
    assert "  " not in "".join(note.itertext()).replace("\n", "")


def test_a_claim_is_an_aside_with_a_name(epub: Epub) -> None:
    (claim,) = elements(epub, "one.xhtml", role="note")
    assert claim.tag == XHTML + "aside"
    assert claim.get("aria-label") == "Claim T1"


def test_header_cells_say_what_they_head(epub: Epub) -> None:
    tables = list(epub.document("two.xhtml").iter(XHTML + "table"))
    scopes = [[cell.get("scope") for cell in table.iter(XHTML + "th")] for table in tables]
    assert scopes == [["col", "col", "col", "col", "row"], ["col", "col"]]
    assert [table.get("class") for table in tables] == ["wide", None]
    heads = [cell.get("data-head") for cell in tables[0].iter(XHTML + "td")]
    assert heads == ["Supported", "Qualified", "Contradicted"]


def test_maths_is_mathml_with_its_tex(epub: Epub) -> None:
    (block,) = epub.document("two.xhtml").iter(MATHML + "math")
    assert block.get("alttext") == r"e^{i\pi} + 1 = 0"
    (inline,) = epub.document("one.xhtml").iter(MATHML + "math")
    assert words(inline) == "a2<b"


def test_raw_html_becomes_xml(epub: Epub) -> None:
    text = epub.text("one.xhtml")
    assert "Raw bold text" in text
    assert "&nbsp;" not in epub.files["one.xhtml"].decode()


def test_program_text_stands_without_colors(epub: Epub) -> None:
    (code,) = epub.document("two.xhtml").iter(XHTML + "code")
    assert [words(line) for line in code.iter(XHTML + "mark")] == ["y = 2"]
    (keyword,) = [b for b in epub.document("one.xhtml").iter(XHTML + "b") if b.text == "if"]
    assert keyword.text == "if"


def test_names_of_a_section_stand_in_its_heading(epub: Epub) -> None:
    (section,) = elements(epub, "one.xhtml", id="one")
    heading = section[0]
    assert heading.tag == XHTML + "h1"
    assert heading.get("id") == "chapter-one"


def test_links_to_what_a_web_site_has_become_words(epub: Epub) -> None:
    assert "See Search Page and" in epub.text("two.xhtml")


def test_reference_sections_have_current_roles(epub: Epub) -> None:
    assert len(elements(epub, "bibliography.xhtml", role="doc-bibliography")) == 1
    assert len(elements(epub, "glossary.xhtml", role="doc-glossary")) == 1
    backs = [back.get("href") for back in elements(epub, "bibliography.xhtml", role="doc-backlink")]
    assert "one.xhtml#cited-one-1" in backs
    for path in epub.spine:
        assert not re.search(rb"doc-(biblioentry|endnote)\b", epub.files[path])


# -- What must fail, or be reported ----------------------------------------------------------------


CONF = """\
project = "Small"
author = "Nobody"
extensions = ["press", "press.epub"]
"""


def report(folder: Path, index: str, conf: str = CONF, **files: str) -> list[str]:
    """Return the warnings of a book whose only documents are given."""
    named = {name.replace("_", "."): text for name, text in files.items()}
    write(folder, {"conf.py": conf, "index.rst": index, **named})
    with built(folder, "epub") as book:
        return book.warnings


TITLE = "Small\n=====\n\n"


@pytest.mark.conformance
def test_a_book_with_nothing_stated_builds(tmp_path: Path) -> None:
    assert report(tmp_path, TITLE + "Text.\n") == []
    (path,) = (tmp_path / "_build" / "epub").glob("*.epub")
    epub = Epub(path)
    assert epub.dublin_core("identifier")[0].startswith("urn:uuid:")
    assert "page-list" not in epub.navigation
    assert epub.properties("pageBreakSource") == []
    assert epub.properties("schema:accessMode") == ["textual"]
    assert "genindex.xhtml" not in epub.files
    requires("epubcheck")
    assert [str(found) for found in epubcheck.check(path)] == []


def test_a_picture_without_alternative_text_is_reported(tmp_path: Path) -> None:
    svg = (ROOT / "pic.svg").read_text(encoding="utf-8")
    found = report(tmp_path, TITLE + ".. image:: pic.svg\n", pic_svg=svg)
    assert [w for w in found if "index.rst:4" in w and "alternative text" in w]
    (path,) = (tmp_path / "_build" / "epub").glob("*.epub")
    assert "alternativeText" not in Epub(path).properties("schema:accessibilityFeature")


def test_a_script_is_left_out_and_reported(tmp_path: Path) -> None:
    found = report(tmp_path, TITLE + ".. raw:: html\n\n   <script>alert(1)</script>\n")
    assert [w for w in found if "index.rst:4" in w and "web pages only" in w]


def test_a_formula_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    found = report(tmp_path, TITLE + r"Here :math:`\left( x`." + "\n")
    assert [w for w in found if "index.rst:4" in w and "formula" in w]


def test_an_orphan_is_in_it_only_if_something_leads_there(tmp_path: Path) -> None:
    orphan = ":orphan:\n\nLonely\n======\n"
    index = TITLE + ":doc:`linked`\n"
    assert report(tmp_path, index, linked_rst=orphan, lost_rst=orphan) == []
    (path,) = (tmp_path / "_build" / "epub").glob("*.epub")
    epub = Epub(path)
    assert "linked.xhtml" in epub.spine
    assert "lost.xhtml" not in epub.files


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"colour": "red"}, "no key 'colour'"),
        ({"cover": "none.png", "cover_alt": "Nothing."}, "not there"),
        ({"cover": "index.rst", "cover_alt": "Text."}, "not one of"),
        ({"conforms_to": "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"}, "certified_by"),
        ({"roles": {"index": "chapel"}}, "chapel"),
        ({"contributors": [{"nom": "X"}]}, "contributors"),
    ],
)
def test_wrong_settings_stop_the_build(
    setting: dict[str, object], message: str, tmp_path: Path
) -> None:
    from sphinx.errors import ConfigError

    with pytest.raises(ConfigError, match=message):
        report(tmp_path, TITLE, CONF + f"press_epub = {setting!r}\n")


def test_a_cover_without_description_stops_the_build(tmp_path: Path) -> None:
    from sphinx.errors import ConfigError

    svg = (ROOT / "cover.svg").read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="cover_alt"):
        report(tmp_path, TITLE, CONF + 'press_epub = {"cover": "cover.svg"}\n', cover_svg=svg)


def test_a_claim_that_somebody_stands_for_is_stated(tmp_path: Path) -> None:
    claim = {"conforms_to": "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "certified_by": "Ann"}
    assert report(tmp_path, TITLE, CONF + f"press_epub = {claim!r}\n") == []
    (path,) = (tmp_path / "_build" / "epub").glob("*.epub")
    epub = Epub(path)
    assert epub.properties("dcterms:conformsTo") == [claim["conforms_to"]]
    assert epub.properties("a11y:certifiedBy") == ["Ann"]
