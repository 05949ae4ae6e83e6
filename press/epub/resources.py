"""Finds the pictures that the documents show, those of raw HTML among them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from press.epub.package import MEDIA_TYPES

if TYPE_CHECKING:
    from press.epub.builder import EpubBuilder

logger = logging.getLogger(__name__)


def is_there(builder: EpubBuilder, file: str, shown_in: str) -> bool:
    """Tell whether *file* can go into the package; report it otherwise.

    What Sphinx knows lies in the output folder.  What raw HTML shows may lie in the
    folders of the web edition only, and is copied.  Both names are from the book's root.
    """
    known = Path(file).suffix.lower() in MEDIA_TYPES
    if known and (Path(builder.outdir, file).is_file() or _fetch(builder, file)):
        return True
    logger.warning(
        "%s is shown, but is not a file that an EPUB may hold" if not known else "no file %s",
        file,
        location=shown_in.removesuffix(builder.out_suffix),
        type="press",
        subtype="epub",
    )
    return False


def _fetch(builder: EpubBuilder, file: str) -> bool:
    """Copy *file* from the folders of the web edition; tell whether it was there."""
    sources = [Path(builder.confdir, folder, file) for folder in builder.config.html_extra_path]
    if file.startswith("_static/"):
        name = file.removeprefix("_static/")
        sources += [Path(builder.confdir, f, name) for f in builder.config.html_static_path]
    for source in sources:
        if source.is_file():
            place = Path(builder.outdir, file)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
            return True
    return False
