"""``python -m press``: whole editions or the old ones, clear words, the right exit status."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from press.__main__ import main
from press.production import EDITIONS
from tests.support import bad_input
from tests.support.minibook import write
from tests.support.published import ROOT

# MyST 5.2 resolves links with an attribute that Sphinx 9 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")

CONF = """\
project = "A Tiny Book"
author = "Nobody"
copyright = "2026, Nobody"
version = release = "1.0"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
html_theme = "basic"
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = bibtex_reference_style = "press"
press_book = {"date": "2026-01-02"}
"""


def call(folder: Path, *editions: str) -> int:
    """Run the press over the book in *folder*; return its exit status."""
    places = ["--source", str(folder / "book"), "--config", str(folder)]
    return main([*editions, *places, "--output", str(folder / "_build")])


def lay_out(folder: Path) -> None:
    """Write the good small book into *folder*, its documents below ``book``."""
    files = {name if name.endswith(".bib") else f"book/{name}": content
             for name, content in bad_input.GOOD.items()}  # fmt: skip
    write(folder, {"conf.py": CONF, **files})


def digests(folder: Path) -> dict[str, str]:
    """Return what the published editions hold, by path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for edition in EDITIONS
        for path in sorted((folder / "_build" / edition).rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book whose three editions are built."""
    folder = tmp_path_factory.mktemp("good book")
    lay_out(folder)
    assert call(folder) == 0
    return folder


@pytest.mark.parametrize("case", bad_input.CASES, ids=lambda case: case.name)
def test_bad_input_stops_the_press_and_harms_no_edition(
    good: Path, case: bad_input.Case, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digests(good)
    assert len(before) > 10
    spoiled = {
        name if name.endswith(".bib") else f"book/{name}": content
        for name, content in case.files.items()
    }
    try:
        write(good, spoiled)
        assert call(good) == 1
        errors = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().err)
        assert re.search(case.says, errors), errors
        assert "Traceback" not in errors
        assert digests(good) == before
        # What was wrong is said again as long as it is wrong.
        assert call(good) == 1
        assert re.search(case.says, capsys.readouterr().err)
    finally:
        for name in spoiled:
            (good / name).unlink(missing_ok=True)
        lay_out(good)


def test_after_a_fault_is_mended_the_editions_are_made_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path)
    assert call(tmp_path) == 0
    before = digests(tmp_path)
    chapter = tmp_path / "book" / "one.md"
    good = chapter.read_text(encoding="utf-8")
    chapter.write_text(good + "\n{ref}`nowhere`\n", encoding="utf-8")
    assert call(tmp_path) == 1
    chapter.write_text(good + "\nMore.\n", encoding="utf-8")
    assert call(tmp_path) == 0
    after = digests(tmp_path)
    assert after.keys() == before.keys()
    assert after["_build/html/one.html"] != before["_build/html/one.html"]
    assert "nothing has changed" not in capsys.readouterr().out


def test_nothing_is_written_when_nothing_has_changed(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(good) == 0
    times = {p: p.stat().st_mtime_ns for p in (good / "_build").rglob("*")}
    capsys.readouterr()
    assert call(good) == 0
    out = capsys.readouterr().out
    assert "nothing has changed" in out
    assert re.search(r"pdf +\S*_build/pdf/a-tiny-book\.pdf +\d+ pages", out)
    assert {p: p.stat().st_mtime_ns for p in (good / "_build").rglob("*")} == times


def test_a_lost_edition_is_made_again(tmp_path: Path) -> None:
    lay_out(tmp_path)
    assert call(tmp_path, "pdf") == 0
    before = digests(tmp_path)
    (tmp_path / "_build" / "pdf" / "a-tiny-book.pdf").unlink()
    assert call(tmp_path, "pdf") == 0
    assert digests(tmp_path) == before


def test_an_interrupted_replacement_is_undone(tmp_path: Path) -> None:
    lay_out(tmp_path)
    assert call(tmp_path, "pdf") == 0
    before = digests(tmp_path)
    build = tmp_path / "_build"
    (build / "pdf").rename(build / "pdf.old")  # as it lies between the two renames
    (build / "pdf.new").mkdir()
    assert call(tmp_path, "pdf") == 0
    assert digests(tmp_path) == before
    assert sorted(p.name for p in build.iterdir()) == [".press", "pdf"]


def test_one_edition_leaves_the_others_alone(good: Path) -> None:
    assert call(good) == 0
    before = digests(good)
    chapter = good / "book" / "one.md"
    text = chapter.read_text(encoding="utf-8")
    try:
        chapter.write_text(text + "\nMore for print alone.\n", encoding="utf-8")
        assert call(good, "pdf") == 0
        after = digests(good)
        changed = {name.split("/")[1] for name in after if after[name] != before.get(name)}
        assert changed == {"pdf"}
    finally:
        chapter.write_text(text, encoding="utf-8")


def test_a_wrong_call_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["mobi"])
    assert "there is no edition 'mobi'" in capsys.readouterr().err


def test_a_missing_book_is_an_error_without_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "press", "--output", str(tmp_path / "out")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "book" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ('press_book = {"date": "soon"}', "conf.py:11: press_book['date'] is not an ISO date"),
        ('press_book = {"titel": "x"}', "conf.py:11: press_book has no key 'titel'"),
        (
            'press_book = {"identifier": "x"}',
            "conf.py:11: press_book['identifier'] is not a urn:uuid",
        ),
        ('press_print = {"trim": "huge"}', "conf.py:11: press_print['trim']"),
        ('press_print = {"colour": 1}', "conf.py:11: press_print has no key 'colour'"),
    ],
)
def test_a_wrong_setting_is_named(
    tmp_path: Path, setting: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path)
    write(tmp_path, {"conf.py": CONF + setting + "\n"})
    assert call(tmp_path, "pdf") == 1
    assert says in capsys.readouterr().err
