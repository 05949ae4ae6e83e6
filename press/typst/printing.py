"""The files for a print house: ``python -m press print`` gives the pages and the cover.

``interior.pdf`` has the pages of the print edition without the cover's leaf: the same
lines on the same folios, in black and gray alone, without links, an even number.
``cover.pdf`` is one sheet with back, spine and front.  The preflight's findings are in
``preflight.txt``; what it finds at fault stops the press.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from press import cover as covers
from press.errors import PrintError
from press.typst.builder import PrintBuilder
from press.typst.options import BLEED


class HouseBuilder(PrintBuilder):
    """Builds what a print house takes: pages, cover, and the preflight's report."""

    name = "print"
    epilog = "The files for the print house are in %(outdir)s."
    has_cover_leaf = False
    tagged = False

    @property
    def pdf(self) -> Path:
        """Where the pages are written."""
        return Path(self.outdir, "interior.pdf")

    @property
    def cover_pdf(self) -> Path:
        """Where the cover is written, if the book has one."""
        return Path(self.outdir, "cover.pdf")

    @property
    def report(self) -> Path:
        """Where the preflight's findings are written."""
        return Path(self.outdir, "preflight.txt")

    def published(self) -> list[Path]:
        """Return the files that make up the edition."""
        return [file for file in (self.pdf, self.cover_pdf, self.report) if file.exists()]

    def findings(self) -> str:
        """Return the preflight's report."""
        return self.report.read_text(encoding="utf-8").rstrip()

    def _standards(self) -> tuple[str, ...]:
        """No standard of documents for screens: print houses know none of them."""
        return ()

    def finish(self) -> None:
        """Make the pages fit for print, draw the cover, examine both."""
        try:
            from press.typst import plates, preflight
        except ImportError as error:
            raise ExtensionError(
                f"files for print need pypdf: pip install pypdf ({error})"
            ) from error
        super().finish()
        pages = plates.make(self.pdf)
        reports = [preflight.interior(self.pdf, self.options.page)]
        sheet = covers.sheet(self.config, Path(self.confdir), Path(self.doctreedir, "sheet"), pages)
        if sheet is not None:
            self.cover_pdf.write_bytes(sheet)
            spine = self.options.spine(pages)
            reports.append(preflight.cover(self.cover_pdf, self.options.page, spine, BLEED))
        lines = [line for report in reports for line in report.lines()]
        self.report.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if any(report.faults for report in reports):
            raise PrintError("the preflight stops the press:\n" + "\n".join(lines))

    def extent(self) -> str:
        """Return how long the book is, and how thick: "212 pages, spine 0.477 in"."""
        pages = self._count()
        pages += pages % 2
        return f"{pages} pages, spine {self.options.spine(pages):.3f} in"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder."""
    app.add_builder(HouseBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
