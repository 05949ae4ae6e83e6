"""The contents of the book beside each page: chapters, and the sections of the one shown.

Sphinx's template function ``toctree`` resolves all tables of contents for each page, so that
a book of twice the length takes four times as long.  Here they are resolved once for each
folder of pages; a page opens its own branch in what they came to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from posixpath import dirname, join
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import global_toctree_for_doc

_ITEM = re.compile(r'<li class="toctree-l1">(<a class="reference internal" href="([^"]*)">.*?</a>)')


def of(builder: StandaloneHTMLBuilder, pagename: str) -> str:
    """Return the contents as the page *pagename* of *builder*'s site shows them."""
    known: Contents | None = getattr(builder, "press_contents", None)
    if known is None:
        known = builder.press_contents = Contents(builder)  # type: ignore[attr-defined]
    return known.of(pagename)


class _Item(NamedTuple):
    """A chapter's line: where it leads, its link, and the lines of its sections."""

    href: str
    link: str
    below: list[str]


class Contents:
    """The contents of a book as the pages of its site show them."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        #: Each document's parent in the tables of contents.
        self.parents = {
            child: parent
            for parent, children in builder.env.toctree_includes.items()
            for child in children
        }
        self._of_folder: dict[str, list[str | _Item]] = {}

    def of(self, pagename: str) -> str:
        """Return what ``toctree(collapse=True, maxdepth=2, includehidden=True)`` gives."""
        folder = dirname(pagename)
        if folder not in self._of_folder:
            self._of_folder[folder] = list(self._resolved(folder))
        path = [pagename]
        while (parent := self.parents.get(path[-1])) and parent not in path:
            path.append(parent)
        nowhere = _nowhere(folder)
        uris = {self.builder.get_relative_uri(nowhere, name) for name in path}
        for child, parent in pairwise(path):
            uri = self.builder.get_relative_uri(nowhere, parent)
            uris |= {
                uri + anchor for anchor in _sections_around(self.builder.env.tocs[parent], child)
            }
        here = self.builder.get_relative_uri(nowhere, pagename)
        lines: list[str] = []
        opened = 0  # the line that opens the list that we are in
        for part in self._of_folder[folder]:
            if isinstance(part, str):
                opened = len(lines) if part.startswith("<ul") else opened
                lines.append(part)
            elif part.href not in uris:
                lines.append(f'<li class="toctree-l1">{part.link}</li>')
            else:
                lines[opened] = lines[opened].replace("<ul>", '<ul class="current">')
                lines += _opened(part, uris, here)
        return "\n".join(lines)

    def _resolved(self, folder: str) -> list[str | _Item]:
        """Return the contents of no page in *folder*: chapters, and the lines around them."""
        builder = self.builder
        tree = global_toctree_for_doc(
            builder.env,
            _nowhere(folder),
            builder,
            tags=builder.tags,
            collapse=False,
            includehidden=True,
            maxdepth=2,
            titles_only=False,
        )
        parts: list[str | _Item] = []
        below: list[str] | None = None
        for line in builder.render_partial(tree)["fragment"].split("\n"):
            if found := _ITEM.match(line):
                item = _Item(found[2], found[1], [])
                parts.append(item)
                below = item.below if line.endswith("<ul>") else None
            elif below is None:
                parts.append(line)
            elif line == "</li>":
                below = None
            elif line != "</ul>":
                below.append(line)
        return parts


def _sections_around(toc: nodes.Element, child: str) -> Iterator[str]:
    """Yield the anchors of the sections of *toc* that list the document *child*."""
    for toctree in toc.findall(addnodes.toctree):
        node: nodes.Element | None = toctree if child in toctree["includefiles"] else None
        while node is not None:
            if isinstance(node, nodes.list_item):
                yield next(iter(node.findall(nodes.reference)))["anchorname"]
            node = node.parent


def _nowhere(folder: str) -> str:
    """Return the name of a page in *folder* that no table of contents lists."""
    return join(folder, "-")


def _opened(item: _Item, uris: set[str], here: str) -> list[str]:
    """Return the lines of a chapter that is shown, or that a page in *uris* belongs to."""
    inner = [_second(line, uris, here) for line in item.below]
    within = any('"toctree-l2 current"' in line for line in inner)
    head = (
        f'<li class="toctree-l1 current">{_current(item.link) if item.href == here else item.link}'
    )
    if not inner:
        return [head + "</li>"]
    return [head + ('<ul class="current">' if within else "<ul>"), *inner, "</ul>", "</li>"]


def _second(line: str, uris: set[str], here: str) -> str:
    """Return the line of a section, or of a document below the chapter."""
    href = line.partition('href="')[2].partition('"')[0]
    page, mark, _id = href.partition("#")
    if href in uris:
        line = line.replace('"toctree-l2"', '"toctree-l2 current"', 1)
    if mark:
        return line.replace(f'href="{page}#', 'href="#', 1) if page == here else line
    return _current(line) if href == here else line


def _current(link: str) -> str:
    """Return *link* as one to the page that it stands on."""
    marked = link.replace('class="reference', 'class="current reference', 1)
    return re.sub(r'href="[^"]*"', 'href="#"', marked, count=1)
