"""From one reading to published editions: what is current, what is written, what is put up."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from press import lock, publish
from press import state as states

if TYPE_CHECKING:
    from press.pages import PageMap
    from press.reading import Book
    from press.writing import Complaints, Written

#: Editions in the order in which they are written.
EDITIONS = ("pdf", "epub", "html", "print")
#: What is made when nothing is named; files for a print house are made on request.
USUAL = EDITIONS[:3]

#: Variables of the environment that editions may show, beside what conf.py makes of others.
VARIABLES = ("SOURCE_DATE_EPOCH", "READTHEDOCS_CANONICAL_URL")

#: Tells the user one line of what goes on.
Say = Callable[[str], None]


class Press:
    """One run over one book, from the folder of its sources to that of its editions.

    *source* holds the documents, *config* the ``conf.py``; editions appear in folders of
    *output*, and working files in its hidden folder ``.press``.
    """

    def __init__(self, source: Path, config: Path, output: Path, say: Say) -> None:
        self.source = source.resolve()
        self.config = config.resolve()
        self.output = output.resolve()
        self.work = self.output / ".press"
        self.say = say

    def run(self, editions: Sequence[str]) -> list[publish.Row] | None:
        """Make *editions* current; return their rows, or None if the book has faults.

        Raises :class:`~sphinx.errors.SphinxError` or :class:`OSError` for what stops the
        build; the last good editions then stay as they were.
        """
        self.work.mkdir(parents=True, exist_ok=True)
        with lock.held(self.work / "lock", self._say_why_nothing_happens):
            publish.recover(self.output, self.work, EDITIONS)
            known = states.load(self.work / states.NAME)
            rows = self._current_rows(known, editions)
            if rows is not None:
                self.say("nothing has changed")
                return rows
            from sphinx.util.docutils import docutils_namespace, patch_docutils

            from press.walk import quickened

            with patch_docutils(self.config), docutils_namespace(), quickened():
                return self._build(editions, known)

    def _say_why_nothing_happens(self) -> None:
        self.say(f"another build is at work in {self.output}: waiting until it ends")

    # -- What is current -----------------------------------------------------------------

    def _files(self, extra: Sequence[str]) -> states.Fingerprint:
        """Return the state of all files that the editions are made from, and with."""
        paths = [self.source, self.config / "conf.py", Path(__file__).parent, *map(Path, extra)]
        return states.fingerprint(path for path in paths if path.exists())

    @staticmethod
    def _tools() -> list[object]:
        """Return what tells this Python and its packages from others."""
        packages = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns  # moves on each install
        return [sys.version, packages]

    def _inputs(self, files: states.Fingerprint) -> str:
        """Return what tells one state of all that the editions depend on from others."""
        return states.digest([files, self._tools(), [os.environ.get(name) for name in VARIABLES]])

    def _current_rows(
        self, known: states.State, editions: Sequence[str]
    ) -> list[publish.Row] | None:
        """Return the rows of *editions* if all are as the last build left them."""
        noted = states.notes(known)
        if not all(edition in noted for edition in editions):
            return None
        inputs = self._inputs(self._files(cast("list[str]", known["extra"])))
        rows = []
        for edition in editions:
            note = noted[edition]
            output = states.contents(self.output / edition)
            if note["inputs"] != inputs or note["output"] != output or not output:
                return None
            rows.append(publish.Row(**note["row"]))
        return rows

    # -- Building ------------------------------------------------------------------------

    def _build(self, editions: Sequence[str], known: states.State) -> list[publish.Row] | None:
        from press import settings
        from press.metadata import source_date
        from press.reading import Book
        from press.writing import Complaints

        # Sphinx would answer with tracebacks.
        source_date()
        if (self.config / "conf.py").exists():
            (self.config / "conf.py").open("rb").close()
        doctrees = self.work / "doctrees"
        trust = [states.contents(doctrees), self._tools()]
        if known.get("trust") != trust:
            # A run has died while it read, or other packages have read.
            publish.remove(doctrees)
        complaints = Complaints(sys.stderr)
        book = Book(self.source, self.config, self.work, cast("Any", complaints))
        try:
            extra = self._extra_inputs(book)
            files = self._files(extra)
            self._read(book, states.differing(files, cast("Any", known.get("read", {}))))
            extra = self._extra_inputs(book)
            files = {**states.fingerprint(map(Path, extra)), **files}  # those known: as before
            written = self._write(book, complaints, editions)
        except BaseException as error:
            self._give_up(book, editions, known)
            if isinstance(error, Exception):
                raise settings.located(error, self.config) from error
            raise
        if book.warnings:
            self._give_up(book, editions, known)
            count = f"{book.warnings} warning" + ("s" if book.warnings > 1 else "")
            self.say(f"{count}: nothing was published, the last good editions stay")
            return None
        inputs = self._inputs(files)
        notes = {
            row.edition: {
                "inputs": inputs,
                "output": states.contents(publish.beside(self.output / row.edition)),
                "row": publish.row_as_dict(row),
            }
            for row in written
        }
        coming: states.State = {
            "editions": {**states.notes(known), **notes},
            "extra": extra,
            "read": files,
            "trust": [states.contents(doctrees), self._tools()],
        }
        publish.put_up(self.output, self.work, coming)
        return written

    def _give_up(self, book: Book, editions: Sequence[str], known: states.State) -> None:
        """Leave the editions as they are, and nothing that a next build could stumble over.

        What was drawn while the book was read is whole, and may be used again.
        """
        book.forget()
        for edition in editions:
            shutil.rmtree(publish.beside(self.output / edition), ignore_errors=True)
        trust = [states.contents(self.work / "doctrees"), self._tools()]
        with contextlib.suppress(OSError):  # on a full disk: then all is drawn anew
            states.save(self.work / states.NAME, {**known, "trust": trust})

    def _read(self, book: Book, changed: Collection[str]) -> None:
        """Read the book, showing on a terminal which document it is at.

        *changed* names files that are not as they were when it was read last.
        """
        start = time.perf_counter()
        terminal = sys.stdout.isatty()
        count = 0

        def progress(docname: str) -> None:
            nonlocal count
            count += 1
            if terminal:
                sys.stdout.write(f"\r\x1b[Kreading {count}: {docname}")
                sys.stdout.flush()

        documents = book.read(progress, changed)
        if terminal:
            sys.stdout.write("\r\x1b[K")
        seconds = time.perf_counter() - start
        self.say(f"read {count} of {documents} documents in {seconds:.1f} s")

    def _write(
        self, book: Book, complaints: Complaints, editions: Sequence[str]
    ) -> list[publish.Row]:
        """Write *editions* and lay each beside its place; stop at the first that has a fault.

        The e-reader and the web edition are written beside each other, and resolve their
        references while the pages that they name are laid out.
        """
        from press import cover
        from press.beside import can_work_beside
        from press.writing import Side, write

        # The other editions name the printed pages, so these are always laid out; the web
        # edition offers the two others for download.
        wanted = {*editions, *(["epub"] if "html" in editions else [])}
        if wanted != {"print"}:
            wanted.add("pdf")
        if book.warnings:
            return []
        book.announce(sorted(wanted & {"pdf", "epub"}))
        places = {edition: self.output / edition for edition in editions}
        others = {edition for edition in wanted if edition in ("epub", "html")}
        sides = {}
        if can_work_beside() and others:
            # All three show it: it is drawn before they go apart.
            cover.render(book.app.config, self.config, book.doctrees / "cover")
            gc.freeze()  # what is read is shared, if nobody touches it to count references
            for edition in sorted(others):
                sides[edition] = Side(book, complaints, edition, places.get(edition))

        def know(pages: PageMap) -> None:
            book.app.env.press_pages = pages  # type: ignore[attr-defined]
            for side in sides.values():
                side.know(pages)

        rows: list[publish.Row] = []
        try:
            for edition in sorted(wanted, key=EDITIONS.index):
                if book.warnings:
                    break
                side = sides.get(edition)
                asked = know if edition == "pdf" and others else None
                written = (
                    side.written() if side else write(book, edition, places.get(edition), asked)
                )
                self._tell(written, edition)
                rows += [written.row] if written.row is not None else []
        finally:
            for side in sides.values():
                side.stop()
        return rows

    def _tell(self, written: Written, edition: str) -> None:
        self.say(f"wrote {edition} in {written.seconds:.1f} s")
        if written.findings:
            self.say(written.findings)

    def _extra_inputs(self, book: Book) -> list[str]:
        """Return the files outside the source folder that the book is made from."""
        config = book.app.config
        files = {self.config / name for name in getattr(config, "bibtex_bibfiles", ())}
        files |= {path for path in book.dependencies() if not path.is_relative_to(self.source)}
        return sorted(str(file) for file in files if not file.is_relative_to(self.work))
