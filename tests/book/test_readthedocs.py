"""Read the Docs would build and accept the book: its file's own commands, in a fresh clone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import readthedocs
from tests.support.web import Page

from .conftest import Hosted


@pytest.fixture(scope="module")
def settings(checkout: Path) -> dict[str, Any]:
    """What .readthedocs.yaml says."""
    return readthedocs.load(checkout)


def test_the_install_commands_install_the_lock(checkout: Path, settings: dict[str, Any]) -> None:
    install = settings["build"]["jobs"]["install"]
    assert install
    assert readthedocs.not_as_locked(install, checkout) == []


def test_the_build_commands_make_what_is_accepted(hosted: Hosted, settings: dict[str, Any]) -> None:
    assert set(settings["build"]["jobs"]["build"]) == {"html", *settings["formats"]}
    # A pull request's preview is the web edition alone.
    assert hosted.complaints_of_preview == [], hosted.said
    page = Page(hosted.output / "html" / "index.html")
    assert page.related("canonical") == [readthedocs.CANONICAL_URL + "index.html"]
    complaints = readthedocs.complaints(hosted.checkout, hosted.output, settings["formats"])
    assert complaints == [], hosted.said
    assert "WARNING" not in hosted.said


def test_a_warning_fails_the_build(
    checkout: Path, settings: dict[str, Any], tmp_path: Path
) -> None:
    chapter = checkout / "book" / "index.md"
    whole = chapter.read_text(encoding="utf-8")
    variables = readthedocs.environment(checkout, tmp_path)
    try:
        chapter.write_text(whole + "\n{ref}`nowhere`\n", encoding="utf-8")
        with pytest.raises(RuntimeError, match="undefined label: 'nowhere'"):
            readthedocs.run(settings["build"]["jobs"]["build"]["html"], checkout, variables)
    finally:
        chapter.write_text(whole, encoding="utf-8")
    assert not (tmp_path / "html").exists()
