"""The cover on the front page, and the card for links: drawn once for the web edition."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx

from press.cover import CoverFiles, render

from .where import is_web

COVER, CARD = "cover.svg", "card.png"


def draw(app: Sphinx) -> None:
    """Draw the cover, if the book has one, before the pages are written."""
    if is_web(app.builder) and getattr(app.config, "press_cover", None):
        place = Path(app.doctreedir, "cover")
        app.builder.press_cover = render(  # type: ignore[attr-defined]
            app.config, Path(app.confdir), place
        )


def made(app: Sphinx) -> CoverFiles | None:
    """Return the cover of this edition, if there is one."""
    drawn: CoverFiles | None = getattr(app.builder, "press_cover", None)
    return drawn


def finish(app: Sphinx, error: Exception | None) -> None:
    """Put the pictures into the edition."""
    drawn = made(app)
    if error is None and drawn:
        static = Path(app.outdir, "_static")
        shutil.copyfile(drawn.svg, static / COVER)
        shutil.copyfile(drawn.card, static / CARD)
