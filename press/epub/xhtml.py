"""Makes XML of HTML.

An EPUB's documents are XML (https://www.w3.org/TR/epub-33/#sec-xhtml).  What Sphinx
writes is; what an author wrote as raw HTML, or an extension, may not be: a ``<br>``
without end, an ``&nbsp;``, an attribute without quotes.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements that end where one of these begins, unless a list or table stands between.
_ENDED_BY = {
    "p": frozenset(
        "address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6"
        " header hr main nav ol p pre section table ul".split()
    ),
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "tr": frozenset(["tr", "tbody", "tfoot"]),
    "td": frozenset(["td", "th", "tr"]),
    "th": frozenset(["td", "th", "tr"]),
    "thead": frozenset(["tbody", "tfoot"]),
    "tbody": frozenset(["tbody", "tfoot"]),
    "option": frozenset(["option"]),
}
_WALLS = frozenset(["ul", "ol", "dl", "table"])


def fault(body: str) -> str:
    """Return why *body*, the inside of a body element, is not XML; "" if it is."""
    try:
        ET.fromstring(f'<body xmlns="{XHTML}" xmlns:epub="{EPUB}">{body}</body>')
    except ET.ParseError as error:
        return str(error)
    return ""


def tidy(body: str) -> str:
    """Return *body* as XML: references resolved, elements ended, attributes quoted."""
    tidier = _Tidier()
    tidier.feed(body)
    tidier.close()
    return tidier.finish()


class _Tidier(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[str] = []
        #: Names within drawings as they are spelled, which HTMLParser forgets.
        self.spelled: dict[str, str] = {}

    def finish(self) -> str:
        while self.open:
            self._end()
        return "".join(self.pieces)

    def _end(self) -> None:
        tag = self.open.pop()
        self.pieces.append(f"</{self.spelled.get(tag, tag)}>")

    def _tag(self, tag: str, attrs: list[tuple[str, str | None]], close: str) -> str:
        if tag == "svg" or "svg" in self.open:
            written = self.get_starttag_text() or ""
            return self._drawn(tag, written.removesuffix(">").removesuffix("/"), attrs, close)
        given = "".join(
            f' {name}="{html.escape(name if value is None else value)}"'
            for name, value in dict(attrs).items()
        )
        return f"<{tag}{given}{close}>"

    def _drawn(
        self, tag: str, written: str, attrs: list[tuple[str, str | None]], close: str
    ) -> str:
        """Return a tag within a drawing, where ``viewBox`` is not ``viewbox``."""
        self.spelled[tag] = written[1 : len(tag) + 1]
        given = ""
        for name, value in dict(attrs).items():
            spelled = re.search(rf"\s({re.escape(name)})(?=[\s=]|$)", written, re.IGNORECASE)
            shown = html.escape(name if value is None else value)
            given += f' {spelled[1] if spelled else name}="{shown}"'
        return f"<{self.spelled[tag]}{given}{close}>"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.open and tag in _ENDED_BY.get(self.open[-1], ()):
            self._end()
        if tag in VOID:
            self.pieces.append(self._tag(tag, attrs, " /"))
            return
        self.pieces.append(self._tag(tag, attrs, ""))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(self._tag(tag, attrs, " /"))

    def handle_endtag(self, tag: str) -> None:
        reach: list[str] = []
        for name in reversed(self.open):
            reach.append(name)
            if name == tag:
                for _ in reach:
                    self._end()
                return
            if name in _WALLS:
                return

    def handle_data(self, data: str) -> None:
        self.pieces.append(html.escape(data, quote=False))
