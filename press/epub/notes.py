"""Notes that pop up.

Reading systems show a note in a window of its own if a link of ``epub:type`` "noteref"
leads to an aside of type "footnote" in the same document; others show the asides where
they stand, at the end of the chapter.  So footnotes move there, and each citation leads
to a copy of its entry there, which leads on to the bibliography.

A document is not split at its sections, for a note must stand in the document that calls
it.  Old devices bear some 260 kB: a chapter of 17,000 words, notes and markup included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import _

from press.epub.nodes import end_note, end_notes, note_reference
from press.pages import page_turn

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: A bibliography's entry by document and id.
Entries = Mapping[tuple[str, str], nodes.Element]

#: Classes of what an entry shows beside itself, and a copy does without.
_APART = frozenset(["backlinks", "backrefs", "cited-in"])


# -- bibliography entries ---------------------------------------------------------------------


def entry_places(env: BuildEnvironment) -> dict[str, set[str]]:
    """Return the ids of the bibliography's entries by document; {} without a bibliography."""
    places: dict[str, set[str]] = {}
    cite = env.domains.get("cite")
    for citation in getattr(cite, "citations", ()):
        places.setdefault(citation.bibliography_key.docname, set()).add(citation.citation_id)
    return places


def entries_of(doctree: nodes.document, ids: set[str]) -> Iterator[tuple[str, nodes.Element]]:
    """Yield id and element of each entry of *doctree* that has one of *ids*."""
    for element in doctree.findall(nodes.Element):
        for node_id in ids.intersection(element.get("ids", ())):
            yield node_id, element


def whole_entries(env: BuildEnvironment, builder: Builder) -> dict[tuple[str, str], nodes.Element]:
    """Return the bibliography's entries as they are shown, by document and id."""
    found: dict[tuple[str, str], nodes.Element] = {}
    for docname, ids in entry_places(env).items():
        _empty_entries(env)
        doctree = env.get_and_resolve_doctree(docname, builder, tags=builder.tags)
        for node_id, element in entries_of(doctree, ids):
            found.setdefault((docname, node_id), element.deepcopy())
    _empty_entries(env)
    return found


def _empty_entries(env: BuildEnvironment) -> None:
    """Have sphinxcontrib-bibtex write its entries anew.

    Its own styles fill nodes that the environment keeps, and would repeat the text each
    time that the bibliography is resolved (as of its version 2.7).
    """
    for bibliography in getattr(env.domains.get("cite"), "bibliographies", {}).values():
        for node in bibliography.citation_nodes.values():
            node.clear()


def _copied(entry: nodes.Element) -> list[nodes.Node]:
    """Return the contents of *entry* as paragraphs, without ids, label and back-references."""
    copy = entry.deepcopy()
    for part in list(copy.findall(nodes.Element)):
        part["ids"] = []
        apart = isinstance(part, (nodes.label, page_turn))
        if apart or _APART.intersection(part["classes"]):
            part.parent.remove(part)
    for block in copy.findall(nodes.paragraph):
        # The space that parted the text from what is gone.
        while block.children and not block.children[-1].astext().strip():
            block.pop()
    for link in list(copy.findall(nodes.reference)):
        if "refid" in link or link.get("internal"):  # true at home only
            link.replace_self(nodes.inline("", "", *link.children))
    if isinstance(copy, nodes.TextElement):
        return [nodes.paragraph("", "", *copy.children)]
    return list(copy.children)


# -- the pass over one document -----------------------------------------------------------------


