"""How long a command takes, and how much memory, with all processes that it starts."""

from __future__ import annotations

import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: How often memory is looked at, in seconds: to look at gigabytes takes time itself.
_LOOK = 0.5


@dataclass(frozen=True)
class Run:
    """One run: wall clock and processor time in seconds, peak memory in MB.

    The memory is that of all processes together, what they share counted once; 0 where the
    system does not tell (it is read from Linux's ``/proc``).
    """

    wall: float
    processor: float
    memory: float


class RunError(Exception):
    """A command failed: what was measured says nothing."""


def run(commands: Sequence[Sequence[str | Path]], folder: Path) -> Run:
    """Run *commands* one after the other in *folder*; return what they took together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    peak = 0.0
    for command in commands:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        watch = _Watch(process.pid)
        said, _nothing = process.communicate()
        peak = max(peak, watch.end())
        if process.returncode:
            raise RunError(f"{' '.join(map(str, command))}\n{said}")
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, spent, peak)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until it is told to end."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._peak = 0.0
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        """Look, again and again."""
        while not self._over.wait(_LOOK):
            self._peak = max(self._peak, sum(map(_memory, _family(self._pid))))

    def end(self) -> float:
        """Stop; return the peak in MB."""
        self._over.set()
        self.join()
        return self._peak


def _family(pid: int) -> set[int]:
    """Return *pid* and its descendants, as far as the system tells."""
    children: dict[int, list[int]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = file.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended meanwhile
            continue
        parent = int(stat.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(file.parent.name))
    found, waiting = set(), [pid]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += children.get(one, [])
    return found


def _memory(pid: int) -> float:
    """Return the memory of a process in MB, its share of what it shares."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    for line in told.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
