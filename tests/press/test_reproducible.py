"""The same book gives the same bytes: wherever, whenever, by whomever it is built."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from press.production import EDITIONS
from tests.support import minibook, pressing
from tests.support.hashes import differing, digests
from tests.support.tools import requires

Files = Mapping[str, str | bytes]


def built(folder: Path, files: Files, **how: Mapping[str, str | None] | list[str]) -> Path:
    """Write *files* into *folder* in their order, make all editions, return their folder."""
    minibook.write(folder, files)
    done = pressing.call(folder, *EDITIONS, **how)  # type: ignore[arg-type]
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "_build"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All editions of the book, built as usual."""
    usual = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": None}
    return built(tmp_path_factory.mktemp("here"), pressing.RICH, variables=usual)


def test_another_folder_time_zone_locale_seed_mask_and_clock_change_no_byte(
    here: Path, tmp_path: Path
) -> None:
    unusual = {
        "HOME": None,
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "PYTHONHASHSEED": "4294967295",
        "SOURCE_DATE_EPOCH": "1000000000",  # the book states its date
        "TZ": "Pacific/Kiritimati",  # 14 hours ahead
    }
    before = []
    if sys.platform == "linux":
        requires("faketime")
        before += ["faketime", "2031-12-31 23:59:00"]
    if os.name == "posix":
        before += ["sh", "-c", 'umask 077; exec "$@"', "sh"]
    turned = dict(list(pressing.RICH.items())[::-1])
    folder = tmp_path / "elsewhere, in ein ‘größeren’ 家"
    there = built(folder, turned, variables=unusual, before=before)
    expected, found = digests(here), digests(there)
    assert differing(expected, found) == []
    # All that could differ is in there.
    assert {path.partition("/")[0] for path in found} == set(EDITIONS)
    assert any(path.startswith("html/_images/harvest") for path in found)
    assert {"print/cover.pdf", "html/searchindex.js", "html/objects.inv"} <= found.keys()


def test_what_was_read_and_drawn_before_does_not_show(here: Path) -> None:
    expected = digests(here)
    folder = here.parent
    chapter = folder / "book" / "one.md"
    whole = chapter.read_bytes()
    chapter.write_bytes(whole + b"\nMore.\n")
    assert pressing.call(folder).returncode == 0
    assert digests(here) != expected
    chapter.write_bytes(whole)
    assert pressing.call(folder).returncode == 0
    assert digests(here) == expected
