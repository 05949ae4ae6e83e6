"""The settings of the e-reader edition: ``press_epub`` in ``conf.py``, checked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sphinx.config import Config
from sphinx.errors import ConfigError

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

    Raises :class:`~sphinx.errors.ConfigError` for a key or value that is not known, for
    files that are not there, and for claims that nobody stands for.
    """
    stated: dict[str, Any] = dict(config.press_epub)
    known = [f.name for f in fields(EpubOptions)]
    for key, value in stated.items():
        if key not in known:
            raise ConfigError(f"press_epub has no key {key!r}; it knows {', '.join(known)}")
        if isinstance(value, list):
            stated[key] = tuple(value)
    try:
        people = tuple(Contributor(**person) for person in stated.get("contributors", ()))
    except TypeError as error:
        raise ConfigError(f"press_epub['contributors']: {error}") from None
    options = EpubOptions(**{**stated, "contributors": people})
    for docname, role in options.roles.items():
        if role not in ROLES:
            raise ConfigError(
                f"press_epub['roles'] calls {docname!r} a {role!r}; it knows {', '.join(ROLES)}"
            )
    for file in (*options.css, *filter(None, [options.cover])):
        if not Path(confdir, file).is_file():
            raise ConfigError(f"press_epub names {file!r}, which is not there")
    if options.cover and Path(options.cover).suffix.lower() not in COVERS:
        raise ConfigError(f"press_epub['cover'] is not one of {', '.join(COVERS)}")
    if options.cover and not options.cover_alt:
        raise ConfigError("press_epub['cover'] needs press_epub['cover_alt']: what it shows")
    if options.conforms_to and not options.certified_by:
        raise ConfigError("press_epub['conforms_to'] needs press_epub['certified_by']")
    return options
