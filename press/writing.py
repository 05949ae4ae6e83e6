"""One edition is written, here or in a copy of this process beside the others."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from press import publish
from press.ahead import Ahead
from press.beside import Beside, Parcel

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from press.pages import PageMap
    from press.reading import Book


class Complaints:
    """Where Sphinx's warnings go: to *stream*, or, in a copy, into safe keeping.

    An edition that is written beside another finds the same faults; they are told once.
    """

    encoding = "utf-8"

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.kept: list[str] | None = None

    def write(self, text: str) -> int:
        """Take a part of a warning."""
        if self.kept is None:
            return self.stream.write(text)
        self.kept.append(text)
        return len(text)

    def flush(self) -> None:
        """Have what was told appear."""
        if self.kept is None:
            self.stream.flush()

    def isatty(self) -> bool:
        """Tell whether a terminal shows them, with colors perhaps."""
        return self.stream.isatty()


@dataclass(frozen=True)
class Written:
    """An edition as it was written: how long it took in seconds, what was found in it.

    ``row`` is its line of the closing table, if it is to be published; ``warnings`` and
    ``complaints`` are not told yet.
    """

    seconds: float
    findings: str = ""
    row: publish.Row | None = None
    warnings: int = 0
    complaints: str = ""


def write(
    book: Book,
    edition: str,
    place: Path | None,
    know: Callable[[PageMap], None] | None = None,
) -> Written:
    """Write *edition*, and lay it beside its *place* if it is to be published.

    A print edition tells *know* where its pages begin.
    """
    start = time.perf_counter()
    builder = cast("Any", book.write(edition, know))
    seconds = time.perf_counter() - start
    findings = builder.findings() if hasattr(builder, "findings") else ""
    row = None
    if place is not None and not book.warnings:
        row = _lay_beside(builder, place, seconds)
    return Written(seconds, findings, row)


class Side:
    """An edition that is written in a copy of this process, as soon as pages are known."""

    def __init__(
        self, book: Book, complaints: Complaints, edition: str, place: Path | None
    ) -> None:
        self._book = book
        self._complaints = complaints
        self._pages: Parcel[PageMap] = Parcel()
        self._known_at: float | None = None
        # It waits for pages: those who lay them out come first.
        self._beside = Beside(lambda: self._write(edition, place), gently=True)

    def know(self, pages: PageMap) -> None:
        """Tell where the printed pages begin."""
        self._pages.send(pages)
        self._known_at = time.perf_counter()

    def written(self) -> Written:
        """Return the edition when it is written; warnings are told now.

        Its seconds are those since the pages were known.
        """
        written = self._beside.result()
        self._complaints.stream.write(written.complaints)
        self._book.count(written.warnings)
        seconds = time.perf_counter() - (self._known_at or 0)
        row = replace(written.row, seconds=seconds) if written.row else None
        return replace(written, seconds=seconds, row=row)

    def stop(self) -> None:
        """End the work; what it has found is not told."""
        self._beside.stop()
        if self._known_at is None:
            self._pages.drop()

    def _write(self, edition: str, place: Path | None) -> Written:
        """Do, in the copy, what :meth:`written` tells of."""
        kept: list[str] = []
        self._complaints.kept = kept
        self._book.app.env.press_pages = self._pages  # type: ignore[attr-defined]
        Ahead(self._book.app, self._pages.is_there)
        try:
            written = write(self._book, edition, place)
        except BaseException:
            self._complaints.stream.write("".join(kept))
            self._complaints.stream.flush()
            raise
        return Written(
            written.seconds,
            written.findings,
            written.row,
            warnings=self._book.warnings,
            complaints="".join(kept),
        )


def _lay_beside(builder: Builder, place: Path, seconds: float) -> publish.Row:
    """Lay what *builder* has written beside its *place*; return its row of the table."""
    built, folder = Path(builder.outdir), publish.beside(place)
    publish.remove(folder)
    made = cast("Any", builder)  # ours say more of themselves than Sphinx's builders
    ours = hasattr(made, "published")
    files: Collection[Path]
    if ours:
        files = made.published()
    else:
        files = [f for f in built.rglob("*") if f.is_file() and f.name != ".buildinfo"]
    lay = shutil.copyfile if ours else shutil.move  # others take what we publish from there
    for parent in {file.parent for file in files}:
        (folder / parent.relative_to(built)).mkdir(parents=True, exist_ok=True)
    for file in files:
        lay(file, folder / file.relative_to(built))
    name = made.main_file if ours else "index.html"
    return publish.Row(
        edition=place.name,
        path=str((place / name).relative_to(place.parent.parent)),
        extent=made.extent() if ours else f"{len(builder.env.all_docs)} documents",
        size=publish.size_of(folder / name if ours else folder),
        seconds=seconds,
        conforms=made.conformance() if ours else "",
    )
