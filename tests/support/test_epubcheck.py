"""EPUBCheck must find what is broken, and nothing in a book that is whole."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from . import epubcheck
from .tools import requires

CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package version="3.0" xml:lang="en" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:3e4f7a3c-4a2c-4a55-8e6c-3d0ab38ba9a9</dc:identifier>
    <dc:title>One page</dc:title>
    <dc:language>en</dc:language>
    <meta property="dcterms:modified">2026-11-23T00:00:00Z</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    {items}
  </manifest>
  <spine><itemref idref="nav"/></spine>
</package>
"""
PAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html lang="en" xml:lang="en"
      xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
  <head><title>One page</title></head>
  <body>
    <nav epub:type="toc"><ol><li><a href="{target}">Here</a></li></ol></nav>
    {body}
  </body>
</html>
"""


def make_epub(folder: Path, *, link: str, body: str = "", pictures: Sequence[str] = ()) -> Path:
    """Write the smallest EPUB that is one, whose contents lead to *link*.

    *body* stands below them; *pictures* are files of PNG, of which none is a picture.
    """
    items = [f'<item id="{name}" href="{name}" media-type="image/png"/>' for name in pictures]
    path = folder / "one-page.epub"
    with zipfile.ZipFile(path, "w") as epub:
        epub.writestr("mimetype", "application/epub+zip")
        epub.writestr("META-INF/container.xml", CONTAINER)
        epub.writestr("package.opf", PACKAGE.format(items="".join(items)))
        epub.writestr("nav.xhtml", PAGE.format(target=link, body=body))
        for name in pictures:
            epub.writestr(name, b"no picture")
    return path


@pytest.mark.conformance
def test_a_whole_book_passes(tmp_path: Path) -> None:
    requires("epubcheck")
    assert epubcheck.check(make_epub(tmp_path, link="nav.xhtml")) == []


@pytest.mark.conformance
def test_a_note_on_usage_is_given_if_asked_for(tmp_path: Path) -> None:
    requires("epubcheck")
    odd = make_epub(tmp_path, link="nav.xhtml", body='<p epub:type="nonsense">Words</p>')
    noted = epubcheck.check(odd, usage=True)
    assert {(note.severity, note.code) for note in noted} == {("USAGE", "OPF-088")}


def test_a_dangling_link_is_found(tmp_path: Path) -> None:
    requires("epubcheck")
    findings = epubcheck.check(make_epub(tmp_path, link="missing.xhtml"))
    assert [(found.severity, found.code, found.file) for found in findings] == [
        ("ERROR", "RSC-007", "nav.xhtml")
    ]
    assert findings[0].line > 0


@pytest.mark.conformance
def test_a_file_that_is_no_epub_is_found(tmp_path: Path) -> None:
    requires("epubcheck")
    torn = tmp_path / "torn.epub"
    torn.write_bytes(b"not a zip")
    assert "FATAL" in {found.severity for found in epubcheck.check(torn)}


@pytest.mark.conformance
def test_a_checker_that_does_not_run_is_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requires("epubcheck")
    monkeypatch.setattr("epubcheck.__path__", [str(tmp_path)])  # no epubcheck.jar there
    with pytest.raises(RuntimeError, match="gave no report"):
        epubcheck.check(tmp_path / "any.epub")
