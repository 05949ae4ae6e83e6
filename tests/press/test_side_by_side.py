"""Editions written beside each other are those that are written one after the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from press import beside, drawing
from press.reading import Book
from press.typst import compositor
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


def test_each_thing_is_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts instead of seconds: every file is read once, and Typst is called as often as said."""
    log = tmp_path / "log"

    def note(name: str) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")

    written, set_by_typst = Book.write, compositor.Composition.__init__

    def write(book: Book, name: str) -> object:
        note(f"write {name}")
        return written(book, name)

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
            "typst draft-.typ",
        ]
    )
    log.unlink()
    chapter = folder / "book" / "more.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nStill more.\n", encoding="utf-8")
    assert pressing.call_here(folder) == 0
    again = log.read_text(encoding="utf-8").splitlines()
    assert "figure" not in again
    assert not [line for line in again if "cover.typ" in line], "the cover is as it was"
