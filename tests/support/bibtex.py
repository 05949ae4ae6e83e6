"""Checks a bibliography file against the house form.

Pure functions over the BibTeX source and the keys that the book cites.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

#: Fields that an entry of each type must have; "a|b" asks for one of several.
REQUIRED = {
    "article": ("title", "journal", "year", "doi|url|pages|volume|note"),
    "book": ("author|editor", "title", "publisher", "year"),
    "dataset": ("author", "title", "year", "doi|url"),
    "inproceedings": ("author", "title", "booktitle", "year"),
    "jurisdiction": ("title", "howpublished", "year"),
    "legislation": ("title", "howpublished", "year"),
    "misc": ("author", "title", "year|note", "eprint|doi|url|howpublished|note"),
    "online": ("title", "url|note", "year|urldate"),
    "software": ("author", "title", "publisher", "year|urldate", "doi|url"),
    "techreport": ("author", "title", "institution", "year"),
}
#: Fields in the order in which an entry has them.
FIELDS = (
    "author editor shorthand title shorttitle booktitle journal howpublished organization "
    "institution publisher series edition version type volume number articleno pages address "
    "month year isbn issn eprint archiveprefix primaryclass doi url urldate archiveurl "
    "archivedate note"
).split()

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_ENTRY = re.compile(r"^@(\w+)\{([^,\s]+),\n(.*?)^\}\n", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^  (\w+) = (?:\{(.*)\}|(\w+)),$")


@dataclass
class Entry:
    """An entry of the file: its type, key, first line, and fields as they are written."""

    type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)  #: lines that are no field in house form

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


Breach = tuple[int, str]
Rule = Callable[[list[Entry]], Iterator[Breach]]


def read(text: str) -> list[Entry]:
    """Return the entries of the BibTeX source *text*, in its order."""
    entries = []
    for match in _ENTRY.finditer(text):
        entry = Entry(match.group(1), match.group(2), text.count("\n", 0, match.start()) + 1)
        for line in match.group(3).splitlines():
            if (stated := _FIELD.match(line)) and stated.group(1) not in entry.fields:
                braced = stated.group(2)
                entry.fields[stated.group(1)] = stated.group(3) if braced is None else braced
            else:
                entry.odd.append(line)
        entries.append(entry)
    return entries


def form(entries: list[Entry]) -> Iterator[Breach]:
    """One field a line, in the usual order, braced, none empty; keys in lower case."""
    for entry in entries:
        for line in entry.odd:
            yield entry.line, f"{entry.key}: not a field in house form: {line.strip()}"
        names = list(entry.fields)
        for name in names:
            if name not in FIELDS:
                yield entry.line, f"{entry.key}: unknown field {name}"
            elif not entry[name].strip():
                yield entry.line, f"{entry.key}: {name} is empty"
        known = [name for name in names if name in FIELDS]
        if known != sorted(known, key=FIELDS.index):
            yield entry.line, f"{entry.key}: fields out of order: {' '.join(known)}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", entry.key):
            yield entry.line, f"{entry.key}: a key is lower-case letters and digits"


def order(entries: list[Entry]) -> Iterator[Breach]:
    """Entries sorted by key."""
    for before, entry in pairwise(entries):
        if before.key > entry.key:
            yield entry.line, f"{entry.key} stands behind {before.key}"


def required(entries: list[Entry]) -> Iterator[Breach]:
    """What an entry of its type must have."""
    for entry in entries:
        if entry.type not in REQUIRED:
            yield entry.line, f"{entry.key}: unknown type {entry.type}"
        for names in REQUIRED.get(entry.type, ()):
            if not any(entry[name] for name in names.split("|")):
                yield entry.line, f"{entry.key}: no {names}"


def addresses(entries: list[Entry]) -> Iterator[Breach]:
    """DOI, arXiv number, address and the day it was read, each in its form."""
    for entry in entries:
        if entry["doi"] and not re.fullmatch(r"10\.\d{4,9}/[^\s{}]+", entry["doi"]):
            yield entry.line, f"{entry.key}: not a DOI: {entry['doi']}"
        if entry["eprint"] and not re.fullmatch(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}", entry["eprint"]):
            yield entry.line, f"{entry.key}: not an arXiv number: {entry['eprint']}"
        if bool(entry["eprint"]) != (entry["archiveprefix"] == "arXiv"):
            yield entry.line, f"{entry.key}: eprint and archiveprefix belong together"
        if entry["url"] and not re.fullmatch(r"https?://[^\s{}\\]+", entry["url"]):
            yield entry.line, f"{entry.key}: not an address: {entry['url']}"
        if entry["url"].startswith(("https://doi.org/", "http://dx.doi.org/")):
            yield entry.line, f"{entry.key}: the address is a DOI"
        if entry["urldate"] and not _is_date(entry["urldate"]):
            yield entry.line, f"{entry.key}: not a date: {entry['urldate']}"
        if entry["urldate"] and not entry["url"]:
            yield entry.line, f"{entry.key}: urldate without url"


#: A copy that the Internet Archive keeps: the moment in digits, and what it is a copy of.
_WAYBACK = re.compile(r"https://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)\d*/(.+)")


def archives(entries: list[Entry]) -> Iterator[Breach]:
    """The archived copy of a page, and the day of the copy, which its address often has."""
    for entry in entries:
        copy, day = entry["archiveurl"], entry["archivedate"]
        if bool(copy) != bool(day):
            yield entry.line, f"{entry.key}: archiveurl and archivedate belong together"
        if copy and not re.fullmatch(r"https://[^\s{}\\]+", copy):
            yield entry.line, f"{entry.key}: not an address: {copy}"
        if day and not _is_date(day):
            yield entry.line, f"{entry.key}: not a date: {day}"
        if found := _WAYBACK.fullmatch(copy):
            year, month, date, page = found.groups()
            if day != f"{year}-{month}-{date}":
                yield entry.line, f"{entry.key}: the copy is of another day than {day}"
            if page.rstrip("/") != entry["url"].rstrip("/"):
                yield entry.line, f"{entry.key}: the copy is of another page than the address"


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text) <= datetime.date(2026, 11, 23)
    except ValueError:
        return False


def numbers(entries: list[Entry]) -> Iterator[Breach]:
    """Years of four digits, months by name, ranges of pages with two hyphens."""
    for entry in entries:
        if entry["year"] and not re.fullmatch(r"(?:19|20)\d\d", entry["year"]):
            yield entry.line, f"{entry.key}: not a year: {entry['year']}"
        if entry["month"] and entry["month"] not in MONTHS:
            yield entry.line, f"{entry.key}: not a month: {entry['month']}"
        if re.search(r"\d\s*(?:(?<!-)-(?!-)|–)\s*\d", entry["pages"]):
            yield entry.line, f"{entry.key}: a range needs two hyphens: {entry['pages']}"


def wording(entries: list[Entry]) -> Iterator[Breach]:
    """Titles and notes without a stop; names with the surname first, at most ten."""
    for entry in entries:
        for name in ("title", "shorttitle", "booktitle", "journal", "note"):
            text = entry[name]
            if text.endswith(".") and not re.search(r"\b(?:Inc|Ltd|Corp|e\.V|U\.S)\.$", text):
                yield entry.line, f"{entry.key}: {name} ends with a stop"
            if text.count("{") != text.count("}"):
                yield entry.line, f"{entry.key}: {name} has an odd brace"
        for role in ("author", "editor"):
            people = re.split(r"\s+and\s+(?![^{]*\})", entry[role]) if entry[role] else []
            if len(people) - people.count("others") > 10:
                yield entry.line, f"{entry.key}: more than ten names of {role}s"
            for person in people:
                if " " in person and "," not in person and not person.startswith("{"):
                    yield entry.line, f"{entry.key}: surname first, or braces: {person}"


def doubled(entries: list[Entry]) -> Iterator[Breach]:
    """The same key, DOI, address or arXiv number twice, or title in one type of work.

    A preprint may have the title of the paper that came of it, and a court may rule twice
    in one case.
    """
    for name in ("key", "doi", "url", "eprint", "title"):
        seen: dict[str, str] = {}
        for entry in entries:
            text = entry.key if name == "key" else re.sub(r"[{}\W]+", " ", entry[name])
            text = text.casefold().strip()
            if name == "title":
                text = f"{entry.type} {text}" if entry.type != "jurisdiction" else ""
            if text and text in seen:
                yield entry.line, f"{entry.key} has the {name} of {seen[text]}"
            seen.setdefault(text, entry.key)


RULES: tuple[Rule, ...] = (
    *(form, order, required, addresses, archives),
    *(numbers, wording, doubled),
)


def check(text: str) -> list[str]:
    """Return what the BibTeX source *text* breaks, each with its line."""
    entries = read(text)
    found = [breach for rule in RULES for breach in rule(entries)]
    if len(entries) != text.count("\n@") + text.startswith("@"):
        found.append((1, f"{len(entries)} entries are in house form, and others are not"))
    return [f"{line}: {message}" for line, message in sorted(found)]


def unused(entries: list[Entry], cited: Iterable[str]) -> list[str]:
    """Return the keys of *entries* that are not among the *cited*."""
    return sorted({entry.key for entry in entries} - set(cited))
