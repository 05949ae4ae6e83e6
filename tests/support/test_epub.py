"""The readers of EPUB files and web pages must see what is there."""

from __future__ import annotations

from pathlib import Path

from .epub import Epub, raw_markup
from .test_epubcheck import make_epub
from .web import Page

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
  <title> A
   title</title>
  <meta name="author" content="Somebody"><meta property="og:title" content="Open">
  <link rel="canonical" href="https://example.org/">
</head>
<body><nav>Skip</nav><main><h1>Words</h1> <p>of the <a href="#">page</a></p></main></body>
</html>
"""


def test_a_book_is_read(tmp_path: Path) -> None:
    epub = Epub(make_epub(tmp_path, link="nav.xhtml#top"))
    assert epub.first.filename == "mimetype"
    assert epub.dublin_core("title") == ["One page"]
    assert epub.dublin_core("creator") == []
    assert epub.properties("dcterms:modified") == ["2026-11-23T00:00:00Z"]
    assert epub.spine == ["nav.xhtml"]
    assert epub.navigation == {"toc": [("Here", "nav.xhtml")]}
    assert epub.text("nav.xhtml") == "Here"
    assert epub.links("nav.xhtml") == ["nav.xhtml#top"]


def test_a_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    page = Page(path)
    assert (page.language, page.title, page.text) == ("en", "A title", "Words of the page")
    assert page.all_text == "SkipWords of the page"
    assert page.links == ["#"]
    assert page.meta("author") == ["Somebody"]
    assert page.meta("og:title") == ["Open"]
    assert page.meta("description") == []
    assert page.related("canonical") == ["https://example.org/"]


def test_markup_that_shows_is_found() -> None:
    assert raw_markup("A < B & C; R&D [1], $5 and a\\b {see below}") == []
    for raw in (
        "see [[1]]",
        r"is \(x\)",
        "<b>bold",
        "a&nbsp;b",
        "{cite:p}`x`",
        "::: note",
        "\ufffd",
    ):
        assert raw_markup(raw), raw
