"""What the editions hold, byte by byte: ``python -m tests.support.hashes [FOLDER]`` prints it.

One line a file, as ``sha256sum`` writes and checks them, in the order of the paths.  Builds
of one commit print the same lines, whatever the folder, the day and the Python.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

EDITIONS = ("epub", "html", "pdf", "print")


def digests(folder: Path) -> dict[str, str]:
    """Return what the editions in the output *folder* hold: SHA-256 by path from there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for edition in EDITIONS
        for path in sorted((folder / edition).rglob("*"))
        if path.is_file()
    }


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return the paths that one of two editions lacks, or holds otherwise."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def main(arguments: list[str]) -> int:
    """Print what the editions in the folder hold that *arguments* name, or in ``_build``."""
    folder = Path(*arguments or ["_build"])
    found = digests(folder)
    for path, digest in sorted(found.items()):
        sys.stdout.write(f"{digest}  {folder.as_posix()}/{path}\n")
    if not found:
        sys.stderr.write(f"there are no editions in {folder}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
