"""Numbered references without reading a whole document for each.

To resolve one ``{numref}`` Sphinx unpickles the document that it leads to
(``StandardDomain._resolve_numref_xref``), which takes most of the time of writing a book
with many.  Here the last few documents read for this are kept, since references cluster:
most lead into their own chapter.  They are only looked at, never changed.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: How many documents are kept; more would cost memory in a long book.
_KEPT = 8


class _Kept:
    """An environment whose doctrees are for looking at, the last few kept."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._trees: OrderedDict[tuple[str, int], nodes.document] = OrderedDict()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def get_doctree(self, docname: str) -> nodes.document:
        """Return the doctree of *docname* as it was last read."""
        file = self._env.doctreedir / f"{docname}.doctree"
        key = docname, file.stat().st_mtime_ns
        if key not in self._trees:
            self._trees[key] = self._env.get_doctree(docname)
            if len(self._trees) > _KEPT:
                self._trees.popitem(last=False)
        self._trees.move_to_end(key)
        return self._trees[key]


class NumberedReferences(StandardDomain):
    """Sphinx's standard domain, with numbered references that share what they read."""

    _kept: _Kept | None = None

    def _resolve_numref_xref(self, env: BuildEnvironment, *args: Any) -> Any:
        if self._kept is None:
            self._kept = _Kept(env)
        kept: Any = self._kept
        return super()._resolve_numref_xref(kept, *args)


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the domain in the place of Sphinx's own."""
    app.add_domain(NumberedReferences, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