class NoteGatherer:
    """Gathers the notes of one resolved *doctree* at its end.

    *entries* holds the bibliography's entries, whole.
    """

    def __init__(self, doctree: nodes.document, docname: str, entries: Entries) -> None:
        self.doctree = doctree
        self.docname = docname
        self.entries = entries
        self.taken: set[str] = set()
        for element in doctree.findall(nodes.Element):
            self.taken.update(element.get("ids", ()))
        self.gathered = end_notes()
        #: The notes by the ids that lead to them.
        self.homes: dict[str, nodes.Element] = {}

    def gather(self, addresses: Mapping[str, tuple[str, str]]) -> None:
        """Move and make the notes; *addresses* leads from a refuri to the entry's place."""
        self._footnotes()
        self._citations(addresses)
        if self.gathered.children:
            home = next((c for c in self.doctree.children if isinstance(c, nodes.section)), None)
            (home if home is not None else self.doctree).append(self.gathered)

    def _new_id(self, stem: str) -> str:
        name, number = stem, 1
        while name in self.taken:
            number += 1
            name = f"{stem}-{number}"
        self.taken.add(name)
        return name

    def _footnotes(self) -> None:
        for footnote in list(self.doctree.findall(nodes.footnote)):
            label = footnote.children[0] if footnote.children else None
            mark = label.astext() if isinstance(label, nodes.label) else ""
            moved = end_note("", *footnote.children[1 if mark else 0 :], label=mark, backrefs=[])
            moved["ids"] = footnote["ids"]
            self.homes.update(dict.fromkeys(footnote["ids"], moved))
            _remove_with_heading(footnote)
            self.gathered.append(moved)
        for home in (self.doctree, self.gathered):  # a note may call another one
            for reference in list(home.findall(nodes.footnote_reference)):
                self._call(reference)

    def _call(self, reference: nodes.Element) -> None:
        """Make *reference* the call of its note."""
        refid = reference.get("refid", "")
        if refid not in self.homes:  # Sphinx has reported it
            reference.replace_self(nodes.Text(reference.astext()))
            return
        call = note_reference("", "", *reference.children, refid=refid, classes=["note-mark"])
        call["ids"] = reference["ids"][:1] or [self._new_id(f"call-{refid}")]
        self.homes[refid]["backrefs"].append(call["ids"][0])
        reference.replace_self(call)

    def _citations(self, addresses: Mapping[str, tuple[str, str]]) -> None:
        homes: dict[tuple[str, str], nodes.Element] = {}
        references = [
            *self.doctree.findall(nodes.reference),
            *self.gathered.findall(nodes.reference),
        ]
        for reference in references:
            place = addresses.get(reference.get("refuri", ""))
            if place is None or place[0] == self.docname or place not in self.entries:
                continue
            if place not in homes:
                homes[place] = self._cited(place, reference["refuri"])
            home = homes[place]
            # The place may have an id already, which the bibliography leads back to.
            ids = reference["ids"][:1] or [self._new_id(f"call-{_stem(place[1])}")]
            call = note_reference("", "", *reference.children, refid=home["ids"][0], ids=ids)
            home["backrefs"].append(ids[0])
            reference.replace_self(call)
        self.gathered.extend(homes.values())

    def _cited(self, place: tuple[str, str], address: str) -> nodes.Element:
        """Return the note with the entry at *place*, and the way on to the bibliography."""
        body = _copied(self.entries[place])
        last = next((n for n in reversed(body) if isinstance(n, nodes.paragraph)), None)
        if last is None:
            last = nodes.paragraph()
            body.append(last)
        onward = nodes.reference("", _("Bibliography"), refuri=address, internal=True)
        last += [nodes.Text(" "), onward]
        cited = end_note("", *body, label="", backrefs=[])
        cited["ids"] = [self._new_id(f"note-{_stem(place[1])}")]
        return cited


def _stem(entry_id: str) -> str:
    """Return what an entry's id says of its work: "wolf2020" of "cite-wolf2020"."""
    return entry_id.removeprefix("cite-")


def _remove_with_heading(footnote: nodes.Element) -> None:
    """Remove *footnote*, and the rule or rubric above it if that stood for notes alone."""
    parent = footnote.parent
    index = parent.index(footnote)
    parent.remove(footnote)
    above = parent.children[index - 1] if index else None
    if index < len(parent.children) and not isinstance(parent.children[index], nodes.Invisible):
        return  # more notes, or text that the heading may stand for
    if isinstance(above, nodes.rubric) or (
        isinstance(above, nodes.transition) and "footnotes" in above["classes"]
    ):
        parent.remove(above)
