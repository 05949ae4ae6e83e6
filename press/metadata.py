"""What a book says of itself, stated once in ``conf.py`` and used by every edition.

Title, authors, language and version are Sphinx's own settings (``project``,
``author``, ``language``, ``release``).  What Sphinx has no setting for stands in
the one dictionary ``press_book``; :func:`from_config` joins and checks the two.
"""

from __future__ import annotations

import datetime
import functools
import os
import re
from dataclasses import dataclass, field
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.i18n import format_date

from . import __version__
from .errors import SettingError
from .kinds import TEXT, TEXTS, checked

_KEYS = {
    "subtitle": TEXT,
    "description": TEXT,
    "date": TEXT,
    "identifier": TEXT,
    "license": TEXT,
    "subjects": TEXTS,
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: An SPDX identifier, or several in an expression (SPDX 3.0.1, annex B).
_SPDX = re.compile(r"[\w.+:-]+( (AND|OR|WITH) [\w.+:-]+)*", re.ASCII)
#: Those of Creative Commons, which others are easily mistaken for.
_CREATIVE_COMMONS = re.compile(r"CC0-1\.0|CC-(BY|PDDC)(-NC)?(-SA|-ND)?(-\d\.\d(-[A-Z]+)*)?")
_URN_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

#: Names of the licenses that a book is likely to carry, by SPDX identifier
#: (https://spdx.org/licenses/): what a reader sees, and where the terms are.
LICENSES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC0-1.0": (
        "Creative Commons Zero 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}


@dataclass(frozen=True)
class Book:
    """The metadata of one book, checked.

    ``identifier`` is empty or a ``urn:uuid:`` that never changes from release to
    release; ``date`` is the day of the release, not of the build; ``license`` is an
    SPDX identifier; ``subjects`` are plain words for catalogs.
    """

    title: str
    author: str
    language: str
    version: str
    date: datetime.date
    subtitle: str = ""
    description: str = ""
    identifier: str = ""
    license: str = ""
    license_name: str = ""
    license_url: str = ""
    subjects: tuple[str, ...] = ()
    slug: str = field(default="book")

    @property
    def full_title(self) -> str:
        """Title and subtitle, joined by a colon as catalogs do."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def date_text(self) -> str:
        """The date in words of the book's language, whatever the reader's: "2 May 2026"."""
        moment = datetime.datetime.combine(self.date, datetime.time(), datetime.UTC)
        return format_date("%-d %B %Y", date=moment, language=self.language)


def slugify(title: str) -> str:
    """Return *title* as a file name: lower case, words joined by hyphens, no dot.

    File systems have names of at most 255 bytes; a suffix has to go on behind.
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower())[:200].strip("-") or "book"


def source_date() -> datetime.date | None:
    """Return the day in UTC that ``SOURCE_DATE_EPOCH`` states; None if it is not set.

    Raises :class:`~sphinx.errors.ConfigError` for one that is no number of seconds, as its
    specification wants (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    stated = os.environ.get("SOURCE_DATE_EPOCH")
    if stated is None:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(stated), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):  # no number, or one that no calendar holds
        raise ConfigError(
            f"SOURCE_DATE_EPOCH is no time in seconds since 1970: {stated!r}"
        ) from None


@functools.cache
def _today() -> datetime.date:
    """Return the day in UTC on which this was first asked: midnight may pass in a build."""
    return datetime.datetime.now(datetime.UTC).date()


def release_date(stated: str) -> datetime.date:
    """Return the day that the editions bear.

    *stated* is the ISO date of ``press_book["date"]``.  It is the release's, whenever and
    wherever that is built, so neither ``SOURCE_DATE_EPOCH`` nor the clock change it.  A book
    that states none bears the day of :func:`source_date`, else today's.
    """
    if stated:
        message = f"is not an ISO date like 2026-11-23: {stated!r}"
        if not _DATE.fullmatch(stated):
            raise SettingError(message, "press_book", "date")
        try:
            return datetime.date.fromisoformat(stated)
        except ValueError:
            raise SettingError(message, "press_book", "date") from None
    return source_date() or _today()


def from_config(config: Config) -> Book:
    """Return the book that *config* describes.

    Raises :class:`~press.errors.SettingError` for a key that is not known, a value of
    another type, a book without title, a date that is not ISO 8601, an identifier that is
    not a ``urn:uuid:`` or a license that is no SPDX identifier.
    """
    stated: dict[str, Any] = checked("press_book", config.press_book, _KEYS)
    for name in ("project", "author", "release", "version"):
        TEXT.check(getattr(config, name), name)
    if not config.project.strip():
        raise SettingError("is empty: a book has a title", "project")
    identifier = stated.get("identifier", "")
    if identifier and not _URN_UUID.fullmatch(identifier):
        raise SettingError(f"is not a urn:uuid: {identifier!r}", "press_book", "identifier")
    license_id = stated.get("license", "")
    ours = license_id.upper().startswith("CC") and license_id not in LICENSES
    if license_id and not (_CREATIVE_COMMONS if ours else _SPDX).fullmatch(license_id):
        message = f"is no SPDX identifier, such as {', '.join(LICENSES)}: {license_id!r}"
        raise SettingError(message, "press_book", "license")
    name, url = LICENSES.get(license_id, (license_id, ""))
    return Book(
        title=config.project,
        author=config.author if config.author != "unknown" else "",
        language=config.language or "en",
        version=config.release or config.version,
        date=release_date(stated.get("date", "")),
        subtitle=stated.get("subtitle", ""),
        description=stated.get("description", ""),
        identifier=identifier,
        license=license_id,
        license_name=name,
        license_url=url,
        subjects=tuple(stated.get("subjects", ())),
        slug=slugify(config.project),
    )


# -- copyright -------------------------------------------------------------------------------

_COPYRIGHTS = ("copyright", "epub_copyright")


def setup(app: Sphinx) -> dict[str, Any]:
    """Have the years of copyright follow the date that the book states.

    Sphinx puts the clock's year for ``%Y``, and where ``SOURCE_DATE_EPOCH`` is set that one's
    for the clock's year: the same line would change with the years.
    """
    stated: dict[str, Any] = {}

    def remember(_app: Sphinx, config: Config) -> None:
        stated.update({name: config[name] for name in _COPYRIGHTS if name in config})

    def restore(_app: Sphinx, config: Config) -> None:
        day = dict(config.press_book).get("date", "") if "press_book" in config else ""
        if not day:
            return
        year = str(release_date(day).year)
        for name, value in stated.items():
            if isinstance(value, str):
                config[name] = value.replace("%Y", year)
            else:
                config[name] = type(value)(line.replace("%Y", year) for line in value)

    # Sphinx's own handlers have the priorities 795 and 800.
    app.connect("config-inited", remember, priority=790)
    app.connect("config-inited", restore, priority=810)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
