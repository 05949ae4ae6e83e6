"""What stands beside the text: page marks, notes with their calls, topics and sidebars."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from press.epub.nodes import page_mark


class AsidesMixin(HTML5Translator):
    """Translates page marks, notes and boxes."""

    # -- Pages -----------------------------------------------------------------------------------

    def visit_page_mark(self, node: nodes.Element) -> None:
        self.body.append(self._page_mark(node))
        raise nodes.SkipNode

    def _page_mark(self, node: nodes.Element) -> str:
        label = self.attval(node["label"])
        return (
            f'<span epub:type="pagebreak" role="doc-pagebreak" id="{node["ids"][0]}"'
            f' aria-label="{label}. "></span>'
        )

    def _page_marks(self, node: nodes.Element) -> str:
        """Return the page marks in *node*, whose text is written as a whole."""
        return "".join(map(self._page_mark, node.findall(page_mark)))

    # -- Notes -----------------------------------------------------------------------------------

    def visit_note_reference(self, node: nodes.Element) -> None:
        attributes: dict[str, Any] = {
            "epub:type": "noteref",
            "role": "doc-noteref",
            "href": f"#{node['refid']}",
        }
        self.body.append(self.starttag(node, "a", "", **attributes))

    def depart_note_reference(self, _node: nodes.Element) -> None:
        self.body.append("</a>")

    def visit_end_notes(self, _node: nodes.Element) -> None:
        self.body.append('<div class="notes">\n')

    def depart_end_notes(self, _node: nodes.Element) -> None:
        self.body.append("</div>\n")

    def visit_end_note(self, node: nodes.Element) -> None:
        attributes: dict[str, Any] = {"epub:type": "footnote", "role": "doc-footnote"}
        self.body.append(self.starttag(node, "aside", **attributes))
        number = self.encode(node["label"])
        mark = f'<span class="note-number">{number}.</span> ' if number else ""
        self._complete(node, mark, self._backlinks(node))

    def depart_end_note(self, _node: nodes.Element) -> None:
        self.body.append("</aside>\n")

    @staticmethod
    def _complete(note: nodes.Element, mark: str, backlinks: str) -> None:
        """Put the note's number into its first paragraph, the ways back into its last."""
        if not note.children or not isinstance(note.children[0], nodes.paragraph):
            note.insert(0, nodes.paragraph())
        if not isinstance(note.children[-1], nodes.paragraph):
            note.append(nodes.paragraph())
        first, last = note.children[0], note.children[-1]
        assert isinstance(first, nodes.paragraph)
        assert isinstance(last, nodes.paragraph)
        first.insert(0, nodes.raw("", mark, format="html"))
        last.append(nodes.raw("", backlinks, format="html"))

    def _backlinks(self, note: nodes.Element) -> str:
        links = []
        many = len(note["backrefs"]) > 1
        for number, target in enumerate(note["backrefs"], 1):
            # U+FE0E asks for the arrow as text, not as a colored picture.
            arrow = "↩\ufe0e" if number == 1 else ""
            shown = f"{arrow}\u00a0{number}".strip() if many else arrow
            said = f"Back to {number}" if many else "Back"
            links.append(
                f' <a epub:type="backlink" role="doc-backlink" href="#{target}"'
                f' aria-label="{said}">{shown}</a>'
            )
        return "".join(links)

    # -- Boxes -----------------------------------------------------------------------------------

    def visit_topic(self, node: nodes.Element) -> None:
        """A box of its own; a local table of contents is the reading system's business."""
        if "contents" in node["classes"]:
            raise nodes.SkipNode
        self.body.append(self.starttag(node, "aside", CLASS="topic", role="note"))

    def depart_topic(self, _node: nodes.Element) -> None:
        self.body.append("</aside>\n")

    def visit_sidebar(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "aside", CLASS="sidebar", role="note"))

    def depart_sidebar(self, _node: nodes.Element) -> None:
        self.body.append("</aside>\n")
