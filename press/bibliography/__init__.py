"""The bibliography: house style for entries and citations, and the way back from them.

Built on sphinxcontrib-bibtex, which finds the citations and reads the ``.bib`` files.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press import __version__

from . import source


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the checks of the bibliography's files."""
    # Before sphinxcontrib-bibtex reads the files, and dies of what is torn in them.
    app.connect("builder-inited", source.check_files, priority=400)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
