"""Reads bibliography files beforehand, to say in which line they are torn.

pybtex knows the line of a torn entry, but neither it nor sphinxcontrib-bibtex says the
file; of a doubled entry neither says the line, and all entries behind it are lost.  So
each file is read here first, and a fault stops the build: without its bibliography a book
would only collect hundreds of warnings.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pybtex.bibtex.utils import split_name_list  # type: ignore[import-untyped]
from pybtex.database import Person  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import LowLevelParser, month_names  # type: ignore[import-untyped]
from pybtex.exceptions import PybtexError  # type: ignore[import-untyped]
from pybtex.scanner import PybtexSyntaxError  # type: ignore[import-untyped]
from pybtex.utils import CaseInsensitiveDict  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.bibfile import BibData, is_bibdata_outdated

from press.errors import BookError
from press.utf8 import NotUtf8Error, read_utf8

from . import fields

Fault = tuple[int, str]

#: What a key may be made of: a citation can hold it, and no program takes it for markup.
_KEY = re.compile(r"[^\s\"#%'(),={}\\`~]+")
#: What stands between entries is a comment, unless it looks like a piece of one.
_PIECE = re.compile(r"^(?!\s*%)\s*(?:\w+\s*[{(]\s*[^\s,]+\s*,|\w+\s*=\s*[{\"])", re.MULTILINE)


@dataclass
class _Seen:
    """What the files so far hold: entries by key in small letters, with their places."""

    keys: dict[str, str] = field(default_factory=dict)
    #: Whether entries are printed in the style "press", which other styles' notation harms.
    strict: bool = True
    #: The entries that take fields from others: place, key and the other's key.
    heirs: list[tuple[str, str, str]] = field(default_factory=list)


def faults(text: str) -> Iterator[Fault]:
    """Yield line and description of what is wrong in the BibTeX source *text*.

    Nothing behind a syntax error is looked at, since it would be misread.
    """
    yield from _faults(text, "", _Seen())  # as for the style "press"


def _faults(text: str, file: str, before: _Seen) -> Iterator[Fault]:
    """Yield the :func:`faults` of *text* in *file*; note its entries in *before*."""
    torn: list[PybtexSyntaxError] = []
    macros = CaseInsensitiveDict(month_names)
    parser = LowLevelParser(text, handle_error=torn.append, macros=macros)
    strings: dict[str, int] = {}
    end = count = 0
    for command, content in parser:
        line = text.count("\n", 0, parser.command_start) + 1
        if torn:
            what = f"the entry {content[0]}" if content and content[0] else f"@{command}"
            message = re.sub(r" in line \d+", "", str(torn[0]))
            yield torn[0].lineno, f"{what}, which begins on line {line}, is torn: {message}"
            return
        yield from _pieces(text, end, parser.command_start)
        end, count = parser.pos, count + 1
        if command.lower() == "string":
            name = content[0].lower()
            if name in strings:
                yield line, f"the string {content[0]} stands on line {strings[name]} already"
            strings.setdefault(name, line)
        elif command.lower() != "preamble":
            key, stated = content
            for message in _entry((command, key), stated, f"{file}:{line}", before):
                yield line, message
    if torn:
        yield torn[0].lineno, f"the file is torn: {torn[0]}"
        return
    yield from _pieces(text, end, len(text))
    if text.strip() and not count:
        yield 1, "the file has no entries"


def _pieces(text: str, start: int, end: int) -> Iterator[Fault]:
    """Yield what between two entries looks like a piece of one."""
    if piece := _PIECE.search(text[start:end]):
        place = start + piece.start() + len(piece[0]) - len(piece[0].lstrip())
        line = text.count("\n", 0, place) + 1
        yield line, f"text that belongs to no entry: {piece[0].strip()}"


def _entry(
    name: tuple[str, str], stated: list[tuple[str, list[str]]], place: str, before: _Seen
) -> Iterator[str]:
    """Yield what is wrong with one entry at *place*, of which *name* is type and key."""
    command, key = name
    if earlier := before.keys.get(key.lower()):
        same = earlier.rpartition(":")[0] == place.rpartition(":")[0]
        where = f"on line {earlier.rpartition(':')[2]}" if same else f"at {earlier}"
        yield f"the entry {key} stands {where} already"
    before.keys.setdefault(key.lower(), place)
    if before.strict and not _KEY.fullmatch(key):
        yield f"the entry {key}: the key has a character that no citation can hold"
    if before.strict and command.lower() not in fields.TYPES:
        near = difflib.get_close_matches(command.lower(), fields.TYPES, 1, 0.7)
        meant = f"; did you mean @{near[0]}?" if near else ""
        yield f"the entry {key}: there is no type @{command}{meant}"
    values: dict[str, str] = {}
    for field_name, parts in stated:
        if field_name.lower() in values:
            yield f"the entry {key}: the field {field_name} stands twice"
        values[field_name.lower()] = "".join(parts)
    found = fields.faults(values) if before.strict else fields.unsafe(values)
    for field_name, message in (*_bad_names(values, before.strict), *found):
        yield f"the entry {key}: the field {field_name} {message}"
    if other := values.get("crossref"):
        before.heirs.append((place, key, other))
    elif "title" not in values:
        yield f"the entry {key}: the field title is missing"


def _bad_names(values: dict[str, str], strict: bool) -> Iterator[tuple[str, str]]:
    """Yield each field of names that cannot be read, or if *strict* is odd, with its fault."""
    for role in sorted(values.keys() & Person.valid_roles):
        people = split_name_list(values[role])
        bare = re.sub(r"\{[^{}]*\}", "", values[role])
        if not strict:
            pass
        elif ";" in bare or re.search(r"\bet al\b", bare):
            yield role, f"parts names by “and”, and ends with “and others”: {values[role]}"
        elif not all(person.strip() for person in people) or people in ([], ["others"]):
            yield role, f"lacks a name: {values[role]}"
        elif re.search(r"(?:^|\s)and\s*$|^\s*and\s|\sand\s+and\s", values[role]):
            yield role, f"lacks a name beside “and”: {values[role]}"
        try:
            for person in people:
                Person(person)
        except PybtexError as error:
            yield role, f"has a name that cannot be read: {error}"


def check_files(app: Sphinx) -> None:
    """Stop if a file of ``bibtex_bibfiles`` is missing, torn or not UTF-8.

    What sphinxcontrib-bibtex has in its cache was whole, and is not read again.
    """
    if "cite" not in app.env.domains:
        return
    names = app.config.bibtex_bibfiles or ()
    paths = [(Path(app.confdir) / name).resolve() for name in names]
    known: BibData = app.env.domains["cite"].data["bibdata"]
    if not is_bibdata_outdated(known, paths, app.config.bibtex_encoding):
        return
    found: list[str] = []
    seen = _Seen(strict=app.config.bibtex_default_style == "press")
    for path in paths:
        try:
            text = read_utf8(path)
            found += (f"{path}:{line}: {what}" for line, what in _faults(text, str(path), seen))
        except NotUtf8Error as error:
            found.append(f"{path}:{error.line}: {error}")
        except OSError as error:
            found.append(f"{path}:1: cannot read the bibliography: {error.strerror}")
    for place, key, other in seen.heirs:
        if other.lower() == key.lower() or other.lower() not in seen.keys:
            found.append(f"{place}: the entry {key}: the field crossref names no entry: {other}")
    if found:
        raise BookError("\n".join(found))
