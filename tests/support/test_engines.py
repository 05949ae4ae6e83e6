"""Engines and checkers of the e-reader edition must see what is wrong with a book."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from . import ace, browser, calibre, foliate, mupdf
from .epub import raw_markup
from .foliate import Document, Reading
from .test_epubcheck import make_epub

#: A note that a call leads to, one that is not there, a picture that is none, raw markup, a
#: table too wide for a phone.
FAULTY = """\
<p>Words <a epub:type="noteref" role="doc-noteref" href="#note">1</a>, more
<a epub:type="noteref" role="doc-noteref" href="#none">2</a> and \\(x^2\\) [[3]].</p>
<p><img src="broken.png"/></p>
<table><tr><td>Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft</td>
</tr></table>
<aside epub:type="footnote" role="doc-footnote" id="note">The note.</aside>
"""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one fault of each kind."""
    folder = tmp_path_factory.mktemp("faulty")
    return make_epub(folder, link="nav.xhtml", body=FAULTY, pictures=["broken.png"])


@pytest.mark.conformance
def test_ace_finds_what_shuts_readers_out(faulty: Path) -> None:
    verdict = ace.check(faulty)
    assert verdict.examined == {"package.opf", "nav.xhtml"}
    found = "\n".join(verdict.findings)
    assert "nav.xhtml: critical image-alt" in found
    assert "package.opf: serious metadata-accessmode" in found


@pytest.mark.conformance
def test_ace_that_does_not_run_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="gave no report"):
        ace.check(tmp_path / "missing.epub")


@pytest.mark.conformance
def test_foliate_shows_faults_and_follows_notes(faulty: Path) -> None:
    with browser.started() as chromium:
        seen = foliate.read(chromium, faulty)
    assert seen.faults == ["a picture cannot be decoded: without a text"]
    assert [one[:12] for one in seen.wide] == ["table: Donau"]
    assert seen.contents == ("Here",)
    assert seen.notes == (("1", "The note."), ("2", ""))
    assert len(raw_markup(seen.text)) == 3  # the formula, and both ends of the brackets


@pytest.mark.conformance
def test_mupdf_shows_markup_and_says_what_it_cannot_read(faulty: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"cannot load image src='broken.png'"):
        mupdf.text(faulty)
    raw = make_epub(tmp_path, link="nav.xhtml", body=r"<p>A \(x^2\) [[3]].</p>")
    assert len(raw_markup(mupdf.text(raw))) == 3


@pytest.mark.conformance
def test_calibre_says_what_it_cannot_convert(tmp_path: Path) -> None:
    torn = tmp_path / "torn.epub"
    torn.write_bytes(b"not a zip")
    with pytest.raises(RuntimeError, match="calibre: "):
        calibre.convert(torn, tmp_path / "torn.azw3")


def test_what_a_conversion_loses_is_named() -> None:
    whole = Reading((Document("A text.", 1, ()),), (("1", "Note."),), ("One", "Two"), ("1", "2"))
    more = replace(whole, documents=(Document("A", 0, ()), Document("text. And more.", 2, ())))
    assert foliate.lost(whole, more) == []
    less = Reading((Document("A", 0, ()),), (("1", ""),), ("One",), ())
    assert foliate.lost(whole, less) == ["text A text.", "pictures", "contents", "note 1: Note."]
