"""References are resolved ahead, while Typst lays out the pages that they will name.

What comes of a document before anything asks for printed pages needs none of them: the
listeners to ``doctree-resolved`` that the press has put last do (:mod:`press.pages`).  So
documents are resolved as far as that until the pages are known, and the rest is done then.
The words that a reader may search for are gathered as well, for marks of pages add none; and
the templates of pages are loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

#: From this priority on, listeners to ``doctree-resolved`` may ask for printed pages.
LATE = 900
#: So many documents at the most are kept, for the sake of memory.
_KEPT = 400


class Ahead:
    """Stands in the place of the environment's ``get_and_resolve_doctree``.

    *known* tells whether the printed pages are known.
    """

    def __init__(self, app: Sphinx, known: Callable[[], bool]) -> None:
        self.app = app
        self.known = known
        self._resolve: Callable[..., nodes.document] = app.env.get_and_resolve_doctree
        self._kept: dict[str, nodes.document] = {}
        self._begun = False
        app.env.get_and_resolve_doctree = self  # type: ignore[method-assign]

    def __call__(self, docname: str, *args: Any, **kwargs: Any) -> nodes.document:
        """Return the resolved doctree of *docname*, all listeners heard."""
        if not self._begun:
            self._begun = True
            self._resolve_ahead(*args, **kwargs)
        tree = self._kept.pop(docname, None)
        if tree is None:
            return self._resolve(docname, *args, **kwargs)
        for listener in self._listeners():
            if listener.priority >= LATE:
                listener.handler(self.app, tree, docname)
        return tree

    def _listeners(self) -> list[Any]:
        found: list[Any] = self.app.events.listeners["doctree-resolved"]
        return sorted(found, key=lambda listener: listener.priority)

    def _resolve_ahead(self, *args: Any, **kwargs: Any) -> None:
        """Resolve documents, in the order in which builders ask, until the pages are known."""
        events = self.app.events.listeners
        everybody = self._listeners()
        events["doctree-resolved"] = [one for one in everybody if one.priority < LATE]
        try:
            for docname in sorted(self.app.env.found_docs):
                if self.known() or len(self._kept) == _KEPT:
                    break
                self._kept[docname] = self._resolve(docname, *args, **kwargs)
        finally:
            events["doctree-resolved"] = everybody
        if isinstance(self.app.builder, StandaloneHTMLBuilder):
            from press.web import thrift  # which imports this, by way of pages

            self._index_ahead(self.app.builder)
            thrift.load_templates(self.app.builder, self.known)

    def _index_ahead(self, builder: StandaloneHTMLBuilder) -> None:
        """Feed what is resolved to the search index, as the builder does before it writes."""
        indexed: set[str] = set()
        index_page = builder.index_page

        def index(pagename: str, tree: nodes.document, title: str) -> None:
            if pagename not in indexed:
                index_page(pagename, tree, title)

        builder.index_page = index  # type: ignore[method-assign, assignment]
        for docname, tree in self._kept.items():
            if self.known():
                break
            title = self.app.env.longtitles.get(docname)
            index_page(docname, tree, title.astext() if title else "")
            indexed.add(docname)
