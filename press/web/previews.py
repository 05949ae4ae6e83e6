"""What a citation or a term leads to, to be shown where the reader is.

``_static/previews.js`` holds the entries of bibliographies and glossaries as they stand
in the pages.  A browser asks for it when a reader first points at such a link; it is a
script, not data, so that it loads from a folder on a disk too.
"""

from __future__ import annotations

import json
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx

from .assets import pages
from .where import is_web

FILE = "previews.js"
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})


class Entries(HTMLParser):
    """Collects entries from a page: works (``li.bibliography-entry``) and terms (``dt``, ``dd``).

    ``found`` maps the id of each to its HTML, without links back to where it is cited.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, str] = {}
        self._terms: list[str] = []
        self._ids: list[str] = []
        self._open: list[str] = []  # elements inside the entry
        self._skip = 0  # elements open inside what is left out
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an entry, or note an element of the one that is open."""
        stated = dict(attrs)
        classes = (stated.get("class") or "").split()
        if not self._ids:
            if tag == "li" and "bibliography-entry" in classes and stated.get("id"):
                self._begin([stated["id"] or ""])
            elif tag == "dt" and (stated.get("id") or "").startswith("term-"):
                self._terms.append(stated["id"] or "")
            elif tag == "dd" and self._terms:
                self._begin(self._terms)
                self._terms = []
            return
        if self._skip or {"backlinks", "headerlink", "page-mark"} & set(classes):
            self._skip += tag not in _VOID
            return
        if tag not in _VOID:
            self._open.append(tag)
        # Ids must be unique in the page that shows the entry.
        kept = [(name, value) for name, value in attrs if name in ("href", "class", "lang")]
        self._text.append(f"<{tag}{''.join(_attribute(*pair) for pair in kept)}>")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, or the entry."""
        if not self._ids:
            if tag == "dl":
                self._terms = []
        elif self._skip:
            self._skip -= 1
        elif self._open:
            self._open.pop()
            self._text.append(f"</{tag}>")
        else:
            text = " ".join("".join(self._text).split())
            self.found.update(dict.fromkeys(self._ids, text))
            self._ids = []

    def handle_data(self, data: str) -> None:
        """Keep text of an entry."""
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        """Keep a reference such as ``&amp;`` as it is."""
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a reference such as ``&#8212;`` as it is."""
        self._keep(f"&#{name};")

    def _begin(self, ids: list[str]) -> None:
        self._ids, self._open, self._text, self._skip = ids, [], [], 0

    def _keep(self, text: str) -> None:
        if self._ids and not self._skip:
            self._text.append(text)


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value or "")}"'


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write the entries of all pages, by page and id."""
    builder = app.builder
    if error is not None or not is_web(builder):
        return
    entries: dict[str, dict[str, str]] = {}
    for path in pages(builder):
        text = path.read_text(encoding="utf-8")
        if "bibliography-entry" in text or 'id="term-' in text:
            parser = Entries()
            parser.feed(text)
            parser.close()
            if parser.found:
                entries[path.relative_to(app.outdir).as_posix()] = parser.found
    written = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    target = Path(app.outdir, "_static", FILE)
    target.write_text(f"pressPreviews({written});\n", encoding="utf-8", newline="\n")
