"""What is current: whatever an edition is made from is made new when that changes, by any clock."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.support import minibook, pressing
from tests.support.pressing import call_here

# MyST 5.2 resolves links, and includes files, with attributes that Sphinx 9 has deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app"),
    pytest.mark.filterwarnings("ignore:.*BuildEnvironment.app"),
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A tiny book that includes a file from outside its source folder; the web edition is built."""
    minibook.write(tmp_path, pressing.TINY)
    (tmp_path / "outside.txt").write_text("First.\n", encoding="utf-8")
    write(tmp_path, "```{include} ../outside.txt\n```\n")
    assert call_here(tmp_path, "html") == 0
    assert "First." in page(tmp_path)
    return tmp_path


def write(folder: Path, words: str) -> None:
    (folder / "book" / "one.md").write_text(f"(ch-one)=\n# One\n\n{words}\n", encoding="utf-8")


def page(folder: Path) -> str:
    return (folder / "_build" / "html" / "one.html").read_text(encoding="utf-8")


def age(path: Path, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_an_older_file_in_the_place_of_a_newer_is_read(book: Path) -> None:
    """As ``mv`` and ``cp -p`` put it there, and as any file is after a clock that was ahead."""
    write(book, "Older.")
    age(book / "book" / "one.md", 10_000_000)
    assert call_here(book, "html") == 0
    assert "Older." in page(book)


def test_an_older_included_file_in_the_place_of_a_newer_is_read(book: Path) -> None:
    (book / "outside.txt").write_text("Older.\n", encoding="utf-8")
    age(book / "outside.txt", 10_000_000)
    assert call_here(book, "html") == 0
    assert "Older." in page(book)


def test_only_what_has_changed_is_read(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(book, "Newer.")
    capsys.readouterr()
    assert call_here(book, "html") == 0
    assert "read 1 of 3 documents" in capsys.readouterr().out


def test_a_date_from_outside_is_part_of_what_is_current(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = pressing.CONF.replace('press_book = {"date": "2026-01-02"}', "")
    (book / "conf.py").write_text(conf, encoding="utf-8")
    epub = book / "_build" / "epub" / "a-tiny-book.epub"
    made = []
    for stated in ("86400", "86401", "186400"):  # the 2nd of January 1970, and the 3rd
        monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
        assert call_here(book, "epub") == 0
        assert "nothing has changed" not in capsys.readouterr().out
        made.append(epub.read_bytes())
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("stated", ["", "soon", "1e9", "99999999999999999999"])
def test_a_malformed_date_from_outside_stops_the_press(
    book: Path, stated: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(book, "More.")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    assert call_here(book, "html") == 1
    assert f"SOURCE_DATE_EPOCH is no time in seconds since 1970: {stated!r}" in (
        capsys.readouterr().err
    )
    assert "First." in page(book)
