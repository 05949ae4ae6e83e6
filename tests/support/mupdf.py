"""MuPDF, a reading engine without a browser, as small devices have."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .tools import requires


def text(epub: Path) -> str:
    """Return all that MuPDF shows of *epub*, page after page.

    Raises :class:`RuntimeError` if an error stops it, or is passed over.
    """
    requires("mutool")
    command = ["mutool", "draw", "-q", "-F", "text", str(epub)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode or "error:" in done.stderr:  # its warnings are of what it lacks
        raise RuntimeError(f"MuPDF: {done.stderr or done.returncode}")
    return done.stdout
