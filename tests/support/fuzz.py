"""Texts of any characters, and a book that has them wherever a text can stand.

Each text begins and ends with a letter and a number of its own, so that it is found again
in an edition: "q12…12z".
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator

from press import characters

from .bad_input import PNG

#: Characters that programs stumble over, by what they are.
ODD: dict[str, str] = {
    "combining": "e\u0301o\u0308\u20dd\u0489\u0336\u1ab0\ufe20",
    "zero width": "\u200b\u200c\u200d\u2060\u00ad\u034f\u180e\ufeff",
    "direction": "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "right to left": "אבגשלוםمرحبا٣ދހ\U0001e900",
    "emoji": "🙂👍🏽👩\u200d👩\u200d👧🇩🇪❤\ufe0f1\ufe0f\u20e3",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "beyond the first plane": "𝔘𐍈𠀀𝒜🂡",
    "spaces": "\u00a0\u1680\u2000\u2003\u2007\u2009\u202f\u205f\u3000",
    "punctuation": "\\`*_{}[]()<>#+-.!|~^$&%@:;,?/='\"§¶†‡•…–—‹›«»„“”‘’",
    "signs": "→⇒∀∂∈∑√∞≠≤±×÷°µ€£¥©®™№½¼",
    "letters": "ÄÖÜßéÑøÅĳŒſαΩЖщԱကไทย中文日本語한국어",
    "not assigned": "\u0378\u2fe0\U0001fffb"[:2],
}
#: Of those, what the typefaces of the print edition have.
PRINTED = "ÄÖÜßéÑøÅŒαΩЖщ§¶†‡•…–—‹›«»→⇒∀∂∈∑√∞≠≤±×÷°µ€£¥©®™№½¼\\`*_{}[]()<>#+-.!|~^$&%@:;,?/='\""


def any_text(rng: random.Random, number: int, length: int = 24) -> str:
    """Return a text of characters of one or more kinds, with white space between."""
    pools = rng.sample(list(ODD.values()), rng.randint(1, 4))
    letters = [rng.choice(rng.choice(pools)) for _ in range(rng.randint(1, length))]
    if rng.random() < 0.3:
        letters += [unassuming(rng) for _ in range(6)]
    if rng.random() < 0.3:
        letters.insert(rng.randrange(len(letters)), " ")
    if rng.random() < 0.05:
        letters.append("W" * 300)  # a very long word
    return f"q{number}{''.join(letters)}{number}z"


def unassuming(rng: random.Random) -> str:
    """Return any character at all that is not refused."""
    while True:
        character = chr(rng.choice((rng.randrange(0x21, 0x3000), rng.randrange(0x21, 0x110000))))
        if unicodedata.category(character) != "Cs" and not any(characters.refused(character)):
            return character


def printed_text(rng: random.Random, number: int) -> str:
    """Return a text of characters that the print edition has."""
    letters = rng.choices(PRINTED, k=rng.randint(1, 24))
    return f"q{number}{''.join(letters)}{number}z"


def escaped(text: str) -> str:
    """Return *text* as Markdown that says exactly that."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def for_bibliography(text: str) -> str:
    """Return *text* without what BibTeX takes for markup, and what the style sets itself."""
    return re.sub(r"[\\{}$%#&~^_\"'`<>-]", "", text)


def chapter(texts: Iterator[str], key: str = "wolf2020") -> str:
    """Return a chapter with the next of *texts* in each place where a text can stand."""

    def said() -> str:
        return escaped(next(texts))

    return (
        f"# {said()}\n\n{said()} and *{said()}* and **{said()}**.[^n]\n\n"
        f"[^n]: {said()}\n\n## {said()}\n\n"
        f"- {said()}\n- {said()}\n\n> {said()}\n\n{said()}\n: {said()}\n\n"
        f":::{{note}}\n{said()}\n:::\n\n"
        f":::{{admonition}} {said()}\n{said()}\n:::\n\n"
        f":::{{figure}} dot.png\n:alt: {next(texts)}\n\n{said()}\n\n{said()}\n:::\n\n"
        f":::{{list-table}} {said()}\n:header-rows: 1\n\n* - {said()}\n* - {said()}\n:::\n\n"
        f"~~~~~~text\n{next(texts)}\n~~~~~~\n\n"
        f":::{{epigraph}}\n{said()}\n\n-- {said()}\n:::\n\n"
        f"[{said()}](https://example.org/) {{cite:t}}`{key}`\n"
    )


def files(texts: Iterator[str], conf: str) -> dict[str, str | bytes]:
    """Return a book whose every text is the next of *texts*; *conf* is its ``conf.py``."""
    title, author, subtitle, about = (next(texts) for _ in range(4))
    bib = [for_bibliography(next(texts)) for _ in range(4)]
    return {
        "conf.py": (
            f"{conf}\nproject = {title!r}\nauthor = copyright = {author!r}\nsmartquotes = False\n"
            f'press_book = {{"date": "2026-01-02", "subtitle": {subtitle!r},\n'
            f'    "description": {about!r}}}\n'
        ),
        "references.bib": (
            f"@misc{{wolf2020,\n  author = {{{{{bib[0]}}}}},\n  title = {{{bib[1]}}},\n"
            f"  howpublished = {{{bib[2]}}},\n  note = {{{bib[3]}}},\n  year = {{2020}},\n}}\n"
        ),
        "index.md": "# Book\n\n```{toctree}\none\nback\n```\n",
        "one.md": chapter(texts),
        "back.md": (
            f"# Back\n\n:::{{glossary}}\n{re.sub('[ :]', '', escaped(next(texts)))}\n"
            f"  {escaped(next(texts))}\n:::\n\n```{{bibliography}}\n```\n"
        ),
        "dot.png": PNG,
    }
