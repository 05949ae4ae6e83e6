"""Checks a chapter's prose against the book's house rules.

Pure functions: text goes in, findings come out, each with file, line, rule and message.
This module holds the rules of wording, measure and form; :mod:`.sources` those of
citations, claims and terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .house import (
    BANNED,
    BARE_WORDS,
    BRITISH,
    PARAGRAPH_WORDS,
    SENTENCE_WORDS,
    Breach,
    Finding,
    House,
    Rule,
)
from .myst import CITED, NAMED, XREF, Block, Chapter, read
from .sources import claims, uncited_figures, unknown_keys, unknown_terms
from .words import RUN_WORDS, count_words, digest, near, plain_words, sentences


def banned_words(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Hype, worn metaphors and British spellings, outside quotation marks."""
    for block in chapter.prose():
        text = re.sub(r"“[^”]*”", lambda m: re.sub(r"[^\n]", "“", m.group()), block.text)
        for pattern, why in (*BANNED, (BRITISH, "American spelling")):
            for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?!\w)", text, re.IGNORECASE):
                yield block.line_at(match.start()), f"“{' '.join(match.group().split())}” ({why})"


def straight_quotes(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Typewriter quotation marks and apostrophes, index entries included."""
    for block in chapter.prose():
        for match in re.finditer(r"[\"']", block.text):
            where = near(block.text, match.start())
            yield block.line_at(match.start()), f"{match.group()} should be curly: … {where} …"
    for entry in chapter.entries:
        if re.search(r"[\"']", entry.text):
            yield entry.number, f"straight quote in the index entry {entry.text.strip()}"
    for role in chapter.roles:
        if role.name == "index" and re.search(r"[\"']", role.target):
            yield role.line, f"straight quote in the index entry {role.target}"


def doubled_words(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """The same word twice running ("the the")."""
    for block in chapter.prose("row"):
        for match in re.finditer(
            r"(?<![\w’-])([^\W\d_]+)\s+\1(?![\w’-])", block.text, re.IGNORECASE
        ):
            yield block.line_at(match.start()), f"“{match.group(1)}” stands twice"


def acronyms(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """An all-capital word that is not spelled out where it first stands."""
    seen = set(house.acronyms)
    for block in chapter.blocks:
        for match in re.finditer(r"(?<![A-Za-z0-9])([A-Z]{2,})(?=s?(?![A-Za-z0-9]))", block.text):
            word = match.group(1)
            if word in seen or re.fullmatch(r"[IVX]+", word):
                continue
            seen.add(word)
            before, after = block.text[: match.start()], block.text[match.end() :]
            in_brackets = re.search(r"\w[\w’.-]*\s+\([“]?$", before)
            explained = re.match(r"s?\s+\([^)]*[a-z]\w*\s[^)]*\)|s? for short", after)
            if not (in_brackets or explained):
                yield (
                    block.line_at(match.start()),
                    f"{word} is not spelled out where it first stands: “spelled out ({word})”",
                )


def common_runs(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Eight words in a row that the essay has too."""
    for block in chapter.prose():
        spans = [(m.start(), plain_words(m.group())) for m in re.finditer(r"[^\s]+", block.text)]
        words = [(at, word) for at, group in spans for word in group]
        start = end = -1
        for i in range(len(words) - RUN_WORDS + 1):
            if digest(word for _, word in words[i : i + RUN_WORDS]) in house.foreign:
                if i > end:
                    if start >= 0:
                        yield _run(block, words[start:end])
                    start = i
                end = i + RUN_WORDS
        if start >= 0:
            yield _run(block, words[start:end])


def _run(block: Block, words: list[tuple[int, str]]) -> Breach:
    return block.line_at(words[0][0]), f"in common: “{' '.join(word for _, word in words)}”"


# -- rules: measure -----------------------------------------------------------------------


def long_sentences(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Sentences of more than 45 words."""
    for block in chapter.prose("row", "heading"):
        for sentence in sentences(block):
            if sentence.words > SENTENCE_WORDS:
                yield sentence.line, f"{sentence.words} words (at most {SENTENCE_WORDS})"


def long_paragraphs(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Paragraphs of more than 170 words."""
    for block in chapter.prose("row", "heading"):
        if (words := count_words(block.text)) > PARAGRAPH_WORDS:
            yield block.line, f"{words} words (at most {PARAGRAPH_WORDS})"


def bare_paragraphs(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Paragraphs of 60 words and more that lean on nothing."""
    for block in chapter.prose("row", "heading", "alt"):
        words = count_words(block.text)
        leans = block.sources or any(mark in block.text for mark in CITED + NAMED + XREF)
        if words >= BARE_WORDS and not leans:
            yield block.line, f"{words} words without citation, claim or cross-reference"


def sentence_lines(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Lines that hold more than one sentence, or only a part of one."""
    for block in chapter.prose("row", "heading", "caption", "alt"):
        found = sentences(block)
        for sentence in found:
            if not sentence.alone:
                yield sentence.line, f"a second sentence: “{near(sentence.text, 0, 40)} …”"
            if "\n" in sentence.text.strip():
                yield sentence.line, "the sentence runs over its line"


def forms(chapter: Chapter, house: House, name: str) -> Iterator[Breach]:
    """Forms that chapters do without: pipe tables, raw HTML, bare images and links, bold."""
    for line in chapter.oddities:
        yield line.number, f"no pipe table, raw HTML or bare image: {line.text.strip()[:50]}"
    for block in chapter.prose():
        for match in re.finditer(r"https?://\S+|\*\*(?=\S)|__(?=\S)", block.raw):
            number = block.line + block.raw.count("\n", 0, match.start())
            kind = "link" if "/" in match.group() else "bold"
            yield number, f"no bare {kind} in prose: {near(block.raw, match.start())}"
        for late in re.finditer(rf"[.!?]\s*{CITED}", block.text):
            yield block.line_at(late.start()), "the citation stands before the full stop"


RULES: dict[str, Rule] = {
    "banned": banned_words,
    "quotes": straight_quotes,
    "doubled": doubled_words,
    "acronym": acronyms,
    "common-run": common_runs,
    "sentence": long_sentences,
    "paragraph": long_paragraphs,
    "bare": bare_paragraphs,
    "line": sentence_lines,
    "figure": uncited_figures,
    "key": unknown_keys,
    "claim": claims,
    "term": unknown_terms,
    "form": forms,
}


def check(file: str, text: str, house: House, name: str) -> list[Finding]:
    """Return what the chapter *name*, read from *file*, breaks, in the order of its lines."""
    chapter = read(text)
    found = [
        Finding(file, line, rule, message)
        for rule, apply in RULES.items()
        for line, message in apply(chapter, house, name)
    ]
    return sorted(found, key=lambda x: (x.line, x.rule, x.message))
