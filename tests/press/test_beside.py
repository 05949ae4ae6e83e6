"""Work at the side: outcomes, errors and ends of copies of a process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from press import beside
from press.beside import Beside, Parcel, SideError

pytestmark = pytest.mark.skipif(
    not beside.can_work_beside(), reason="this system has one core, or does not copy processes"
)


def test_what_comes_of_the_work_is_handed_over() -> None:
    side = Beside(lambda: (os.getpid(), {"a": [1, 2]}))
    pid, found = side.result()
    assert found == {"a": [1, 2]}
    assert pid != os.getpid()
    assert side.result() == (pid, found)


def failing(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize("error", [ConfigError("no key x"), OSError(28, "No space left")])
def test_an_error_of_the_book_is_raised_as_it_was(error: Exception) -> None:
    side = Beside(lambda: failing(error))
    with pytest.raises(type(error)) as raised:
        side.result()
    assert raised.value.args == error.args


def test_an_error_of_the_press_keeps_its_traceback() -> None:
    with pytest.raises(SideError, match=r"(?s)Traceback.*failing.*ZeroDivisionError: here"):
        Beside(lambda: failing(ZeroDivisionError("here"))).result()


def test_a_copy_that_is_killed_is_told_of() -> None:
    side = Beside(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(SideError, match="killed"):
        side.result()


def test_stopped_work_ends(tmp_path: Path) -> None:
    def work() -> None:
        time.sleep(0.5)
        (tmp_path / "done").touch()

    side = Beside(work)
    side.stop()
    side.stop()
    time.sleep(0.7)
    assert not (tmp_path / "done").exists()
    with pytest.raises(SideError, match="stopped"):
        side.result()


def test_a_copy_ends_with_its_parent(tmp_path: Path) -> None:
    def child() -> None:
        time.sleep(0.5)
        (tmp_path / "done").touch()

    def parent() -> None:
        Beside(child)
        os._exit(0)

    with pytest.raises(SideError):
        Beside(parent).result()
    time.sleep(0.8)
    assert not (tmp_path / "done").exists()


def test_a_parcel_reaches_copies_that_were_made_before() -> None:
    parcels: list[Parcel[str]] = [Parcel(), Parcel()]
    sides = [Beside(parcels[0].take)]
    sides.append(Beside(parcels[1].take))
    assert not parcels[0].is_there()
    for parcel in parcels:
        parcel.send("page 47")
    assert [side.result() for side in sides] == ["page 47", "page 47"]


def test_without_copies_the_work_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "can_work_beside", lambda: False)
    side = Beside(os.getpid)
    assert side.result() == os.getpid()
    with pytest.raises(ConfigError):
        Beside(lambda: failing(ConfigError("x"))).result()
