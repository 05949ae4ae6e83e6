"""E-reader: the book's documents become an accessible EPUB 3.3 publication."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press.epub.builder import setup as setup_builder


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the e-reader builder in the place of Sphinx's own."""
    return setup_builder(app)
