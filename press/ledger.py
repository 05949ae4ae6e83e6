"""The ledger: all claims of a book, collected, counted and offered as data.

The ``ledger`` directive stands for a table of counts and one table of claims for each
document that makes any, in the order of the points; each row links back to its claim.
The role ``claim-count`` puts a count into a sentence: ``{claim-count}`qualified```
prints "31", ``{claim-count}`all words``` "seventy-four", ``{claim-count}`dated:rise```
the number of one document, and ``{claim-count}`dated Words``` begins a sentence.

Both are filled when a document is written, from the claims that then stand, so that
they are right after parallel reading and in incremental builds.  Web editions also get
the ledger as ``ledger.json`` and ``ledger.csv`` beside their first page.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders._epub_base import EpubBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole, new_document
from sphinx.util.nodes import clean_astext
from sphinx.util.osutil import relative_uri

from . import __version__
from .claims import Claim, claims_of, warn
from .freshness import is_stale

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

DATA_FILES = ("ledger.json", "ledger.csv")


# -- rows and counts ------------------------------------------------------------------------


@dataclass(frozen=True)
class LedgerRow:
    """One claim with all that the ledger tells of it.

    ``chapter`` is a document's name and ``title`` its title; ``finding`` is plain text;
    ``sources`` are citation keys; ``uri`` leads from the builder's root to the claim.
    """

    id: str
    chapter: str
    title: str
    says: str
    verdict: str
    finding: str
    sources: tuple[str, ...]
    uri: str


def verdict_counts(env: BuildEnvironment, chapter: str = "") -> dict[str, int]:
    """Return how many claims of *chapter*, or of the book, have each verdict.

    Every verdict that the book knows is there, in the order of its settings.
    """
    found = Counter(
        claim.verdict
        for docname, claims in claims_of(env).claims.items()
        for claim in claims
        if chapter in ("", docname)
    )
    return {verdict: found[verdict] for verdict in env.config.press_claims_verdicts}


def ledger_rows(env: BuildEnvironment, builder: Builder) -> list[LedgerRow]:
    """Return the ledger, in the order of the points, with addresses as *builder* makes them."""
    domain = claims_of(env)
    findings: dict[tuple[str, str], str] = {}
    for docname in domain.claims:
        findings.update(_findings(env, builder, docname))
    rows = []
    for claim in domain.in_order():
        point = domain.points.get(claim.id)
        rows.append(
            LedgerRow(
                id=claim.id,
                chapter=claim.docname,
                title=chapter_title(env, claim.docname),
                says=point.says if point else "",
                verdict=claim.verdict,
                finding=findings.get((claim.docname, claim.id), ""),
                sources=claim.sources,
                uri=f"{builder.get_target_uri(claim.docname)}#{claim.anchor}",
            )
        )
    return rows


def chapter_title(env: BuildEnvironment, docname: str) -> str:
    """Return the title of *docname* as plain text, or its name if it has none."""
    title = env.titles.get(docname)
    return clean_astext(title) if title is not None else docname


def _findings(
    env: BuildEnvironment, builder: Builder, docname: str
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield document and id of each claim in *docname*, and the finding as plain text.

    The findings are resolved by themselves: citations and references in them read as
    they do in the edition, and the rest of the document need not be made again.
    """
    scratch = new_document(str(env.doc2path(docname)))
    scratch += list(_claim_boxes(env.get_doctree(docname)))
    env.resolve_references(scratch, docname, builder)
    for box in _claim_boxes(scratch):
        parts = [
            node
            for node in box.children
            if isinstance(node, nodes.Element) and "claim-finding" in node["classes"]
        ]
        for part in parts:
            for mark in list(part.findall(nodes.strong)):
                if "claim-verdict" in mark["classes"]:
                    mark.parent.remove(mark)
        finding = "\n\n".join(clean_astext(part).strip() for part in parts)
        yield (docname, box["claim"]), finding


def _claim_boxes(document: nodes.document) -> Iterator[nodes.container]:
    return (box for box in document.findall(nodes.container) if "claim" in box)


# -- the directive and the role ------------------------------------------------------------


class PendingLedger(nodes.General, nodes.Element):
    """Where the ledger will stand."""


class PendingCount(nodes.Inline, nodes.TextElement):
    """Where a number will stand: ``verdict`` ("all" too), ``chapter`` or "", ``style``."""


