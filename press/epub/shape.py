"""Shapes a resolved doctree for the e-reader edition, before it is translated.

What belongs to a web site goes: tables of links that the reading system shows by itself,
links to pages that only a site has.  What belongs to a book comes: the title page, roles.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from press.epub.nodes import page_mark
from press.pages import TITLE, page_turn

if TYPE_CHECKING:
    from press.epub.builder import EpubBuilder


def shape(doctree: nodes.document, docname: str, builder: EpubBuilder) -> None:
    """Shape *doctree*, the resolved document *docname*, in place."""
    top = next((c for c in doctree.children if isinstance(c, nodes.section)), None)
    if docname == builder.config.root_doc:
        _remove_contents(doctree)
        _add_imprint(top if top is not None else doctree, builder)
        if top is not None:
            top["epub_type"] = "titlepage"
    else:
        _plain_contents(doctree)
        if top is not None:
            top["role"] = builder.options.role_of(docname)
    _break_up_paragraphs(doctree)
    _mark_reference_sections(doctree, docname, builder)
    _mark_pages(doctree, builder.pages_before)
    if docname == builder.config.root_doc:
        heading = next(iter(doctree.findall(nodes.title)), None)
        if heading is not None:
            heading.insert(0, [_page_mark(label) for label in builder.pages_before.get(TITLE, [])])
    _unlink(doctree, builder.file_of(docname), builder.files_of_book)


def _break_up_paragraphs(doctree: nodes.document) -> None:
    """Set the blocks within a paragraph behind it: HTML allows none, extensions make some.

    Sphinx itself does, of the field list in a docstring whose field has several paragraphs.
    """
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if not any(map(_is_block, paragraph.children)):
            continue
        parts: list[nodes.Element] = [paragraph.copy()]
        for child in paragraph.children:
            if isinstance(child, nodes.Element) and _is_block(child):
                parts += [child, nodes.paragraph()]
            else:
                parts[-1] += child
        empty = [p for p in parts if isinstance(p, nodes.paragraph) and not p.astext().strip()]
        paragraph.replace_self([part for part in parts if part not in empty])


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Body) and not isinstance(node, nodes.Inline)


def _remove_contents(doctree: nodes.document) -> None:
    """Remove the tables of contents: the navigation document holds them."""
    for wrapper in list(doctree.findall(nodes.compound)):
        if "toctree-wrapper" in wrapper["classes"]:
            wrapper.parent.remove(wrapper)


def _plain_contents(doctree: nodes.document) -> None:
    """Make the captions of tables of contents paragraphs: they are no headings here."""
    for wrapper in doctree.findall(nodes.compound):
        if "toctree-wrapper" in wrapper["classes"]:
            for title in list(wrapper.findall(nodes.title)):
                title.replace_self(
                    nodes.paragraph("", "", *title.children, classes=["contents-caption"])
                )


def _add_imprint(home: nodes.Element, builder: EpubBuilder) -> None:
    """Put subtitle, author, version and terms under the title."""
    book = builder.book
    lines: list[nodes.Node] = []

    def line(name: str, *parts: nodes.Node) -> None:
        lines.append(nodes.paragraph("", "", *parts, classes=[name]))

    if book.subtitle:
        line("book-subtitle", nodes.Text(book.subtitle))
    if book.author:
        line("book-author", nodes.Text(book.author[:1].upper() + book.author[1:]))
    stated = [f"{_('Release')} {book.version}"] if book.version else []
    if builder.config.press_book.get("date"):
        stated.append(builder.date_text)
    if stated:
        line("book-version", nodes.Text(" · ".join(stated)))
    if builder.config.copyright:
        line("book-rights", nodes.Text(f"© {builder.config.copyright}"))
    if book.license_name:
        name: nodes.Node = nodes.Text(book.license_name)
        if book.license_url:
            name = nodes.reference("", book.license_name, refuri=book.license_url)
        line("book-rights", name)
    at = 1 if home.children and isinstance(home.children[0], nodes.title) else 0
    home.insert(at, lines)


def _section_of(node: nodes.Element) -> nodes.Element | None:
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.section):
        parent = parent.parent
    return parent


def _mark_reference_sections(doctree: nodes.document, docname: str, builder: EpubBuilder) -> None:
    """Name the sections that hold a glossary or a bibliography as what they are."""
    for glossary in doctree.findall(addnodes.glossary):
        section = _section_of(glossary)
        if section is not None:
            section["role"] = "glossary"
    ids = builder.entry_ids.get(docname, set())
    if ids:
        for element in doctree.findall(nodes.Element):
            if ids.intersection(element.get("ids", ())):
                section = _section_of(element)
                if section is not None:
                    section["role"] = "bibliography"


def _page_mark(label: str) -> page_mark:
    return page_mark(label=label, ids=[f"page-{label}"])


def _mark_pages(doctree: nodes.document, before: Mapping[str, list[str]]) -> None:
    """Mark where pages begin, but those *before* the text, which have places of their own."""
    elsewhere = {label for labels in before.values() for label in labels}
    for turn in list(doctree.findall(page_turn)):
        if turn["label"] in elsewhere:
            turn.parent.remove(turn)
        else:
            turn.replace_self(_page_mark(turn["label"]))


def _unlink(doctree: nodes.document, file: str, known: Container[str]) -> None:
    """Turn links to pages that the book does not hold, and to files, into plain words."""
    for reference in list(doctree.findall(nodes.reference)):
        uri = reference.get("refuri", "")
        inner = reference.get("internal") and uri and ":" not in uri.partition("#")[0]
        if uri.lower().startswith("file:") or (inner and resolve(file, uri)[0] not in known):
            reference.replace_self(nodes.inline("", "", *reference.children))


def resolve(file: str, uri: str) -> tuple[str, str]:
    """Return the file and fragment that *uri*, in *file*, leads to, from the book's root."""
    path, _hash, fragment = uri.partition("#")
    target = normpath(join(dirname(file), unquote(path))) if path else file
    return target, unquote(fragment)
