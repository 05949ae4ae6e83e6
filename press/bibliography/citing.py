"""Citations in the text: "(Wolf et al. 2020)", "Wolf et al. (2020)".

sphinxcontrib-bibtex finds the citations and labels the entries; here they become plain
docutils references.  A citation is put together from its label alone, instead of being
formatted anew by each builder, and is the same link in every builder, LaTeX included.
A book chooses this by ``bibtex_reference_style = "press"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from pybtex.backends.plaintext import Backend as Plaintext  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import CitationTarget, parse_citation_targets
from sphinxcontrib.bibtex.roles import CiteRole
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from . import names

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain, Citation

logger = logging.getLogger(__name__)

#: The roles whose citations are made here; those with an "s" behind mean the same.
FORMS = ("p", "alp", "t", "ct", "author", "cauthor", "year")


class PressReferences(AuthorYearReferenceStyle):
    """What sphinxcontrib-bibtex uses for the rarer roles of a book in this style."""

    def __init__(self) -> None:
        round_ = {
            f"bracket_{name}": BracketStyle(left="(", right=")", sep="; ")
            for name in ("textual", "parenthetical", "author", "label", "year")
        }
        super().__init__(author_year_sep=" ", **round_)  # type: ignore[arg-type]


class PressCiteRole(CiteRole):
    """A citation whose place has an id of its own in the whole book.

    So backlinks lead to the right place where several documents become one.  A citation
    that cannot be understood is reported instead of ending in a traceback.
    """

    def result_nodes(
        self,
        document: nodes.document,
        env: BuildEnvironment,
        node: nodes.Element,
        is_ref: bool,
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the reference to resolve."""
        try:
            list(parse_citation_targets(self.target))
        except ValueError:
            logger.warning(
                "a citation is a list of keys parted by commas, not %r",
                self.target,
                location=node,
                type="press",
                subtype="citation",
            )
            return [nodes.Text(self.target)], []
        number = env.new_serialno("cited") + 1
        node["ids"] = [f"cited-{nodes.make_id(env.docname)}-{number}"]
        result: tuple[list[nodes.Node], list[nodes.system_message]]
        result = super().result_nodes(document, env, node, is_ref)  # type: ignore[no-untyped-call]
        return result


@dataclass(frozen=True)
class Cited:
    """A work as one citation has it: the target with its pre- and post-text."""

    target: CitationTarget
    citation: Citation

    @property
    def name(self) -> str:
        """What the citation calls the work."""
        return self._label[0]

    @property
    def year(self) -> str:
        """The year with its letter, if works would be cited alike."""
        return self._label[1]

    @property
    def _label(self) -> tuple[str, str]:
        return names.split_label(self.citation.formatted_entry.label)

    def named(self, *, capital: bool = False) -> list[nodes.Node]:
        """Return the name as nodes: cases and books in italics, other titles in quotes."""
        name = self.name[:1].upper() + self.name[1:] if capital else self.name
        entry = self.citation.entry
        if not names.is_named_by_title(entry):
            return [nodes.Text(name)]
        if entry.type in ("jurisdiction", "book", "techreport", "software", "dataset"):
            return [nodes.emphasis("", name)]
        return [nodes.Text(name if entry.type == "legislation" else f"“{name}”")]


class ResolveCitations(SphinxPostTransform):
    """Turns citations into references, before Sphinx resolves all other references."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Resolve what this style knows; the rest is left to sphinxcontrib-bibtex."""
        if "cite" not in self.env.domains or self.config.bibtex_reference_style != "press":
            return
        domain = cast("BibtexDomain", self.env.domains["cite"])
        pending = [
            node
            for node in self.document.findall(addnodes.pending_xref)
            if node.get("refdomain") == "cite" and _form(node["reftype"]) in FORMS
        ]
        if pending:
            builder = self.env._app.builder  # noqa: SLF001 (env.app, its public name, is going)
            resolver = Resolver(builder, domain, self.config.bibtex_tooltips)
            for node in pending:
                node.replace_self(resolver.resolve(node))


def _form(role: str) -> str:
    """Return the role without the "s" that asks for all names."""
    return role.removesuffix("s")


