"""Reads a chapter's MyST text into blocks of prose, without Sphinx.

The prose checks need to know what a reader reads, sentence by sentence, and on which
line it stands.  A doctree has lost the second, so this small reader keeps to the source.
It knows the forms that the book's chapters use (headings, paragraphs, lists, quotes,
footnotes, claims, list tables, figures, index entries) and treats any other
directive's body as prose, except those in :data:`OPAQUE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

#: Directives whose body is not prose.
OPAQUE = re.compile(
    r"bibliography|code(?:-block)?|csv-table|eval-rst|include|ledger|literalinclude"
    r"|math|mermaid|raw|toctree"
)

# Marks that stand for roles in cleaned text, from Unicode's private use area:
# they are neither letters nor spaces, so no rule mistakes them for words.
CITED = "\ue000"  # (Author year)
NAMED = "\ue001"  # Author (year), a noun
XREF = "\ue002"  # a cross-reference
CODE = "\ue003"  # code, math
MARKS = CITED + NAMED + XREF + CODE

_FENCE = re.compile(r"^(\s*)(:{3,}|`{3,}|~{3,})\s*(?:\{([\w:.-]+)\})?\s*(.*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_LABEL = re.compile(r"^\(([^)]*)\)=\s*$")
_ATTRS = re.compile(r"^\{[.#\w][^`]*\}\s*$")
_FOOTNOTE = re.compile(r"^\[\^([\w-]+)\]:\s*(.*)$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d+[.)])\s+(.*)$")
_OPTION = re.compile(r"^\s*:([\w-]+):\s*(.*)$")
_ROLE = re.compile(r"\{([\w:.-]+)\}(`+)(.+?)\2(?!`)", re.DOTALL)
_TITLE = re.compile(r"^(.*?)\s*<([^<>]*)>$", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One line of source: its number in the file, counted from 1, and its text."""

    number: int
    text: str


@dataclass
class Block:
    """A stretch of prose that is read as one: its kind, place and cleaned text.

    ``kind`` is one of heading, paragraph, item, quote, footnote, claim, definition, row,
    caption, alt.
    ``text`` keeps its line ends, so that an offset can be turned into a line.
    ``sources`` are the keys, or the data file, that a claim, table or figure has for the block.
    """

    kind: str
    line: int
    raw: str
    section: str = ""
    sources: tuple[str, ...] = ()
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = clean(self.raw)

    def line_at(self, offset: int) -> int:
        """Return the number of the line on which *offset* of ``text`` stands."""
        return self.line + self.text.count("\n", 0, offset)


@dataclass(frozen=True)
class Claim:
    """A claim directive: its place, argument, options and finding."""

    line: int
    id: str
    options: dict[str, str]
    finding: str


@dataclass(frozen=True)
class Role:
    """A use of a role, such as ``{cite:p}`key```: its place, name and content."""

    line: int
    name: str
    content: str

    @property
    def target(self) -> str:
        """What the role points to: ``y`` of both ``x <y>`` and ``y``."""
        titled = _TITLE.match(self.content)
        return " ".join((titled.group(2) if titled else self.content).split())


@dataclass
class Chapter:
    """A chapter as the prose checks see it."""

    blocks: list[Block] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    entries: list[Line] = field(default_factory=list)  #: lines of index directives
    terms: list[Line] = field(default_factory=list)  #: those that a glossary explains
    oddities: list[Line] = field(default_factory=list)  #: forms that chapters do without

    def prose(self, *but: str) -> Iterator[Block]:
        """Yield the blocks, but those of the kinds in *but*."""
        return (block for block in self.blocks if block.kind not in but)


def clean(raw: str) -> str:
    """Return *raw* as a reader sees it, with a mark of :data:`MARKS` for each reference.

    Line ends stay in their places; emphasis, links, footnote marks and attributes go.
    """

    def role(match: re.Match[str]) -> str:
        name, content = match.group(1), match.group(3)
        if name.startswith("cite:t") or name == "cite:ct":
            shown = NAMED
        elif name.startswith("cite"):
            shown = CITED
        elif name in {"term", "index", "abbr", "sup", "sub", "emphasis"}:
            titled = _TITLE.match(content)
            shown = titled.group(1) if titled else content.lstrip("!")
        elif name in {"ref", "numref", "doc", "eq", "any", "claim-count"}:
            shown = XREF
        else:
            shown = CODE
        return shown + "\n" * (match.group(0).count("\n") - shown.count("\n"))

    text = _ROLE.sub(role, raw)
    text = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", CODE, text)
    text = re.sub(r"\[\^[\w-]+\]", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
    text = re.sub(r"(?<=[\]*_\ue003])\{[^}\n]*\}", "", text)
    text = re.sub(r"\[([^\]\n]*)\]\{[^}\n]*\}", r"\1", text)
    text = re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)", "", text)
    return text.replace("\\", "")


def roles(text: str, line: int) -> Iterator[Role]:
    """Yield the roles used in *text*, which begins on *line*."""
    for match in _ROLE.finditer(text):
        yield Role(line + text.count("\n", 0, match.start()), match.group(1), match.group(3))


def keys(listed: str) -> tuple[str, ...]:
    """Return the citation keys of a comma-separated list."""
    return tuple(key for key in (part.strip() for part in listed.split(",")) if key)


