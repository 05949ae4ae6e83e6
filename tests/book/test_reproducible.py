"""The book's editions are the same bytes wherever they are made.

Compared are those that the suite works with and those of a fresh clone in another folder,
made with another home, time zone, locale and hash seed, as Read the Docs would make them.
What the press does about clocks, masks and the rest is shown on a small book
(tests/press/test_reproducible.py); ``make hashes`` compares machines and Pythons.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.published import Editions
from tests.support.readthedocs import CANONICAL_URL

from .conftest import Hosted


def test_print_and_e_reader_editions_are_the_same_elsewhere(
    editions: Editions, hosted: Hosted
) -> None:
    for here in (editions.pdf, editions.epub):
        (there,) = (hosted.output / here.suffix.removeprefix(".")).iterdir()
        assert there.name == here.name
        assert there.read_bytes() == here.read_bytes(), here.name


def unlike(here: bytes, there: bytes) -> str:
    """Tell whether and how two files differ; "address" if they may.

    The second edition knows where it will stand, and says so: then pages are compared
    without their heads.
    """
    if CANONICAL_URL.encode() in there:
        here, there = (page.partition(b"</head>")[2] for page in (here, there))
        if not there or CANONICAL_URL.encode() in there:
            return "address"
    return "" if here == there else "bytes"


def test_a_byte_makes_pages_unlike() -> None:
    head = b"<head></head>"
    linked = f'<head><link href="{CANONICAL_URL}"></head>'.encode()
    assert unlike(head + b"<p>1", head + b"<p>1") == ""
    assert unlike(head + b"<p>1", linked + b"<p>1") == ""
    assert unlike(head + b"<p>1", head + b"<p>2") == "bytes"
    assert unlike(head + b"<p>1", linked + b"<p>2") == "bytes"
    assert unlike(b"", linked + CANONICAL_URL.encode()) == "address"


def test_the_web_edition_is_the_same_elsewhere_but_for_its_address(
    editions: Editions, hosted: Hosted
) -> None:
    def read(folder: Path, name: str) -> bytes:
        return (folder / name).read_bytes() if (folder / name).is_file() else b""

    folders = editions.html, hosted.output / "html"
    names = {
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
    found = {name: unlike(*(read(folder, name) for folder in folders)) for name in names}
    assert [name for name, how in found.items() if how == "bytes"] == []
    # What gives the address is known; all else was compared.
    told = {name for name, how in found.items() if how} - {"cite.html", "llms.txt", "robots.txt"}
    told -= {"sitemap.xml", "data/datapackage.json"}
    assert {name.partition("/")[0] for name in told} <= {"cite"}
