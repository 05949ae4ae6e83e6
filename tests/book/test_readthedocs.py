"""Read the Docs would build and accept the book: its file's own commands, in a fresh clone.

What it makes there are the same bytes as the suite's own editions: in another folder, with
another home, time zone, locale and hash seed.  What the press does about clocks, masks and
the rest is shown on a small book (tests/press/test_reproducible.py); ``make hashes`` compares
machines and Pythons.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import readthedocs
from tests.support.published import ROOT, Editions
from tests.support.tools import requires
from tests.support.web import Page

#: What Read the Docs leaves open, as nobody else has it: no byte may depend on it.
ELSEWHERE = {"PYTHONHASHSEED": "42", "TZ": "Pacific/Kiritimati"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shallow clone of the last commit, with what has changed in tracked files since."""
    requires("git")
    if os.name == "nt":
        pytest.skip("Read the Docs' commands are for a POSIX shell")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: there is no .git")
    folder = tmp_path_factory.mktemp("readthedocs")
    clone = folder / "checkouts" / "stable"
    # A repository that belongs to another user, as in containers, may be read nonetheless.
    trust = folder / "gitconfig"
    trust.write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    variables = {**os.environ, "GIT_CONFIG_GLOBAL": str(trust), "GIT_OPTIONAL_LOCKS": "0"}

    def git(*words: str | Path, given: bytes = b"") -> bytes:
        return subprocess.run(
            ["git", *words], env=variables, input=given, check=True, stdout=subprocess.PIPE
        ).stdout

    git("clone", "--quiet", "--depth", "1", ROOT.as_uri(), clone)
    changes = git("-C", ROOT, "diff", "--binary", "HEAD")
    if changes:
        git("-C", clone, "apply", "--whitespace=nowarn", given=changes)
    return clone


@pytest.fixture(scope="module")
def settings(checkout: Path) -> dict[str, Any]:
    """What .readthedocs.yaml says."""
    return readthedocs.load(checkout)


def test_the_install_commands_install_the_lock(checkout: Path, settings: dict[str, Any]) -> None:
    install = settings["build"]["jobs"]["install"]
    assert install
    assert readthedocs.not_as_locked(install, checkout) == []


@dataclass(frozen=True)
class Hosted:
    """The editions as Read the Docs makes them: where, and what was said meanwhile.

    ``preview`` holds what there is to complain of when only the web edition is made.
    """

    output: Path
    said: str
    preview: list[str]


@pytest.fixture(scope="module")
def hosted(
    checkout: Path, settings: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Hosted:
    """All editions, made by the commands of the file."""
    output = tmp_path_factory.mktemp("hosted") / "_readthedocs"
    variables = readthedocs.environment(checkout, output) | ELSEWHERE
    jobs = settings["build"]["jobs"]["build"]
    assert set(jobs) == {"html", *settings["formats"]}
    # A pull request's preview is the web edition alone.
    said = readthedocs.run(jobs["html"], checkout, variables)
    preview = readthedocs.complaints(checkout, output, [])
    for name in settings["formats"]:
        said += readthedocs.run(jobs[name], checkout, variables)
    return Hosted(output, said, preview)


def test_the_build_commands_make_what_is_accepted(
    checkout: Path, settings: dict[str, Any], hosted: Hosted
) -> None:
    assert hosted.preview == [], hosted.said
    page = Page(hosted.output / "html" / "index.html")
    assert page.related("canonical") == [readthedocs.CANONICAL_URL + "index.html"]
    complaints = readthedocs.complaints(checkout, hosted.output, settings["formats"])
    assert complaints == [], hosted.said
    assert "WARNING" not in hosted.said


def test_print_and_e_reader_editions_are_the_same_bytes_as_here(
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
    if readthedocs.CANONICAL_URL.encode() in there:
        here, there = (page.partition(b"</head>")[2] for page in (here, there))
        if not there or readthedocs.CANONICAL_URL.encode() in there:
            return "address"
    return "" if here == there else "bytes"


def test_a_byte_makes_pages_unlike() -> None:
    head = b"<head></head>"
    linked = f'<head><link href="{readthedocs.CANONICAL_URL}"></head>'.encode()
    assert unlike(head + b"<p>1", head + b"<p>1") == ""
    assert unlike(head + b"<p>1", linked + b"<p>1") == ""
    assert unlike(head + b"<p>1", head + b"<p>2") == "bytes"
    assert unlike(head + b"<p>1", linked + b"<p>2") == "bytes"
    assert unlike(b"", linked + readthedocs.CANONICAL_URL.encode()) == "address"


def test_the_web_edition_is_the_same_as_here_but_for_its_address(
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
    # The page for addresses that lead nowhere is shown at any of them: its links are whole.
    assert [name for name, how in found.items() if how == "bytes"] == ["404.html"]
    # What gives the address is known; all else was compared.
    told = {name for name, how in found.items() if how == "address"}
    known = {"cite.html", "data/datapackage.json", "llms.txt", "robots.txt", "sitemap.xml"}
    assert {name for name in told - known if not name.startswith("cite/")} == set()


def test_a_warning_fails_the_build(
    checkout: Path, settings: dict[str, Any], tmp_path: Path
) -> None:
    chapter = checkout / "book" / "index.md"
    whole = chapter.read_text(encoding="utf-8")
    variables = readthedocs.environment(checkout, tmp_path)
    try:
        # A fault that shows in reading: then nothing need be written to find it.
        chapter.write_text(whole + "\n### Too deep\n", encoding="utf-8")
        with pytest.raises(RuntimeError, match="WARNING: Non-consecutive header level increase"):
            readthedocs.run(settings["build"]["jobs"]["build"]["html"], checkout, variables)
    finally:
        chapter.write_text(whole, encoding="utf-8")
    assert not (tmp_path / "html").exists()
