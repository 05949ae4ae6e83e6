"""Prose rules that concern sources: figures, citation keys, claims and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from .house import VERDICTS, Breach, House
from .myst import CITED, MARKS, NAMED, XREF, Block, Chapter, keys, roles
from .words import sentences

_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
#: Lower-case words before a number that make it a name rather than a quantity.
_NUMBERED = re.compile(
    r"(?:version|article|section|chapter|level|type|step|recital|clause|page|point|cause|phase)s?$"
    r"|figure$|table$|part$|release$|annex$"
)


def uncited_figures(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Percents, counts and dates for which no source stands.

    A citation counts in the sentence itself or in the next one of the paragraph; so does
    a reference to a table, figure or claim.  A table's row needs a citation of its own
    unless the caption has one; a figure's source line, or the data it is drawn from, bear
    its caption.  Not looked at: headings, alternative texts, claims (they name sources),
    and what would change our mind, where figures are thresholds.
    """
    for block in chapter.prose("heading", "claim", "alt"):
        if block.sources or "change our mind" in block.section.lower():
            continue
        shown = figures(block.text, house.own_dates)
        if block.kind in {"row", "caption"}:
            if shown and not _table_has_source(chapter, block):
                yield block.line, f"no source in the {block.kind} for {', '.join(shown[:4])}"
            continue
        found = sentences(block)
        for i, sentence in enumerate(found):
            shown = figures(sentence.text, house.own_dates)
            near = "".join(x.text for x in found[i : i + 2])
            sourced = _has_source(near) or (XREF in near and _points_to_data(block))
            if shown and not sourced:
                yield sentence.line, f"no citation for {', '.join(shown[:4])}"


def figures(sentence: str, own_dates: Iterable[str] = ()) -> list[str]:
    """Return the figures of *sentence*: percents, counts and dates written in digits.

    Digits in names are none: GPT-2, Apache 2.0, Article 53, 4-bit, version 3.  A year
    always is one, and so is the word "percent".
    """
    for day in own_dates:
        sentence = sentence.replace(day, "")
    found, tokens = [], sentence.split()
    for i, token in enumerate(tokens):
        word = token.strip(".,;:!?()[]“”‘’…—" + MARKS)
        before = tokens[i - 1].strip("(“‘" + MARKS) if i else ""
        if re.search(r"(?:^|[–-])(?:1[89]|20)\d\d(?:s|$|–)", word) or re.fullmatch(
            r"percent(?:age)?", word
        ):
            found.append(word)
        elif re.match(r"[~≈<>±+−$€£¥#]*\d", word) and not re.fullmatch(r"\d+-bit|[1-4]D", word):
            # "Llama 3" and "version 2.0" are names; "By 300" and "May 5" are not, nor is
            # a number after the sentence's first word, whose capital says nothing.
            named = _NUMBERED.match(before.strip(".,").lower()) or (
                i > 1
                and before[:1].isupper()
                and not _MONTH.match(before)
                and before[-1] not in ".,;:"
            )
            if not named:
                found.append(word)
    return found


def _has_source(text: str) -> bool:
    return CITED in text or NAMED in text


def _table_has_source(chapter: Chapter, part: Block) -> bool:
    """Whether a table's row or caption needs no further source.

    A row of the body answers for itself; its heading row and caption are borne by the
    sources of any row.
    """
    if _has_source(part.text):
        return True
    position = next(i for i, block in enumerate(chapter.blocks) if block is part)
    if part.kind == "row" and chapter.blocks[position - 1].kind == "row":
        return False
    rows = takewhile(lambda block: block.kind == "row", chapter.blocks[position + 1 :])
    return any(_has_source(row.text) for row in rows)


def _points_to_data(block: Block) -> bool:
    """Whether *block* refers to a table, figure or claim, each of which has sources."""
    return any(
        role.name in {"ref", "numref"} and re.match(r"(?:tab|fig|claim)-", role.target)
        for role in roles(block.raw, block.line)
    )


def unknown_keys(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Citation keys that the bibliography does not hold."""
    cited = [
        (r.line, k) for r in chapter.roles if r.name.startswith("cite") for k in keys(r.content)
    ]
    cited += [(c.line, k) for c in chapter.claims for k in keys(c.options.get("sources", ""))]
    for line, key in sorted(cited):
        if key not in house.keys:
            yield line, f"references.bib has no entry {key}"


def claims(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Claims that are missing, doubled, misplaced or incomplete."""
    if house.points is None:
        return
    seen: dict[str, int] = {}
    for claim in chapter.claims:
        if claim.id in seen:
            yield claim.line, f"claim {claim.id} stands on line {seen[claim.id]} already"
        seen.setdefault(claim.id, claim.line)
        home = house.points.get(claim.id)
        if home is None:
            yield claim.line, f"points.toml has no point {claim.id}"
        elif home != name:
            yield claim.line, f"claim {claim.id} belongs to the chapter {home}"
        if claim.options.get("verdict") not in VERDICTS:
            yield claim.line, f"claim {claim.id}: the verdict is one of {', '.join(VERDICTS)}"
        if not keys(claim.options.get("sources", "")):
            yield claim.line, f"claim {claim.id} names no source"
        if not claim.finding:
            yield claim.line, f"claim {claim.id} has no finding"
    for point, home in house.points.items():
        if home == name and point not in seen:
            yield 1, f"claim {point} is missing"


def unknown_terms(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Terms that the glossary does not explain."""
    known = {term.lower() for term in house.terms}
    for role in chapter.roles:
        if role.name == "term" and role.target.lower() not in known:
            yield role.line, f"no glossary entry for “{role.target}”"


def keys_of(bib: str) -> frozenset[str]:
    """Return the keys of the entries in the BibTeX source *bib*."""
    return frozenset(re.findall(r"^@(?!comment|string|preamble)\w+\{([^,\s]+),", bib, re.MULTILINE))
