"""Mends links where a builder of Sphinx's own would misread them.

* ``singlehtml``, where all documents are one page: Sphinx 9 addresses a place there as
  ``#document-rise#claim-r3``, which no browser finds; the page's anchor is ``claim-r3``.
* ``linkcheck``: many publishers answer "403 Forbidden" to whatever is no browser.  Such a
  page is there, so its link is not called broken; and whether a DOI is registered, its
  registry tells anyone.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.linkcheck import CheckExternalLinksBuilder, CheckResult
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import __version__

_DOI = "https://doi.org/"


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


class LinkBuilder(CheckExternalLinksBuilder):
    """Sphinx's own ``linkcheck``, to which a page that refuses machines is not broken."""

    def process_result(self, result: CheckResult) -> None:
        """Pass over a page that is there, but not for machines: HTTP status 403."""
        if result.status == "broken" and result.message.startswith("403 "):
            ignored = type(result.status)("ignored")
            result = result._replace(status=ignored, message="refuses machines: look for yourself")
        super().process_result(result)


def doi_record(_app: Sphinx, uri: str) -> str | None:
    """Return the address of a DOI's record, which answers 404 if there is none.

    None for any other *uri*.  The record is that of the DOI system's own REST service
    (DOI Handbook, "Proxy Server REST API").
    """
    if not uri.startswith(f"{_DOI}10."):
        return None
    # A DOI may hold any sign, and a part behind "#" would never be sent.
    return f"{_DOI}api/handles/{quote(unquote(uri.removeprefix(_DOI)), safe='/:;()')}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform and the builder, and what it asks for."""
    app.add_post_transform(OneAnchor)
    app.add_builder(LinkBuilder, override=True)
    app.connect("linkcheck-process-uri", doi_record)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
