"""The settings of the e-reader edition: ``press_epub`` in ``conf.py``, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx.config import Config

from press.errors import SettingError
from press.kinds import RECORDS, TEXT, TEXT_BY_NAME, TEXTS, checked

_KEYS = {
    "cover": TEXT,
    "cover_alt": TEXT,
    "css": TEXTS,
    "roles": TEXT_BY_NAME,
    "file_as": TEXT,
    "contributors": RECORDS,
    "publisher": TEXT,
    "source": TEXT,
    "page_source": TEXT,
    "summary": TEXT,
    "conforms_to": TEXT,
    "certified_by": TEXT,
    "certifier_report": TEXT,
}

#: What a document can be.  Each is a term of the EPUB Structural Semantics Vocabulary
#: (https://www.w3.org/TR/epub-ssv-11/), and a role of DPUB-ARIA 1.1 with "doc-" before it.
FRONT_ROLES = ("dedication", "epigraph", "foreword", "preface", "acknowledgments")
MAIN_ROLES = ("introduction", "prologue", "part", "chapter", "conclusion", "epilogue")
BACK_ROLES = ("afterword", "appendix", "glossary", "bibliography", "credits", "colophon")
ROLES = (*FRONT_ROLES, *MAIN_ROLES, *BACK_ROLES)

#: Pictures that an EPUB may hold (https://www.w3.org/TR/epub-33/#sec-core-media-types),
#: as far as they make a cover.
COVERS = (".jpg", ".jpeg", ".png", ".svg", ".webp")


@dataclass(frozen=True)
class Contributor:
    """Someone who had a part in the book beside its authors.

    ``role`` is a MARC relator code (https://id.loc.gov/vocabulary/relators), such as
    ``edt``, ``ill`` or ``trl``; ``file_as`` is the name as a catalog sorts it.
    """

    name: str
    role: str = "ctb"
    file_as: str = ""


@dataclass(frozen=True)
class EpubOptions:
    """How a book is made into an EPUB; each field is a key of ``press_epub``.

    ``cover``: the cover's picture, relative to conf.py; without one there is no cover
    page.  ``cover_alt``: what the picture shows, in a sentence; a cover needs it.
    ``css``: style sheets, relative to conf.py, that come after the press's own.
    ``roles``: what a document is, by name (see :data:`ROLES`); a document called
    "preface" is a preface without being told, and any other one a chapter.
    ``file_as``: the author's name as a catalog sorts it.
    ``contributors``: dictionaries of name, role and file_as (see :class:`Contributor`).
    ``publisher``: who publishes the edition.  ``source``: address of the work that it
    is made from; what its page marks refer to if empty.
    ``page_source``: the paginated edition that page marks refer to, by identifier or
    name; the print edition of the same press if empty.
    ``summary``: the accessibility summary; written from what the book holds if empty.
    ``conforms_to``: an accessibility claim such as "EPUB Accessibility 1.1 - WCAG 2.2
    Level AA".  Never made by itself: machines can't bear it out.
    ``certified_by``: who looked, and stands for the claim; it needs one.
    ``certifier_report``: address of what they found.
    """

    cover: str = ""
    cover_alt: str = ""
    css: tuple[str, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    file_as: str = ""
    contributors: tuple[Contributor, ...] = ()
    publisher: str = ""
    source: str = ""
    page_source: str = ""
    summary: str = ""
    conforms_to: str = ""
    certified_by: str = ""
    certifier_report: str = ""

    def role_of(self, docname: str) -> str:
        """Return what the document is: one of :data:`ROLES`."""
        name = docname.rpartition("/")[2]
        return self.roles.get(docname) or (name if name in ROLES else "chapter")


def from_config(config: Config, confdir: Path) -> EpubOptions:
    """Return the options that ``press_epub`` states.

    Raises :class:`~press.errors.SettingError` for a key or value that is not known, for
    files that are not there, and for claims that nobody stands for.
    """
    stated: dict[str, Any] = checked("press_epub", config.press_epub, _KEYS)
    people = tuple(_contributor(person) for person in stated.get("contributors", ()))
    options = EpubOptions(**{**stated, "contributors": people})
    for docname, role in options.roles.items():
        if role not in ROLES:
            raise _fault("roles", f"calls {docname!r} a {role!r}; it knows {', '.join(ROLES)}")
    _check_files(options, confdir)
    if options.cover and not options.cover_alt:
        raise _fault("cover", "needs press_epub['cover_alt']: what it shows")
    if options.conforms_to and not options.certified_by:
        raise _fault("conforms_to", "needs press_epub['certified_by']")
    for key in ("source", "certifier_report"):
        address = getattr(options, key)
        if address and not re.match(r"https?://|urn:", address):
            raise _fault(key, f"is no address (https, http or urn): {address!r}")
    return options


def _check_files(options: EpubOptions, confdir: Path) -> None:
    """Raise an error for a file that is not there, or of a wrong kind."""
    for key, files in (("css", options.css), ("cover", filter(None, [options.cover]))):
        for file in files:
            if not Path(confdir, file).is_file():
                raise _fault(key, f"names {file!r}, which is not there")
    for file in options.css:
        if Path(file).suffix.lower() != ".css":
            raise _fault("css", f"names {file!r}, which is no style sheet (.css)")
    if options.cover and Path(options.cover).suffix.lower() not in COVERS:
        raise _fault("cover", f"is not one of {', '.join(COVERS)}")


def _contributor(stated: dict[str, Any]) -> Contributor:
    """Return the person whom *stated* describes."""
    try:
        person = Contributor(**stated)
    except TypeError as error:
        raise _fault("contributors", str(error).replace("Contributor.__init__()", "it")) from None
    for value in (person.name, person.role, person.file_as):
        TEXT.check(value, "press_epub", "contributors")
    if not re.fullmatch("[a-z]{3}", person.role):
        raise _fault("contributors", f"has a role that is no MARC relator code: {person.role!r}")
    return person


def _fault(key: str, message: str) -> SettingError:
    return SettingError(message, "press_epub", key)
