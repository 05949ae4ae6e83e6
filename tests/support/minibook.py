"""Builds tiny books in a temporary folder, and keeps what Sphinx says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from docutils import nodes
from sphinx.testing.util import SphinxTestApp

CONF = """\
project = "A Tiny Book"
author = "Nobody"
release = "1.0"
extensions = ["myst_parser", "sphinxcontrib.bibtex", {rooms}]
nitpicky = True
numfig = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
bibtex_bibfiles = ["references.bib"]
{more}
"""

BIB = """\
@article{wolf2020,
  author = {Wolf, Ada and Lamb, Bea and Stork, Cy},
  title = {On Tools},
  journal = {Journal of Tools},
  volume = {3},
  year = {2020},
  doi = {10.1000/tools},
}

@misc{yue2024,
  author = {Yue, Di and Nagle, Ed},
  title = {Sharing},
  year = {2024},
  eprint = {2401.00001},
  archiveprefix = {arXiv},
}
"""


@dataclass
class Book:
    """A book that was built: its application, and what it was warned of."""

    app: SphinxTestApp
    _warning: StringIO

    @property
    def out(self) -> Path:
        """The folder of the output."""
        return Path(self.app.outdir)

    @property
    def warnings(self) -> list[str]:
        """The warnings, one each, without colors; paths from the book's folder on."""
        text = re.sub(r"\x1b\[[\d;]*m", "", self._warning.getvalue())
        text = text.replace(f"{self.app.srcdir}/", "")
        return [line for line in text.splitlines() if line.strip()]

    def resolved(self, docname: str) -> nodes.document:
        """Return the doctree of *docname* as its builder writes it."""
        doctree = self.app.env.get_doctree(docname)
        self.app.env.apply_post_transforms(doctree, docname)
        return doctree

    def read(self, name: str) -> str:
        """Return the text of an output file."""
        return (self.out / name).read_text(encoding="utf-8")


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write *files*, by their paths in *folder*."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def conf(*rooms: str, more: str = "") -> str:
    """Return a ``conf.py`` that loads the press's *rooms*, and says *more*."""
    return CONF.format(rooms=", ".join(f'"press.{room}"' for room in rooms), more=more)


@contextmanager
def built(
    folder: Path,
    builder: str = "html",
    *,
    parallel: int = 0,
    again: bool = False,
    before: Callable[[SphinxTestApp], None] = lambda app: None,
) -> Iterator[Book]:
    """Build the book in *folder*, and give it until the block ends.

    Doctrees and output stay in the folder: a second build is an incremental one, and
    builders share the doctrees.  *again* makes all output anew; *before* is given the
    application ahead of the build.
    """
    warning = StringIO()
    app = SphinxTestApp(
        builder,
        srcdir=folder,
        builddir=folder / "_build",
        warning=warning,
        parallel=parallel,
        verbosity=0,
    )
    try:
        before(app)
        app.build(force_all=again)
        yield Book(app, warning)
    finally:
        app.cleanup()
