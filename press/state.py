"""What the last build noted, and what tells one state of files from another."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

#: The file of the working folder that holds the state, and the form of what it holds.
NAME = "state.json"
_FORM = 2

#: What a build noted, in a form that JSON can hold.
State = dict[str, object]

#: Modification time (ns) and size of files, by path.
Fingerprint = dict[str, list[int]]


def fingerprint(paths: Iterable[Path]) -> Fingerprint:
    """Return the state of every file at or below *paths*, by its whole path."""
    found: Fingerprint = {}
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            if "__pycache__" in file.parts:
                continue
            stat = file.stat()
            found[str(file)] = [stat.st_mtime_ns, stat.st_size]
    return found


def contents(folder: Path) -> Fingerprint:
    """Return the state of every file below *folder*, by its path from there.

    So it stays the same when the folder gets another name.
    """
    start = len(str(folder)) + 1
    return {path[start:]: stat for path, stat in fingerprint([folder]).items()}


def differing(one: Fingerprint, other: Fingerprint) -> set[str]:
    """Return the paths of the files that are new, gone or changed between two states."""
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def digest(value: object) -> str:
    """Return what tells *value*, in a form that JSON can hold, from others."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def load(place: Path) -> State:
    """Return the state in the file *place*; nothing if that can't be read, or is of old."""
    try:
        state = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) and state.get("form") == _FORM else {}


def save(place: Path, state: State) -> None:
    """Write *state* to the file *place*, whole or not at all."""
    beside = place.with_name(place.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump({**state, "form": _FORM}, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)


def notes(state: State) -> dict[str, dict[str, Any]]:
    """Return what *state* says of each edition, by name."""
    return cast("dict[str, dict[str, Any]]", state.get("editions", {}))
