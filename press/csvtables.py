"""``csv-table`` that names file and line of what is torn, uneven or no text."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from docutils.utils import SystemMessagePropagation
from sphinx.application import Sphinx
from sphinx.directives.patches import CSVTable

from . import __version__, characters
from .checks import warn
from .utf8 import NotUtf8Error, read_utf8


class CheckedCSVTable(CSVTable):
    """``csv-table`` that names file and line of what is torn."""

    def get_csv_data(self) -> tuple[Iterable[str], str]:
        """Return the rows' lines and where they come from, if they can be decoded."""
        if "url" in self.options:
            raise self.severe(f"a table's data are not part of the book: {self.options['url']}")
        try:
            data, source = super().get_csv_data()  # type: ignore[no-untyped-call]
            lines = data if isinstance(data, StringList) else list(data)
            for number, line in enumerate(lines, 1):
                for _line, message in characters.refused(line):
                    warn(message, "character", self.place(lines, source, number))
            return lines, source
        except UnicodeDecodeError:
            folder = Path(self.state.document.current_source or "").parent
            try:
                read_utf8(folder / self.options["file"])
            except NotUtf8Error as error:
                warn(str(error), "csv", f"{error.path}:{error.line}")
            raise self.given_up() from None

    def parse_csv_data_into_rows(
        self, csv_data: Iterable[str], dialect: csv.Dialect, source: str
    ) -> tuple[list[Any], int]:
        """Return the rows and the greatest number of cells, if they are whole and even."""
        lines = list(csv_data)
        reader = csv.reader((line + "\n" for line in lines), dialect)
        width, began = 0, 1
        try:
            for row in reader:
                width = width or len(row)
                if len(row) != width:
                    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
                    message = f"the row has {cells}, the first one {width}"
                    warn(message, "csv", self.place(csv_data, source, began))
                began = reader.line_num + 1
        except csv.Error as error:
            warn(f"torn CSV: {error}", "csv", self.place(csv_data, source, began))
            raise self.given_up() from None
        rows, most = super().parse_csv_data_into_rows(  # type: ignore[no-untyped-call]
            lines, dialect, source
        )
        return rows, most

    def place(self, csv_data: Iterable[str], source: str, line: int) -> str:
        """Return file and line of the data's *line*, counted from 1."""
        document = self.state.document.current_source
        if isinstance(csv_data, StringList):  # the directive's own content
            block = [text.strip() for text in self.block_text.splitlines()]
            data = [text.strip() for text in csv_data]
            ends = range(1, len(block))
            offset = next((i for i in ends if block[i : i + len(data)] == data), 0)
            return f"{document}:{self.lineno + offset + line - 1}"
        if source != document and Path(source).is_file():
            return f"{Path(source).resolve()}:{line}"
        return f"{document}:{self.lineno}"  # the option "header"

    def given_up(self) -> SystemMessagePropagation:
        """Return the exception that has the directive print nothing: the fault is told."""
        return SystemMessagePropagation(nodes.comment())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive in the place of Sphinx's own."""
    app.add_directive("csv-table", CheckedCSVTable, override=True)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
