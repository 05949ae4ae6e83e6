"""A small book press for Sphinx: print, e-reader and web editions from one source.

``extensions = ["press"]`` in a book's ``conf.py`` switches it on.  This module only
registers the rooms; each of them is described in its own docstring.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

__version__ = "1.0.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the press's settings, builders, directives and checks with Sphinx."""
    app.add_config_value("press_book", {}, "env", types=(dict,))
    for room in (
        "bibliography",
        "checks",
        "claims",
        "cover",
        "datatables",
        "epub",
        "figures",
        "ledger",
        "links",
        "metadata",
        "numref",
        "pages",
        "reach",
        "settings",
        "typst",
        "web",
    ):
        app.setup_extension(f"press.{room}")
    return {
        "version": __version__,
        "env_version": _state(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _state() -> int:
    """Return a number that changes with the press's code: what was read by another is void."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()[:6], "big")
