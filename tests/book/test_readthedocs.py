"""Read the Docs would build and accept the book: its file's own commands, in a fresh clone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support import readthedocs
from tests.support.published import ROOT
from tests.support.tools import requires
from tests.support.web import Page


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shallow clone of the last commit, with what has changed in tracked files since."""
    requires("git")
    if os.name == "nt":
        pytest.skip("Read the Docs' commands are for a POSIX shell")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: there is no .git")
    folder = tmp_path_factory.mktemp("readthedocs")
    clone = folder / "checkouts" / "stable"
    # A repository that belongs to another user, as in containers, may be read nonetheless.
    trust = folder / "gitconfig"
    trust.write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    variables = {**os.environ, "GIT_CONFIG_GLOBAL": str(trust), "GIT_OPTIONAL_LOCKS": "0"}

    def git(*words: str | Path, given: bytes = b"") -> bytes:
        return subprocess.run(
            ["git", *words], env=variables, input=given, check=True, stdout=subprocess.PIPE
        ).stdout

    git("clone", "--quiet", "--depth", "1", ROOT.as_uri(), clone)
    changes = git("-C", ROOT, "diff", "--binary", "HEAD")
    if changes:
        git("-C", clone, "apply", "--whitespace=nowarn", given=changes)
    return clone


@pytest.fixture(scope="module")
def settings(checkout: Path) -> dict[str, Any]:
    """What .readthedocs.yaml says."""
    return readthedocs.load(checkout)


def test_the_install_commands_install_the_lock(checkout: Path, settings: dict[str, Any]) -> None:
    install = settings["build"]["jobs"]["install"]
    assert install
    assert readthedocs.not_as_locked(install, checkout) == []


def test_the_build_commands_make_what_is_accepted(
    checkout: Path, settings: dict[str, Any], tmp_path: Path
) -> None:
    output = tmp_path / "_readthedocs"
    variables = readthedocs.environment(checkout, output)
    jobs = settings["build"]["jobs"]["build"]
    assert set(jobs) == {"html", *settings["formats"]}
    # A pull request's preview is the web edition alone.
    said = readthedocs.run(jobs["html"], checkout, variables)
    assert readthedocs.complaints(checkout, output, []) == [], said
    page = Page(output / "html" / "index.html")
    assert page.related("canonical") == [readthedocs.CANONICAL_URL + "index.html"]
    for name in settings["formats"]:
        said += readthedocs.run(jobs[name], checkout, variables)
    assert readthedocs.complaints(checkout, output, settings["formats"]) == [], said
    assert "WARNING" not in said


def test_a_warning_fails_the_build(
    checkout: Path, settings: dict[str, Any], tmp_path: Path
) -> None:
    chapter = checkout / "book" / "index.md"
    whole = chapter.read_text(encoding="utf-8")
    variables = readthedocs.environment(checkout, tmp_path)
    try:
        # A fault that shows in reading: then nothing need be written to find it.
        chapter.write_text(whole + "\n### Too deep\n", encoding="utf-8")
        with pytest.raises(RuntimeError, match="WARNING: Non-consecutive header level increase"):
            readthedocs.run(settings["build"]["jobs"]["build"]["html"], checkout, variables)
    finally:
        chapter.write_text(whole, encoding="utf-8")
    assert not (tmp_path / "html").exists()
