"""Every fault of the generator is told by file and line, and harms no edition.

The faults of chapters that can share a book are read in one go; the others, and those that
show only in writing, go through ``python -m press`` one by one: a third of them, or all,
which takes some minutes, with ``FAULTS=all`` in the environment.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support.faults import (
    Fault,
    all_of,
    bibliography,
    chapters,
    data,
    judge,
    lay_out,
    settings,
    together,
    unsafe,
)
from tests.support.faults.book import CHAPTER, GOOD

# MyST 5.2 resolves links with an attribute that Sphinx 9 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore")

#: Directives that a book has once, or not in a chapter like this one.
_ONCE = ("bibliography", "claim", "contents", "toctree")
_NOTHING = Fault("nothing", {}, "book/one.md", range(0))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good book, its three editions built, in a folder that has files beside it."""
    folder = tmp_path_factory.mktemp("faults") / "good"
    lay_out(folder, GOOD)
    unsafe.surround(folder)
    verdict = judge(folder, _NOTHING)
    assert verdict.kind == "accepted", verdict.said
    return folder


def _some(faults: Iterable[Fault]) -> list[Fault]:
    """Return a third of *faults*, the same at each run, unless all are asked for."""
    return list(faults)[:: 1 if os.environ.get("FAULTS") == "all" else 3]


def _editions(folder: Path) -> dict[str, str]:
    """Return what the published editions hold, by path."""
    files = [f for name in ("pdf", "epub", "html") for f in (folder / "_build" / name).rglob("*")]
    return {str(f): hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.is_file()}


def _wrong(folder: Path, faults: Iterable[Fault]) -> Iterator[str]:
    """Yield the faults that are not told as they should be, with what was said."""
    before = _editions(folder)
    assert len(before) > 10
    for fault in faults:
        lay_out(folder, fault.files)
        try:
            verdict = judge(folder, fault)
        finally:
            for name in fault.files:
                (folder / name).unlink()
            lay_out(folder, {name: GOOD[name] for name in fault.files if name in GOOD})
        if verdict.kind != "caught":
            yield f"{verdict.kind}: {fault.name}\n{verdict.said}"
        elif _editions(folder) != before:
            yield f"edition changed: {fault.name}"


def test_there_are_hundreds_of_faults() -> None:
    modules = (chapters, bibliography, data, settings, unsafe)
    counts = [len(all_of(module.faults())) for module in modules]
    assert sum(counts) > 1300, counts
    assert min(counts) > 140, counts


def test_faults_of_chapters_and_what_is_unsafe(good: Path, tmp_path: Path) -> None:
    faults = [*all_of(chapters.faults()).values(), *all_of(unsafe.faults()).values()]
    shared = [fault for fault in faults if together.can_share(fault)]
    caught = together.caught(tmp_path, shared)
    assert len(caught) > 600
    alone = [fault for fault in faults if fault.name not in caught]
    assert len(alone) < 160
    assert list(_wrong(good, _some(alone))) == []


def test_faults_of_the_bibliography(good: Path) -> None:
    assert list(_wrong(good, _some(all_of(bibliography.faults()).values()))) == []


def test_faults_of_data(good: Path) -> None:
    assert list(_wrong(good, _some(all_of(data.faults()).values()))) == []


def test_faults_of_settings(good: Path) -> None:
    assert list(_wrong(good, _some(all_of(settings.faults()).values()))) == []


def test_the_judge_is_not_lenient(good: Path) -> None:
    text = CHAPTER + "See {ref}`nowhere`.\n"
    files: dict[str, str | bytes] = {"book/one.md": text}
    right = Fault("right", files, "book/one.md", range(6, 7), "nowhere")
    others = [
        Fault("another line", files, "book/one.md", range(7, 9), "nowhere"),
        Fault("another file", files, "book/two.md", range(6, 7), "nowhere"),
        Fault("another matter", files, "book/one.md", range(6, 7), "somewhere"),
    ]
    assert list(_wrong(good, [right])) == []
    for fault in others:
        assert [said.split(":")[0] for said in _wrong(good, [fault])] == ["vague"]
    fine = Fault("no fault", {"book/one.md": CHAPTER}, "book/one.md", range(6, 7))
    assert next(iter(_wrong(good, [fine]))).startswith("accepted")


def test_read_together_good_chapters_are_not_told_of(tmp_path: Path) -> None:
    good = Fault("good", {"book/one.md": CHAPTER + "Text.\n"}, "book/one.md", range(1, 9))
    assert together.caught(tmp_path, [good]) == set()


def test_every_good_form_passes(good: Path) -> None:
    """The constructs that are broken above are none of them faults when they are whole."""
    forms = [d.source() for d in chapters.DIRECTIVES if d.name not in _ONCE]
    roles = [f"Of {{{n}}}`{right}` here." for n, (right, _bad) in chapters.ROLES.items() if right]
    text = CHAPTER + "\n\n".join(forms) + "\n" + "\n\n".join(roles) + "\n"
    lay_out(good, {"book/one.md": text})
    try:
        verdict = judge(good, _NOTHING)
    finally:
        lay_out(good, {"book/one.md": GOOD["book/one.md"]})
    assert verdict.kind == "accepted", verdict.said