class LedgerDirective(SphinxDirective):
    """``ledger``: all claims of the book."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the place to fill."""
        claims_of(self.env).readers.add(self.env.docname)
        pending = PendingLedger(docname=self.env.docname)
        self.set_source_info(pending)
        return [pending]


class ClaimCountRole(SphinxRole):
    """``claim-count``: how many claims have a verdict."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the place to fill, or a complaint about what is not known."""
        claims_of(self.env).readers.add(self.env.docname)
        what, _, style = self.text.partition(" ")
        verdict, _, chapter = what.partition(":")
        pending = PendingCount(verdict=verdict, chapter=chapter, style=style.strip())
        self.set_source_info(pending)
        known = ("all", *self.config.press_claims_verdicts)
        if verdict not in known:
            warn(f"claim-count knows no {verdict!r}; it knows {', '.join(known)}", pending)
        if pending["style"] not in ("", "words", "Words"):
            warn(f"claim-count knows no {pending['style']!r}; it knows words, Words", pending)
        return [pending], []


class FillLedger(SphinxPostTransform):
    """Puts tables and numbers in their places, before references are resolved."""

    default_priority = 3

    def run(self, **kwargs: Any) -> None:
        """Fill what waits in the document."""
        for pending in list(self.document.findall(PendingCount)):
            pending.replace_self(nodes.Text(self.number(pending)))
        for place in list(self.document.findall(PendingLedger)):
            place.replace_self(list(_Tables(self.env, place["docname"]).all()))

    def number(self, pending: PendingCount) -> str:
        """Return the number that *pending* asks for, as digits or words."""
        verdict, chapter, style = (pending[name] for name in ("verdict", "chapter", "style"))
        if chapter and chapter not in claims_of(self.env).claims:
            warn(f"claim-count: no claims in {chapter!r}", pending)
        counts = verdict_counts(self.env, chapter)
        count = sum(counts.values()) if verdict == "all" else counts.get(verdict, 0)
        if not style:
            return str(count)
        return in_words(count).capitalize() if style == "Words" else in_words(count)


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    """Return *number*, from 0 to 999, in English words; a larger one in digits."""
    ones, tens = _ONES.split(), _TENS.split()
    if number < 20:
        return ones[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return tens[ten - 2] + (f"-{ones[one]}" if one else "")
    if number < 1000:
        hundred, rest = divmod(number, 100)
        return f"{ones[hundred]} hundred" + (f" {in_words(rest)}" if rest else "")
    return f"{number:,}"


class _Tables:
    """Builds the ledger's tables for the document *docname*."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self.env = env
        self.docname = docname
        self.domain = claims_of(env)
        self.claims = self.domain.in_order()
        self.chapters = list(dict.fromkeys(claim.docname for claim in self.claims))

    def all(self) -> Iterator[nodes.Node]:
        """Yield the counts, the claims by chapter, and the way to the data."""
        if not self.claims:
            yield nodes.paragraph("", "No claims.")
            return
        yield self.counts()
        for chapter in self.chapters:
            yield self.of_chapter(chapter)
        yield from self.data()

    def counts(self) -> nodes.table:
        """Return the table of verdicts by chapter, and their sums."""
        verdicts = list(self.env.config.press_claims_verdicts)
        rows = []
        for chapter in self.chapters:
            found = verdict_counts(self.env, chapter)
            cells: list[nodes.Node] = [self.chapter_link(chapter)]
            cells += [nodes.Text(str(n)) for n in (*found.values(), sum(found.values()))]
            rows.append(cells)
        found = verdict_counts(self.env)
        sums = [nodes.Text(str(n)) for n in (*found.values(), sum(found.values()))]
        rows.append([nodes.Text("All"), *sums])
        head = ["Chapter", *(verdict.capitalize() for verdict in verdicts), "All"]
        # The numbers are short: a column needs what its heading needs on a small page.
        needs = [len(word) + 2 for word in head[1:]]
        widths = [32, *(round(68 * need / sum(needs)) for need in needs)]
        return _table("ledger-counts", "Verdicts by chapter", head, widths, rows)

    def of_chapter(self, chapter: str) -> nodes.table:
        """Return the table of the claims of one chapter."""
        rows = []
        for claim in self.claims:
            if claim.docname == chapter:
                point = self.domain.points.get(claim.id)
                says = nodes.Text(point.says if point else "")
                rows.append([self.claim_link(claim), says, nodes.Text(claim.verdict)])
        head = ["Claim", self.env.config.press_claims_subject or "Point", "Verdict"]
        title = chapter_title(self.env, chapter)
        return _table(f"ledger-{nodes.make_id(chapter)}", title, head, [12, 66, 22], rows)

    def chapter_link(self, chapter: str) -> nodes.Node:
        """Return the title of *chapter* as a link."""
        return self._link("doc", f"/{chapter}", chapter_title(self.env, chapter))

    def claim_link(self, claim: Claim) -> nodes.Node:
        """Return the id of *claim* as a link to it."""
        return self._link("ref", claim.anchor, claim.id)

    def _link(self, kind: str, target: str, text: str) -> addnodes.pending_xref:
        return addnodes.pending_xref(
            "",
            nodes.inline("", text),
            refdomain="std",
            reftype=kind,
            reftarget=target,
            refdoc=self.docname,
            refexplicit=True,
            refwarn=True,
        )

    def data(self) -> Iterator[nodes.paragraph]:
        """Yield a line that offers the data files, where there are any."""
        builder = self.env._app.builder  # noqa: SLF001 (env.app, its public name, is going)
        if not offers_data(builder):
            return
        here = builder.get_target_uri(self.docname)
        line = nodes.paragraph("", "The ledger as data: ", classes=["ledger-data"])
        for i, name in enumerate(DATA_FILES):
            line += nodes.Text(", " if i else "")
            line += nodes.reference("", name, refuri=relative_uri(here, name))
        line += nodes.Text(".")
        yield line


def _table(
    name: str, title: str, head: list[str], widths: list[int], rows: list[list[nodes.Node]]
) -> nodes.table:
    """Return a table with a caption, a heading row, and column *widths* in percent."""
    table = nodes.table("", nodes.title("", title), ids=[name], classes=["ledger", name])
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row([nodes.Text(cell) for cell in head]))
    group += nodes.tbody("", *(_row(cells) for cells in rows))
    table += group
    table["classes"].append("colwidths-given")
    return table


def _row(cells: Iterable[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


# -- data files ---------------------------------------------------------------------------------


def offers_data(builder: Builder) -> bool:
    """Tell whether *builder* makes a site of pages, which can hold files beside them."""
    return isinstance(builder, StandaloneHTMLBuilder) and not isinstance(
        builder, (EpubBuilder, SingleFileHTMLBuilder)
    )


def as_json(rows: list[LedgerRow], counts: dict[str, int], book: str, version: str) -> str:
    """Return the ledger as JSON; the same rows give the same text."""
    ledger = {
        "book": book,
        "version": version,
        "verdicts": counts,
        "claims": list(map(asdict, rows)),
    }
    return json.dumps(ledger, ensure_ascii=False, indent=1) + "\n"


def as_csv(rows: list[LedgerRow]) -> str:
    """Return the ledger as CSV (RFC 4180), the keys of sources parted by spaces."""
    text = io.StringIO()
    fields = [*LedgerRow.__dataclass_fields__]
    writer = csv.DictWriter(text, fields)
    writer.writeheader()
    for row in rows:
        writer.writerow({**asdict(row), "sources": " ".join(row.sources)})
    return text.getvalue()


def write_data(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Write the data files into a web edition whose book shows a ledger; add no page."""
    if offers_data(app.builder) and claims_of(app.env).readers and claims_of(app.env).claims:
        rows, counts = ledger_rows(app.env, app.builder), verdict_counts(app.env)
        texts = (as_json(rows, counts, app.config.project, app.config.release), as_csv(rows))
        for name, text in zip(DATA_FILES, texts, strict=True):
            Path(app.outdir, name).write_text(text, encoding="utf-8", newline="")
    return []


def rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents that show claims, if any claim changed since they were written."""
    domain = claims_of(env)
    titles = [chapter_title(env, docname) for docname in sorted(domain.claims)]
    state = (titles, list(domain.points.values()), domain.in_order(), verdict_counts(env))
    if not domain.readers or not is_stale(app, env, "ledger", state):
        return []
    return sorted(domain.readers)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directive, role, transform and events."""
    app.setup_extension("press.claims")
    app.add_node(PendingLedger)
    app.add_node(PendingCount)
    app.add_directive("ledger", LedgerDirective)
    app.add_role("claim-count", ClaimCountRole())
    app.add_post_transform(FillLedger)
    app.connect("env-get-updated", rewrite)
    app.connect("html-collect-pages", write_data)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
