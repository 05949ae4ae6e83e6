"""Variants of the print edition: options of one template, each of the same standards."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from press.typst import ink
from tests.support import minibook, verapdf
from tests.support.tools import requires

TEXT = "# Chapter\n\n" + "Some words of a book that many people read. " * 60 + "\n"
VARIANTS = {
    "large": ('{"size": 16, "justify": False}', (432, 648)),
    "a4": ('{"trim": "a4", "size": 12, "duplex": False}', (595.3, 841.9)),
    "letter": ('{"trim": "letter", "size": 12, "duplex": False}', (612, 792)),
}


def lay_out(folder: Path, printed: str) -> None:
    """Write a small book of three chapters whose ``press_print`` is *printed*."""
    more = (
        'extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]\n'
        f'press_book = {{"date": "2026-01-02"}}\npress_print = {printed}\n'
    )
    minibook.write(folder, {
        "conf.py": minibook.conf(more=more), "references.bib": minibook.BIB,
        "index.md": "# Title\n\n```{toctree}\none\ntwo\nthree\n```\n",
        **{f"{name}.md": TEXT for name in ("one", "two", "three")},
    })  # fmt: skip


@pytest.mark.conformance
@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_keeps_the_standards(tmp_path: Path, name: str) -> None:
    requires("verapdf")
    printed, size = VARIANTS[name]
    lay_out(tmp_path, printed)
    with minibook.built(tmp_path, "pdf") as book:
        assert book.warnings == []
        (path,) = book.out.glob("*.pdf")
    verdicts = verapdf.validate(path)
    assert {f: [str(x) for x in v.failures] for f, v in verdicts.items()} == {"ua1": [], "2a": []}
    box = pypdf.PdfReader(path).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.1)


def test_large_print_is_large(tmp_path: Path) -> None:
    lay_out(tmp_path, VARIANTS["large"][0])
    with minibook.built(tmp_path, "pdf") as book:
        (path,) = book.out.glob("*.pdf")
    text = [m for page in pypdf.PdfReader(path).pages for m in ink.read(page) if "words" in m.text]
    assert text
    assert {mark.size for mark in text} == {16.0}


@pytest.mark.parametrize("duplex", [True, False])
def test_single_sides_have_like_margins_and_no_blanks(tmp_path: Path, duplex: bool) -> None:
    lay_out(tmp_path, str({"duplex": duplex}))
    with minibook.built(tmp_path, "pdf") as book:
        (path,) = book.out.glob("*.pdf")
    pages = [ink.read(page) for page in pypdf.PdfReader(path).pages]
    written = [[m.box[0] for m in marks if "words" in m.text] for marks in pages]
    edges = {round(min(found)) for found in written if found}
    assert len(edges) == (2 if duplex else 1)
    assert any(not marks for marks in pages) == duplex


def test_an_unknown_family_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, '{"family": "No Such Face"}')
    with minibook.built(tmp_path, "pdf") as book:
        assert any("no such face" in warning for warning in book.warnings)
