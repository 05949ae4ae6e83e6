"""The index: Sphinx sorts the entries; their places are links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from press.epub.shape import resolve
from press.epub.survey import Survey
from press.pages import INDEX, index_key
from press.pages import of as page_map

if TYPE_CHECKING:
    from press.epub.builder import EpubBuilder


@dataclass(frozen=True)
class Place:
    """Where an entry leads.

    ``shown`` is the page of the print edition, or a count; ``said`` adds the section.
    """

    href: str
    shown: str
    said: str
    main: bool


@dataclass
class Term:
    """A head word or a subentry.

    ``see`` holds where else the reader is sent, as ("see also", "another word", the id of
    that word, "" if the index lacks it); ``id`` is set if the reader is sent here; ``pages``
    are those of the print edition that begin here.
    """

    text: str
    key: str
    places: list[Place] = field(default_factory=list)
    see: list[tuple[str, str, str]] = field(default_factory=list)
    children: list[Term] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    id: str = ""


@dataclass
class Letter:
    """The terms under one letter, and the pages that begin with it."""

    text: str
    terms: list[Term]
    pages: list[str] = field(default_factory=list)


#: (kind, address) of one place of an entry; the kind is "main" for its main place, and the
#: address False where the builder has none, which ours always has.
_Links = list[tuple[str | None, str | Literal[False]]]


class Index:
    """The entries of one book; *surveys* tells what stands where, by file."""

    def __init__(self, builder: EpubBuilder, surveys: Mapping[str, Survey]) -> None:
        self.builder = builder
        self.surveys = surveys
        #: The order of reading: of files, and of ids within each.
        self.order = {file: number for number, file in enumerate(surveys)}
        self.paged = any(survey.pages for survey in surveys.values())
        #: The pages of the print edition that begin with the heading.
        self.pages: list[str] = []

    def letters(self) -> list[Letter]:
        """Return the index, and find its pages.

        A term that no document of the edition holds is left out.
        """
        found = []
        for letter, entries in IndexEntries(self.builder.env).create_index(self.builder):
            terms = [
                self._term(index_key(letter, at), term, links, subs)
                for at, (term, (links, subs, _key)) in enumerate(entries)
            ]
            kept = [term for term in terms if term.places or term.see or term.children]
            if kept:
                found.append(Letter(letter, kept))
        self._mark_pages(found)
        _join(term for letter in found for term in letter.terms)
        return found

    def _term(
        self, key: str, text: str, links: _Links, subentries: list[tuple[str, _Links]]
    ) -> Term:
        term = Term(text, key, self._places(links))
        for at, (subtext, sublinks) in enumerate(subentries):
            if not sublinks:
                term.see.append((*_see(subtext), ""))
            elif places := self._places(sublinks):
                term.children.append(Term(subtext, f"{key}/{at}", places))
        return term

    def _mark_pages(self, letters: list[Letter]) -> None:
        """Give each line the pages of the print edition that begin with it.

        Where the print edition begins a page with a line that this one lacks, the line that
        began the page before has it.  The last has the pages behind the index, too.
        """
        lines: dict[str, list[str]] = {index_key(""): self.pages}
        for letter in letters:
            lines[index_key(letter.text)] = letter.pages
            for term in letter.terms:
                lines[term.key] = term.pages
                lines |= {child.key: child.pages for child in term.children}
        printed = page_map(self.builder.env)
        turns = printed.turns.get(INDEX, []) if printed is not None else []
        marked = {label for survey in self.surveys.values() for label, _id in survey.pages}
        pages = self.pages
        for turn in turns:
            pages = lines.get(turn.key, pages)
            pages.append(turn.label)
            marked.add(turn.label)
        labels = printed.labels if printed is not None and marked else []
        last = max((at for at, label in enumerate(labels) if label in marked), default=-1)
        pages += labels[last + 1 :]

    def _places(self, links: _Links) -> list[Place]:
        found: dict[str, Place] = {}
        targets = []
        for kind, uri in links:
            if not uri:
                continue
            href = self.builder.fix_fragment(*_split(uri))
            file, fragment = resolve("genindex.xhtml", href)
            survey = self.surveys.get(file)
            if survey is not None and (not fragment or fragment in survey.ids):
                position = list(survey.sections).index(fragment) if fragment else -1
                targets.append((self.order[file], position, kind, href, fragment, file))
        for _file, _position, kind, href, fragment, file in sorted(targets, key=lambda t: t[:2]):
            survey = self.surveys[file]
            page = survey.page_of.get(fragment, "")
            section = survey.sections.get(fragment) or self.builder.title_of_file(file)
            # Before the first page mark of a book that has some, a count would pass for a page.
            shown = page or (section if self.paged else str(len(found) + 1))
            # Two places on one page are one place in print, and here.
            key = page or f"{file}#{fragment}"
            main = kind == "main"
            if key not in found or (main and not found[key].main):
                found[key] = Place(href, shown, _said(shown, section), main)
        return list(found.values())


def _said(shown: str, section: str) -> str:
    return shown if shown == section else f"{shown}, {section}"


def _join(terms: Iterable[Term]) -> None:
    """Have each "see" lead to the head word that it names."""
    heads = {term.text.casefold(): term for term in terms}
    for term in heads.values():
        for at, (said, word, _id) in enumerate(term.see):
            if target := heads.get(word.casefold()):
                target.id = f"term-{target.key.replace('/', '-')}"
                term.see[at] = (said, word, target.id)


def _see(text: str) -> tuple[str, str]:
    """Return "see X", as Sphinx joins it, taken apart again."""
    for pattern in (_("see also %s"), _("see %s")):
        before = pattern.partition("%s")[0]
        if before and text.startswith(before):
            return before.strip(), text[len(before) :]
    return "", text


def _split(uri: str) -> tuple[str, str]:
    path, mark, fragment = uri.partition("#")
    return path + mark, fragment


def title() -> str:
    """Return the heading of the index, in the book's language."""
    return _("Index")
