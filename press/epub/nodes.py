"""Nodes that only the e-reader edition has, put into doctrees just before they are written."""

from __future__ import annotations

from docutils import nodes


class page_mark(nodes.inline):  # noqa: N801 (docutils' nodes are lower case)
    """Where page ``label`` of the print edition begins."""


class note_reference(nodes.reference):  # noqa: N801
    """A call of a note that stands in the same document: ``refid``, one id of its own."""


class end_notes(nodes.General, nodes.Element):  # noqa: N801
    """The notes of one document, at its end."""


class end_note(nodes.General, nodes.Element):  # noqa: N801
    """One note: ``label`` if it is numbered, ``backrefs`` to where it is called."""
