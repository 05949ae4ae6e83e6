"""What the whole suite shares: the editions, built once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .support.published import ROOT, Editions


@pytest.fixture(scope="session")
def editions() -> Editions:
    """The editions, made current as ``make`` does; nothing is rebuilt if they are."""
    command = [sys.executable, "-m", "press"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.fail(f"the editions do not build:\n{done.stdout}{done.stderr}", pytrace=False)
    build = ROOT / "_build"
    (pdf,), (epub,) = build.glob("pdf/*.pdf"), build.glob("epub/*.epub")
    return Editions(build / "html", pdf, epub)
