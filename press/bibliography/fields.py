"""What a field of the bibliography may hold: dates, addresses, numbers, names, text.

A record that breaks a rule here would be printed as it stands, or give a link that leads
nowhere or, worse, runs code.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterator, Mapping

from press import addresses, characters

from .text import address, doi, plain

#: Types of entries of BibTeX and biblatex.
TYPES = frozenset(
    "article artwork audio bibnote book bookinbook booklet collection commentary conference"
    " dataset electronic image inbook incollection inproceedings inreference jurisdiction"
    " legal legislation letter manual mastersthesis misc movie music mvbook mvcollection"
    " mvproceedings mvreference online patent performance periodical phdthesis proceedings"
    " reference report review set software standard suppbook suppcollection suppperiodical"
    " techreport thesis unpublished video www xdata".split()
)

#: Fields of BibTeX, biblatex, this press, and the programs that manage references.
KNOWN = frozenset(
    "abstract acmid address afterword annotation annotator annote archivedate archiveprefix"
    " archiveurl articleno author authortype bookauthor bookpagination booksubtitle booktitle"
    " booktitleaddon chapter collection commentator copyright crossref date day"
    " doi edition editor editora editorb editorc editortype eid entryset eprint eprintclass"
    " eprinttype eventdate eventtitle eventtitleaddon file foreword gender holder howpublished"
    " hyphenation ids indextitle institution introduction isan isbn ismn isrn issn issue"
    " issue_date issuesubtitle issuetitle iswc journal journalsubtitle journaltitle key"
    " keywords label langid language lccn library local-url location lockkey mainsubtitle"
    " maintitle mendeley-tags mrnumber month nameaddon note number numpages options"
    " organization origdate origlanguage origlocation origpublisher origtitle pages pagetotal"
    " pagination part pmid pmcid presort primaryclass publisher pubstate reprinttitle related"
    " relatedoptions relatedstring relatedtype school series shortauthor shorteditor"
    " shorthand shorthandintro shortjournal shortseries shorttitle sortkey sortname sorttitle"
    " sortyear subtitle timestamp title titleaddon translator type url urldate venue version"
    " volume volumes xdata xref year zblnumber".split()
)

#: Fields whose text an entry prints.
PRINTED = frozenset(
    "address booktitle edition howpublished institution journal note number organization"
    " publisher series shorthand shorttitle title type version volume".split()
)

_YEAR = re.compile(r"(?:c\.|ca\.|circa)?\s*\d{4}[a-z]?(?:\s*[-–/]+\s*\d{2,4})?\??")
_NO_YEAR = re.compile(
    r"accepted|forthcoming|in (?:press|preparation)|n\.? ?d\.?|no date|submitted|to appear"
    r"|under review|undated|unpublished",
    re.IGNORECASE,
)
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_ARXIV = re.compile(
    r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\x00-\x1f]+")
_URL = re.compile(r"(?:https?|ftp)://[^\s/?#]*[^\s/?#.:][^\s]*", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|i|iframe|img|p|scp|script|span|strong|style|sub|sup|svg|u)\b[^<>]*>",
    re.IGNORECASE,
)


def faults(entry: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and fault of each field of an *entry* that is stated wrongly.

    *entry* has the fields' values by name, in small letters.
    """
    for name, value in entry.items():
        for _line, what in characters.refused(value):
            yield name, f"has a bad character: {what}"
        if name not in KNOWN and (near := difflib.get_close_matches(name, KNOWN, 1, 0.8)):
            yield name, f"is not known; did you mean {near[0]}?"
        elif (check := _CHECKS.get(name)) and (message := check(value, entry)):
            yield name, f"{message}: {value}"
        if name in PRINTED:
            yield from ((name, message) for message in _text(value))


