"""Faults by the hundred: whatever a book is made of, broken in the ways in which it breaks.

A :class:`Fault` replaces some files of :func:`good_book`, a small book that has one of
everything, and knows the file and the lines that the message about it must name.  The
modules of this package make them, each for one kind of input: chapters, bibliography,
data, settings, and what is unsafe.  The generator is seeded: the same faults every time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from press.__main__ import main
from tests.support.minibook import write


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the place that must be named.

    ``files`` replace those of the good book, by their paths; ``place`` is the path of the
    file at fault; ``lines`` are those that may be named (the construct's own).  ``about`` is
    a pattern for what the message must say besides.
    """

    name: str
    files: Mapping[str, str | bytes]
    place: str
    lines: range
    about: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the press made of a fault: "caught", "vague", "accepted" or "traceback"."""

    kind: str
    said: str


def judge(folder: Path, fault: Fault) -> Verdict:
    """Run the press over the book in *folder*, which has *fault* in it."""
    out, err = io.StringIO(), io.StringIO()
    places = ["--source", str(folder / "book"), "--config", str(folder)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main([*places, "--output", str(folder / "_build")])
    except (Exception, SystemExit) as error:  # noqa: BLE001 (the very thing that must not be)
        return Verdict("traceback", f"{error.__class__.__name__}: {error}")
    said = re.sub(r"\x1b\[[\d;]*m", "", err.getvalue()).replace(f"{folder}/", "")
    if status == 0:
        return Verdict("accepted", out.getvalue() + said)
    if "Traceback" in said:
        return Verdict("traceback", said)
    # What is said of a place may run on, up to the next one.
    for part in re.split(rf"(?={re.escape(fault.place)}:\d+: )", said)[1:]:
        line, message = part[len(fault.place) + 1 :].split(": ", 1)
        if int(line) in fault.lines and re.search(fault.about, message):
            return Verdict("caught", said)
    return Verdict("vague", said)


def lay_out(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write *files* of a book into *folder*."""
    write(folder, files)


def lines_of(text: str, first: int = 1) -> range:
    """Return the numbers of the lines of *text*, the first of which is *first*."""
    return range(first, first + text.count("\n") + 1)


def all_of(faults: Iterable[Fault]) -> dict[str, Fault]:
    """Return *faults* by name; each name is there once."""
    found: dict[str, Fault] = {}
    for fault in faults:
        assert fault.name not in found, fault.name
        found[fault.name] = fault
    return found
