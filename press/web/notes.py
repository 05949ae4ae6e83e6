"""Changes to documents as they are written for the web, and for no other edition.

* marks of printed pages: an empty ``span`` of role ``doc-pagebreak``, its label drawn by
  the style sheet, so that it is neither copied nor found in the midst of a sentence;
* claims: each with a link to itself and one to its citation;
* notes: each behind the paragraph that calls it, where a wide page has a margin for it.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from press.pages import page_turn

from .where import is_web


def adapt(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Change the document *docname* for the web; it is the builder's own copy."""
    if not is_web(app.builder):
        return
    cite = relative_uri(app.builder.get_target_uri(docname), app.builder.get_target_uri("cite"))
    for head in list(tree.findall(nodes.paragraph)):
        box = head.parent
        if "claim-head" in head["classes"] and "claim" in box and box["ids"]:
            head += _raw(claim_links(box["claim"], box["ids"][0], cite))
    move_notes(tree)


def visit_page_turn(translator: HTML5Translator, turn: page_turn) -> None:
    """Write the mark of a printed page: in the web edition, no other site of pages."""
    if is_web(translator.builder):
        translator.body.append(page_mark(turn["label"]))
    raise nodes.SkipNode


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def page_mark(label: str) -> str:
    """Return the mark of the printed page *label*.

    Its name is a title: checkers that don't know its role take ``aria-label`` for a fault.
    """
    label = escape(label)
    return (
        f'<span class="page-mark" id="page-{label}" role="doc-pagebreak"'
        f' title="page {label}" data-page="{label}"></span>'
    )


def claim_links(claim_id: str, anchor: str, cite: str) -> str:
    """Return the links behind the head of a claim."""
    claim_id, anchor = escape(claim_id), escape(anchor)
    return (
        f' <span class="claim-links">'
        f'<a class="claim-cite" href="{escape(cite)}#cite-{anchor}">Cite'
        f'<span class="visually-hidden"> claim {claim_id}</span></a>'
        f'<a class="headerlink" href="#{anchor}" title="Link to claim {claim_id}">#</a></span>'
    )


def move_notes(tree: nodes.document) -> None:
    """Put each note behind the block of its section that calls it first."""
    notes = {ids: note for note in tree.findall(nodes.footnote) for ids in note["ids"]}
    behind: dict[nodes.Element, nodes.Element] = {}
    for call in list(tree.findall(nodes.footnote_reference)):
        note = notes.get(call.get("refid", ""))
        if note is None or note in behind:
            continue
        block: nodes.Element = call
        while block.parent is not None and not isinstance(
            block.parent, (nodes.section, nodes.document)
        ):
            block = block.parent
        if block is note or block.parent is None:
            continue  # called by another note: it stays where it is
        last = behind.get(block, block)
        behind[note] = note
        note.parent.remove(note)
        block.parent.insert(last.parent.index(last) + 1, note)
        behind[block] = note
