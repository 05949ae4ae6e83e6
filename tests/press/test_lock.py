"""The lock: one build at a time, and none that stays."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from press import lock
from tests.support.published import ROOT

HOLD = """\
import sys, time
from pathlib import Path
from press import lock
with lock.held(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock ``lock`` in *tmp_path*."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_lock_is_waited_for_and_does_not_outlive_its_process(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    told: list[bool] = []
    waits = threading.Event()

    def wait() -> None:
        told.append(True)
        waits.set()

    def hold() -> None:
        with lock.held(tmp_path / "lock", wait):
            told.append(False)

    thread = threading.Thread(target=hold)
    thread.start()
    assert waits.wait(10)
    thread.join(3 * lock._PATIENCE)
    assert thread.is_alive()  # as long as the other holds it
    other.kill()
    thread.join(10)
    assert told == [True, False]


def test_a_lock_that_was_left_is_free(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("of old", encoding="utf-8")
    for _ in range(2):
        with lock.held(tmp_path / "lock", lambda: pytest.fail("it is free")):
            pass
