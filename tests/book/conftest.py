"""What the tests of the book share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import published
from tests.support.epub import Epub
from tests.support.pdf import Pdf


@pytest.fixture(scope="session")
def stated() -> dict[str, Any]:
    """What conf.py says of the book."""
    return published.stated()


@pytest.fixture(scope="session")
def documents() -> list[published.Document]:
    """The documents of the book, as they are written."""
    return published.documents()


@pytest.fixture(scope="session")
def pdf(editions: published.Editions) -> Pdf:
    """The print edition."""
    return Pdf(editions.pdf)


@pytest.fixture(scope="session")
def epub(editions: published.Editions) -> Epub:
    """The e-reader edition."""
    return Epub(editions.epub)
