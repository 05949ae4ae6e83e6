"""Editions appear whole or not at all: written beside, then renamed into place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

STATE = "state.json"


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


def replace_folder(new: Path, final: Path) -> None:
    """Put the folder *new* in the place of *final*, which may or may not exist.

    Two renames; should the process die between them, the old edition still lies
    beside as ``<name>.old``, and :func:`recover` brings it back.
    """
    old = final.with_name(final.name + ".old")
    if old.exists():
        shutil.rmtree(old)
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def recover(final: Path) -> None:
    """Bring back an edition whose replacement was interrupted; drop half-written ones."""
    old = final.with_name(final.name + ".old")
    if old.exists():
        if final.exists():
            shutil.rmtree(old)
        else:
            old.rename(final)
    shutil.rmtree(final.with_name(final.name + ".new"), ignore_errors=True)


def size_of(path: Path) -> int:
    """Return the size in bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


def fingerprint(paths: Iterable[Path]) -> dict[str, list[int]]:
    """Return modification time (ns) and size of every file at or below *paths*."""
    found: dict[str, list[int]] = {}
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            if "__pycache__" in file.parts:
                continue
            stat = file.stat()
            found[str(file)] = [stat.st_mtime_ns, stat.st_size]
    return found


def load_state(work: Path) -> dict[str, object]:
    """Return what the last build noted in *work*; nothing if that can't be read."""
    try:
        state = json.loads((work / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def save_state(work: Path, state: dict[str, object]) -> None:
    """Note *state* in *work*, whole or not at all."""
    beside = work / (STATE + ".new")
    beside.write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(work / STATE)


def row_as_dict(row: Row) -> dict[str, object]:
    """Return *row* in a form that JSON can hold."""
    return asdict(row)
