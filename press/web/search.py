"""The search index: words and titles as they are before the marks of printed pages.

Sphinx feeds a document to the index just before it writes its page; here this is done as soon
as its references are resolved, which is while the print edition is still being set.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from .where import is_web


class _Fed:
    """Stands in the place of a builder's ``index_page``: all has been fed by then."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.feed = builder.index_page

    def __call__(self, pagename: str, tree: nodes.document, title: str) -> None:
        """Do what Sphinx asks for: nothing is left to do."""


def prepare(app: Sphinx) -> None:
    """Keep Sphinx from feeding the index a second time."""
    if is_web(app.builder):
        app.builder.index_page = _Fed(app.builder)  # type: ignore[method-assign, assignment]


def feed(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Feed the document *docname* to the index."""
    if is_web(app.builder):
        title = app.env.longtitles.get(docname)
        index: object = app.builder.index_page
        assert isinstance(index, _Fed)
        index.feed(docname, tree, title.astext() if title else "")
