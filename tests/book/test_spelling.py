"""No common misspelling in what people read, in book and repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.published import ROOT
from tests.support.tools import requires


def misspelled(*paths: str | Path, folder: Path) -> str:
    """Return what codespell finds in *paths*: file, line, the word and the right one."""
    command = [sys.executable, "-m", "codespell_lib", *map(str, paths)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode in {0, 65}, done.stderr
    return done.stdout


@pytest.mark.conformance
def test_nothing_is_misspelled() -> None:
    requires("codespell")
    assert misspelled(folder=ROOT) == ""  # what pyproject.toml leaves out is left out


@pytest.mark.conformance
def test_a_misspelling_is_found(tmp_path: Path) -> None:
    requires("codespell")
    (tmp_path / "chapter.md").write_text("# One\n\nIt will rec" + "ieve mail.\n", encoding="utf-8")
    assert "chapter.md:3: rec" + "ieve ==> receive" in misspelled("chapter.md", folder=tmp_path)
