"""Who made a work: names as entries print them, as citations shorten them, and in order."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .text import plain

#: So many names an entry prints, and then "et al.".
LISTED = 5


@dataclass(frozen=True)
class Name:
    """A person's or an organization's name; of the latter only ``last`` is used."""

    last: str
    first: str = ""
    suffix: str = ""

    @property
    def inverted(self) -> str:
        """The name as a list begins with it: "von Werra, Leandro, Jr."."""
        return ", ".join(part for part in (self.last, self.first, self.suffix) if part)

    @property
    def straight(self) -> str:
        """The name as it is said: "Leandro von Werra Jr."."""
        return " ".join(part for part in (self.first, self.last, self.suffix) if part)


@dataclass(frozen=True)
class Names:
    """The makers of a work; ``more`` tells that the record leaves some out ("others")."""

    names: tuple[Name, ...]
    more: bool = False

    def full(self) -> str:
        """Return the names as an entry prints them: up to five, the first one inverted."""
        shown = [name.straight for name in self.names[:LISTED]]
        shown[:1] = [name.inverted for name in self.names[:1]]
        if self.more or len(self.names) > LISTED:
            comma = "," if len(shown) > 1 or self.names[0].first else ""
            return f"{', '.join(shown)}{comma} et al."
        if len(shown) == 2 and not self.names[0].first:  # "IBM and Ada Wolf"
            return " and ".join(shown)
        return ", and ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown)

    def short(self) -> str:
        """Return the names as a citation has them: one, both, or the first "et al."."""
        last = [name.last for name in self.names]
        if len(last) == 2 and not self.more:
            return " and ".join(last)
        return f"{last[0]} et al." if self.more or len(last) > 2 else last[0]


def names(persons: Iterable[Any]) -> Names | None:
    """Return pybtex's *persons* as names, or None if there are none."""
    found = []
    more = False
    for person in persons:
        first, last = (
            plain(" ".join(parts))
            for parts in (
                [*person.first_names, *person.middle_names],
                [*person.prelast_names, *person.last_names],
            )
        )
        if last == "others" and not first:
            more = True
        else:
            found.append(Name(last, first, plain(" ".join(person.lineage_names))))
    return Names(tuple(found), more) if found else None


def makers(entry: Any) -> Names | None:
    """Return who stands for a work: authors, else editors, else who published it."""
    for role in ("author", "editor"):
        if found := names(entry.persons.get(role, ())):
            return found
    for field in ("organization", "institution", "journal"):
        if field in entry.fields:
            return Names((Name(plain(entry.fields[field])),))
    return None


# -- how the text calls a work ----------------------------------------------------------------


def is_legal(entry: Any) -> bool:
    """Tell whether *entry* is a case or a statute, which go by their titles."""
    return entry.type in ("jurisdiction", "legislation")


def short_name(entry: Any) -> str:
    """Return what a citation calls *entry*: a shorthand, names, or its short title."""
    if "shorthand" in entry.fields:
        return plain(entry.fields["shorthand"])
    made_by = None if is_legal(entry) else makers(entry)
    return made_by.short() if made_by else short_title(entry)


def short_title(entry: Any) -> str:
    """Return the field ``shorttitle``, or else the whole title.

    Of a statute it is the name that its title ends with, in brackets.
    """
    title = plain(entry.fields.get("shorttitle") or entry.fields.get("title") or entry.key)
    if entry.type == "legislation" and (named := re.search(r"\(([^()]+)\)$", title)):
        return named.group(1)
    return title


def is_named_by_title(entry: Any) -> bool:
    """Tell whether :func:`short_name` is a title."""
    return "shorthand" not in entry.fields and (is_legal(entry) or makers(entry) is None)


def year(entry: Any) -> str:
    """Return the year of *entry*, or "n.d."."""
    return plain(entry.fields.get("year", "")) or "n.d."


def sort_key(entry: Any) -> tuple[str, str, str, str]:
    """Return what a bibliography is sorted by: name, year, title, key; n.d. comes last.

    The name is the one of the citations, so that a reader who comes with "Wolf et al.
    2020" finds all that goes by "Wolf et al." in one place, in the order of the years.
    """
    dated = entry.fields.get("year", "") or "9999"
    title = _bare(plain(entry.fields.get("title", "")))
    return (_bare(short_name(entry)), dated, title, entry.key)


def _bare(text: str) -> str:
    """Return *text* for sorting: no accents, case, quotes or leading article."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in letters if not unicodedata.combining(c) and c not in "“”‘’'\"")
    bare = bare.casefold().strip()
    for article in ("the ", "a ", "an "):
        bare = bare.removeprefix(article)
    return bare


def labels(entries: Sequence[Any]) -> list[str]:
    """Return name and year of each of *entries*, which are sorted, parted by a space.

    Works that would be cited alike get a letter behind the year, in their order.
    """
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        alike[short_name(entry), year(entry)].append(entry.key)
    found = []
    for entry in entries:
        same = alike[short_name(entry), year(entry)]
        letter = _letter(same.index(entry.key)) if len(same) > 1 else ""
        dash = "-" if letter and not year(entry)[-1:].isdigit() else ""  # "n.d.-a"
        found.append(f"{short_name(entry)} {year(entry)}{dash}{letter}")
    return found


def _letter(number: int) -> str:
    """Return "a" to "z" for 0 to 25, then "aa", "ab" and so on."""
    higher, lower = divmod(number, 26)
    return (_letter(higher - 1) if higher else "") + "abcdefghijklmnopqrstuvwxyz"[lower]


def split_label(label: str) -> tuple[str, str]:
    """Return name and year of a label."""
    name, _, dated = label.rpartition(" ")
    return name, dated
