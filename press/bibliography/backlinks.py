"""The list of works cited, each with links to the places that cite it.

sphinxcontrib-bibtex links back only within one document.  Here each bibliography in the
style ``press`` becomes a plain list without labels (class ``bibliography``), whose entries
end with "Cited in" and one link for each section that cites the work.

The links have the class ``backlink`` and lead to the first citing place in the section.
Their attribute ``places`` lists all of them as ``(docname, id)``, so that a printed book
can give every page instead of the section's title.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import clean_astext, make_refnode
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import get_docnames
from sphinxcontrib.bibtex.nodes import bibliography as bibliography_node

from press.freshness import is_stale

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain, Citation


@dataclass(frozen=True)
class Place:
    """A citation in the text: its id, what it cites, and the section that it stands in.

    ``section`` is the section's id, empty for the document's own; ``title`` is plain text.
    """

    id: str
    docname: str
    keys: tuple[str, ...]
    section: str
    title: str


class CitedDomain(Domain):
    """Keeps the places of citations in the environment, by document and in its order."""

    name = "cited"
    label = "Places of citations"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"places": {}}

    @property
    def places(self) -> dict[str, list[Place]]:
        """The places by document."""
        return cast("dict[str, list[Place]]", self.data["places"])

    def clear_doc(self, docname: str) -> None:
        """Forget the places in *docname*."""
        self.places.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read in *docnames*."""
        for docname in docnames:
            if docname in otherdata["places"]:
                self.places[docname] = otherdata["places"][docname]


def collect_places(app: Sphinx, doctree: nodes.document) -> None:
    """Note the places of citations in the document just read."""
    found = []
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "cite" and node["ids"]:
            keys = tuple(target.key for target in parse_citation_targets(node["reftarget"]))
            section, title = _section_of(node)
            found.append(Place(node["ids"][0], app.env.docname, keys, section, title))
    if found:
        cast("CitedDomain", app.env.domains["cited"]).places[app.env.docname] = found


def _section_of(node: nodes.Node) -> tuple[str, str]:
    """Return id and title of the section that *node* stands in.

    A note belongs where it is called first, wherever the notes are gathered.
    """
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.section):
        if isinstance(parent, nodes.footnote) and parent.document is not None:
            calls = parent.document.findall(nodes.footnote_reference)
            parent = next((c for c in calls if c.get("refid") in parent["ids"]), parent)
        parent = parent.parent
    if parent is None:
        return "", ""
    title = next((child for child in parent.children if isinstance(child, nodes.title)), None)
    section = "" if isinstance(parent.parent, nodes.document) else parent["ids"][0]
    return section, clean_astext(title) if title is not None else ""


# -- what the links say -----------------------------------------------------------------------


@dataclass(frozen=True)
class Backlink:
    """A section that cites a work: what the link says, and all citing places in it."""

    text: str
    places: tuple[Place, ...]


def backlinks(env: BuildEnvironment) -> dict[str, list[Backlink]]:
    """Return the sections that cite each key, in the order of the book."""
    places = cast("CitedDomain", env.domains["cited"]).places
    sections: dict[str, dict[tuple[str, str], list[Place]]] = {}
    for docname in get_docnames(env):  # type: ignore[no-untyped-call]
        for place in places.get(docname, ()):
            for key in place.keys:
                of_key = sections.setdefault(key, {})
                of_key.setdefault((docname, place.section), []).append(place)
    return {
        key: [Backlink(section_text(env, found[0]), tuple(found)) for found in of_key.values()]
        for key, of_key in sections.items()
    }


def section_text(env: BuildEnvironment, place: Place) -> str:
    """Return "1.2 Title"; "1: Title" where only the chapter has a number; or "Title"."""
    numbers = env.toc_secnumbers.get(place.docname, {})
    own = numbers.get(f"#{place.section}" if place.section else "")
    chapter = numbers.get("")
    title = place.title or _title_of(env, place.docname)
    if own:
        return f"{_dotted(own)} {title}"
    return f"{_dotted(chapter)}: {title}" if chapter else title


