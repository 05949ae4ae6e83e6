"""Tables whose header cells say what they head, and that a phone can show."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

#: How many characters stand side by side on a small phone.
_PHONE = 36


class TablesMixin(HTML5Translator):
    """Translates docutils' exchange-model tables to HTML that screen readers can walk.

    A cell of the head heads its column, a cell of a stub column its row
    (https://www.w3.org/WAI/tutorials/tables/).  A table too wide for a phone is marked, and
    its cells bear the words that head them: the style sheet then sets its rows one below
    the other.
    """

    def visit_table(self, node: nodes.Element) -> None:
        self._table_row_indices.append(0)  # docutils' own methods count on it
        group = next(iter(node.findall(nodes.tgroup)), None)
        heads = _heads(group) if group is not None else []
        wide = group is not None and _is_wide(group, heads)
        node["heads"] = heads if wide else []
        attributes: dict[str, Any] = {"CLASS": "wide"} if wide else {}
        # The style sheet asks how much room there is: on a screen of columns, one column.
        self.body.append('<div class="room">\n' if wide else "")
        self.body.append(self.starttag(node, "table", **attributes))
        self.context.append("</table>\n</div>\n" if wide else "</table>\n")

    def depart_table(self, _node: nodes.Element) -> None:
        self._table_row_indices.pop()
        self.body.append(self.context.pop())

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
        column, stubs, heads = row["column"], group.parent["stubs"], self._table_heads(node)
        wide, deep = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
        tag = "td"
        # An empty corner heads nothing.
        if isinstance(group, nodes.thead) and node.astext().strip():
            tag, attributes["scope"] = "th", "colgroup" if wide > 1 else "col"
        elif not isinstance(group, nodes.thead) and column < len(stubs) and stubs[column]:
            tag, attributes["scope"] = "th", "rowgroup" if deep > 1 else "row"
        if wide > 1:
            attributes["colspan"] = wide
        if deep > 1:
            attributes["rowspan"] = deep
        if 0 < column < len(heads) and not isinstance(group, nodes.thead):
            attributes["data-head"] = heads[column]
        row["column"] += wide
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def depart_entry(self, _node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    def _table_heads(self, node: nodes.Element) -> list[str]:
        parent = node.parent
        while parent is not None and not isinstance(parent, nodes.table):
            parent = parent.parent
        heads: list[str] = parent.get("heads", []) if parent is not None else []
        return heads


def _rows(group: nodes.Element, kind: type[nodes.Element]) -> list[nodes.Element]:
    parts = [part for part in group.children if isinstance(part, kind)]
    return [row for part in parts for row in part.children if isinstance(row, nodes.row)]


def _heads(group: nodes.Element) -> list[str]:
    """Return the words that head the columns; [] where spans make them more than one each."""
    rows = _rows(group, nodes.thead)
    if len(rows) != 1:
        return []
    if any(e.get("morecols") or e.get("morerows") for e in group.findall(nodes.entry)):
        return []
    return [" ".join(cell.astext().split()) for cell in rows[0].children]


def _is_wide(group: nodes.Element, heads: list[str]) -> bool:
    """Tell whether the longest words of the columns of *group* overrun a phone."""
    longest = [0] * len(heads)
    for row in [*_rows(group, nodes.thead), *_rows(group, nodes.tbody)]:
        for column, cell in enumerate(row.children[: len(heads)]):
            words = cell.astext().split() or [""]
            longest[column] = max(longest[column], *map(len, words))
    return len(heads) > 2 and sum(longest) + 2 * len(heads) > _PHONE
