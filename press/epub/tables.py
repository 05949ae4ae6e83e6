"""Tables whose header cells say what they head, and maths, code and pictures beside them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


class TablesMixin(HTML5Translator):
    """Translates docutils' exchange-model tables to HTML that screen readers can walk.

    A cell of the head heads its column, a cell of a stub column its row
    (https://www.w3.org/WAI/tutorials/tables/).
    """

    def visit_table(self, node: nodes.Element) -> None:
        self._table_row_indices.append(0)  # docutils' own methods count on it
        self.body.append(self.starttag(node, "table", CLASS="wide" if _is_wide(node) else ""))

    def depart_table(self, node: nodes.Element) -> None:
        self._table_row_indices.pop()
        self.body.append("</table>\n")

    def visit_tgroup(self, node: nodes.Element) -> None:
        node["stubs"] = []

    def visit_colspec(self, node: nodes.Element) -> None:
        # Widths are the reading system's: a share of a page is too narrow on a phone.
        assert node.parent is not None
        node.parent["stubs"].append(bool(node.get("stub")))
        raise nodes.SkipNode

    def visit_row(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "tr", ""))
        node["column"] = 0

    def visit_entry(self, node: nodes.Element) -> None:
        row = node.parent
        assert row is not None
        group = row.parent
        assert group is not None
        assert group.parent is not None
        attributes: dict[str, Any] = {}
        wide, deep = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
        stubs = group.parent["stubs"]
        heads_row = row["column"] < len(stubs) and stubs[row["column"]]
        tag = "td"
        if isinstance(group, nodes.thead):
            # An empty corner heads nothing.
            tag = "th" if node.astext().strip() else "td"
            attributes["scope"] = "colgroup" if wide > 1 else "col"
        elif heads_row:
            tag, attributes["scope"] = "th", "rowgroup" if deep > 1 else "row"
        if tag == "td":
            attributes.pop("scope", None)
        if wide > 1:
            attributes["colspan"] = wide
        if deep > 1:
            attributes["rowspan"] = deep
        row["column"] += wide
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def depart_entry(self, _node: nodes.Element) -> None:
        self.body.append(self.context.pop())


def _is_wide(table: nodes.Element) -> bool:
    """Tell whether *table* has more columns than a phone shows side by side."""
    return any(int(group.get("cols", 0)) > 3 for group in table.findall(nodes.tgroup))
