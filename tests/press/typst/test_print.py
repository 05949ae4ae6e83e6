"""Every construct in print: the tests look into the PDF, not at the markup.

One book with every node, in roots/constructs, is built once; what a reader finds on
its pages is asserted below.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject, IndirectObject

from tests.support.minibook import built

ROOT = Path(__file__).parent / "roots" / "constructs"


@dataclass
class Printed:
    """The printed book: its reader, its pages' text, what Sphinx warned of."""

    pdf: pypdf.PdfReader
    path: Path
    pages: list[str]
    source: str
    warnings: list[str]

    @property
    def text(self) -> str:
        """All pages, white space folded."""
        return re.sub(r"\s+", " ", " ".join(self.pages))

    def page_of(self, words: str) -> int:
        """Return the only page, counted from 1, that holds *words*, the contents apart."""
        found = [
            n
            for n, page in enumerate(self.pages, 1)
            if words in re.sub(r"\s+", " ", page) and "Contents" not in page
        ]
        assert len(found) == 1, f"{words!r} is on pages {found}"
        return found[0]

    @property
    def root(self) -> Any:
        """The PDF's catalog."""
        return self.pdf.trailer["/Root"]

    def tags(self) -> list[str]:
        """Return the structure types of the tag tree, in reading order."""
        return [str(element["/S"]) for element in self.elements()]

    def elements(self) -> Iterator[DictionaryObject]:
        """Yield the structure elements, in reading order."""
        stack: list[Any] = [self.root["/StructTreeRoot"]]
        while stack:
            node = stack.pop()
            if isinstance(node, IndirectObject):
                node = node.get_object()
            if isinstance(node, list):
                stack.extend(reversed(node))
            elif isinstance(node, DictionaryObject):
                if "/S" in node:
                    yield node
                if "/K" in node:
                    stack.append(node["/K"])


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    folder = tmp_path_factory.mktemp("constructs") / "book"
    shutil.copytree(ROOT, folder)
    with built(folder, "pdf") as book:
        path = book.out / "constructs.pdf"
        reader = pypdf.PdfReader(path)
        source = (book.out / "source" / "constructs.typ").read_text(encoding="utf-8")
        texts = [page.extract_text() for page in reader.pages]
        yield Printed(reader, path, texts, source, book.warnings)


def test_no_warning(printed: Printed) -> None:
    assert printed.warnings == []


@pytest.mark.parametrize(
    "words",
    [
        "A word of welcome at the root.", "Roman folios here.", "nested gamma", "3. third",
        "b) letter two", "v. roman five", "Definition two.", "Field body.",
        "-o FILE, --output=FILE", "Indented line", "Only indented.", "— The Quoted",
        "— Epigraphist", "A pulled quote.", "A rubric", "Centered words", "The legend below.",
        "Table with stubs", "right two", "plain spaces kept", "parsed emphasis kept", "See also",
        "A title of its own", "Topic body.", "Sidebar body.", "Added in version 1.1: New here.",
        "Do this.", "Only in print.", "Raw typst here", "h two", "In a container.", "Does spam.",
        "Its size.", 'expr ::= term "+" term', "LIFO (last in first out), again LIFO,",
        "File ‣ Open", "ls(1)", "red.png", "An animal with stripes.", "aardvark",
        "Final text of the book.", "nested = True",
    ],
)  # fmt: skip
def test_text_is_printed(printed: Printed, words: str) -> None:
    assert words in printed.text


@pytest.mark.parametrize("words", ["Only on the web.", "Raw html not here", "::= ::="])
def test_what_is_not_for_print_is_left_out(printed: Printed, words: str) -> None:
    assert words not in printed.text


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("Blocks (p. {})", "First paragraph of the chapter."),
        ("(in Blocks, p. {})", "First paragraph of the chapter."),
        ("Fig. 1.1 (p. {})", "The circle caption"),
        ("Table 1.1 (p. {})", "Table with stubs"),
        ("Listing 1.1 (p. {})", "Captioned code"),
        ("Markdown chapter (p. {})", "A note of the same name"),
    ],
)
def test_cross_references_name_the_page(printed: Printed, words: str, target: str) -> None:
    label = printed.pdf.page_labels[printed.page_of(target) - 1]
    assert words.format(label) in printed.text


@pytest.mark.parametrize(
    ("note", "calls"),
    [
        ("The same note twice.", "first4, again4, auto5"),
        ("The Markdown note.", "A note of the same name7, twice7"),
        ("Note in a caption.", "The circle caption1"),
        ("Note in a table.", "Cell with note2"),
    ],
)
def test_notes_stand_at_the_foot_once(printed: Printed, note: str, calls: str) -> None:
    assert printed.text.count(note) == 1
    assert calls in printed.text
    assert printed.page_of(note) == printed.page_of(calls.partition(",")[0])


