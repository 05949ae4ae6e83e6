"""What conf.py says of the book is what each edition says, and each file that speaks of it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml

import press
from press.metadata import LICENSES
from tests.support.epub import Epub
from tests.support.pdf import Pdf
from tests.support.published import ROOT, Editions
from tests.support.web import Page

Stated = dict[str, Any]


@pytest.fixture(scope="module")
def full_title(stated: Stated) -> str:
    """Title and subtitle, as catalogs join them."""
    return f"{stated['project']}: {stated['subtitle']}"


@pytest.fixture(scope="module")
def imprint(stated: Stated) -> list[str]:
    """What a reader must be able to read in each edition, to cite it and to share it."""
    return [
        stated["project"],
        stated["subtitle"],
        stated["author"],
        stated["release"],
        stated["date"][:4],
        *LICENSES[stated["license"]],  # its name, and the address of its text
    ]


def squeezed(text: str) -> str:
    """Return *text* without that at which lines break: spaces and hyphens of all kinds."""
    return re.sub(r"[\s\u00ad\u200b\u2010\u2011-]+", "", text).casefold()


def unread(imprint: list[str], text: str) -> list[str]:
    """Return those statements of *imprint* that *text* does not hold."""
    return [statement for statement in imprint if squeezed(statement) not in squeezed(text)]


def test_a_missing_statement_shows(imprint: list[str]) -> None:
    assert unread(imprint, "\n".join(imprint)) == []
    assert unread(imprint, "nothing") == imprint


def test_print_in_words(pdf: Pdf, stated: Stated, imprint: list[str]) -> None:
    # Paper has no data to carry the identifier: it must be read.
    assert unread([*imprint, stated["identifier"]], pdf.text) == []


def test_print_in_data(pdf: Pdf, stated: Stated, full_title: str) -> None:
    info, xmp = pdf.reader.metadata, pdf.reader.xmp_metadata
    assert info is not None
    assert xmp is not None
    assert info.title == full_title
    assert info.author == stated["author"]
    assert info.subject == stated["description"]
    assert info.keywords == ", ".join(stated["subjects"])
    assert pdf.root["/Lang"] == stated["language"]
    assert xmp.dc_title == {"x-default": full_title}
    assert xmp.dc_creator == [stated["author"]]
    assert xmp.dc_language == [stated["language"]]
    assert xmp.dc_description == {"x-default": stated["description"]}
    assert xmp.xmp_create_date is not None
    assert xmp.xmp_create_date.date().isoformat() == stated["date"]


def test_ereader_in_words(epub: Epub, imprint: list[str]) -> None:
    words = [text for path in epub.spine for text in (epub.text(path), *epub.links(path))]
    assert unread(imprint, " ".join(words)) == []


def test_ereader_in_data(epub: Epub, stated: Stated) -> None:
    assert epub.dublin_core("title")[0] == stated["project"]
    assert stated["subtitle"] in " ".join(epub.dublin_core("title"))
    assert epub.dublin_core("creator") == [stated["author"]]
    assert epub.dublin_core("language") == [stated["language"]]
    assert epub.dublin_core("description") == [stated["description"]]
    assert epub.dublin_core("subject") == stated["subjects"]
    assert epub.dublin_core("date") == [stated["date"]]
    assert epub.dublin_core("identifier")[0] == stated["identifier"]
    (rights,) = epub.dublin_core("rights")
    assert LICENSES[stated["license"]][0] in rights


def test_web_in_words(editions: Editions, imprint: list[str]) -> None:
    pages = [Page(path) for path in editions.html.glob("*.html")]
    words = [text for page in pages for text in (page.all_text, *page.links)]
    assert unread(imprint, " ".join(words)) == []


def test_web_in_data(editions: Editions, stated: Stated) -> None:
    page = Page(editions.html / "index.html")
    assert page.language == stated["language"]
    assert stated["project"] in page.title
    assert page.meta("description") == [stated["description"]]
    assert page.meta("author") == [stated["author"]]


def test_citation(stated: Stated, full_title: str) -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    book = cff["preferred-citation"]
    assert book["type"] == "book"
    assert book["year"] == int(stated["date"][:4])
    assert book["languages"] == [stated["language"]]
    assert book["abstract"] == stated["description"]
    for record in (cff, book):
        assert record["title"] == full_title
        assert record["authors"] == [{"name": stated["author"]}]
        assert record["version"] == stated["release"]
        assert str(record["date-released"]) == stated["date"]
        assert record["license"] == stated["license"]
        assert record["keywords"] == stated["subjects"]
        assert [known["value"] for known in record["identifiers"]] == [stated["identifier"]]


def test_project(stated: Stated) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dynamic"] == ["version"], "the version is that of press/__init__.py"
    assert press.__version__ == stated["release"]
    assert stated["release"].startswith(stated["version"] + ".")
    assert project["authors"] == [{"name": stated["author"]}]


def test_changelog(stated: Stated) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?(\d[^\]\s]*)\]? - (\S+)$", changelog, re.MULTILINE)
    assert newest is not None
    assert newest.groups() == (stated["release"], stated["date"])


def test_license_texts(stated: Stated) -> None:
    text = (ROOT / "LICENSE-text").read_text(encoding="utf-8")
    code = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert stated["license"] == "CC-BY-4.0"
    assert text.startswith("Attribution 4.0 International\n")
    assert code.startswith("MIT License\n")
    assert stated["author"] in code