def read(text: str) -> Chapter:
    """Read the MyST source *text* of one chapter."""
    lines = [Line(n, t) for n, t in enumerate(text.splitlines(), 1)]
    if lines and lines[0].text.strip() == "---":  # front matter
        end = next((i for i, x in enumerate(lines[1:], 1) if x.text.strip() == "---"), 0)
        lines = lines[end + 1 :]
    chapter = Chapter()
    _Reader(chapter).read(lines)
    return chapter


class _Reader:
    """Walks over lines once and files what it meets in a chapter."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.section = ""

    def add(self, kind: str, lines: list[Line], sources: tuple[str, ...] = ()) -> None:
        if not lines:
            return
        # A gap in the numbers (a list item's blank line) is kept as empty lines.
        raw, last = lines[0].text.strip(), lines[0].number
        for line in lines[1:]:
            raw += "\n" * (line.number - last) + line.text.strip()
            last = line.number
        self.chapter.roles.extend(roles(raw, lines[0].number))
        self.chapter.blocks.append(Block(kind, lines[0].number, raw, self.section, sources))

    def read(
        self, lines: list[Line], kind: str = "paragraph", sources: tuple[str, ...] = ()
    ) -> None:
        """Read *lines* into blocks; plain paragraphs among them are of *kind*."""
        held: list[Line] = []
        held_kind = kind

        def flush() -> None:
            nonlocal held, held_kind
            self.add(held_kind, held, sources)
            held, held_kind = [], kind

        position = 0
        while position < len(lines):
            line = lines[position]
            position += 1
            text = line.text
            if fence := _FENCE.match(text):
                flush()
                end = _closing(lines, position, fence.group(2))
                self.directive(fence, line.number, lines[position:end])
                position = end + 1
            elif not text.strip():
                flush()
            elif heading := _HEADING.match(text):
                flush()
                self.section = heading.group(2).strip()
                self.add("heading", [Line(line.number, heading.group(2))])
            elif _LABEL.match(text) or text.startswith("%") or _ATTRS.match(text):
                flush()
            elif footnote := _FOOTNOTE.match(text):
                flush()
                held_kind, held = "footnote", [Line(line.number, footnote.group(2))]
            elif item := _ITEM.match(text):
                flush()
                held_kind, held = "item", [Line(line.number, item.group(2))]
            elif text.startswith(">"):
                if held_kind != "quote":
                    flush()
                    held_kind = "quote"
                held.append(Line(line.number, text.lstrip("> ")))
            elif text.lstrip().startswith(("|", "<", "![")):
                flush()
                self.chapter.oddities.append(line)
            else:
                held.append(line)
        flush()

    def directive(self, fence: re.Match[str], number: int, body: list[Line]) -> None:
        """File the directive that *fence* opens on line *number*."""
        name, argument = fence.group(3), fence.group(4).strip()
        if name is None or OPAQUE.fullmatch(name):
            return
        options: dict[str, str] = {}
        while body and (option := _OPTION.match(body[0].text)):
            options[option.group(1)] = option.group(2).strip()
            body = body[1:]
        if name == "claim":
            finding = "\n".join(x.text for x in body).strip()
            self.chapter.claims.append(Claim(number, argument, options, finding))
            self.read(body, "claim", keys(options.get("sources", "")))
        elif name == "index":
            self.chapter.entries.append(Line(number, argument))
            self.chapter.entries.extend(body)
        elif name in {"list-table", "table"}:
            caption = Line(number, argument)
            self.add("caption", [caption])
            cited = [r.content for r in roles(argument, number) if r.name.startswith("cite")]
            for row in _rows(body):
                self.add("row", row, tuple(key for group in cited for key in keys(group)))
        elif name == "glossary":
            self.chapter.terms.extend(x for x in body if x.text.strip() and not _indented(x))
            self.read([x for x in body if not x.text.strip() or _indented(x)], "definition")
        elif name in {"figure", "image", "data-figure"}:
            if alt := options.get("alt"):
                self.add("alt", [Line(number, alt)])
            # A figure's source line bears its caption too; rows of data name theirs.
            text = "\n".join(x.text for x in body)
            cited = [r.content for r in roles(text, number) if r.name.startswith("cite")]
            drawn = (options["data"],) if "data" in options else ()
            self.read(body, "caption", (*drawn, *(key for group in cited for key in keys(group))))
        else:
            self.add("heading", [Line(number, argument)] if argument else [])
            self.read(body)


def _indented(line: Line) -> bool:
    return line.text[:1].isspace()


def _closing(lines: list[Line], start: int, fence: str) -> int:
    """Return the index of the line that closes *fence*, or the number of lines."""
    closing = re.compile(rf"^\s*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    return next((i for i in range(start, len(lines)) if closing.match(lines[i].text)), len(lines))


def _rows(body: list[Line]) -> Iterator[list[Line]]:
    """Yield the rows of a list table, each with its cells' text line by line."""
    starts: Callable[[str], re.Match[str] | None] = re.compile(r"^\s*\* - ?(.*)$").match
    row: list[Line] = []
    for line in body:
        if begin := starts(line.text):
            if row:
                yield row
            row = [Line(line.number, begin.group(1))]
        elif row and line.text.strip():
            row.append(Line(line.number, re.sub(r"^\s*- ?", "", line.text)))
    if row:
        yield row
