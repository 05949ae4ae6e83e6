"""Tables: header rows and columns, spans, widths, captions, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

from press.typst import markup
from press.typst.base import Base, closing

#: Characters that a table's line has room for, and of a word that is better not broken.
_LINE, _LONG_WORD = 70, 16
#: Lines that a row may have without breaking over pages.
_TALL = 12


class TablesMixin(Base):
    """Translates docutils' exchange-model tables to Typst's ``table``."""

    def visit_table(self, node: nodes.Element) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        with self.held_anchors():
            caption = self.render(*title.children) if title else ""
        anchors = self.take_anchors(node)
        number = self.builder.figure_number("table", (node["ids"] or [""])[0], self.docname)
        groups = [g for g in node.children if isinstance(g, nodes.tgroup)]
        tight, self._tight = self._tight, False
        tables = [self._tgroup(group, node) for group in groups]
        self._tight = tight
        arguments = markup.arguments(
            kind='"table"',
            number=markup.string(number) if number else None,
            caption=f"[{closing(caption)}]" if caption else None,
            float="true" if number and isinstance(node.parent, nodes.section) else None,
            targets=markup.array(map(markup.string, anchors)),
        )
        for table in tables:
            self.emit(f"\n#captioned({arguments}, {table})\n")
        self.release_anchors()
        self.emit("\n")
        raise nodes.SkipNode

    def _tgroup(self, group: nodes.Element, table: nodes.Element) -> str:
        columns = [c for c in group.children if isinstance(c, nodes.colspec)]
        stubs = {i for i, c in enumerate(columns) if c.get("stub")}
        heads = [r for h in group.children if isinstance(h, nodes.thead) for r in h.children]
        rows = [r for b in group.children if isinstance(b, nodes.tbody) for r in b.children]
        # Cells that a row span from above covers, by row: their columns are taken.
        taken: dict[int, set[int]] = {}
        with self.held_anchors():  # a header repeats on each page; an anchor must not
            head = "".join(self._row(row, index, stubs, taken) for index, row in enumerate(heads))
        taken = {}
        outer, body = self._row_number, ""
        for index, row in enumerate(rows):
            self._row_number = self._count_of_rows = self._count_of_rows + 1
            body += self._row(row, index, stubs, taken)
        self._row_number = outer
        lines = [f"data-table({self._layout(table, columns, group)},"]
        if head:
            # On later pages a header is an artifact, and artifacts may hold no links.
            repeat = "repeat: false, " if re.search(r"\x00|#(link|footnote)\b", head) else ""
            lines.append(f"  table.header({repeat}{head}),")
        lines.append(f"{body})")
        return "\n".join(lines)

    def _layout(
        self, table: nodes.Element, columns: Sequence[nodes.Element], group: nodes.Element
    ) -> str:
        """Return the arguments that say how a table is laid out.

        Widths are the author's where a word fits in, else by content: Typst's automatic
        columns starve a column of short words beside one of long text; a share by the
        length of the text, bounded by its longest word, reads better.  Words are broken
        only if one is longer than its column, and rows only if one is tall.
        """
        total = [0] * len(columns)
        word = [1] * len(columns)
        blocks = False
        for row in group.findall(nodes.row):
            cells = [c for c in row.children if isinstance(c, nodes.entry)]
            blocks = blocks or any(not _is_text(cell) for cell in cells)
            if len(cells) != len(columns):
                continue
            for i, cell in enumerate(cells):
                text = cell.astext()
                total[i] = max(total[i], len(text))
                word[i] = max(word[i], *(len(w) for w in re.split(r"[\s/–-]+", text)))
        if "colwidths-given" in table["classes"]:
            given = [float(c["colwidth"]) for c in columns]
            line = sum(given) / _LINE
            least = [(min(w, _LONG_WORD) + 2) * line for w in word]
            shares = [max(*pair) for pair in zip(given, least, strict=True)]
        else:
            shares = [max(min(t, 40) ** 0.8, w) for t, w in zip(total, word, strict=True)]
        room = [_LINE * share / sum(shares) for share in shares]
        if "colwidths-given" not in table["classes"] and sum(total) <= 60:
            widths, room = ["auto"] * len(columns), [float(t) for t in total]
        else:
            widths = [f"{share:.4g}fr" for share in shares]
        sizes = list(zip(total, word, room, strict=True))
        return markup.arguments(
            columns=markup.array(widths),
            breakable="true" if blocks or any(t > _TALL * r for t, _w, r in sizes) else None,
            hyphenate="true" if any(w > r for _t, w, r in sizes) else None,
        )

    def _row(self, row: nodes.Node, index: int, stubs: set[int], taken: dict[int, set[int]]) -> str:
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
            with self.captured() as inner:
                self.anchor(entry)
                for child in entry.children:
                    child.walkabout(self)
            content = "".join(inner).strip("\n")
            if column in stubs:
                content = f"#strong[{content}]"
            spans = markup.arguments(
                colspan=str(wide) if wide > 1 else None, rowspan=str(deep) if deep > 1 else None
            )
            cells.append(f"table.cell({spans})[{content}]" if spans else f"[{content}]")
            column += wide
        return "  " + ", ".join(cells) + ",\n" if cells else ""


def _is_text(cell: nodes.Element) -> bool:
    """Say whether *cell* holds a paragraph or nothing."""
    return len(cell.children) < 2 and all(isinstance(c, nodes.paragraph) for c in cell.children)
