"""What all parts of the Typst translator share: output, anchors, links.

The translator is one visitor class put together from mixins, one for each family
of nodes (:mod:`~press.typst.inline`, :mod:`~press.typst.blocks`, …).  All of them
write to the same list of strings through the methods of :class:`Base`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from press import pages
from press.typst import marks, markup

if TYPE_CHECKING:
    from press.typst.builder import PrintBuilder

logger = logging.getLogger(__name__)

#: What stands in the source where it may be cut.
CUT = "\x02"


class Line(NamedTuple):
    """A line of the contents, or of a list before the text.

    ``target`` is the label of what it names; ``source`` makes that known where it does not
    stand itself: see ``listed-heading`` of the page design.
    """

    depth: int
    words: str
    target: str
    source: str


class Base(SphinxTranslator):
    """Output buffer, anchors and links of the doctree → Typst translator."""

    builder: PrintBuilder

    def __init__(self, document: nodes.document, builder: PrintBuilder) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        #: Name of the document that the nodes being visited come from.
        self.docname: str = builder.config.root_doc
        #: Depth of the section being visited; 0 is the book itself.
        self.section_level = -1
        #: Footnotes by :meth:`full_id`, and which of them are printed already.
        self.notes: dict[str, nodes.Element] = {}
        self.printed_notes: set[str] = set()
        #: Explanations of abbreviations that have been printed.
        self.explained: set[str] = set()
        self._outer_documents: list[str] = []
        self._tight = False
        self._literal = 0
        self._in_note = False
        self._anchored: set[str] = set()
        #: Whether some of the source is a chapter's own, and may change all that follows.
        self.is_raw = False
        self._count_of_made = 0
        #: The labels whose places stand between two cuts.
        self.made_targets: list[list[str]] = [[]]
        self._waiting: list[str] = []
        self._hold = 0
        #: Numbers of blocks whose marks wait for the end of their title.
        self._waiting_blocks: list[str] = []
        #: Document and line of each block, for what Typst may have to say of it.
        self.block_places: dict[str, tuple[str, int | None]] = {}
        #: Number of the table's row that a block stands in, for those that do.
        self.rows: dict[str, int] = {}
        self._row_number = self._count_of_rows = 0
        #: The block that marks the table's row being visited, and whether a cell of it begins.
        self._row_key = ""
        self._cell_begins = False
        #: Blocks without a mark, since they begin beside another: that before them in the
        #: source, and that beside which they begin.
        self.beside: dict[str, tuple[str, str]] = {}
        self._last_block = ""
        #: The lines that the contents and the lists before the text will have.
        self.listed: dict[str, list[Line]] = {"contents": [], "figure": [], "table": []}
        #: What the words of each block are counted in; see press.pages.
        self.texts: dict[str, list[str]] = {}
        self._places: list[tuple[str, str, str, nodes.Element]] = []
        #: Class and document of each unknown node that has been warned of.
        self._unknown: set[tuple[str, str]] = set()

    # -- Output ------------------------------------------------------------------

    def emit(self, *parts: str) -> None:
        """Append *parts*, Typst markup, to the output."""
        self.body.extend(parts)

    @contextmanager
    def captured(self) -> Iterator[list[str]]:
        """Collect what is emitted inside the ``with`` block instead of printing it."""
        outer, self.body = self.body, []
        try:
            yield self.body
        finally:
            self.body = outer

    def render(self, *children: nodes.Node) -> str:
        """Return the markup of *children*, visited now, outside the usual order."""
        with self.captured() as inner:
            for child in children:
                child.walkabout(self)
        return "".join(inner).strip("\n")

    # -- Anchors -----------------------------------------------------------------

    def full_id(self, node_id: str, docname: str | None = None) -> str:
        """Return the label of *node_id*: ids are unique only within a document."""
        return f"{docname or self.docname}:{node_id}"

    def targets(self, node: nodes.Element) -> list[str]:
        """Return the labels of *node*'s ids."""
        ids: list[str] = node.get("ids", [])
        return [self.full_id(node_id) for node_id in ids]

    def anchor(self, node: nodes.Element) -> None:
        """Make every id of *node* a target, here or as soon as one may stand.

        Within titles and captions anchors wait until the block is over: Typst repeats
        titles and captions in the lists at the front, and a label may stand only once.
        """
        for target in self.targets(node):
            self.anchor_id(target)

    def anchor_id(self, target: str) -> None:
        """Make *target* the label of this place; see :meth:`anchor`."""
        if target in self._anchored:
            return
        self._anchored.add(target)
        if self._hold:
            self._waiting.append(target)
        else:
            self.emit(f"#anchor({self.made(target)});")

    def take_anchors(self, node: nodes.Element) -> list[str]:
        """Return the labels of *node*'s ids, for a block that places them itself."""
        fresh = [t for t in dict.fromkeys(self.targets(node)) if t not in self._anchored]
        self._anchored.update(fresh)
        return fresh

    @contextmanager
    def held_anchors(self) -> Iterator[None]:
        """Hold back anchors inside the ``with`` block; :meth:`release_anchors` emits them."""
        self._hold += 1
        try:
            yield
        finally:
            self._hold -= 1

    def release_anchors(self) -> None:
        """Emit the anchors that have waited, unless they must go on waiting."""
        if self._hold:
            return
        waiting, self._waiting = self._waiting, []
        for target in waiting:
            self.emit(f"#anchor({self.made(target)});")
        blocks, self._waiting_blocks = self._waiting_blocks, []
        for key in blocks:
            self.emit(marks.block(key))

    def made(self, target: str) -> str:
        """Return *target* as Typst has it, for its own place, which is printed here."""
        self.made_targets[-1].append(target)
        return markup.string(target)

    def cut(self) -> None:
        """Mark that pages before and behind may be set apart: a chapter or a part opens."""
        self.emit(CUT)
        self.made_targets.append([])

    def made_target(self) -> str:
        """Return a label for a place that has none of its own."""
        self._count_of_made += 1
        return self.full_id(f"press-{self._count_of_made}")

    # -- The lists before the text -----------------------------------------------

    def list_heading(self, depth: int, number: str, target: str, title: str, words: str) -> None:
        """Keep a heading for the contents; *title* is its source, *words* what it says."""
        stated = f"{depth}, {markup.string(number) if number else 'none'}, {markup.string(target)}"
        source = f"#listed-heading({stated}, [{title}])"
        self.listed["contents"].append(Line(depth, f"{number} {words}", target, source))

    def list_figure(self, kind: str, number: str, target: str, caption: str, words: str) -> None:
        """Keep a caption for the lists; *caption* is its source, *words* what it says."""
        stated = ", ".join(map(markup.string, (kind, number, target)))
        source = f"#listed-figure({stated}, [{closing(caption)}])"
        self.listed[kind].append(Line(1, f"{number} {words}", target, source))

    # -- Pages -------------------------------------------------------------------

    def begin_block(self, node: nodes.Element) -> None:
        """Mark the beginning of a block of running text, and keep its words."""
        if pages.KEY not in node:
            return
        key = f"{self.docname}:{node[pages.KEY]}"
        self.block_places[key] = (self.docname, get_source_line(node)[1])
        if self._hold:
            self._waiting_blocks.append(key)
            return
        before, self._last_block = self._last_block, key
        if self._row_key and self._cell_begins and "*/" not in key:
            # Each mark costs Typst time, those in tables most of all.
            self.beside[key] = before, self._row_key
            self.emit(marks.silent(key))
        else:
            self.emit(marks.block(key))
        if self._row_number:
            self.rows[key] = self._row_number
            self._row_key = self._row_key or key
            self._cell_begins = False
        self.texts[key] = [text.astext() for text in pages.counted_texts(node)]

    # -- Links -------------------------------------------------------------------

    def when_printed(self, target: str, node: nodes.Element, found: str, missing: str = "") -> str:
        """Return a placeholder for *found*, or for *missing* if *target* is never printed.

        What is printed is known only at the end: :meth:`finish` puts the words in.  For
        a target that is not printed and has a *missing* text, it warns at *node*.
        """
        mark = f"\x00{len(self._places)}\x00"
        self._places.append((target, found, missing, node))
        return mark

    def link_open(self, target: str, node: nodes.Element) -> str:
        """Return the opening of a link to the label *target*; ``];`` closes it."""
        return self.when_printed(target, node, f"#leading-to({markup.label(target)})[", "#[")

    def finish(self) -> str:
        """Return the whole body, links settled, with :data:`CUT` where it may be cut.

        A link to a place that is not printed becomes its plain text, with a warning.
        """
        for name, lines in self.listed.items():
            self.listed[name] = [line._replace(source=self._settled(line.source)) for line in lines]
        return self._settled("".join(self.body), warns=True)

    def _settled(self, source: str, *, warns: bool = False) -> str:
        """Return *source* with what :meth:`when_printed` promised."""
        pieces = source.split("\x00")
        for position in range(1, len(pieces), 2):
            target, found, missing, node = self._places[int(pieces[position])]
            if target in self._anchored:
                pieces[position] = found
                continue
            pieces[position] = missing
            if missing and warns:
                logger.warning(
                    "the print edition has no place %r for this link to lead to",
                    target,
                    location=node,
                    type="press",
                    subtype="link",
                )
        return "".join(pieces)

    @property
    def printed_targets(self) -> set[str]:
        """The labels of all places that have been printed."""
        return self._anchored

    def has_target(self, target: str) -> bool:
        """Say whether *target* has been made an anchor already."""
        return target in self._anchored

    # -- Unknown nodes -------------------------------------------------------------

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn of a node that the print edition has no rule for; its contents are kept.

        Once for each class and document: an extension's nodes come in numbers.
        """
        name = node.__class__.__name__
        if isinstance(node, nodes.Element):
            self.anchor(node)
        if (name, self.docname) in self._unknown:
            return
        self._unknown.add((name, self.docname))
        logger.warning(
            "the print edition does not know the node %r: only its contents are printed",
            name,
            location=node if isinstance(node, nodes.Element) else None,
            type="press",
            subtype="node",
        )

    def unknown_departure(self, node: nodes.Node) -> None:
        """End the paragraph that a block of text is."""
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            self.emit("\n\n")


def closing(caption: str) -> str:
    """Return *caption* with its last full stop marked: a list of captions leaves it out."""
    return f"{caption[:-1]}#full-stop" if caption.endswith(".") else caption
