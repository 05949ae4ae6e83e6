"""The web edition: sphinx-book-theme, made light, private, accessible and citable.

It works on the pages of Sphinx's own ``html`` builder wherever a book has chosen
``html_theme = "sphinx_book_theme"``, and has no settings of its own: what it says comes
from :mod:`press.metadata`; where addresses must be absolute, from ``html_baseurl``.

* :mod:`.pages`, ``templates/``: the page around the text; front page, page not found
* :mod:`.contents`: the contents beside it; :mod:`.thrift`: nothing is done twice
* :mod:`.notes`: marks of printed pages, links of claims, notes in the margin
* :mod:`.assets`, :mod:`.sheets`, :mod:`.css`, ``static/``: one style sheet, small scripts
* :mod:`.previews`: works and terms, shown where they are named
* :mod:`.tags`: what pages say to search engines; :mod:`.citations`, :mod:`.works`: "cite this"
* :mod:`.editions`, :mod:`.cover`, :mod:`.machines`: files beside the pages
* :mod:`.formulas`: MathML

A page sends no request to another host, sets no cookie and holds no script or style of
its own, so that a host may send with every file what :data:`POLICY` says.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press import __version__
from press.pages import page_turn

from . import assets, cover, editions, formulas, machines, notes, pages, previews, thrift, works

#: The strict header under which the edition works: ``Content-Security-Policy: <this>``.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what the web edition does at which moment."""
    app.setup_extension("press.ledger")
    app.setup_extension("press.figures")
    app.setup_extension("press.pages")
    app.setup_extension("press.cover")
    app.add_html_math_renderer(
        formulas.NAME,
        inline_renderers=(formulas.inline, None),
        block_renderers=(formulas.displayed, None),
    )
    app.connect("builder-inited", pages.add_templates)
    app.connect("builder-inited", cover.draw)
    app.add_node(page_turn, override=True, html=(notes.visit_page_turn, None))
    # Before the printed pages are known (900).
    app.connect("doctree-resolved", notes.adapt, priority=850)
    app.connect("builder-inited", thrift.remember_stems)
    app.connect("builder-inited", thrift.remember_templates)
    app.connect("html-page-context", thrift.clear_bars, priority=100)
    # After the theme has had its say (500).
    app.connect("html-page-context", pages.describe, priority=900)
    app.connect("html-page-context", assets.choose, priority=910)
    app.connect("html-collect-pages", works.page)
    app.connect("html-collect-pages", pages.extra)
    app.connect("build-finished", editions.finish, priority=900)
    app.connect("build-finished", cover.finish, priority=900)
    app.connect("build-finished", works.finish, priority=900)
    app.connect("build-finished", machines.finish, priority=900)
    app.connect("build-finished", previews.finish, priority=900)
    app.connect("build-finished", pages.root_links, priority=900)
    app.connect("build-finished", assets.finish, priority=950)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
