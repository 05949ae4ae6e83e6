"""The printed index: Sphinx sorts the entries, Typst finds their pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from press.pages import INDEX, index_key
from press.typst import marks, markup

if TYPE_CHECKING:
    from press.typst.builder import PrintBuilder

#: A word so long that the page design lets it break.
_LONG = re.compile(r"\S{20}")
#: (kind, address) of one place of an entry; the kind is "main" for its main place.
_Links = list[tuple[str | None, str | Literal[False]]]


def index_source(builder: PrintBuilder, printed: set[str]) -> str:
    """Return the Typst source of the printed index, or nothing for a book without one.

    *printed* holds the labels that the book has: an entry of a document that is left
    out of print is left out here too.
    """
    lines: list[str] = []
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        rows: list[str] = []
        for at, (term, (links, subentries, _key)) in enumerate(entries):
            place = index_key(letter, at)
            rows += _entries(builder, (place, term), links, subentries, printed)
        if rows:
            lines += [f"#index-letter[{_marked(index_key(letter), letter)}]", *rows]
    return "\n".join(lines)


def _marked(key: str, text: str) -> str:
    """Return *text* with the mark that tells on which page it comes to stand."""
    escaped = markup.escape(text)
    words = f"#long[{escaped}]" if _LONG.search(text) else escaped
    return marks.block(f"{INDEX}:{key}") + words


def _entries(
    builder: PrintBuilder,
    term: tuple[str, str],
    links: _Links,
    subentries: list[tuple[str, _Links]],
    printed: set[str],
) -> list[str]:
    """Return the lines of one head word: itself, its subentries, its see and see also.

    *term* is its key and its text.
    """
    subs: list[str] = []
    sees: dict[str, list[str]] = {}
    for at, (subterm, sublinks) in enumerate(subentries):
        see = _see(subterm) if not sublinks else None
        places = _places(builder, sublinks, printed)
        if see:
            sees.setdefault(see[0], []).append(see[1])
        elif places:
            subs.append(f"#index-entry(1, [{_marked(f'{term[0]}/{at}', subterm)}], {places})")
    places = _places(builder, links, printed)
    if not places and not subs and not sees:
        return []
    words = " ".join(f"#emph[{first}] {'; '.join(terms)}." for first, terms in sees.items())
    arguments = markup.arguments(
        see=f"[{words[:-1]}]" if sees else None, leads="true" if subs else None
    )
    head = f"#index-entry(0, [{_marked(*term)}], {places or '()'}, {arguments})"
    return [head, *subs]


def _see(subterm: str) -> tuple[str, str] | None:
    """Return "See" or "See also" and the term to see, or None for an ordinary subterm."""
    for pattern in (_("see also %s"), _("see %s")):
        before = pattern.partition("%s")[0]
        if before and subterm.startswith(before):
            word = before.strip()
            return (
                markup.escape(word[0].upper() + word[1:]),
                markup.escape(subterm[len(before) :]),
            )
    return None


def _places(builder: PrintBuilder, links: _Links, printed: set[str]) -> str:
    """Return the places of an entry as a Typst array of (label, is it the main one)."""
    found = []
    for kind, uri in links:
        target = builder.target_of_uri(uri) if uri else ""
        if target in printed:
            found.append(f"({markup.label(target)}, {'true' if kind == 'main' else 'false'})")
    return markup.array(found) if found else ""
