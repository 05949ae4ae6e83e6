"""The index: Sphinx sorts the entries; their places are links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from press.epub.shape import resolve
from press.epub.survey import Survey

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

    ``see`` holds where else the reader is sent: ("see also", "another word").
    """

    text: str
    places: list[Place] = field(default_factory=list)
    see: list[tuple[str, str]] = field(default_factory=list)
    children: list[Term] = field(default_factory=list)


@dataclass
class Letter:
    """The terms under one letter."""

    text: str
    terms: list[Term]


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

    def letters(self) -> list[Letter]:
        """Return the index; a term that no document of the edition holds is left out."""
        found = []
        for letter, entries in IndexEntries(self.builder.env).create_index(self.builder):
            terms = [self._term(term, links, subs) for term, (links, subs, _key) in entries]
            kept = [term for term in terms if term.places or term.see or term.children]
            if kept:
                found.append(Letter(letter, kept))
        return found

    def _term(self, text: str, links: _Links, subentries: list[tuple[str, _Links]]) -> Term:
        term = Term(text, self._places(links))
        for subtext, sublinks in subentries:
            if not sublinks:
                term.see.append(_see(subtext))
            elif places := self._places(sublinks):
                term.children.append(Term(subtext, places))
        return term

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
