"""Editions written beside each other are those that are written one after the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sphinx.builders import Builder

from press import beside, drawing, halves
from press.reading import Book
from press.typst import compositor, mapping, opened
from tests.support import minibook, pressing
from tests.support.hashes import digests

# MyST's and the theme's own use of what Sphinx will drop.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*\.app' is deprecated")


def build(folder: Path) -> dict[str, str]:
    minibook.write(folder, pressing.RICH)
    assert pressing.call_here(folder) == 0
    return digests(folder / "_build")


def test_one_after_the_other_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = build(tmp_path / "together")
    monkeypatch.setattr(beside, "can_work_beside", lambda: False)
    assert build(tmp_path / "apart") == together


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the smallest book read in halves; return the documents that this process reads."""
    monkeypatch.setattr(halves, "_SMALL", 0)
    read: list[str] = []
    read_doc = Builder.read_doc

    def noted(self: Builder, docname: str, **options: bool) -> None:
        read.append(docname)
        read_doc(self, docname, **options)

    monkeypatch.setattr(Builder, "read_doc", noted)
    return read


def test_documents_read_in_halves_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: list[str]
) -> None:
    together = build(tmp_path / "together")
    half = len(reading)
    monkeypatch.setattr(halves, "_SMALL", 1 << 30)
    assert build(tmp_path / "apart") == together
    whole = len(reading) - half
    assert 0 < half < whole
    assert reading[:half] == reading[half:][:half]


@pytest.mark.parametrize("fault", ["{unknown}`x`", "{failing}`x`"])
def test_what_is_wrong_in_the_other_half_is_told_as_ever(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reading: list[str],
    fault: str,
) -> None:
    """A warning comes from the copy; an error sends its documents back to this process."""
    files = dict(pressing.RICH)
    files["book/two.md"] = f"{pressing.RICH['book/two.md']!s}\n{fault}\n"
    files["conf.py"] = f"{files['conf.py']!s}\n{FAILING}"
    if fault == "{unknown}`x`":
        files["book/back.md"] = f"{pressing.RICH['book/back.md']!s}\n{fault}\n"
    said = []
    for small in (0, 1 << 30):
        monkeypatch.setattr(halves, "_SMALL", small)
        minibook.write(tmp_path / str(small), files)
        reading.clear()
        assert pressing.call_here(tmp_path / str(small)) == 1
        assert ("two" in reading) == (bool(small) or "failing" in fault)
        said.append(capsys.readouterr().err.replace(str(tmp_path / str(small)), ""))
    assert said[0] == said[1]
    assert re.search(r"two\.md:\d+", said[0]) or "failed" in said[0]


#: A role that fails in a way that no press can foresee.
FAILING = """
def setup(app):
    def failing(*_args, **_options):
        raise ZeroDivisionError("failed")

    app.add_role("failing", failing)
"""


def test_an_extension_that_allows_no_copies_gets_none(tmp_path: Path, reading: list[str]) -> None:
    files = dict(pressing.RICH)
    files["alone.py"] = "def setup(app):\n    return {'parallel_read_safe': False}\n"
    more = f"import sys\n\nsys.path.insert(0, {str(tmp_path)!r})\nextensions.append('alone')\n"
    files["conf.py"] = f"{files['conf.py']!s}\n{more}"
    minibook.write(tmp_path, files)
    assert pressing.call_here(tmp_path) == 0
    documents = [name for name in files if name.startswith("book/") and name.endswith(".md")]
    assert len(reading) == len(documents)


def test_each_thing_is_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts instead of seconds: every file is read once, and Typst is called as often as said."""
    log = tmp_path / "log"

    def note(name: str) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")

    written, set_by_typst = Book.write, compositor.Composition.__init__

    def write(book: Book, name: str, *more: Any) -> object:
        note(f"write {name}")
        return written(book, name, *more)

    def compose(self: compositor.Composition, *jobs: compositor.Job) -> None:
        note("typst " + " ".join(re.sub(r"\d", "", job.source.name) for job in jobs))
        set_by_typst(self, *jobs)

    monkeypatch.setattr(Book, "write", write)
    monkeypatch.setattr(compositor.Composition, "__init__", compose)
    drawn = drawing.draw

    def draw(*args: Any) -> Any:
        note("figure")
        return drawn(*args)

    monkeypatch.setattr(drawing, "draw", draw)
    folder = tmp_path / "book"
    build(folder)
    first = sorted(log.read_text(encoding="utf-8").splitlines())
    assert first == sorted(
        [
            "figure",
            *(f"write {name}" for name in ("pdf", "epub", "html")),
            "typst cover.typ cover.typ cover.typ cover.typ",
            "typst a-tiny-book.typ",
        ]
    )
    log.unlink()
    chapter = folder / "book" / "more.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nStill more.\n", encoding="utf-8")
    assert pressing.call_here(folder) == 0
    again = log.read_text(encoding="utf-8").splitlines()
    assert "figure" not in again
    assert not [line for line in again if "cover.typ" in line], "the cover is as it was"


def test_a_pdf_that_cannot_be_read_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it might with another Typst: page marks at the wrong words would be worse."""

    def unreadable(_data: bytes) -> None:
        raise opened.UnreadableError("no table of objects")

    monkeypatch.setattr(mapping, "Printed", unreadable)
    minibook.write(tmp_path, pressing.RICH)
    assert pressing.call_here(tmp_path) == 1
    assert (
        "Print edition: Typst's PDF can't be read: no table of objects" in capsys.readouterr().err
    )
    assert not [path for path in (tmp_path / "_build").iterdir() if path.name != ".press"]
