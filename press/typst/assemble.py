"""One doctree for the whole book, its parts marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from press import pages
from press.typst.translator import Part

if TYPE_CHECKING:
    from press.typst.builder import PrintBuilder

#: What a root document may hold beside its title without having text of its own.
_SILENT = (
    nodes.Invisible,
    nodes.Titular,
    nodes.target,
    nodes.raw,
    addnodes.index,
    addnodes.highlightlang,
)


def assemble(builder: PrintBuilder) -> nodes.document:
    """Return the book as one doctree, references resolved.

    Each toctree is replaced by the documents that it names, in ``start_of_file``
    nodes, as Sphinx's latex and singlehtml builders do it.  Unlike there, each document
    is resolved on its own before it is put in place, so that transforms see the
    document that they work on.
    """
    root = builder.config.root_doc
    tree = _document(builder, root, {root})
    _join_sections(tree, builder.config.project)
    _title_opening(tree)
    return tree


def _document(builder: PrintBuilder, docname: str, seen: set[str]) -> nodes.document:
    tree = builder.env.get_doctree(docname)
    builder.env.resolve_references(tree, docname, builder)
    builder.post_process_images(tree)
    pages.complete(tree)
    toctrees = [t for t in tree.findall(addnodes.toctree) if t.get("includefiles")]
    captioned = [t for t in toctrees if t.get("caption")]
    parts = builder.options.parts
    if (
        docname != builder.config.root_doc
        or parts is False
        or (parts is None and len(captioned) < 2)
    ):
        captioned = []
    for toctree in list(tree.findall(addnodes.toctree)):
        put: list[nodes.Node] = []
        if toctree in captioned:
            put.append(Part(title=toctree["caption"]))
        included: list[str] = toctree.get("includefiles", [])
        for name in included:
            if name not in seen:
                seen.add(name)
                child = _document(builder, name, seen)
                put.append(addnodes.start_of_file("", *child.children, docname=name))
        toctree.replace_self(put)
    return tree


def _join_sections(tree: nodes.document, title: str) -> None:
    """Make the root document one section, under the title of the book.

    Further sections beside the first become chapters; a root document without any, which
    may be a mere list of documents, gets one that is titled as the book is.
    """
    sections = [child for child in tree.children if isinstance(child, nodes.section)]
    if not sections:
        children = tree.children
        tree.clear()
        tree += nodes.section("", nodes.title("", title), *children, ids=[])
    for later in sections[1:]:
        tree.remove(later)
        sections[0] += later


def _title_opening(tree: nodes.document) -> None:
    """Give the root document's own text a heading of its own, if it has text.

    The title page shows the root document's title.  What else stands there, such as
    a word of welcome, becomes an opening without number under that title.
    """
    section = next((c for c in tree.children if isinstance(c, nodes.section)), None)
    if section is None:
        return
    opening: list[nodes.Node] = []
    for child in section.children:
        if isinstance(child, nodes.section) or _holds_documents(child):
            break
        if not isinstance(child, _SILENT):
            opening.append(child)
    if opening:
        title = section.children[0].deepcopy()
        for child in opening:
            section.remove(child)
        section.insert(1, nodes.section("", title, *opening, ids=[]))


def _holds_documents(node: nodes.Node) -> bool:
    return any(isinstance(n, (addnodes.start_of_file, Part)) for n in node.findall())
