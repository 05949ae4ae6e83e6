"""Editions appear whole or not at all, and those of one build together.

Each is laid beside its place first, as ``<edition>.new``.  When all are whole, a note says
what they hold (:func:`put_up`); from then on they are new, whatever happens: should the
process die, :func:`finish` goes on where it ended.  Should it die before, the old ones
stay.  Where the system can exchange two folders in one step (Linux, macOS) an edition's
place is never empty; elsewhere it may be for an instant.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from . import state, storage

#: The state that holds when all editions are put up.
NEXT = "next.json"


class PublishError(OSError):
    """Whole new editions could not be put up: something holds on to the old ones."""


@dataclass(frozen=True)
class Row:
    """One line of the closing table: an edition as it was published.

    ``extent`` is a count with its unit ("212 pages"); ``size`` is in bytes, ``seconds``
    the time that writing took; ``conforms`` names the standards it was held to.
    """

    edition: str
    path: str
    extent: str
    size: int
    seconds: float
    conforms: str


def beside(final: Path) -> Path:
    """Return where an edition lies until it takes the place *final*."""
    return final.with_name(final.name + ".new")


def _old(final: Path) -> Path:
    """Return where the edition before lies for a moment, if folders can't be exchanged."""
    return final.with_name(final.name + ".old")


def put_up(output: Path, work: Path, coming: state.State) -> None:
    """Put up the editions that lie beside their places in *output*; make *coming* the state.

    *coming* states for each edition what it holds, as :func:`~press.state.contents` does.
    Raises :class:`PublishError` if an old edition can't be replaced; the next run tries
    again.
    """
    storage.settle(output)  # no power cut may leave the note without what it speaks of
    state.save(work / NEXT, coming)
    try:
        finish(output, work)
    except OSError as error:
        raise PublishError(
            f"the new editions are whole, but cannot be put up: {error}; the next run tries again"
        ) from error


def finish(output: Path, work: Path) -> None:
    """Put up what a run before was about to; without a note of such, do nothing."""
    coming = state.load(work / NEXT)
    for edition, note in state.notes(coming).items():
        final = output / edition
        # After an exchange it is the old edition that lies beside.
        if state.contents(beside(final)) == note["output"]:
            replace_folder(beside(final), final)
    if coming:
        (work / NEXT).replace(work / state.NAME)
    (work / NEXT).unlink(missing_ok=True)


def replace_folder(new: Path, final: Path) -> None:
    """Put the folder *new* in the place of *final*, which may or may not exist.

    Where folders can't be exchanged it takes two renames; in between the old edition lies
    beside as ``<name>.old``.
    """
    if final.exists() and storage.exchange(new, final):
        _discard(new)
        return
    old = _old(final)
    _discard(old)
    if final.exists():
        final.rename(old)
    new.rename(final)
    _discard(old)


def recover(output: Path, work: Path, editions: Iterable[str]) -> None:
    """Finish what a run before was about to put up; remove what it left half-written."""
    finish(output, work)
    for edition in editions:
        final = output / edition
        if _old(final).exists() and not final.exists():
            _old(final).rename(final)
        _discard(_old(final))
        _discard(beside(final))


def remove(path: Path) -> None:
    """Remove a folder or file, if it is there; raise OSError if any of it can't be removed."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:  # which names a file within a folder that it does not name
        raise OSError(error.errno, error.strerror, str(path)) from error


def _discard(path: Path) -> None:
    """Remove what nobody needs any more; what can't be removed stops the next build."""
    with contextlib.suppress(OSError):
        remove(path)


def size_of(path: Path) -> int:
    """Return the size in bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


def row_as_dict(row: Row) -> dict[str, object]:
    """Return *row* in a form that JSON can hold."""
    return asdict(row)
