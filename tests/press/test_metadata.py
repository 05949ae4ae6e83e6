"""What a book says of itself: the day that it bears, and the years of its copyright."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ConfigError

from press import metadata
from tests.support import minibook

STATED = "2031-05-06"


def test_the_stated_date_is_the_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert metadata.release_date(STATED) == datetime.date(2031, 5, 6)
    with pytest.raises(ConfigError, match="not an ISO date like 2026-11-23: 'May'"):
        metadata.release_date("May")


def test_a_book_without_a_date_bears_that_of_its_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert metadata.release_date("") == datetime.date(1970, 1, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    assert metadata.release_date("") == datetime.date(2100, 1, 1)


def test_a_book_without_any_date_bears_the_day_of_its_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    metadata._today.cache_clear()
    before = datetime.datetime.now(datetime.UTC).date()
    found = metadata.release_date("")
    assert before <= found <= datetime.datetime.now(datetime.UTC).date()


@pytest.mark.parametrize(
    ("date", "copyrights", "expected"),
    [
        (f'press_book = {{"date": "{STATED}"}}', '"2026, Nobody"', "2026, Nobody"),
        (f'press_book = {{"date": "{STATED}"}}', '"2026-%Y, Nobody"', "2026-2031, Nobody"),
        (f'press_book = {{"date": "{STATED}"}}', '["%Y, A", "%Y, B"]', ["2031, A", "2031, B"]),
        ("", '"2026, Nobody"', "2001, Nobody"),  # as Sphinx does for all books
    ],
)
def test_years_of_copyright_follow_the_stated_date(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    date: str,
    copyrights: str,
    expected: str | list[str],
) -> None:
    # The clock is in 2026, the sources are of 2001.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    now = time.gmtime(1_770_000_000)
    clock = SimpleNamespace(localtime=lambda: now, gmtime=time.gmtime)
    monkeypatch.setattr("sphinx.config.time", clock)
    conf = minibook.conf("metadata", more=f"copyright = {copyrights}\n{date}")
    conf += "def setup(app):\n    app.add_config_value('press_book', {}, 'env', types=(dict,))\n"
    minibook.write(tmp_path, {"conf.py": conf, "references.bib": "", "index.md": "# Book\n"})
    with minibook.built(tmp_path, "dummy") as book:
        assert book.app.config.copyright == expected
