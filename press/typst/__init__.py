"""Print: the book's doctree becomes Typst, and Typst a tagged, archivable PDF."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press.typst import builder, printing


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the print builder, and that of the files for a print house."""
    printing.setup(app)
    return builder.setup(app)
