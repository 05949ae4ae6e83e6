"""The book builds from nothing, without a word of warning, under Sphinx's strictest rules.

Stock builders are held to it too: whoever doubts the press can do without it.  The first
one reads the book, and those after it share what was read, as `make` does in Sphinx's own
projects.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.published import ROOT

STRICT = ("--fail-on-warning", "--keep-going", "--nitpicky", "--show-traceback")

#: Builders, and a file that each leaves behind.
BUILDERS = {
    "html": "index.html",
    "epub": "*.epub",
    "latex": "*.tex",
    "text": "index.txt",
    "singlehtml": "index.html",
    "pdf": "*.pdf",
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all builders work, empty at first."""
    return tmp_path_factory.mktemp("sphinx-build")


def sphinx_build(
    builder: str, source: Path, config: Path, work: Path
) -> subprocess.CompletedProcess[str]:
    """Run stock ``sphinx-build``, with doctrees and output in *work*."""
    command = [sys.executable, "-m", "sphinx", *STRICT, "--quiet", "--no-color", "-b", builder]
    command += map(str, ["-c", config, "-d", work / "doctrees", source, work / builder])
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_clean_build_says_nothing(builder: str, work: Path) -> None:
    done = sphinx_build(builder, ROOT / "book", ROOT, work)
    assert done.stderr == ""
    assert done.returncode == 0
    (made,) = (work / builder).glob(BUILDERS[builder])
    assert made.stat().st_size > 0


def test_a_broken_reference_stops_the_build(tmp_path: Path) -> None:
    source = tmp_path / "book"
    source.mkdir()
    (source / "index.md").write_text("# A book\n\nSee {ref}`nowhere`.\n", encoding="utf-8")
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser"]\n', encoding="utf-8")
    done = sphinx_build("html", source, tmp_path, tmp_path)
    assert done.returncode == 1
    assert "index.md:3: WARNING: undefined label: 'nowhere'" in done.stderr
