"""Reads bibliography files beforehand, to say in which line they are torn.

pybtex knows the line of a torn entry, but neither it nor sphinxcontrib-bibtex says the
file; of a doubled entry neither says the line, and all entries behind it are lost.  So
each file is read here first, and a fault stops the build: without its bibliography a book
would only collect hundreds of warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

Fault = tuple[int, str]


def faults(text: str) -> Iterator[Fault]:
    """Yield line and description of what is wrong in the BibTeX source *text*.

    Nothing behind a syntax error is looked at, since it would be misread.
    """
    torn: list[PybtexSyntaxError] = []
    macros = CaseInsensitiveDict(month_names)
    parser = LowLevelParser(text, handle_error=torn.append, macros=macros)
    seen: dict[str, int] = {}
    for command, content in parser:
        line = text.count("\n", 0, parser.command_start) + 1
        if torn:
            what = f"the entry {content[0]}" if content and content[0] else f"@{command}"
            message = re.sub(r" in line \d+", "", str(torn[0]))
            yield torn[0].lineno, f"{what}, which begins on line {line}, is torn: {message}"
            return
        if command.lower() in ("string", "preamble"):
            continue
        key, fields = content
        if earlier := seen.get(key.lower()):
            yield line, f"the entry {key} stands on line {earlier} already"
        seen.setdefault(key.lower(), line)
        for name, message in _bad_fields(fields):
            yield line, f"the entry {key}: the field {name} {message}"


def _bad_fields(fields: list[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Yield name and fault of the *fields* of one entry."""
    seen: set[str] = set()
    for name, parts in fields:
        if name.lower() in seen:
            yield name, "stands twice"
        seen.add(name.lower())
        if name.lower() in Person.valid_roles:
            try:
                for person in split_name_list("".join(parts)):
                    Person(person)
            except PybtexError as error:
                yield name, f"has a name that cannot be read: {error}"
    if "title" not in seen:
        yield "title", "is missing"


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
    for path in paths:
        try:
            found += (f"{path}:{line}: {message}" for line, message in faults(read_utf8(path)))
        except NotUtf8Error as error:
            found.append(f"{path}:{error.line}: {error}")
        except OSError as error:
            found.append(f"{path}:1: cannot read the bibliography: {error.strerror}")
    if found:
        raise BookError("\n".join(found))
