"""Tables: header rows and columns, spans, widths, captions, repeated headers."""

from __future__ import annotations

import re

from docutils import nodes

from press.typst import markup
from press.typst.base import Base, closing
from press.typst.columns import Columns


class TablesMixin(Base):
    """Translates docutils' exchange-model tables to Typst's ``table``."""

    def visit_table(self, node: nodes.Element) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        with self.held_anchors():
            caption = self.render(*title.children) if title else ""
        anchors = self.take_anchors(node)
        number = self.builder.figure_number("table", (node["ids"] or [""])[0], self.docname)
        if number and title:
            anchors = anchors or [self.made_target()]
            self.list_figure("table", number, anchors[0], caption, title.astext())
        groups = [g for g in node.children if isinstance(g, nodes.tgroup)]
        tight, self._tight = self._tight, False
        tables = [self._tgroup(group, node) for group in groups]
        self._tight = tight
        arguments = markup.arguments(
            kind='"table"',
            number=markup.string(number) if number else None,
            caption=f"[{closing(caption)}]" if caption else None,
            float="true" if number and isinstance(node.parent, nodes.section) else None,
            targets=markup.array(map(self.made, anchors)),
        )
        for table in tables:
            self.emit(f"\n#captioned({arguments}, {table})\n")
        self.release_anchors()
        self.emit("\n")
        raise nodes.SkipNode

    def _tgroup(self, group: nodes.Element, table: nodes.Element) -> str:
        columns = Columns(group, given="colwidths-given" in table["classes"])
        heads = [r for h in group.children if isinstance(h, nodes.thead) for r in h.children]
        rows = [r for b in group.children if isinstance(b, nodes.tbody) for r in b.children]
        # Cells that a row span from above covers, by row: their columns are taken.
        taken: dict[int, set[int]] = {}
        with self.held_anchors():  # a header repeats on each page; an anchor must not
            head = "".join(self._row(row, index, columns, taken) for index, row in enumerate(heads))
        taken = {}
        outer, body = (self._row_number, self._row_key), ""
        for index, row in enumerate(rows):
            self._row_number = self._count_of_rows = self._count_of_rows + 1
            self._row_key = ""
            body += self._row(row, index, columns, taken)
        self._row_number, self._row_key = outer
        lines = [f"data-table({columns.arguments()},"]
        if head:
            # On later pages a header is an artifact, and artifacts may hold no links.
            repeat = "repeat: false, " if re.search(r"\x00|#(link|footnote)\b", head) else ""
            lines.append(f"  table.header({repeat}{head}),")
        lines.append(f"{body})")
        return "\n".join(lines)

    def _row(
        self, row: nodes.Node, index: int, columns: Columns, taken: dict[int, set[int]]
    ) -> str:
        cells = []
        column = 0
        for entry in row.children:
            if not isinstance(entry, nodes.entry):
                continue
            while column in taken.get(index, ()):
                column += 1
            wide, deep = entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
            for below in range(index + 1, index + deep):
                taken.setdefault(below, set()).update(range(column, column + wide))
            self._cell_begins = True
            with self.captured() as inner:
                self.anchor(entry)
                for child in entry.children:
                    child.walkabout(self)
            content = "".join(inner).strip("\n")
            if column in columns.stubs:
                content = f"#strong[{content}]"
            lacking = columns.lacking(entry.astext().strip(), column)
            if lacking:
                content = f"#figures([{content}], [{lacking}])"
            spans = markup.arguments(
                colspan=str(wide) if wide > 1 else None, rowspan=str(deep) if deep > 1 else None
            )
            cells.append(f"table.cell({spans})[{content}]" if spans else f"[{content}]")
            column += wide
        return "  " + ", ".join(cells) + ",\n" if cells else ""
