"""The package of the press: whole, and at work in a book that has nothing but it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

import press
from tests.support.minibook import write
from tests.support.published import ROOT

#: A book far from this repository, in both markups.
BOOK = {
    "conf.py": """\
project = "A Fresh Book"
author = "Nobody"
copyright = "2026, Nobody"
version = release = "1.0"
extensions = ["myst_parser", "press"]
html_theme = "sphinx_book_theme"
press_book = {"date": "2026-01-02", "license": "CC-BY-4.0"}
""",
    "index.md": "# A Fresh Book\n\n```{toctree}\none\ntwo\n```\n",
    "one.md": "# One\n\nWords, {math}`a^2` and ![a duck](duck.svg).\n",
    "two.rst": "Two\n===\n\nMore words [#]_.\n\n.. [#] A note.\n",
    "duck.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
}


def run(folder: Path, *words: str | Path, **variables: str) -> str:
    """Run this Python with *words* in *folder*, and return what it says."""
    # Only what is installed, and what *variables* name: not this repository.
    usual = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, *map(str, words)]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**usual, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built as pip would, from a copy: building leaves things behind."""
    folder = tmp_path_factory.mktemp("package")
    copy = folder / "copy"
    shutil.copytree(ROOT / "press", copy / "press", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    run(copy, "-c", build, folder)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def stated(wheel: zipfile.ZipFile) -> Message:
    """Return what the wheel says of itself."""
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return message_from_string(wheel.read(name).decode())


def test_it_holds_each_file_of_the_press_and_no_other(wheel: zipfile.ZipFile) -> None:
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "press").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    packed = [name for name in wheel.namelist() if ".dist-info/" not in name]
    assert {name: wheel.read(name) for name in packed} == files


def test_it_says_what_pyproject_says(wheel: zipfile.ZipFile) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = stated(wheel)
    assert said["Version"] == press.__version__
    assert said["License-Expression"] == project["license"]
    assert said["Requires-Python"] == project["requires-python"]
    assert said.get_all("Requires-Dist") == project["dependencies"]


def test_a_book_that_has_nothing_but_the_package_is_made(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    installed, book = tmp_path / "installed", tmp_path / "a book"
    wheel.extractall(installed)
    write(book, BOOK)
    there = run(book, "-c", "import press; print(press.__file__)", PYTHONPATH=str(installed))
    assert Path(there.strip()) == installed / "press" / "__init__.py"
    said = run(book, *"-m press --source . --config .".split(), PYTHONPATH=str(installed))
    assert "WARNING" not in said
    editions = ["pdf/a-fresh-book.pdf", "epub/a-fresh-book.epub", "html/index.html"]
    assert [name for name in editions if not (book / "_build" / name).is_file()] == []
    # And as any builder of Sphinx's, for who has a Makefile already.
    for builder in ("pdf", "epub", "html"):
        strict = ["-m", "sphinx", "-W", "-q", "-b", builder, ".", f"_out/{builder}"]
        said = run(book, *strict, PYTHONPATH=str(installed))
        assert said == ""
    made = book / "_out" / "pdf" / "a-fresh-book.pdf"
    assert made.read_bytes() == (book / "_build" / editions[0]).read_bytes()
