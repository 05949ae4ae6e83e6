"""Raw HTML, remote pictures, dead links and odd paragraphs of other projects, in an EPUB."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press.epub.raw import address, mended, needs_mending
from press.epub.xhtml import tidy
from press.maths import mathml_source
from tests.support.epub import Epub
from tests.support.minibook import built, conf, write

# MyST's and the theme's own use of what Sphinx will drop.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*\.app' is deprecated")

SVG = 'xmlns="http://www.w3.org/2000/svg"'
CLIP = f'<svg {SVG} width="9"><clipPath color="red"></clipPath></svg>'


@pytest.mark.parametrize(
    ("raw", "now"),
    [
        (
            '<p class="a">x &amp; y&nbsp;&#8211; z<br/>',
            '<p class="a">x &amp; y&nbsp;&#8211; z<br/>',
        ),
        ('<p align="center" id=b>', '<p id="b">'),
        ("<center>x</center>", "<div>x</div>"),
        ("<tt>x</tt><FONT color=red>y</FONT>", "<code>x</code><span>y</span>"),
        ('<td width="9" nowrap>', "<td>"),
        ('<img src="a.png" width="9" alt="x">', '<img src="a.png" width="9" alt="x">'),
        ('<img src="//example.org/a.png" alt="A &lt; b">', "A &lt; b"),
        ('<img alt="x" src="HTTPS://example.org/a.png"/>', "x"),
        ('<img src="https://example.org/a.png">', ""),
        ('<a name="here">', '<a id="here">'),
        ('<a href="FILE:///etc/motd" target="_blank">', "<a>"),
        ('<input checked="True"/>', '<input checked="checked" />'),
        ("<details open>", "<details open>"),
        (
            "<summary><p class='a'>x</p></summary><p>y</p>",
            '<summary><span class="a">x</span></summary><p>y</p>',
        ),
        ("</b>", "</b>"),  # whose beginning is a node of its own
        ("<!-- x --><b>", "<!-- x --><b>"),
        ('<svg width="9"><clipPath color="red"></clipPath></svg>', CLIP),
        (f"<svg {SVG}/><p align=left>", f"<svg {SVG}/><p>"),
        ("<svg/>", f"<svg {SVG}/>"),
    ],
)
def test_what_an_epub_may_not_hold_goes(raw: str, now: str) -> None:
    assert mended(raw) == now


def test_a_drawing_that_an_extension_writes_is_one_of_xml() -> None:
    body = '<p>No end<br><svg viewBox="0 0 9 9"><clipPath clipPathUnits=x /></svg>'
    assert needs_mending(body)
    assert not needs_mending(mended(body))
    assert tidy(mended(body)) == (
        f'<p>No end<br /><svg {SVG} viewBox="0 0 9 9"><clipPath clipPathUnits="x" /></svg></p>'
    )


@pytest.mark.parametrize(
    ("uri", "legal"),
    [
        ("https://example.org/a%20b?c=d&e#f", "https://example.org/a%20b?c=d&e#f"),
        ("https://example.org/##12", "https://example.org/#%2312"),
        ("https://example.org/a b\n|c", "https://example.org/a%20b%0A%7Cc"),
        ("https://example.org/ä#ö", "https://example.org/ä#ö"),
    ],
)
def test_addresses_hold_what_they_may(uri: str, legal: str) -> None:
    assert address(uri) == legal


def test_remote_pictures_give_way_to_their_text_and_dead_links_to_theirs(tmp_path: Path) -> None:
    text = (
        "# Tiny\n\n[![A badge](https://example.org/b.svg)](https://example.org/)\n\n"
        '<p align="center"><img src="https://example.org/c.svg" alt="Another"></p>\n\n'
        'To <a href="#there">a place</a>, <a rel="x" href="gone.html?x=1#y" download="">gone</a>, '
        '<a href="#gone" title="z">gone too</a>.\n\n(there)=\n## There\n'
    )
    whole = conf(more='extensions = ["myst_parser", "press"]')
    write(tmp_path, {"conf.py": whole, "index.md": text})
    with built(tmp_path, "epub") as book:
        page = Epub(book.out / "a-tiny-book.epub").files["index.xhtml"].decode()
        warnings = "\n".join(book.warnings)
    assert "example.org/b.svg" not in page
    assert 'href="https://example.org/">A badge</a>' in page
    assert "<p>Another</p>" in page
    assert '<a href="#there">a place</a>, <a>gone</a>, <a title="z">gone too</a>.' in page
    assert "a link leads nowhere: index.xhtml#gone" in warnings
    assert "a link leads nowhere: gone.html?x=1#y" in warnings


FUNCTION = """\
Tiny
====

See file:///etc/motd for more.

.. py:function:: do(a, b)

   :param a: One. :sub:`2`

      Two.

      .. note:: Three.
   :param b: Four.
"""


def test_a_paragraph_holds_no_block_and_no_link_to_a_disk(tmp_path: Path) -> None:
    whole = conf(more='extensions = ["press"]')
    write(tmp_path, {"conf.py": whole, "index.rst": FUNCTION})
    with built(tmp_path, "epub") as book:
        page = Epub(book.out / "a-tiny-book.epub").files["index.xhtml"].decode()
    assert re.search(r"<p><strong>a</strong> – </p>\s*<p>One. <sub>2</sub></p>\s*<p>Two.</p>", page)
    assert re.search(r"<p><strong>b</strong> – Four.</p>", page)
    assert "<p>See file:///etc/motd for more.</p>" in page
    assert not re.search(r"<p>(?:(?!</p>).)*<(?:p|div)[ >]", page, re.DOTALL)


EXTENSION = """\
from docutils import nodes
from docutils.parsers.rst import Directive

class One(nodes.General, nodes.Element): pass
class Two(nodes.General, nodes.Element): pass

class Both(Directive):
    def run(self): return [One(), Two()]

def leave(translator, node): pass
def one(translator, node): translator.body.append("<p>One.</p>")
def two(translator, node): translator.body.append("<p>Two.</p>")

def finish(app, error):
    (app.outdir / "_static" / "one.css").write_text("p {}")

def setup(app):
    app.connect("build-finished", finish)
    app.add_node(One, html=(one, leave), epub=(two, leave))
    app.add_node(Two, html=(two, leave))
    app.add_directive("both", Both)
"""


def test_what_an_extension_writes_for_the_web_is_taken_where_it_has_nothing_for_epub(
    tmp_path: Path,
) -> None:
    head = "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n"
    whole = head + conf(more='extensions = ["one_and_two", "press"]')
    index = "Tiny\n====\n\n.. both::\n"
    write(tmp_path, {"conf.py": whole, "one_and_two.py": EXTENSION, "index.rst": index})
    with built(tmp_path, "epub") as book:
        files = Epub(book.out / "a-tiny-book.epub").files
    assert "<p>Two.</p><p>Two.</p>" in files["index.xhtml"].decode()
    assert not [name for name in files if name.startswith("_static/")]


@pytest.mark.parametrize(
    ("tex", "mathml"),
    [
        (
            r"\begin{bmatrix} 1 \end{bmatrix}' y",
            r"<msup><mrow><mo>\[.*<mo>\]</mo></mrow><mi>′</mi>",
        ),
        (r"\begin{pmatrix} 1 \end{pmatrix}^2_3", r"<msubsup><mrow>.*</mrow><mn>3</mn><mn>2</mn>"),
        (r"x_1^2", r"<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"),
    ],
)
def test_a_matrix_with_an_exponent_is_one_base(tex: str, mathml: str) -> None:
    assert re.search(mathml, mathml_source(tex, block=False))