def _dotted(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))


def _title_of(env: BuildEnvironment, docname: str) -> str:
    title = env.titles.get(docname)
    return clean_astext(title) if title is not None else docname


# -- the list --------------------------------------------------------------------------------------


class ListWorks(SphinxPostTransform):
    """Puts the list of works in the place of the bibliography.

    It runs before the transform of sphinxcontrib-bibtex, which would fill nodes that the
    environment keeps, and so repeat each entry in the second builder of a process.
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Replace each bibliography that is in this style."""
        if "cite" not in self.env.domains:
            return
        domain = cast("BibtexDomain", self.env.domains["cite"])
        cited: dict[str, list[Backlink]] | None = None
        for place in list(self.document.findall(bibliography_node)):
            key = BibliographyKey(docname=place["docname"], id_=place["ids"][0])
            bibliography = domain.bibliographies[key]
            if bibliography.style != "press" or bibliography.list_ != "citation":
                continue
            if cited is None:
                cited = backlinks(self.env)
            works = [c for c in domain.citations if c.bibliography_key == key]
            if not works:
                place.replace_self(nodes.paragraph("", "No works are cited."))
                continue
            listed = nodes.bullet_list(bullet="-", ids=place["ids"], classes=["bibliography"])
            for work in works:
                listed += self.entry(work, cited.get(work.key, []), domain)
            place["ids"] = []  # docutils would hand them on
            place.replace_self(listed)

    def entry(
        self, work: Citation, sections: list[Backlink], domain: BibtexDomain
    ) -> nodes.list_item:
        """Return the entry of *work*, with the way back to the *sections* that cite it."""
        text = nodes.paragraph("", "", *work.formatted_entry.text.render(domain.backend))
        if self.env._app.builder.format == "latex":  # noqa: SLF001 (env.app is going)
            # LaTeX sets no anchor for a list item.
            text.insert(0, nodes.target("", "", refid=work.citation_id))
        if sections:
            text += nodes.Text(" ")
            text += self.cited_in(work.bibliography_key.docname, sections)
        return nodes.list_item("", text, ids=[work.citation_id], classes=["bibliography-entry"])

    def cited_in(self, docname: str, sections: list[Backlink]) -> nodes.inline:
        """Return "Cited in …; …." with links from the document *docname*."""
        result = nodes.inline("", "Cited in ", classes=["backlinks"])
        for i, section in enumerate(sections):
            if i:
                result += nodes.Text("; ")
            result += self.link(docname, section)
        if not result.astext().endswith(("?", "!", ".")):
            result += nodes.Text(".")
        return result

    def link(self, docname: str, section: Backlink) -> nodes.Node:
        """Return the link to the first place of *section*, or its text alone."""
        first = section.places[0]
        builder = self.env._app.builder  # noqa: SLF001 (env.app is going)
        title = _title_of(self.env, first.docname)
        text = nodes.Text(section.text)
        try:
            link = make_refnode(builder, docname, first.docname, first.id, text, title)
        except NoUri:  # the document is not part of this edition
            return text
        link["classes"].append("backlink")
        link["places"] = [(place.docname, place.id) for place in section.places]
        return link


def rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents whose citations or lists of works changed by other documents."""
    domain = cast("BibtexDomain", env.domains["cite"])
    cited = backlinks(env)
    labels = {work.key: work.formatted_entry.label for work in domain.citations}
    stale: list[str] = []
    for docname in sorted({key.docname for key in domain.bibliographies}):
        works = [
            (work.key, labels[work.key], cited.get(work.key, []))
            for work in domain.citations
            if work.bibliography_key.docname == docname
        ]
        if is_stale(app, env, f"works:{docname}", works):
            stale.append(docname)
    # A new work may give another one a letter: "2024" becomes "2024a" where it is cited.
    for docname, places in cast("CitedDomain", env.domains["cited"]).places.items():
        state = [labels.get(key) for place in places for key in place.keys]
        if is_stale(app, env, f"citations:{docname}", state):
            stale.append(docname)
    return stale
