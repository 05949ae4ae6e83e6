"""What the whole suite shares: its order, the editions, built once, and a clean docutils."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from sphinx.config import Config
from sphinx.util.docutils import docutils_namespace

from .support.published import ROOT, Editions

#: Files of the book's tests that take longest, first: so that no core waits for another
#: at the end.
LONG = ("test_print", "test_build", "test_web_browser", "test_readthedocs", "test_epub")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put quick files first, then the book's, of which the long ones begin first."""

    def place(item: pytest.Item) -> tuple[bool, int]:
        stem = item.path.stem
        book = item.path.parent.name == "book"
        return book, LONG.index(stem) if book and stem in LONG else len(LONG)

    items.sort(key=place)


@pytest.fixture(scope="session")
def editions() -> Editions:
    """The editions, made current as ``make`` does; nothing is rebuilt if they are.

    Each worker asks for them; the press lets one build go on at a time, and the second
    finds that nothing has changed.
    """
    command = [sys.executable, "-m", "press"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.fail(f"the editions do not build:\n{done.stdout}{done.stderr}", pytrace=False)
    build = ROOT / "_build"
    (pdf,), (epub,) = build.glob("pdf/*.pdf"), build.glob("epub/*.epub")
    return Editions(build / "html", pdf, epub)


@pytest.fixture(autouse=True, scope="module")
def _docutils_forgets() -> Iterator[None]:
    """Undo, after each file of tests, what its Sphinx applications did to the whole process.

    docutils keeps directives, roles and nodes, and the next application would warn that its
    own are there already.  The book theme adds its templates to Sphinx's own default list.
    """
    with docutils_namespace():
        yield
    Config.config_values["templates_path"].default.clear()
