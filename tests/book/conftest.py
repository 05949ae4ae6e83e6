"""What the tests of the book share."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import published, readthedocs
from tests.support.epub import Epub
from tests.support.pdf import Pdf
from tests.support.published import ROOT
from tests.support.tools import requires


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


# -- the book, built elsewhere -----------------------------------------------------------------

#: What Read the Docs leaves open, as nobody else has it: no byte may depend on it.
ELSEWHERE = {"PYTHONHASHSEED": "42", "TZ": "Pacific/Kiritimati"}


@pytest.fixture(scope="session")
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


@dataclass(frozen=True)
class Hosted:
    """The editions as Read the Docs makes them: where, and what was said meanwhile.

    ``complaints_of_preview`` are those about the web edition alone.
    """

    checkout: Path
    output: Path
    said: str
    complaints_of_preview: list[str]


@pytest.fixture(scope="session")
def hosted(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """All editions, made by the commands of ``.readthedocs.yaml`` in the clone."""
    output = tmp_path_factory.mktemp("hosted") / "_readthedocs"
    settings = readthedocs.load(checkout)
    variables = readthedocs.environment(checkout, output) | ELSEWHERE
    jobs = settings["build"]["jobs"]["build"]
    said = readthedocs.run(jobs["html"], checkout, variables)
    complaints = readthedocs.complaints(checkout, output, [])
    for name in settings["formats"]:
        said += readthedocs.run(jobs[name], checkout, variables)
    return Hosted(checkout, output, said, complaints)