class Resolver:
    """Makes the references of one document."""

    def __init__(self, builder: Builder, domain: BibtexDomain, tooltips: bool) -> None:
        self.builder = builder
        self.tooltips = tooltips
        self.citations: dict[str, list[Citation]] = {}
        for citation in domain.citations:
            if domain.bibliographies[citation.bibliography_key].list_ == "citation":
                self.citations.setdefault(citation.key, []).append(citation)
        self.rendered: dict[str, str] = {}
        self.order = {id(c): i for i, c in enumerate(domain.citations)}

    def resolve(self, node: addnodes.pending_xref) -> nodes.inline:
        """Return the citation that *node* stands for, with its id."""
        form = _form(node["reftype"])
        cited = list(self.cited(node))
        result = nodes.inline(node["reftarget"], classes=["bibtex-citation"])
        ids, node["ids"] = node["ids"], []  # docutils would hand them on by itself
        parts = list(self.parts(form, cited, node["refdoc"]))
        if form == "p" and parts:
            parts = [nodes.Text("("), *parts, nodes.Text(")")]
        result += parts
        links = list(result.findall(nodes.reference))
        # Sphinx's LaTeX has anchors for the ids of references, but not of inline nodes.
        anchor = links[0] if links and self.builder.format == "latex" else result
        anchor["ids"] = ids
        return result

    def cited(self, node: addnodes.pending_xref) -> Iterator[Cited]:
        """Yield the works that *node* cites, in the order of the bibliography."""
        found = []
        for target in parse_citation_targets(node["reftarget"]):
            known = self.citations.get(target.key)
            if known is None:
                logger.warning(
                    'could not find bibtex key "%s"',
                    target.key,
                    location=node,
                    type="bibtex",
                    subtype="key_not_found",
                )
                continue
            here = (c for c in known if c.bibliography_key.docname == node["refdoc"])
            found.append(Cited(target, next(here, known[-1])))
        yield from sorted(found, key=lambda cited: self.order[id(cited.citation)])

    def parts(self, form: str, cited: list[Cited], docname: str) -> Iterator[nodes.Node]:
        """Yield what stands between the brackets, or in their place."""
        for i, work in enumerate(cited):
            before = cited[i - 1] if i else None
            if form in ("p", "alp", "year"):
                again = (
                    before is not None
                    and before.name == work.name
                    and not (before.target.post or work.target.pre)
                )
                if before is not None:
                    yield nodes.Text(", " if again or form == "year" else "; ")
                if work.target.pre:
                    yield nodes.Text(f"{work.target.pre} ")
                name = [] if again or form == "year" else [*work.named(), nodes.Text(" ")]
                yield self.link(work, docname, [*name, nodes.Text(work.year)])
                if work.target.post:
                    yield nodes.Text(f", {work.target.post}")
            else:
                if before is not None:
                    last = i == len(cited) - 1
                    comma = ", " if len(cited) > 2 else " "
                    yield nodes.Text(f"{comma}and " if last else ", ")
                name = work.named(capital=form.startswith("c") and i == 0)
                if form in ("t", "ct"):
                    pre = f"{work.target.pre} " if work.target.pre else ""
                    post = f", {work.target.post}" if work.target.post else ""
                    name.append(nodes.Text(f" ({pre}{work.year}{post})"))
                yield self.link(work, docname, name)

    def link(self, work: Cited, docname: str, content: list[nodes.Node]) -> nodes.reference:
        """Return *content* as a link from the document *docname* to the entry."""
        citation = work.citation
        return make_refnode(
            self.builder,
            docname,
            citation.bibliography_key.docname,
            citation.citation_id,
            content,
            self.tooltip(citation),
        )

    def tooltip(self, citation: Citation) -> str | None:
        """Return the plain text of *citation*'s entry, rendered once, if tooltips are wanted."""
        if not self.tooltips or citation.tooltip_entry is None:
            return None
        if citation.key not in self.rendered:
            self.rendered[citation.key] = citation.tooltip_entry.text.render(Plaintext())
        return self.rendered[citation.key]
