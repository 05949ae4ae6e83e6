"""The EPUB container: a zip file whose bytes depend on its contents alone.

(https://www.w3.org/TR/epub-33/#sec-ocf)
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Mapping
from pathlib import Path

MIMETYPE = b"application/epub+zip"


def write(place: Path, entries: Mapping[str, bytes], date: datetime.date) -> None:
    """Write *entries*, contents by name, to the EPUB file *place*, whole or not at all.

    The mimetype comes first and is stored, as reading systems look for it there; the
    container description next; all else by name.  Each entry bears *date*, not the clock.
    """
    year = min(max(date.year, 1980), 2107)  # all that a zip file can hold
    stamp = (year, date.month, date.day, 0, 0, 0)
    beside = place.with_suffix(".tmp")
    first = "META-INF/container.xml"
    names = sorted(entries, key=lambda name: (name != first, name))
    with zipfile.ZipFile(beside, "w") as archive:
        archive.writestr(_entry("mimetype", stamp), MIMETYPE, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(_entry(name, stamp), entries[name], zipfile.ZIP_DEFLATED, 9)
    beside.replace(place)


def _entry(name: str, stamp: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, stamp)
    entry.create_system = 3  # Unix, wherever it is made
    entry.external_attr = 0o100644 << 16
    return entry