def unsafe(entry: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and fault of each field of an *entry* that is an address which runs code."""
    for name in ("url", "doi", "archiveurl"):
        value = entry.get(name, "")
        if not addresses.is_link(address(value)):
            yield name, f"is no address (http, https or ftp): {value}"
    for name, value in entry.items():
        for link in re.findall(r"\\(?:url|href)\s*\{([^{}]*)\}", value):
            if not addresses.is_link(link):
                yield name, f"has a link that is no address (http, https or ftp): {link}"


def _text(latex: str) -> Iterator[str]:
    """Yield what of a field's text would be printed as mere notation."""
    for link in re.findall(r"\\url\s*\{([^{}]*)\}", latex):
        if not _URL.fullmatch(link):
            yield f"has a link that is no address (http, https or ftp): {link}"
    latex = re.sub(r"\\url\s*\{[^{}]*\}", "", latex)
    text = plain(latex)
    if command := re.search(r"\\[A-Za-z]+", text):
        yield f"has LaTeX that is not understood: {command[0]}"
    if "$" in plain(latex.replace(r"\$", "")):
        yield f"has a formula, which entries cannot print: {latex}"
    if tag := _TAG.search(text):
        yield f"has HTML, which would be printed as it stands: {tag[0]}"


def _title(value: str, _entry: Mapping[str, str]) -> str:
    return "" if plain(value) else "is empty"


def _year(value: str, _entry: Mapping[str, str]) -> str:
    year = plain(value).strip("[]() ")
    if _YEAR.fullmatch(year) or _NO_YEAR.fullmatch(year):
        return ""
    return "is no year"


def _month(value: str, _entry: Mapping[str, str]) -> str:
    month = plain(value)
    if month.isdigit() and not 1 <= int(month) <= 12:
        return "is no month"
    for word in re.findall(r"[A-Za-z]{5,}", month):
        if word.lower() not in _MONTHS and difflib.get_close_matches(word.lower(), _MONTHS, 1, 0.8):
            return "is no month"
    return ""


def _is_date(text: str) -> bool:
    """Tell whether *text* is a day, month or year of ISO 8601 that there is."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _date(value: str, _entry: Mapping[str, str]) -> str:
    parts = plain(value).strip("~?%").split("/")
    whole = len(parts) < 3 and all(not part or _is_date(part) for part in parts) and any(parts)
    return "" if whole else "is no date like 2026-11-23"


def _urldate(value: str, _entry: Mapping[str, str]) -> str:
    date = plain(value)
    iso = re.fullmatch(r"[\d-]+", date)
    if _is_date(date) or (not iso and re.search(r"[A-Za-z].*\b\d{4}\b|\b\d{4}\b.*[A-Za-z]", date)):
        return ""
    return "is no date like 2026-11-23"


def _doi(value: str, _entry: Mapping[str, str]) -> str:
    return "" if not value or _DOI.fullmatch(doi(value)) else "is no DOI"


def _url(value: str, _entry: Mapping[str, str]) -> str:
    if not value or _URL.fullmatch(address(value)):
        return ""
    return "is no address (http, https or ftp)"


def _eprint(value: str, entry: Mapping[str, str]) -> str:
    scheme = entry.get("archiveprefix") or entry.get("eprinttype") or ""
    if scheme.lower() != "arxiv" or _ARXIV.fullmatch(value):
        return ""
    return "is no number of arXiv"


def _pages(value: str, _entry: Mapping[str, str]) -> str:
    pages = plain(value)
    if pages and not re.search(r"\w", pages):
        return "has no number"
    for first, last in re.findall(r"\b(\d+)\s*[-–—]+\s*(\d+)\b", pages):
        if len(last) >= len(first) and int(last) < int(first):
            return "runs backwards"
    return ""


_CHECKS: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "archivedate": _urldate,
    "archiveurl": _url,
    "date": _date,
    "doi": _doi,
    "eprint": _eprint,
    "month": _month,
    "pages": _pages,
    "title": _title,
    "url": _url,
    "urldate": _urldate,
    "year": _year,
}
