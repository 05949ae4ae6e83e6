"""The house style of bibliography entries: author, year, title, where, address, note.

After the author–date form of the *Chicago Manual of Style*, with what a printed page
must not lose: DOI, arXiv number or the whole address.  Registered with pybtex as
``press``; a book chooses it by ``bibtex_default_style = "press"``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any

from pybtex.richtext import HRef, Text  # type: ignore[import-untyped]
from pybtex.style import FormattedEntry  # type: ignore[import-untyped]
from pybtex.style.formatting import BaseStyle  # type: ignore[import-untyped]

from . import names
from .text import address, italic, linked, plain, quoted, sentences
from .text import doi as bare_doi

Part = object  # a string or rich text


class PressStyle(BaseStyle):  # type: ignore[misc]
    """Sorts, labels and formats entries."""

    default_name_style = "plain"
    default_label_style = "number"
    default_sorting_style = "none"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sort: Callable[[Iterable[Any]], list[Any]] = lambda entries: sorted(
            entries, key=names.sort_key
        )
        self.format_labels = names.labels

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> FormattedEntry:
        """Return *entry* as rich text."""
        return FormattedEntry(entry.key, format_entry(entry, names.split_label(label)[1]), label)


def format_entry(entry: Any, year: str) -> Text:
    """Return the text of *entry*, with *year* as the label has it (2024a)."""
    fields = {name.lower(): value for name, value in entry.fields.items()}
    form = _FORMS.get(entry.type, _other)
    return sentences([*form(entry, fields, year), *_address(entry, fields), _note(entry, fields)])


Fields = dict[str, str]


# -- who and when -----------------------------------------------------------------------------


def _head(entry: Any, year: str) -> list[Part]:
    """Return who made a work, and when; nobody known, it begins with its title."""
    made_by = names.makers(entry)
    if made_by is None:
        return []
    editors = "author" not in entry.persons and "editor" in entry.persons
    role = (", eds" if len(made_by.names) > 1 else ", ed") if editors else ""
    shorthand = entry.fields.get("shorthand")
    if shorthand:  # the reader comes from a citation by it
        return [f"{plain(shorthand)} ({made_by.full()}){role}", year]
    return [made_by.full() + role, year]


def _titled(entry: Any, year: str, title: Part) -> list[Part]:
    """Return who, when and *title*, or title and year of a work of nobody."""
    head = _head(entry, year)
    return [*head, title] if head else [title, year]


def _is_maker(entry: Any, name: str) -> bool:
    """Tell whether *name* is said already, as the one who made the work."""
    made_by = names.makers(entry)
    return made_by is not None and made_by.full().casefold() == name.casefold()


_PREPRINT_SERVERS = frozenset({"arxiv", "biorxiv", "medrxiv", "ssrn"})


# -- forms by type ------------------------------------------------------------------------------


def _article(entry: Any, fields: Fields, year: str) -> list[Part]:
    volume = " ".join(
        part
        for part in (
            plain(fields.get("volume", "")),
            f"({plain(fields['number'])})" if "number" in fields else "",
        )
        if part
    )
    month = "" if volume else plain(fields.get("month", ""))
    journal = plain(fields.get("journal", ""))
    place = Text("" if _is_maker(entry, journal) and not volume else italic(journal))
    if journal.casefold() in _PREPRINT_SERVERS:
        place = Text("Preprint, ", place)
    if volume:
        place = Text(place, " ", volume) if str(place) else Text(volume)
    pages = _pages(fields)
    if pages:
        place = Text(place, (": " if volume else ", ") if str(place) else "", pages)
    if month:
        place = Text(place, ", ", month) if str(place) else Text(month)
    return [*_titled(entry, year, quoted(plain(fields["title"]))), place]


def _chapter(entry: Any, fields: Fields, year: str) -> list[Part]:
    place = Text("In ", italic(plain(fields.get("booktitle", ""))))
    if "author" in entry.persons and (editors := names.names(entry.persons.get("editor", ()))):
        place = Text(place, ", edited by ", _straight(editors))
    if series := plain(fields.get("series", "")):
        place = Text(place, ", ", series)
    if volume := plain(fields.get("volume", "")):
        place = Text(place, " " if series else ", vol. ", volume)
    if pages := _pages(fields):
        place = Text(place, ", ", pages)
    return [
        *_titled(entry, year, quoted(plain(fields["title"]))),
        place,
        _publisher(entry, fields),
    ]


def _book(entry: Any, fields: Fields, year: str) -> list[Part]:
    edition = plain(fields.get("edition", ""))
    return [
        *_titled(entry, year, italic(plain(fields["title"]))),
        f"{edition} ed" if edition else "",
        _publisher(entry, fields),
    ]


def _report(entry: Any, fields: Fields, year: str) -> list[Part]:
    kind = " ".join(plain(fields[name]) for name in ("type", "number") if name in fields)
    institution = plain(fields.get("institution", ""))
    if _is_maker(entry, institution):
        institution = ""
    where = ", ".join(part for part in (institution, plain(fields.get("month", ""))) if part)
    return [*_titled(entry, year, italic(plain(fields["title"]))), kind, where]


def _work(kind: str) -> Callable[[Any, Fields, str], list[Part]]:
    """Return the form of software or data, which say what they are."""

    def form(entry: Any, fields: Fields, year: str) -> list[Part]:
        version = plain(fields.get("version", ""))
        publisher = plain(fields.get("publisher", ""))
        where = ", ".join(
            part for part in (kind, publisher, plain(fields.get("month", ""))) if part
        )
        return [
            *_titled(entry, year, italic(plain(fields["title"]))),
            f"Version {version}" if version else "",
            where,
        ]

    return form


def _case(entry: Any, fields: Fields, year: str) -> list[Part]:
    title = italic(plain(fields["title"]))
    report = plain(fields.get("howpublished", ""))
    said = [part for part in (report, "" if year[:4] in report else year) if part]
    return [Text(title, "".join(f", {part}" for part in said))]


def _statute(entry: Any, fields: Fields, year: str) -> list[Part]:
    title, report = plain(fields["title"]), plain(fields.get("howpublished", ""))
    name = names.short_name(entry)
    text = ", ".join(part for part in (title, report) if part)
    begun = title.casefold().startswith(name.casefold())
    when = "" if year[:4] in text else f", {year}"
    return ["" if begun else italic(name), text + when]


def _other(entry: Any, fields: Fields, year: str) -> list[Part]:
    """Return the form of preprints, web pages and all that has none of its own."""
    shown = [fields.get(name, "") for name in ("howpublished", "organization")]
    where = [name for name in dict.fromkeys(shown) if name and not _is_maker(entry, plain(name))]
    preprint = entry.type == "misc" and "eprint" in fields
    if not preprint and "month" in fields:
        where.append(fields["month"])
    return [*_titled(entry, year, quoted(plain(fields["title"]))), linked(", ".join(where))]


_FORMS: dict[str, Callable[[Any, Fields, str], list[Part]]] = {
    "article": _article,
    "book": _book,
    "dataset": _work("Data set"),
    "inbook": _chapter,
    "incollection": _chapter,
    "inproceedings": _chapter,
    "jurisdiction": _case,
    "legislation": _statute,
    "mastersthesis": _report,
    "phdthesis": _report,
    "proceedings": _book,
    "report": _report,
    "software": _work("Software"),
    "techreport": _report,
}


def _straight(people: names.Names) -> str:
    """Return editors behind a title, none of them inverted."""
    shown = [name.straight for name in people.names]
    if people.more:
        return f"{', '.join(shown)}, et al."
    if len(shown) < 3:
        return " and ".join(shown)
    return f"{', '.join(shown[:-1])}, and {shown[-1]}"


def _pages(fields: Fields) -> str:
    """Return pages with an en dash, or the number of an article in place of pages."""
    pages = re.sub(r"\s*[-–—]+\s*", "–", plain(fields.get("pages", "")))
    article = plain(fields.get("articleno", ""))
    return pages or (f"article {article}" if article else "")


def _publisher(entry: Any, fields: Fields) -> str:
    """Return place and publisher; "organization" is a publisher where there is no other."""
    publisher = plain(fields.get("publisher") or fields.get("organization", ""))
    if _is_maker(entry, publisher):
        publisher = ""
    return ": ".join(part for part in (plain(fields.get("address", "")), publisher) if part)


# -- where to find it ---------------------------------------------------------------------------


def _address(entry: Any, fields: Fields) -> list[Part]:
    """Return DOI, arXiv number, address and archived copy: what finds the work, none twice."""
    doi, url = bare_doi(fields.get("doi", "")), address(fields.get("url", ""))
    eprint = fields.get("eprint", "")
    if fields.get("archiveprefix", "").lower() != "arxiv":
        eprint = ""
    if re.match(r"10\.48550/arxiv\.", doi, re.IGNORECASE):
        eprint, doi = eprint or doi[len("10.48550/arXiv.") :], ""
    parts: list[Part] = []
    if doi:
        parts.append(HRef(f"https://doi.org/{doi}", f"doi:{doi}"))
    if eprint:
        link = HRef(f"https://arxiv.org/abs/{eprint}", f"arXiv:{eprint}")
        parts.append(Text("Preprint, ", link) if entry.type == "misc" else link)
    if url and not doi and not (eprint and "arxiv.org" in url):
        parts.append(HRef(url, url))
        if "urldate" in fields:
            parts.append(f"Accessed {day(fields['urldate'])}")
    if archived := address(fields.get("archiveurl", "")):
        when = f" {day(fields['archivedate'])}" if "archivedate" in fields else ""
        parts.append(Text(f"Archived{when}: ", HRef(archived, archived)))
    return parts


def day(iso: str) -> str:
    """Return an ISO date as "23 November 2026", and anything else as it is."""
    try:
        date = datetime.date.fromisoformat(iso)
    except ValueError:
        return plain(iso)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _note(entry: Any, fields: Fields) -> Text | str:
    """Return the note, without the word that the address has said."""
    note = fields.get("note", "")
    if entry.type == "misc" and "eprint" in fields:
        note = re.sub(r"^[Pp]reprint[;,.]?\s*", "", note)
        note = note[:1].upper() + note[1:]
    return linked(note) if note else ""
