"""The way through the book: contents to any depth, landmarks, list of pages.

(https://www.w3.org/TR/epub-33/#sec-nav)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from press.epub.options import FRONT_ROLES
from press.epub.survey import Survey

if TYPE_CHECKING:
    from press.epub.builder import EpubBuilder


@dataclass
class Entry:
    """One line of the contents; a part of the book has a title and no address."""

    title: str
    href: str = ""
    docname: str = ""
    children: list[Entry] = field(default_factory=list)

    def walk(self) -> Iterator[Entry]:
        """Yield this entry and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Link:
    """An entry of a flat list; ``kind`` is a landmark's epub:type."""

    title: str
    href: str
    kind: str = ""


class Contents:
    """Walks the tables of contents that Sphinx collected while it read the book."""

    def __init__(self, builder: EpubBuilder) -> None:
        self.builder = builder
        self.env = builder.env
        self.seen: set[str] = set()

    def entries(self) -> list[Entry]:
        """Return the contents: the title page first, then what its tables of contents list."""
        root = self.builder.config.root_doc
        self.seen = {root}
        inner = self._of_list(self.env.tocs[root], root)
        # The root document's own heading is the title; what lies below it is the book.
        home = inner[0] if inner else Entry(self._title(root), docname=root)
        home.href, home.docname = self.builder.file_of(root), root
        parts, home.children = home.children + inner[1:], []
        return [home, *parts]

    def _title(self, docname: str) -> str:
        title = self.env.titles.get(docname)
        return title.astext() if title is not None else docname

    def _numbered(self, title: str, docname: str, anchor: str) -> str:
        """Return *title* with the number that its heading has."""
        number = self.env.toc_secnumbers.get(docname, {}).get(anchor)
        return f"{'.'.join(map(str, number))}. {title}" if number else title

    def _of_document(self, docname: str, title: str | None) -> list[Entry]:
        self.seen.add(docname)
        file = self.builder.file_of(docname)
        found = self._of_list(self.env.tocs[docname], docname)
        if not found:
            return [Entry(title or self._title(docname), file, docname)]
        first, *more = found
        if title:
            first.title = self._numbered(title, docname, "")
        first.href, first.docname = file, docname
        return [first, *more]

    def _of_list(self, node: nodes.Element, docname: str) -> list[Entry]:
        entries: list[Entry] = []
        for child in node.children:
            if isinstance(child, addnodes.toctree):
                entries += self._of_toctree(child, docname)
            elif isinstance(child, addnodes.only):
                if self.builder.tags.eval_condition(child["expr"]):
                    entries += self._of_list(child, docname)
            elif isinstance(child, nodes.list_item):
                entries.append(self._of_item(child, docname))
            elif isinstance(child, nodes.Element):
                entries += self._of_list(child, docname)
        return entries

    def _of_item(self, item: nodes.Element, docname: str) -> Entry:
        link = next(iter(item.findall(nodes.reference)))
        anchor = link.get("anchorname", "")
        title = self._numbered(link.astext(), docname, anchor)
        href = self.builder.file_of(docname) + self.builder.fix_fragment("", anchor)
        entry = Entry(title, href)
        for child in item.children:
            if isinstance(child, (nodes.bullet_list, addnodes.only)):
                entry.children += self._of_list(child, docname)
        return entry

    def _of_toctree(self, tree: addnodes.toctree, docname: str) -> list[Entry]:
        entries: list[Entry] = []
        for title, name in tree["entries"]:
            if name in self.env.tocs and name not in self.seen:
                entries += self._of_document(name, title)
            elif name in self.builder.extra_pages and name not in self.seen:
                self.seen.add(name)
                text = title or self.builder.extra_pages[name]
                entries.append(Entry(text, self.builder.file_of(name), name))
        if tree.get("caption") and docname == self.builder.config.root_doc and entries:
            return [Entry(tree["caption"], children=entries)]
        return entries


def shortened(entries: Sequence[Entry], depth: int) -> list[Entry]:
    """Return *entries* to *depth* levels; a part counts as none."""
    kept = []
    for entry in entries:
        below = depth - 1 if entry.href else depth
        children = shortened(entry.children, below) if below > 0 else []
        if entry.href or children:
            kept.append(Entry(entry.title, entry.href, entry.docname, children))
    return kept


def depth_of(entries: Sequence[Entry]) -> int:
    """Return how many levels *entries* have."""
    return max((1 + depth_of(entry.children) for entry in entries), default=0)


def landmarks(
    builder: EpubBuilder, surveys: Sequence[Survey], navigation: str, *, cover: bool
) -> list[Link]:
    """Return the landmarks: one type each, no type twice."""
    found = [Link(cover_title(), builder.cover_page, "cover")] if cover else []
    found.append(Link(_("Table of Contents"), navigation, "toc"))
    front = {builder.config.root_doc}
    for docname in builder.reading_order:
        is_front = docname in front or builder.options.role_of(docname) in FRONT_ROLES
        if not is_front and docname in builder.env.all_docs:
            found.append(Link(builder.title_of(docname), builder.file_of(docname), "bodymatter"))
            break
    for kind in ("glossary", "bibliography", "index"):
        for survey in surveys:
            if kind in survey.roles:
                node_id = survey.roles[kind]
                address = f"{survey.file}#{node_id}" if node_id else survey.file
                title = survey.sections.get(node_id) or builder.title_of_file(survey.file)
                found.append(Link(title, address, kind))
                break
    return found


def page_list(surveys: Sequence[Survey], contents: Sequence[Link]) -> list[Link]:
    """Return the pages of the print edition, in reading order.

    *contents* are those of the table of contents, which stands behind the first document.
    """
    pages = [[Link(label, f"{s.file}#{node_id}") for label, node_id in s.pages] for s in surveys]
    return [*pages[0], *contents, *(link for links in pages[1:] for link in links)]


# -- Words, in the book's language as far as Sphinx's catalogs go ------------------------------


def titles() -> dict[str, str]:
    """Return the headings of the three lists; reading systems may show them."""
    return {
        "title": _("Table of Contents"),
        "landmarks_title": _("Landmarks"),
        "pages_title": _("Pages"),
    }


def cover_title() -> str:
    """Return the title of the cover page."""
    return _("Cover")
