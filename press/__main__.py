"""``python -m press``: read the book once, write its editions, say what was made.

Exit status: 0 when every edition asked for is whole and new; 1 when anything at all
was wrong with the book, in which case the last good editions stay as they were; 2 for
a wrong call.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from press.production import EDITIONS, USUAL, Press
from press.publish import PublishError, Row


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the editions named in *arguments* (or the usual three); return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m press", description=__doc__)
    parser.add_argument(
        "editions",
        nargs="*",
        metavar="edition",
        help="html, pdf or epub, by default all three; or print",
    )
    parser.add_argument("--source", type=Path, default=Path("book"), help="the book's documents")
    parser.add_argument("--config", type=Path, default=Path(), help="the folder of conf.py")
    parser.add_argument("--output", type=Path, default=Path("_build"), help="where editions go")
    options = parser.parse_args(arguments)
    for name in options.editions:
        if name not in EDITIONS:
            parser.error(f"there is no edition {name!r}; there are html, pdf, epub, print")
    editions = [e for e in EDITIONS if e in (options.editions or USUAL)]
    prepare_streams()
    press = Press(options.source, options.config, options.output, say)
    from sphinx.errors import SphinxError  # late: a build with nothing to do needs no Sphinx

    try:
        rows = press.run(editions)
    except SphinxError as error:
        complain(f"{error.category}: {error}")
    except PublishError as error:
        complain(str(error))
    except OSError as error:
        complain(f"stopped: {reason(error)}; the last good editions stay as they were")
    except KeyboardInterrupt:
        complain("stopped: the last good editions stay as they were")
    else:
        if rows is not None:
            show_table(rows)
            return 0
    return 1


def prepare_streams() -> None:
    """Make sure that any text can be printed: in any locale, to anything, or to nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if not (sys.stdout.isatty() and sys.stderr.isatty()) or "NO_COLOR" in os.environ:
        from sphinx.util.console import nocolor

        nocolor()


def reason(error: OSError) -> str:
    """Return what the system says, and of which file, without numbers."""
    files = [str(name) for name in (error.filename, error.filename2) if name]
    return ": ".join([error.strerror or str(error), *files[-1:]])


def say(line: str) -> None:
    """Print one line at once."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print one line to standard error."""
    print(line, file=sys.stderr, flush=True)


def show_table(rows: Sequence[Row]) -> None:
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
