"""calibre, which makes of an EPUB what Kindles and Kobos read."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from .tools import requires

#: Qt's browser, which calibre holds, has no sandbox for root.
_SETTINGS = {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "QT_QPA_PLATFORM": "offscreen"}


def _run(*command: str) -> str:
    requires(command[0])
    environment = {**os.environ, **_SETTINGS}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(f"calibre: {done.stderr or done.stdout}")
    return done.stdout


def version() -> int:
    """Return the first number of calibre's version; from 8 on it writes KEPUB."""
    match = re.search(r"calibre (\d+)", _run("ebook-convert", "--version"))
    if match is None:
        raise RuntimeError("calibre does not tell its version")
    return int(match[1])


def convert(epub: Path, place: Path) -> Path:
    """Convert *epub* to what the suffix of *place* names; return *place*."""
    _run("ebook-convert", str(epub), str(place))
    return place
