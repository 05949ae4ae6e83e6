"""``python -m press``: read the book once, write its editions, say what was made.

Exit status: 0 when every edition asked for is whole and new; 1 when anything at all
was wrong with the book, in which case the last good editions stay as they were; 2 for
a wrong call.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from press import publish

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from press.reading import Book

#: Editions in the order in which they are written.
EDITIONS = ("pdf", "epub", "html")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the editions named in *arguments* (all by default); return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m press", description=__doc__)
    parser.add_argument("editions", nargs="*", metavar="edition", help="html, pdf or epub; all")
    parser.add_argument("--source", type=Path, default=Path("book"), help="the book's documents")
    parser.add_argument("--config", type=Path, default=Path(), help="the folder of conf.py")
    parser.add_argument("--output", type=Path, default=Path("_build"), help="where editions go")
    options = parser.parse_args(arguments)
    for name in options.editions:
        if name not in EDITIONS:
            parser.error(f"there is no edition {name!r}; there are html, pdf and epub")
    editions = [e for e in EDITIONS if not options.editions or e in options.editions]
    press = Press(options.source, options.config, options.output)
    from sphinx.errors import SphinxError  # late: a build with nothing to do needs no Sphinx

    try:
        return press.run(editions)
    except SphinxError as error:
        say(f"{error.category}: {error}", error=True)
    except OSError as error:
        say(f"{error.__class__.__name__}: {error}", error=True)
    except KeyboardInterrupt:
        say("stopped: the last good editions stay as they were", error=True)
    return 1


def say(line: str, *, error: bool = False) -> None:
    """Print one line at once, to standard error if it tells of an *error*."""
    print(line, file=sys.stderr if error else sys.stdout, flush=True)


class Press:
    """One run over one book, from the folder of its sources to that of its editions."""

    def __init__(self, source: Path, config: Path, output: Path) -> None:
        self.source = source.resolve()
        self.config = config.resolve()
        self.output = output.resolve()
        self.work = self.output / ".press"

    def run(self, editions: Sequence[str]) -> int:
        """Make *editions* current; return the exit status."""
        self.work.mkdir(parents=True, exist_ok=True)
        for edition in EDITIONS:
            publish.recover(self.output / edition)
        state = publish.load_state(self.work)
        rows = self._current_rows(state, editions)
        if rows is not None:
            say("nothing has changed")
            self._table(rows)
            return 0
        return self._build(editions, state)

    # -- What is current -----------------------------------------------------------------

    def _state_of_inputs(self, extra: Sequence[str]) -> list[object]:
        """Return the state of all that the editions are made from, and with."""
        paths = [self.source, self.config / "conf.py", Path(__file__).parent, *map(Path, extra)]
        packages = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns  # moves on each install
        return [publish.fingerprint(path for path in paths if path.exists()), sys.version, packages]

    def _current_rows(
        self, state: dict[str, object], editions: Sequence[str]
    ) -> list[publish.Row] | None:
        """Return the rows of *editions* if all are as the last build left them."""
        noted = cast(dict[str, dict[str, object]], state.get("editions", {}))
        extra = cast(list[str], state.get("extra", []))
        if not all(edition in noted for edition in editions):
            return None
        inputs = self._state_of_inputs(extra)
        rows = []
        for edition in editions:
            note = noted[edition]
            output = publish.fingerprint([self.output / edition])
            if note["inputs"] != inputs or note["output"] != output or not output:
                return None
            rows.append(publish.Row(**cast(dict[str, object], note["row"])))  # type: ignore[arg-type]
        return rows

    # -- Building ----------------------------------------------------------------------------

    def _build(self, editions: Sequence[str], state: dict[str, object]) -> int:
        from sphinx.util.console import color_terminal, nocolor

        from press.reading import Book

        if not color_terminal():
            nocolor()
        # A build makes millions of long-lived nodes; looking for garbage among them so often
        # takes most of the time of reading a doctree.
        gc.set_threshold(200_000, 20, 100)
        start = time.perf_counter()
        book = Book(self.source, self.config, self.work, sys.stderr)
        extra = self._extra_inputs(book)
        inputs = self._state_of_inputs(extra)
        done = [0]

        def progress(docname: str) -> None:
            done[0] += 1
            if sys.stdout.isatty():
                print(f"\r\x1b[Kreading {done[0]}: {docname}", end="", flush=True)

        documents = book.read(progress)
        if sys.stdout.isatty():
            print("\r\x1b[K", end="")
        say(f"read {done[0]} of {documents} documents in {time.perf_counter() - start:.1f} s")
        rows, staged = [], []
        # The other editions name the printed pages, so these are always laid out first.
        for edition in dict.fromkeys(("pdf", *editions)):
            if book.warnings:
                break
            began = time.perf_counter()
            builder = book.write(edition)
            if edition == "pdf" and editions != ["pdf"]:
                book.app.env.press_pages = builder.map_pages()  # type: ignore[attr-defined]
            seconds = time.perf_counter() - began
            say(f"wrote {edition} in {seconds:.1f} s")
            if edition in editions and not book.warnings:
                folder = self._lay_beside(builder, edition)
                rows.append(self._row(builder, edition, folder, seconds))
                staged.append(folder)
        if book.warnings:
            book.forget()
            for folder in staged:
                shutil.rmtree(folder)
            count = f"{book.warnings} warning" + ("s" if book.warnings > 1 else "")
            say(f"{count}: nothing was published, the last good editions stay", error=True)
            return 1
        noted = dict(cast(dict[str, object], state.get("editions", {})))
        for edition, folder, row in zip(editions, staged, rows, strict=True):
            publish.replace_folder(folder, self.output / edition)
            output = publish.fingerprint([self.output / edition])
            noted[edition] = {"inputs": inputs, "output": output, "row": publish.row_as_dict(row)}
        publish.save_state(self.work, {"editions": noted, "extra": extra})
        self._table(rows)
        return 0

    def _extra_inputs(self, book: Book) -> list[str]:
        """Return the files outside the source folder that the book is made from."""
        config = book.app.config
        files = [self.config / name for name in getattr(config, "bibtex_bibfiles", ())]
        return sorted(str(file) for file in files)

    def _lay_beside(self, builder: Builder, edition: str) -> Path:
        """Lay what *builder* has written beside its place; return the folder it lies in."""
        built = Path(builder.outdir)
        folder = self.output / (edition + ".new")
        shutil.rmtree(folder, ignore_errors=True)
        if edition == "html":
            ignore = shutil.ignore_patterns(".buildinfo*", ".doctrees")
            shutil.copytree(built, folder, ignore=ignore)
            return folder
        folder.mkdir(parents=True)
        for file in builder.published():  # type: ignore[attr-defined]
            place = folder / file.relative_to(built)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
        return folder

    def _row(self, builder: Builder, edition: str, folder: Path, seconds: float) -> publish.Row:
        main = self.output / edition / getattr(builder, "main_file", "index.html")
        extent, conforms = f"{len(builder.env.all_docs)} documents", ""
        if hasattr(builder, "extent"):
            extent, conforms = builder.extent(), builder.conformance()  # type: ignore[attr-defined]
        size = publish.size_of(folder if edition == "html" else folder / main.name)
        return publish.Row(
            edition, str(main.relative_to(self.output.parent)), extent, size, seconds, conforms
        )

    @staticmethod
    def _table(rows: Sequence[publish.Row]) -> None:
        """Print what was made, one line for each edition."""
        head = ("edition", "path", "extent", "size", "seconds", "conforms to")
        lines = [head]
        for row in rows:
            size = f"{row.size / 1_000_000:.2f} MB"
            lines.append(
                (row.edition, row.path, row.extent, size, f"{row.seconds:.1f}", row.conforms or "–")
            )
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        for line in lines:
            say("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