def test_outside_links_show_their_address_once(printed: Printed) -> None:
    assert printed.text.count("https://example.org/deep/page") == 1
    assert printed.text.count("https://example.org/bare") == 1


def test_links_lead_where_they_say(printed: Printed) -> None:
    actions = [
        annotation.get_object()
        for page in printed.pdf.pages
        for annotation in page.get("/Annots", [])
    ]
    uris = {str(a["/A"]["/URI"]) for a in actions if "/URI" in a.get("/A", {})}
    assert {"https://example.org/deep/page", "https://example.org/bare"} <= uris
    inside = [a for a in actions if "/Dest" in a or a.get("/A", {}).get("/S") == "/GoTo"]
    assert len(inside) > 20


def test_index_has_every_kind_of_entry(printed: Printed) -> None:
    index = re.sub(r"\s+", " ", printed.pages[-1]).replace("\u00ad", "-")  # line ends
    page = printed.pdf.page_labels[printed.page_of("First paragraph of the chapter.") - 1]
    for entry in (
        f"elephant african, {page}",
        f"trunk. See also nose tail, {page}",
        f"tail trunk, {page}",
        "pachyderm. See elephant",
        f"main thing, {page}",
        "zebra, ",
        "hippopotamus, ",
        "Thing (built-in class), ",
    ):
        assert entry in index, index


def test_outline_has_parts_chapters_and_sections(printed: Printed) -> None:
    def titles(items: list[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from titles(item, depth + 1)
            else:
                yield depth, str(item.title)

    outline = list(titles(printed.pdf.outline))
    assert (0, "Part the first") in outline
    assert (1, "1 Blocks") in outline
    assert (2, "1.3 Figures") in outline
    assert (0, "Index") in outline


def test_folios_are_roman_then_arabic(printed: Printed) -> None:
    labels = printed.pdf.page_labels
    main = labels.index("1")
    assert labels[:main] == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
    assert labels[main:] == [str(n) for n in range(1, len(labels) - main + 1)]


def test_chapters_open_on_rectos_without_running_head(printed: Printed) -> None:
    for words in ("First paragraph of the chapter.", "A note of the same name", "Roman folios"):
        number = printed.page_of(words)
        assert number % 2 == 1
        assert "Constructs" not in printed.pages[number - 1]


@pytest.mark.parametrize(
    "tag",
    ["/H1", "/H2", "/P", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TH", "/TD", "/Figure",
     "/Caption", "/Note", "/Link", "/Code", "/BlockQuote", "/Formula", "/TOC", "/TOCI", "/Em",
     "/Strong"],
)  # fmt: skip
def test_tags_say_what_things_are(printed: Printed, tag: str) -> None:
    assert tag in printed.tags()


def test_pictures_and_formulas_have_alternatives(printed: Printed) -> None:
    alternatives = [
        str(element.get("/Alt", ""))
        for element in printed.elements()
        if str(element["/S"]) in ("/Figure", "/Formula")
    ]
    assert "A blue circle." in alternatives
    assert r"e^{i\pi} + 1 = 0" in alternatives
    assert all(alternatives)


def test_headings_never_skip_a_level(printed: Printed) -> None:
    levels = [int(tag[2:]) for tag in printed.tags() if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_heading_is_part_of_a_paragraph(printed: Printed) -> None:
    for element in printed.elements():
        if str(element["/S"]) == "/P":
            children: Any = element.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                part = child.get_object()
                assert not (
                    isinstance(part, DictionaryObject)
                    and re.fullmatch(r"/H\d", str(part.get("/S", "")))
                )


def test_spans_reach_the_tags(printed: Printed) -> None:
    attributes = [
        attribute
        for element in printed.elements()
        if str(element["/S"]) in ("/TH", "/TD")
        for attribute in (
            element.get("/A", []) if isinstance(element.get("/A"), list) else [element.get("/A")]
        )
        if attribute is not None
    ]
    spans = [a.get_object() for a in attributes]
    assert any(a.get("/ColSpan") == 2 for a in spans)
    assert any(a.get("/RowSpan") == 2 for a in spans)


def test_metadata(printed: Printed) -> None:
    information = printed.pdf.metadata
    assert information is not None
    assert information.title == "Constructs: Each node once"
    assert information.author == "Nobody at All"
    assert printed.root["/Lang"] == "en"
    assert printed.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert printed.root["/MarkInfo"]["/Marked"]
    assert information.creation_date_raw == "D:20260102000000Z"


def test_every_font_is_embedded(printed: Printed) -> None:
    for page in printed.pdf.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
