"""Tables of data sets, and of what their columns mean: what a data dictionary is made of.

``{data-table} harvest.csv`` shows the rows of a data set under the label
``tab-data-harvest``, to which figures refer.  Its content is the caption; without any the
schema's title serves.  ``:columns:`` picks columns, ``:widths:`` shares the width.

``{data-columns} harvest.csv`` shows what each column holds, in which unit, with a link to
the file.

Cells that are empty in the file read "unknown"; keys of the bibliography become citations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from . import __version__
from .datasets import Column, Dataset, Row
from .drawing import FigureError
from .figures import download, read_data

#: A column's share of the width is the length of its longest cell, within these bounds.
_SHARES = (6, 26)


class _DataDirective(SphinxDirective):
    """What the two directives share."""

    required_arguments = 1

    def load(self) -> Dataset:
        """Return the data set; the document depends on its files."""
        source, line = self.get_source_info()
        dataset, files = read_data(self.env, self.arguments[0].strip(), f"{source}:{line}")
        for path in files:
            self.env.note_dependency(str(path))
        return dataset

    def fault(self, message: str) -> FigureError:
        """Return *message* as an error at the directive."""
        source, line = self.get_source_info()
        return FigureError(f"{source}:{line}: {message}")


def table(head: list[str], widths: list[int], rows: list[list[list[nodes.Node]]]) -> nodes.table:
    """Return a table with one row of headings; each cell is a list of inline nodes."""

    def row(cells: list[list[nodes.Node]]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *c)) for c in cells))

    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec("", colwidth=width) for width in widths]
    group += nodes.thead("", row([[nodes.Text(word)] for word in head]))
    group += nodes.tbody("", *(row(cells) for cells in rows))
    return nodes.table("", group, classes=["data-table", "colwidths-given"])


class DataTableDirective(_DataDirective):
    """``data-table``: the rows of a data set."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "name": directives.unchanged_required,
        "columns": directives.unchanged_required,
        "widths": directives.positive_int_list,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        dataset = self.load()
        columns = self.picked(dataset)
        rows = [[self.cell(row, column) for column in columns] for row in dataset]
        widths = self.options.get("widths") or [self.share(dataset, c) for c in columns]
        if len(widths) != len(columns):
            raise self.fault(f"{len(widths)} widths for {len(columns)} columns")
        made = table([column.heading for column in columns], widths, rows)
        caption = self.parse_content_to_nodes()
        if caption and isinstance(caption[0], nodes.paragraph):
            made.insert(0, nodes.title("", "", *caption[0].children))
        else:
            made.insert(0, nodes.title("", dataset.title))
        self.options.setdefault("name", f"tab-data-{dataset.name}")
        self.set_source_info(made)
        self.add_name(made)
        return [made]

    def picked(self, dataset: Dataset) -> list[Column]:
        """Return the columns that ``:columns:`` names, or all."""
        if "columns" not in self.options:
            return list(dataset.columns)
        try:
            return [dataset.column(n.strip()) for n in self.options["columns"].split(",")]
        except KeyError as error:
            raise self.fault(f"{dataset.path.name} has no column {error}") from None

    @staticmethod
    def share(dataset: Dataset, column: Column) -> int:
        """Return the share of the width that *column* needs."""
        low, high = _SHARES
        longest = max(len(row.texts[column.name]) for row in dataset)
        return max(low, min(high, longest, 40), len(column.heading) * 2 // 3)

    def cell(self, row: Row, column: Column) -> list[nodes.Node]:
        """Return what a cell shows."""
        value, text = row[column.name], row.texts[column.name]
        if value is None:
            return [nodes.emphasis("", _("unknown"))]
        if column.type == "key" and "cite" in self.env.domains:
            role = self.env.domains["cite"].role("alp")
            assert role is not None
            keys = ",".join(value)
            cited, _messages = role("cite:alp", keys, keys, self.lineno, self.state.inliner, {}, [])
            return list(cited)
        if column.type == "integer" and abs(value) >= 10_000:
            return [nodes.Text(f"{value:,}")]
        return [
            nodes.Text(text.replace("-", "−") if column.type in ("number", "integer") else text)
        ]


class DataColumnsDirective(_DataDirective):
    """``data-columns``: what the columns of a data set hold."""

    def run(self) -> list[nodes.Node]:
        """Return the list of columns, and a line with the file."""
        dataset = self.load()
        items = nodes.definition_list(classes=["data-columns"])
        for column in dataset.columns:
            term = nodes.term("", "", nodes.literal("", column.name))
            meaning = nodes.paragraph("", f"{column.about} ({column.values()}).")
            items += nodes.definition_list_item("", term, nodes.definition("", meaning))
        file = nodes.paragraph("", _("File") + ": ", classes=["figure-data"])
        file += download(self.env, self.arguments[0].strip())
        count = _("rows") if len(dataset) != 1 else _("row")
        file += nodes.Text(f", {len(dataset)} {count}.")
        for node in (items, file):
            self.set_source_info(node)
        return [items, file]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.setup_extension("press.figures")
    app.add_directive("data-table", DataTableDirective)
    app.add_directive("data-columns", DataColumnsDirective)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
