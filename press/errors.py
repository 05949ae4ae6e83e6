"""The error for input that no edition can be made from."""

from __future__ import annotations

from sphinx.errors import SphinxError


class BookError(SphinxError):
    """The book's sources are torn.  The message names file and line, one fault a line."""

    category = "Book error"
