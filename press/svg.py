"""Drawings in SVG from others: one that runs code or loads anything is refused.

An SVG is a document that may hold scripts, other pages and style sheets, and may name
entities that grow without end.  Whoever draws for a book needs none of this: what
matplotlib, Inkscape and Graphviz write passes.  Nothing is mended; the message says what
has to go.

The file is read by expat, which loads nothing; at the first declaration of an entity the
reading ends, so that none is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from . import addresses, styles

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

#: Elements that run code or hold other documents, by local name in small letters.
_REFUSED = frozenset(
    "audio canvas embed foreignobject handler iframe link listener object script video".split()
)
#: Elements that change attributes while the drawing is shown.
_ANIMATIONS = frozenset("animate animatecolor animatemotion animatetransform discard set".split())
#: Names of XML's own that programs keep notes under; what is of no known kind is not shown.
_HTML = "http://www.w3.org/1999/xhtml"


class _RefusedError(Exception):
    """Ends the reading of a file that must not be read on."""


class _Reader:
    """Collects what is wrong with one file."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        parser.ProcessingInstructionHandler = self._instruction
        self._depth = 0
        self._style: list[str] = []
        self._in_style = 0

    def read(self, data: bytes) -> list[tuple[int, str]]:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            self.found.append((error.lineno, f"torn XML: {expat.ErrorString(error.code)}"))
        except _RefusedError:
            pass
        return self.found

    def _fault(self, message: str) -> None:
        self.found.append((self._parser.CurrentLineNumber, message))

    def _entity(self, name: str, *_rest: object) -> None:
        self._fault(f"the entity {name!r}: a drawing declares none")
        raise _RefusedError

    def _skipped(self, name: str, _is_parameter: bool) -> None:
        self._fault(f"the entity {name!r}, which is defined elsewhere")

    def _instruction(self, target: str, _data: str) -> None:
        self._fault(f"the processing instruction {target!r}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if not self._depth and (space, name) != (SVG, "svg"):
            self._fault("the file is no SVG: its first element is no svg of that namespace")
            raise _RefusedError
        self._depth += 1
        local = name.lower()
        if local in _REFUSED or space == _HTML:
            self._fault(f"the element <{name}>")
        if local == "style":
            self._in_style, self._style = self._parser.CurrentLineNumber, []
        for full, value in attributes.items():
            self._attribute(local, full.rpartition(" ")[2].lower(), value)

    def _attribute(self, element: str, name: str, value: str) -> None:
        if name.startswith("on") and re.fullmatch(r"on[a-z]+", name):
            self._fault(f"the event handler {name}")
        elif name in ("href", "src", "base"):
            if element == "a" and name == "href":
                if not addresses.is_link(value):
                    self._fault(f"a link to {value[:60]}")
            elif value and not (value.startswith(("#", "data:")) and addresses.is_own(value)):
                self._fault(f"<{element}> loads {value[:60]}")
        elif name == "attributename" and element in _ANIMATIONS:
            if value.rpartition(":")[2].lower() in ("href", "src") or value.lower().startswith(
                "on"
            ):
                self._fault(f"<{element}> changes {value}")
        elif name == "style" or "(" in value:
            for _line, what in styles.faults(value):
                self._fault(what)

    def _text(self, text: str) -> None:
        if self._in_style:
            self._style.append(text)

    def _end(self, tag: str) -> None:
        if self._in_style and tag.rpartition(" ")[2].lower() == "style":
            for line, what in styles.faults("".join(self._style)):
                self.found.append((self._in_style + line, what))
            self._in_style = 0


def faults(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and description of what is wrong with the drawing in the file *path*."""
    data = path.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        yield 1, "the drawing is compressed: unpack it, so that it can be looked at"
        return
    yield from _Reader().read(data)
