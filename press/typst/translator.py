"""The doctree → Typst translator: its parts put together, and the parts of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from press.typst import markup
from press.typst.blocks import BlocksMixin
from press.typst.graphs import GraphsMixin
from press.typst.inline import InlineMixin
from press.typst.lists import ListsMixin
from press.typst.maths import MathsMixin
from press.typst.objects import ObjectsMixin
from press.typst.tables import TablesMixin

if TYPE_CHECKING:
    from press.typst.builder import PrintBuilder


class Part(nodes.General, nodes.Element):
    """The title of a part of the book: the caption of a toctree in the root document."""


class TypstTranslator(
    TablesMixin, GraphsMixin, MathsMixin, ObjectsMixin, ListsMixin, BlocksMixin, InlineMixin
):
    """Translates one book's assembled doctree to the body of a Typst document.

    A node that it does not know gives a warning naming the node, its file and line;
    extensions can teach it theirs with ``app.add_node(node, typst=(visit, depart))``.
    """

    def __init__(self, document: nodes.document, builder: PrintBuilder) -> None:
        super().__init__(document, builder)
        #: "front", "main" or "back": which matter the book is in by now.
        self.matter = "front"
        self.in_part = False
        self.parts_at = 0
        self._collect_notes(document, builder.config.root_doc)
        self.prove_formulas(document)

    def _collect_notes(self, node: nodes.Element, docname: str) -> None:
        """Find the notes before they are called: their bodies stand after the text."""
        for child in node.children:
            if isinstance(child, addnodes.start_of_file):
                self._collect_notes(child, child["docname"])
            elif isinstance(child, nodes.footnote):
                for node_id in child["ids"]:
                    self.notes[self.full_id(node_id, docname)] = child
            elif isinstance(child, nodes.Element):
                self._collect_notes(child, docname)

    def enter_matter(self, docname: str) -> None:
        """Begin the main or the back matter where *docname* is the first of its own."""
        options = self.builder.options
        if docname in options.frontmatter:
            return
        if self.matter == "front":
            self.matter = "main"
            self.emit("\n#show: main-matter\n")
        if self.matter == "main" and docname in options.backmatter:
            self.matter = "back"
            self.in_part = False
            self.emit("\n#show: back-matter\n")

    def visit_Part(self, node: nodes.Element) -> None:
        """Begin a part; its chapters stand one level deeper in the outline.

        They are chapters even if the part's table of contents stands in a section.
        """
        self.cut()
        if self.matter == "front":
            self.matter = "main"
            self.emit("\n#show: main-matter\n")
        self.in_part = True
        self.parts_at = max(self.section_level, 0)
        target, title = self.made_target(), markup.escape(node["title"])
        self.list_heading(1, "", target, title, node["title"])
        self.emit(f"\n#part({self.made(target)})[{title}]\n")
        raise nodes.SkipNode
