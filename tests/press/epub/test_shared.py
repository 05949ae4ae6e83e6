"""The e-reader builder beside others, and over books that know nothing of the press."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import docutils_namespace

from press.pages import CONTENTS, INDEX, TITLE, PageMap, Turn
from press.reading import Book
from tests.support import epubcheck
from tests.support.epub import Epub
from tests.support.minibook import built, write
from tests.support.tools import requires

# MyST's and the theme's own use of what Sphinx will drop.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*\.app' is deprecated")

ROOT = Path(__file__).parent / "roots" / "reader"
NAME = "the-book-of-things.epub"


@pytest.mark.parametrize("order", [("html", "epub"), ("epub", "html")])
def test_beside_others_it_writes_what_it_writes_alone(
    order: tuple[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "book"
    shutil.copytree(ROOT, source)
    warnings = StringIO()
    with docutils_namespace():
        book = Book(source, source, tmp_path / "work", warnings)
        book.read(lambda _docname: None)
        made = {name: book.write(name) for name in order}
    assert warnings.getvalue() == ""
    command = ["-m", "sphinx", "-q", "-W", "-b", "epub", str(source), str(tmp_path / "alone")]
    subprocess.run([sys.executable, *command], check=True, cwd=ROOT.parents[4])
    alone = Epub(tmp_path / "alone" / NAME)
    assert Epub(made["epub"].published()[0]).files == alone.files  # type: ignore[attr-defined]


def test_printed_pages_begin_at_title_contents_and_lines_of_the_index(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "book")
    turns = [
        Turn("", 0, "2"),  # the heading
        Turn("H", 0, "3"),
        Turn("H/0/0", 0, "4"),
        Turn("Z/9", 0, "5"),  # a line that only the print edition has
    ]
    # What stands before the text begins with it for editions that have nothing there.
    opening = [Turn("0", 0, label) for label in ("i", "v", "1")]
    before = {TITLE: ["i"], CONTENTS: ["v"]}
    printed = PageMap(["i", "v", *"123456"], {"preface": opening, INDEX: turns}, before)

    def lay_out(app: SphinxTestApp) -> None:
        app.env.press_pages = printed  # type: ignore[attr-defined]

    with built(tmp_path / "book", "epub", before=lay_out) as book:
        epub = Epub(book.out / NAME)
    shown: dict[str, list[str]] = {}
    for element in epub.document("genindex.xhtml").iter():
        labels = [e.get("id", "") for e in element if e.get("role") == "doc-pagebreak"]
        if labels:
            shown["".join(element.itertext()).partition(",")[0]] = labels
    assert shown == {
        "Index": ["page-2"],
        "H": ["page-3"],
        "gray": ["page-4", "page-5", "page-6"],
    }
    pages = dict(epub.navigation["page-list"])
    assert [label for label in pages if label in printed.labels] == printed.labels
    assert [pages[label] for label in ("i", "v", "1")] == [
        "index.xhtml",
        "nav.xhtml",
        "preface.xhtml",
    ]


def test_bibtex_entries_of_other_styles_stand_once(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "book")
    conf = tmp_path / "book" / "conf.py"
    text = conf.read_text(encoding="utf-8").replace(
        'default_style = "press"', 'default_style = "plain"'
    )
    conf.write_text(text, encoding="utf-8")
    with built(tmp_path / "book", "epub") as book:
        epub = Epub(book.out / NAME)
    assert epub.text("bibliography.xhtml").count("On tools") == 1
    assert epub.text("one.xhtml").count("On tools") == 1


FOREIGN = {
    "conf.py": """\
project = "A Library"
author = "Nobody"
extensions = [
    "sphinx.ext.autodoc", "sphinx.ext.todo", "sphinx.ext.viewcode", "sphinx.ext.graphviz",
    "press", "press.epub",
]
html_theme = "pydata_sphinx_theme"
html_static_path = ["web"]
html_css_files = ["web.css"]
html_js_files = ["web.js"]
html_additional_pages = {"extra": "page.html"}
todo_include_todos = True
suppress_warnings = ["press.alt"]
""",
    "index.rst": """\
A Library
=========

Words of welcome, and :ref:`modindex`.

.. toctree::

   api/reference
   nav
""",
    "api/reference.rst": """\
Reference
=========

.. contents::
   :local:

.. automodule:: textwrap
   :members: fill

.. py:class:: Odd(a, /, b=1, *, c)

   .. versionadded:: 1.0
      New.

   .. deprecated:: 2.0

.. todo:: Write more.

.. option:: --odd

   See :option:`--odd`, :pep:`8` and :download:`the source <../conf.py>`.

.. raw:: html

   <p align="center">No end<br>and&nbsp;<img src="../_static/pic.svg" alt=blue>
   <svg viewBox="0 0 9 9" width="9"><linearGradient id="g"></linearGradient></svg>

.. [Cit] A citation, see [Cit]_.

.. topic:: A topic

   Within a box.

.. hlist::

   * one
   * two
""",
    "nav.rst": """\
Navigation
==========

A document with the name of the contents [#]_.

.. rubric:: Footnotes

.. [#] Note.
""",
}


@pytest.mark.conformance
def test_a_foreign_book_builds(tmp_path: Path) -> None:
    svg = (ROOT / "pic.svg").read_text(encoding="utf-8")
    write(tmp_path, {**FOREIGN, "web/pic.svg": svg})
    with built(tmp_path, "epub") as book:
        assert [w for w in book.warnings if "dot command" not in w] == []
        path = book.out / "a-library.epub"
    epub = Epub(path)
    assert not [name for name in epub.files if "extra" in name or "web." in name]
    assert "Footnotes" not in epub.text("nav.xhtml")
    assert "py-modindex.xhtml" in epub.spine
    assert "_static/pic.svg" in epub.files
    assert "fill" in epub.text("api/reference.xhtml")
    requires("epubcheck")
    assert [str(found) for found in epubcheck.check(path)] == []
