"""Where the printed page turns: marks that let every edition say "page 47".

The print edition is made first.  Every block of text carries a number from reading on,
the same for all builders; the print builder finds on which page each block starts, and
for the blocks that run over a page's end, with which word.  The other editions put an
empty inline node, :class:`page_turn`, before that very word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.ahead import LATE
from press.beside import Parcel

#: What Sphinx calls the index, which each edition sets on its own.
INDEX = "genindex"
#: What each edition sets before the text: the title pages, and the table of contents.
TITLE, CONTENTS = "/title", "/contents"
#: The attribute that numbers a block.
KEY = "press_block"

_BLOCKS = (nodes.paragraph, nodes.title, nodes.term, nodes.rubric, nodes.line,
           nodes.literal_block, nodes.math_block)  # fmt: skip
#: Text in these is not counted as words: builders write it in ways of their own.
_UNCOUNTED = (nodes.literal, nodes.math, nodes.footnote_reference, nodes.raw, nodes.problematic)

WORD = re.compile(r"\S+")


class page_turn(nodes.inline):  # noqa: N801 (docutils' nodes are lower case)
    """An empty inline node at the first word of a printed page.

    ``label`` is the folio as printed ("xii", "47").  Its id is ``page-<label>``.  Builders
    that don't know it print nothing.
    """


@dataclass(frozen=True)
class Turn:
    """A page that begins at the *word*-th word (from 0) of block *key*."""

    key: str
    word: int
    label: str


@dataclass
class PageMap:
    """The pages of one print edition.

    ``labels`` are all folios in order, as the PDF's page labels have them; ``turns``
    says for each document where its pages begin, those before the text with the first;
    ``before`` holds the folios of :data:`TITLE` and of :data:`CONTENTS`.
    """

    labels: list[str] = field(default_factory=list)
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)


def _is_block(node: nodes.Node) -> bool:
    if not isinstance(node, _BLOCKS):
        return False
    parent = node.parent
    while parent is not None:
        if isinstance(parent, (nodes.footnote, nodes.caption)):
            return False
        parent = parent.parent
    return True


def blocks(tree: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the blocks of running text in *tree*, in reading order.

    Notes and captions are no part of it: they print away from where they stand.
    """
    for node in tree.findall(nodes.TextElement):
        if _is_block(node):
            yield node


def number(tree: nodes.document) -> None:
    """Give the blocks of a document just read their numbers."""
    for count, block in enumerate(blocks(tree)):
        block[KEY] = str(count)


def complete(tree: nodes.document) -> None:
    """Give numbers to the blocks added since, counted from the last one before them."""
    last, extra = "", 0
    for block in blocks(tree):
        if KEY in block and "+" not in block[KEY]:
            last, extra = block[KEY], 0
        else:
            extra += 1
            block[KEY] = f"{last}+{extra}"


def counted_texts(block: nodes.Element) -> Iterator[nodes.Text]:
    """Yield the text nodes of *block* whose words are counted."""
    for child in block.children:
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, _UNCOUNTED):
            yield from counted_texts(child)


def insert(tree: nodes.document, turns: list[Turn]) -> None:
    """Put a :class:`page_turn` into *tree* for each of *turns*."""
    complete(tree)
    at: dict[tuple[str, int], list[Turn]] = {}
    for turn in turns:
        at.setdefault((turn.key, turn.word), []).append(turn)
    places = {block[KEY]: block for block in blocks(tree)}
    # From the last word of a block to the first, so that counts stay right.
    for key, word in sorted(at, key=lambda place: place[1], reverse=True):
        if key in places:
            _insert_turns(places[key], word, at[key, word])


def _insert_turns(block: nodes.Element, word: int, turns: list[Turn]) -> None:
    """Put the marks of *turns* before the *word*-th word of *block*, or at its start."""
    marks = [page_turn("", ids=[f"page-{turn.label}"], label=turn.label) for turn in turns]
    count = 0
    for text in counted_texts(block):
        words = list(WORD.finditer(text.astext()))
        if word < count + len(words):
            start = words[word - count].start()
            before, after = text.astext()[:start], text.astext()[start:]
            kept: list[nodes.Node] = [nodes.Text(before)] if before else []
            text.parent.replace(text, [*kept, *marks, nodes.Text(after)])
            return
        count += len(words)
    block.insert(0, marks)


def index_key(letter: str, *at: int) -> str:
    """Return the key of a line of the index: "A", or "A/3/0" for a subentry.

    *at* counts the head words under the letter from 0, and the entries below a head word,
    as Sphinx sorts them, whether an edition shows them or not.
    """
    return "/".join([letter, *map(str, at)])


def _on_read(app: Sphinx, tree: nodes.document) -> None:
    number(tree)


def _on_resolved(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Mark the pages in the editions that have no pages of their own."""
    if app.builder.name not in ("html", "dirhtml", "epub"):
        return
    pages = of(app.env)
    if pages and docname in pages.turns:
        insert(tree, pages.turns[docname])


def of(env: BuildEnvironment) -> PageMap | None:
    """Return the pages of the print edition made from *env*, if one was or will be made."""
    found: PageMap | Parcel[PageMap] | None = getattr(env, "press_pages", None)
    if isinstance(found, Parcel):
        found = env.press_pages = found.take()  # type: ignore[attr-defined]
    return found


def _skip(_translator: object, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the node, silent in builders without a rule for it, and the numbering."""
    silent = (_skip, None)
    app.add_node(page_turn, html=silent, latex=silent, text=silent, man=silent, texinfo=silent)
    app.connect("doctree-read", _on_read, priority=900)
    app.connect("doctree-resolved", _on_resolved, priority=LATE)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
