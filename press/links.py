"""Mends the links of Sphinx's ``singlehtml``, where all documents are one page.

Sphinx 9 addresses a place there as ``#document-rise#claim-r3``, which no browser finds:
the page's anchor is ``claim-r3`` alone.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import __version__


class OneAnchor(SphinxPostTransform):
    """Leaves the last anchor of an address within the page."""

    default_priority = 900  # when all references are resolved

    def run(self, **kwargs: Any) -> None:
        """Shorten what has two anchors."""
        if self.env._app.builder.name != "singlehtml":  # noqa: SLF001 (env.app is going)
            return
        for link in self.document.findall(nodes.reference):
            document, _, anchor = link.get("refuri", "")[1:].partition("#")
            if document.startswith("document-") and anchor:
                link["refuri"] = f"#{anchor}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(OneAnchor)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
