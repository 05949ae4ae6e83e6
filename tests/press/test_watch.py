"""What is changed shows in the browser soon: a copy of the process builds, its modules loaded."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sphinx_autobuild.build import Builder
from sphinx_autobuild.utils import find_free_port

from press import watch
from tests.support import minibook, pressing
from tests.support.published import ROOT


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Have a small book watched; give its folder, and the address that it is served at."""
    minibook.write(tmp_path, pressing.RICH)
    port = find_free_port()
    places = ["-c", ".", "--port", str(port), "--host", "127.0.0.1", "book", "_build/html"]
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "press.watch", *places],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield tmp_path, f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def wait_for(said: str, log: Path, times: int = 1) -> str:
    """Wait until the log says this so many times, as a browser waits to be told; give the log."""
    told = ""
    for _ in range(600):
        told = log.read_text(encoding="utf-8")
        if len(re.findall(said, told)) >= times:
            return told
        time.sleep(0.1)
    raise AssertionError(f"{said!r} is not said {times} times: {told}")


def page(address: str) -> str:
    """Get the page, once the server answers at all."""
    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=9) as answer:
            text: str = answer.read().decode()
            return text
        time.sleep(0.1)
    raise AssertionError(f"Nothing is served at {address}")


def test_a_change_is_built_in_a_copy_and_served(served: tuple[Path, str]) -> None:
    folder, address = served
    log = folder / "log"
    wait_for("Waiting to detect changes", log)
    assert "Most words" in page(address + "most.html")
    for times, word in enumerate(("first-change", "second-change"), start=1):
        changed = folder / "changed.md"
        changed.write_text(f"# Most\n\n{word}.\n", encoding="utf-8")
        changed.replace(folder / "book" / "most.md")  # at one stroke: one change, one build
        wait_for(r"Rebuilt in [\d.]+ s", log, times)
        assert word in page(address + "most.html")
    told = log.read_text(encoding="utf-8")
    assert "WARNING" not in told
    assert "Traceback" not in told


def test_a_new_press_builds_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its modules are loaded as they were before the change."""
    built: list[str] = []
    monkeypatch.setattr(watch, "_build", lambda _arguments: built.append("copy"))

    def new(_self: object, **_changed: Any) -> None:
        built.append("new process")

    monkeypatch.setattr(Builder, "__call__", new)
    builder = watch.CopyBuilder([], url_host="x", pre_build_commands=[], post_build_commands=[])
    builder(changed_paths=[Path("x.md")])
    for cached in (watch._PRESS / "__pycache__").glob("walk.*.pyc"):
        cached.touch()  # what Python writes there is no change
    builder(changed_paths=[Path("x.md")])
    monkeypatch.setattr(watch.CopyBuilder, "loaded", {})
    builder(changed_paths=[Path("x.md")])
    assert built == ["copy", "copy", "new process"]
