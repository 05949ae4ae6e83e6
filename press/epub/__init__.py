"""E-reader: the book's documents become an accessible EPUB 3.3 publication."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press.epub import builder


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the e-reader builder in the place of Sphinx's own."""
    return builder.setup(app)
