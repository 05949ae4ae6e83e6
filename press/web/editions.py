"""The other editions of the same version, for download from the web edition.

Whoever writes several editions in one process says where the finished files lie::

    app.env.press_editions = {"pdf": Path("book.pdf"), "epub": Path("book.epub")}

before the web edition is written.  They are copied beside its first page under their own
names, and offered by its front page and to search engines for scholars.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .where import is_web

_KINDS = {"pdf": ("PDF", "application/pdf"), "epub": ("EPUB", "application/epub+zip")}


@dataclass(frozen=True)
class Download:
    """A file that readers may take: its kind ("PDF"), media type, name and source."""

    kind: str
    media_type: str
    name: str
    source: Path

    @property
    def size(self) -> str:
        """The size of the file, for people: "2.1 MB"; waits until it is whole."""
        size = self.whole().stat().st_size
        return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"

    def whole(self) -> Path:
        """Return the file when it is there: another process may be at it.

        It appears whole; one that will never come ends this process too.
        """
        while not self.source.exists():
            time.sleep(0.01)
        return self.source


def downloads(env: BuildEnvironment) -> list[Download]:
    """Return the editions that were made beside this one; PDF first."""
    made: dict[str, Path] = getattr(env, "press_editions", {})
    return [
        Download(*_KINDS[name], Path(made[name]).name, Path(made[name]))
        for name in _KINDS
        if name in made
    ]


def finish(app: Sphinx, error: Exception | None) -> None:
    """Copy the files beside the first page."""
    if error is None and is_web(app.builder):
        for download in downloads(app.env):
            shutil.copyfile(download.whole(), Path(app.outdir, download.name))
