"""Publishing: whichever step a build dies at, no edition is lost, torn or half put up."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from press import publish, state, storage

EDITIONS = ("pdf", "epub", "html", "print")


class Died(BaseException):
    """The process was killed here."""


class Steps:
    """Counts what is done to files, and has the process die before step number *fatal*.

    Removing a folder is two steps: a process may die when half of it is gone.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fatal: int) -> None:
        self.left = fatal
        for owner, name in (
            (Path, "rename"),
            (Path, "replace"),
            (Path, "unlink"),
            (storage, "exchange"),
        ):
            monkeypatch.setattr(owner, name, self.counted(getattr(owner, name)))
        # A process that dies takes no disk along.
        monkeypatch.setattr(storage, "settle", self.counted(lambda _folder: None))
        monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
        whole = shutil.rmtree

        def rmtree(folder: Path, *rest: Any, **named: Any) -> None:
            self.step()
            for file in sorted(f for f in Path(folder).rglob("*") if f.is_file())[:1]:
                file.unlink()
            whole(folder, *rest, **named)

        monkeypatch.setattr(shutil, "rmtree", rmtree)

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Died

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            self.step()
            return function(*given, **named)

        return wrapped


def lay(folder: Path, words: str) -> None:
    """Make *folder* an edition of two files that say *words*."""
    (folder / "inner").mkdir(parents=True)
    for name in ("index", "inner/more"):
        (folder / name).write_text(words, encoding="utf-8")


def said(folder: Path) -> set[str]:
    """Return what the files of an edition say; nothing if one is missing."""
    files = [folder / name for name in ("index", "inner/more")]
    return {f.read_text(encoding="utf-8") for f in files} if all(map(Path.exists, files)) else set()


def coming(output: Path, editions: tuple[str, ...]) -> state.State:
    """Return the state to come when what lies beside is put up."""
    notes = {e: {"output": state.contents(publish.beside(output / e))} for e in editions}
    return {"editions": notes}


def dies(monkeypatch: pytest.MonkeyPatch, fatal: int, task: Callable[[], None]) -> bool:
    """Do *task* in a process that dies before its step number *fatal*; tell whether it did."""
    with monkeypatch.context() as patch:
        Steps(patch, fatal)
        try:
            task()
        except Died:
            return True
    return False


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "rename"])
def test_a_death_at_any_step_leaves_all_editions_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if exchanges and sys.platform not in ("linux", "darwin"):
        pytest.skip("this system cannot exchange folders")
    if not exchanges:
        monkeypatch.setattr(storage, "exchange", lambda _one, _other: False)
    present = ("pdf", "epub")  # there was no web edition yet

    def lay_out(output: Path) -> None:
        (output / ".press").mkdir(parents=True)
        for edition in present:
            lay(output / edition, "old")
        for edition in EDITIONS[:3]:
            lay(publish.beside(output / edition), "brand new")

    def check(output: Path, decided: bool) -> None:
        assert bool(state.load(output / ".press" / state.NAME)) == decided
        assert not (output / ".press" / publish.NEXT).exists()
        assert {p.name for p in output.iterdir()} <= {".press", *EDITIONS}
        assert said(output / "html") == ({"brand new"} if decided else set())
        for edition in present:
            assert said(output / edition) == ({"brand new"} if decided else {"old"})

    first = second = 0
    cases = 0
    while True:
        output = tmp_path / str(cases)
        work = output / ".press"
        lay_out(output)
        put_up = partial(publish.put_up, output, work, coming(output, EDITIONS[:3]))
        recover = partial(publish.recover, output, work, EDITIONS)
        died = dies(monkeypatch, first, put_up)
        decided = (work / publish.NEXT).exists() or (work / state.NAME).exists()
        # The next run may die too, at whichever step.
        died_again = dies(monkeypatch, second, recover)
        if exchanges:  # at no time a reader finds nothing, or a half
            for edition in present:
                assert said(output / edition) in ({"old"}, {"brand new"})
        recover()
        check(output, decided)
        cases += 1
        if not died:
            break
        first, second = (first, second + 1) if died_again else (first + 1, 0)
    assert decided
    assert cases > 80


def test_an_edition_that_was_not_made_stays(tmp_path: Path) -> None:
    output, work = tmp_path, tmp_path / ".press"
    work.mkdir()
    for edition in ("pdf", "html"):
        lay(output / edition, "old")
    lay(publish.beside(output / "pdf"), "brand new")
    state_to_come = coming(output, ("pdf",))
    state.notes(state_to_come)["html"] = {"output": {"what": [1, 2], "was here once": [3, 4]}}
    publish.put_up(output, work, state_to_come)
    assert said(output / "pdf") == {"brand new"}
    assert said(output / "html") == {"old"}


def test_a_file_in_an_editions_place_is_replaced(tmp_path: Path) -> None:
    output, work = tmp_path, tmp_path / ".press"
    work.mkdir()
    for words in ("brand new", "newer still"):
        lay(publish.beside(output / "pdf"), words)
        (output / "html").write_text("a file", encoding="utf-8")
        lay(publish.beside(output / "html"), words)
        publish.put_up(output, work, coming(output, ("pdf", "html")))
        assert said(output / "pdf") == said(output / "html") == {words}
        assert {path.name for path in output.iterdir()} == {".press", "pdf", "html"}
        shutil.rmtree(output / "html")


def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("this system cannot exchange folders")
    lay(tmp_path / "a", "old")
    lay(tmp_path / "b", "new")
    assert storage.exchange(tmp_path / "a", tmp_path / "b")
    assert (said(tmp_path / "a"), said(tmp_path / "b")) == ({"new"}, {"old"})
    assert not storage.exchange(tmp_path / "a", tmp_path / "nowhere")
    assert said(tmp_path / "a") == {"new"}


def test_what_cannot_be_put_up_is_put_up_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, work = tmp_path, tmp_path / ".press"
    work.mkdir()
    for edition in ("pdf", "html"):
        lay(output / edition, "old")
        lay(publish.beside(output / edition), "brand new")

    def refused(new: Path, final: Path) -> None:
        raise PermissionError(13, "used by another process", str(final))

    with monkeypatch.context() as patch:
        patch.setattr(publish, "replace_folder", refused)
        with pytest.raises(publish.PublishError, match=r"used by another process.*next run"):
            publish.put_up(output, work, coming(output, ("pdf", "html")))
    assert said(output / "pdf") == {"old"}
    publish.recover(output, work, EDITIONS)
    assert said(output / "pdf") == said(output / "html") == {"brand new"}


@pytest.mark.parametrize("torn", ["", "{", "[]", "null", '{"form": 1}', '"' * 9])
def test_a_torn_state_is_no_state(tmp_path: Path, torn: str) -> None:
    state.save(tmp_path / "s", {"editions": {"pdf": {"row": 1}}})
    assert state.notes(state.load(tmp_path / "s")) == {"pdf": {"row": 1}}
    (tmp_path / "s").write_text(torn, encoding="utf-8")
    assert state.load(tmp_path / "s") == {}
    assert state.notes({}) == {}
