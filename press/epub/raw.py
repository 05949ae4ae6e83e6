"""Mends raw HTML, which authors write for web pages, so that an EPUB may hold it.

What HTML calls obsolete but browsers still show is an error in an EPUB: attributes of
presentation, and elements such as ``center`` (HTML Standard, 16.2 "Non-conforming
features").  They go, and the text stays.  Drawings and formulas need their namespaces in
XML; a picture that lies elsewhere on the web gives way to its alternative text.

A raw node may hold half an element, so tags are mended one by one; what is not wrong
stays to the letter.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

_NAMESPACES = {
    "svg": "http://www.w3.org/2000/svg",
    "math": "http://www.w3.org/1998/Math/MathML",
}
#: Obsolete elements, and what stands for them.
_ELEMENTS = {
    "acronym": "abbr",
    "big": "span",
    "center": "div",
    "dir": "ul",
    "font": "span",
    "nobr": "span",
    "strike": "s",
    "tt": "code",
}
#: Obsolete attributes of any element.
_ATTRIBUTES = frozenset(
    "align alink axis background bgcolor border bordercolor cellpadding cellspacing char charoff"
    " clear color compact face frame frameborder hspace link marginheight marginwidth noshade"
    " nowrap rules scrolling summary text valign vlink vspace".split()
)
_OF_LINKS = frozenset("download href hreflang ping referrerpolicy rel target type".split())
#: Elements whose width and height are not obsolete.
_SIZED = frozenset("canvas embed iframe img input object source video".split())
_NO_SIGNS = re.compile(r'[\s<>"{}|\\^`]')
#: What an extension, which writes HTML by itself, may have left in a document.
_LEFT = re.compile(
    r'<(?:svg|math)\b(?![^>]*\sxmlns=)|<img\b[^>]*\ssrc="\s*(?:https?:)?//'
    r'|<input\b[^>]*\schecked="(?!checked")|<summary\b[^>]*>\s*<p\b',
    re.IGNORECASE,
)
#: Attributes that are there or not, whatever their value.
_BOOLEAN = frozenset("checked disabled hidden multiple open readonly required selected".split())
_REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)


def is_remote(address: str) -> bool:
    """Tell whether *address* is on the web, not in the book."""
    return bool(_REMOTE.match(address))


def address(uri: str) -> str:
    """Return *uri* with the signs quoted that no address may hold (RFC 3986, appendix A)."""
    place, mark, fragment = uri.partition("#")
    fragment = fragment.replace("#", "%23")
    return _NO_SIGNS.sub(lambda sign: quote(sign[0]), place + mark + fragment)


def needs_mending(body: str) -> bool:
    """Tell whether the document *body* has drawings or pictures that an EPUB may not hold."""
    return bool(_LEFT.search(body))


def mended(raw: str) -> str:
    """Return the HTML *raw* without what an EPUB may not hold."""
    mender = _Mender()
    mender.feed(raw)
    mender.close()
    return "".join(mender.pieces)


class _Mender(HTMLParser):
    """Copies HTML piece by piece, and changes start tags that need it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        #: How names were spelled, which HTMLParser forgets: SVG's have capitals.
        self.spelled: dict[str, str] = {}
        #: How deep within a drawing or formula, whose attributes are their own.
        self.foreign = 0
        #: Whether within a summary, which may hold no paragraph.
        self.summary = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, "")
        if tag in _NAMESPACES:
            self.foreign += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, " /")

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], close: str) -> None:
        written = self.get_starttag_text() or ""
        given = dict(attrs)
        if tag == "img" and not self.foreign and is_remote(given.get("src") or ""):
            self.pieces.append(html.escape(given.get("alt") or "", quote=False))
            return
        if tag in _NAMESPACES and "xmlns" not in given:
            written = (
                f'{written[: len(tag) + 1]} xmlns="{_NAMESPACES[tag]}"{written[len(tag) + 1 :]}'
            )
        elif not self.foreign and tag not in _NAMESPACES:
            kept = {name: text for name, text in given.items() if not _is_obsolete(tag, name)}
            kept |= {name: name for name in kept if name in _BOOLEAN and kept[name]}
            if tag == "a" and (kept.get("href") or "").lower().startswith("file:"):
                # Another's disk; and what an element may have only where it leads somewhere.
                kept = {n: text for n, text in kept.items() if n not in _OF_LINKS}
            if tag == "a" and "name" in kept:
                kept.setdefault("id", kept.pop("name"))
            self.summary = self.summary or tag == "summary"
            now = "span" if self.summary and tag == "p" else _ELEMENTS.get(tag, tag)
            if kept != given or tag != now:
                shown = "".join(f' {n}="{html.escape(t or "")}"' for n, t in kept.items())
                written = f"<{now}{shown}{close}>"
        name = re.match(r"<([^\s/>]+)", written)
        self.spelled[tag] = name[1] if name else tag
        self.pieces.append(written)

    def handle_endtag(self, tag: str) -> None:
        if tag in _NAMESPACES and self.foreign:
            self.foreign -= 1
        self.summary = self.summary and tag != "summary"
        self.pieces.append(f"</{self.spelled.get(tag, _ELEMENTS.get(tag, tag))}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")


def _is_obsolete(tag: str, name: str) -> bool:
    if name in ("width", "height"):
        return tag not in _SIZED
    return name in _ATTRIBUTES
