"""Raw HTML in a chapter: what runs code, loads things from elsewhere, or does not end."""

from __future__ import annotations

from html.parser import HTMLParser

from docutils import nodes
from docutils.parsers.rst.directives.misc import Raw

from . import addresses, styles

_ELEMENTS = frozenset(
    "applet base embed frame frameset iframe link meta object portal script".split()
)
#: Attributes whose address is loaded at once; that of "href" is where no link has it.
_LOADS = frozenset("background data lowsrc poster src srcset".split())
#: Elements whose ``href`` is loaded.
_LOADING = frozenset("feimage image mpath pattern textpath use".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements that need no end: HTML closes them.
_OPTIONAL = frozenset(
    "body colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr".split()
)


class Reader(HTMLParser):
    """Reads the raw HTML of one document, piece by piece.

    ``found`` has what is unsafe: kind ("raw" or "remote"), offset of the line in the piece,
    description.  ``open`` has the elements that have not ended yet, with their places.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, int, str]] = []
        self.open: list[tuple[str, str]] = []
        self._place = ("", 1)
        self._in_style = False

    def read(self, text: str, source: str, line: int) -> None:
        """Read a piece that stands in the file *source* from *line* on."""
        self.found = []
        self._place = (source, line)
        self._in_style = False
        self.reset()
        self.feed(text)
        if (comment := text.rfind("<!--")) >= 0 and "-->" not in text[comment:]:
            self.found.append(("raw", text.count("\n", 0, comment), "a comment without an end"))
        self.close()
        if self._in_style:
            self.found.append(("raw", 0, "a style sheet that does not end in the same piece"))

    def _here(self) -> int:
        return self.getpos()[0] - 1

    def _fault(self, what: str, kind: str = "raw") -> None:
        self.found.append((kind, self._here(), what))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element and its attributes, and note it as open."""
        self._judge(tag, attrs)
        if tag not in _VOID and tag not in _OPTIONAL:
            self.open.append((tag, f"{self._place[0]}:{self._place[1] + self._here()}"))
        self._in_style = tag == "style"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element without content (``<br/>``)."""
        self._judge(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ends."""
        self._in_style = False
        if tag in _VOID or tag in _OPTIONAL:
            return
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == tag:
                del self.open[i]
                return
        self._fault(f"the end of an element <{tag}> that was not begun")

    def handle_data(self, data: str) -> None:
        """Judge a style sheet."""
        if self._in_style:
            for line, what in styles.faults(data):
                self.found.append(("raw", self._here() + line, what))

    def _judge(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ELEMENTS:
            self._fault(f"the element <{tag}>")
        for name, value in attrs:
            bare = name.rpartition(":")[2]
            value = value or ""
            if name.startswith("on"):
                self._fault(f"the event handler {name}")
            elif name in ("srcdoc", "ping", "formaction", "action"):
                self._fault(f"the attribute {name}")
            elif name == "style":
                for _line, what in styles.faults(value):
                    self._fault(what)
            elif bare in _LOADS or (bare == "href" and tag in _LOADING):
                parts = value.split(",") if bare == "srcset" else [value]
                if not all(map(addresses.is_own, parts)):
                    self._loaded(tag, value)
            elif bare == "href" and not addresses.is_link(value):
                self._fault(f"code in the attribute {name}: {value[:60]}")
            elif name == "attributename" and value.rpartition(":")[2].lower() in ("href", "src"):
                self._fault(f"an animation of {value}")

    def _loaded(self, tag: str, address: str) -> None:
        """Note what is loaded from elsewhere; what runs code is worse."""
        code = not addresses.is_link(address)
        what = (
            f"code in <{tag}>: {address[:60]}"
            if code
            else f"what is not part of the book: {address}"
        )
        self._fault(what, "raw" if code else "remote")


class CheckedRaw(Raw):
    """``raw`` that takes nothing from the web."""

    def run(self) -> list[nodes.Node]:
        """Return the raw text, unless it lies elsewhere."""
        if "url" in self.options:
            raise self.severe(f"raw text is not part of the book: {self.options['url']}")
        return list(super().run())
