"""Checks of the input that Sphinx, MyST and docutils do not make.

What would otherwise end in a silent loss, an unsafe page or a traceback is reported with
file and line:

* ``press.alt``: an image without alternative text, unless its class says ``decorative``;
  alternative text that only repeats the caption;
* ``press.remote``: an image that is not part of the book;
* ``press.raw``: raw HTML that runs code or embeds other pages;
* ``press.text``: markup that was never closed, and so stands in the text or its index;
* ``press.csv``: a table whose CSV data are torn, uneven or not UTF-8;
* a document that is not UTF-8 stops the build, since Sphinx cannot read it.

A book that means what is reported can say so by Sphinx's ``suppress_warnings``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from docutils.statemachine import StringList
from docutils.utils import SystemMessagePropagation
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.directives.patches import CSVTable
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from . import __version__
from .errors import BookError
from .utf8 import NotUtf8Error, read_utf8

logger = logging.getLogger(__name__)


def warn(message: str, kind: str, location: nodes.Node | str) -> None:
    """Report *message* as a warning of type ``press.<kind>``.

    An inline node often has no line of its own: then the place is its paragraph's.
    """
    if isinstance(location, nodes.Node):
        lines = (node for node in (location, *_parents(location)) if node.line)
        location = next(lines, location)
    logger.warning("%s", message, location=location, type="press", subtype=kind)


def _parents(node: nodes.Node) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


# -- documents that cannot be read ----------------------------------------------------------


def check_encoding(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop before a document is read that is not UTF-8, naming all such documents."""
    faults = []
    for docname in docnames:
        try:
            read_utf8(Path(env.doc2path(docname)))
        except NotUtf8Error as error:
            faults.append(f"{error.path}:{error.line}: {error}")
        except OSError:
            continue  # Sphinx reports what cannot be opened
    if faults:
        raise BookError("\n".join(faults))


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})(.*)$")


def fence_faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and fault of what only looks like a fenced block in the Markdown *text*.

    Markdown closes an open fence at the end of the document without a word, and takes
    backticks with further ones on their line for code in a sentence.
    """
    opened, mark = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if not fence:
            continue
        marks, rest = fence.groups()
        if mark:
            if marks.startswith(mark) and not rest.strip():
                mark = ""
        elif marks[0] == "`" and "`" in rest:
            if rest.startswith("{"):
                yield number, "backticks in its first line: fence this directive with colons"
        else:
            opened, mark = number, marks
    if mark:
        yield opened, "the fence that opens here is never closed"


def check_fences(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report the fences of a Markdown document that fence nothing."""
    path = app.env.doc2path(docname)
    if path.suffix == ".md":
        for line, message in fence_faults(source[0]):
            warn(message, "text", f"{path}:{line}")


# -- documents as read ----------------------------------------------------------------------


def check_document(app: Sphinx, doctree: nodes.document) -> None:
    """Report what is wrong with a document that was just read."""
    path = Path(app.env.doc2path(app.env.docname))
    for image in doctree.findall(nodes.image):
        check_image(image)
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", "").split():
            check_raw(raw, path)
    for link in doctree.findall(nodes.reference):
        if _Unsafe.ADDRESSES.match(link.get("refuri", "")):
            warn("the link runs code", "raw", link)
    for entry in doctree.findall(addnodes.index):
        check_index(entry)
    for text in doctree.findall(nodes.Text):
        check_text(text)


def check_image(image: nodes.image) -> None:
    """Report an image that some readers will not have."""
    uri = str(image.get("uri", ""))
    if re.match(r"[a-z][a-z0-9+.-]*://|//", uri, re.IGNORECASE):
        warn(f"the image is not part of the book: {uri}", "remote", image)
    figure = image.parent if isinstance(image.parent, nodes.figure) else None
    classes = [*image["classes"], *(figure["classes"] if figure else [])]
    alt = str(image.get("alt", "")).strip()
    if not alt:
        if "decorative" not in classes:
            warn(f"the image needs alternative text: {uri}", "alt", image)
        return
    captions = figure.findall(nodes.caption) if figure else ()
    if any(caption.astext().strip() == alt for caption in captions):
        warn(f"the alternative text repeats the caption: {uri}", "alt", image)


class _Unsafe(HTMLParser):
    """Collects what raw HTML must not hold, with its line in the text, from 0."""

    ELEMENTS = frozenset({"applet", "base", "embed", "frame", "iframe", "object", "script"})
    ADDRESSES = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript|data:text/html)", re.IGNORECASE)

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element and its attributes (also those of ``<br/>``)."""
        line = self.getpos()[0] - 1
        if tag in self.ELEMENTS:
            self.found.append((line, f"the element <{tag}>"))
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append((line, f"the event handler {name}"))
            elif name == "srcdoc" or (value and self.ADDRESSES.match(value)):
                self.found.append((line, f"code in the attribute {name}"))


def check_raw(raw: nodes.raw, path: Path) -> None:
    """Report raw HTML that runs code or embeds other pages."""
    parser = _Unsafe()
    parser.feed(raw.astext())
    parser.close()
    if parser.found:
        source, line = _begin(raw, path)
        for offset, what in parser.found:
            warn(f"raw HTML must not hold {what}", "raw", f"{source}:{line + offset}")


def _begin(raw: nodes.raw, path: Path) -> tuple[str, int]:
    """Return the file, and in it the line, where the text of *raw* begins.

    A directive's node has the line of the directive, an inline one that of its
    paragraph: the text is looked for from there on.
    """
    line = next((node.line for node in (raw, *_parents(raw)) if node.line), 1)
    if Path(raw.get("source", "")).is_file():  # the option "file" of the directive
        path, line = Path(raw["source"]).resolve(), 1
    first = raw.astext().split("\n", 1)[0]
    for number, text in enumerate(read_utf8(path).splitlines()[line - 1 :], line):
        if first in text:
            return str(path), number
    return str(path), line


_STRAY = re.compile(r"\{[A-Za-z][\w:.+-]*\}`+\S*")


def check_text(text: nodes.Text) -> None:
    """Report markup that stands in the text because it was never closed."""
    if isinstance(text.parent, (nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.math)):
        return
    if stray := _STRAY.search(text.astext()):
        warn(f"markup that was not understood: {stray.group()}", "text", text)


_SECOND = re.compile(r",\s*(?:single|pair|triple|see|seealso|main):\s*")


def check_index(index: addnodes.index) -> None:
    """Report an entry that holds a second one: only lines without a type may list several."""
    for entry in index["entries"]:
        if second := _SECOND.search(entry[1]):
            rest = entry[1][second.end() :]
            warn(f"an index entry of its own, by its type: {rest}", "text", index)


# -- CSV tables -------------------------------------------------------------------------------


class CheckedCSVTable(CSVTable):
    """``csv-table`` that names file and line of what is torn."""

    def get_csv_data(self) -> tuple[Iterable[str], str]:
        """Return the rows' lines and where they come from, if they can be decoded."""
        try:
            return cast("tuple[Iterable[str], str]", super().get_csv_data())  # type: ignore[no-untyped-call]
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
    """Register the checks."""
    app.add_directive("csv-table", CheckedCSVTable, override=True)
    app.connect("env-before-read-docs", check_encoding)
    app.connect("source-read", check_fences)
    app.connect("doctree-read", check_document)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
