"""Typst at work in a process of its own.

There it has both cores beside what its caller does meanwhile, and all the memory that a long
book takes is given back when the page is set.  This file is also the program that runs in
that process, and so imports nothing of the press; jobs and outcomes pass as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Job:
    """One thing for Typst to make: what is printed goes to *output*, if that is named.

    *format* is "pdf", "svg" or "png"; *settings* are those of Typst's compiler for it;
    *moment* is the ISO time that a PDF bears.  *ask* is a Typst expression to be evaluated
    where all places are known.
    """

    source: Path
    root: Path
    fonts: Sequence[Path] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    output: Path | None = None
    format: str = "pdf"
    settings: Mapping[str, Any] = field(default_factory=dict)
    moment: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a job: why Typst refused it, or its warnings and its answer."""

    refused: str = ""
    warnings: tuple[str, ...] = ()
    answer: Any = None


class Compositor:
    """A process that does one job after another, and keeps what it knows from job to job.

    *threads* bounds those that it uses at once; all cores, if that is 0.
    """

    def __init__(self, threads: int = 0) -> None:
        more = {"RAYON_NUM_THREADS": str(threads)} if threads else {}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, **more},
        )

    def start(self, job: Job) -> None:
        """Have *job* done when those before it are."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has died: outcome() tells how
            self._process.stdin.write(json.dumps(vars(job), default=str) + "\n")
            self._process.stdin.flush()

    def outcome(self) -> Outcome:
        """Wait for the next job to be done; return what came of it.

        Raises :class:`ChildProcessError` if the process dies: for lack of memory, perhaps.
        """
        assert self._process.stdout is not None
        try:
            said = self._process.stdout.readline()
        except BaseException:
            self.stop()
            raise
        if not said:
            self._process.communicate()
            code = self._process.returncode
            how = f"was killed (signal {-code})" if code < 0 else f"ended with status {code}"
            raise ChildProcessError(f"Typst's process {how}")
        found = json.loads(said)
        return Outcome(found["refused"], tuple(found["warnings"]), found["answer"])

    def fileno(self) -> int:
        """Return what tells, to :mod:`selectors`, that an outcome may be there."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def stop(self) -> None:
        """End the process, and the work that it may be at."""
        self._process.kill()
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()


class Composition:
    """Jobs that are at work, in their order; the first that is refused is the last."""

    def __init__(self, *jobs: Job) -> None:
        self._count = len(jobs)
        self._compositor = Compositor()
        for job in jobs:
            self._compositor.start(job)

    def done(self) -> list[Outcome]:
        """Wait for the jobs; return what came of them.

        Raises :class:`ChildProcessError` if the process dies.
        """
        outcomes: list[Outcome] = []
        while len(outcomes) < self._count and not (outcomes and outcomes[-1].refused):
            outcomes.append(self._compositor.outcome())
        self.stop()
        return outcomes

    def stop(self) -> None:
        """End the work: nobody will ask what comes of it."""
        self._compositor.stop()


def _set(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job, as JSON has it."""
    import datetime

    import typst

    settings = dict(job["settings"])
    if job["moment"]:
        settings["timestamp"] = datetime.datetime.fromisoformat(job["moment"])
    outcome: dict[str, Any] = {"refused": "", "warnings": [], "answer": None}
    try:
        compiler = typst.Compiler(
            job["source"],
            root=job["root"],
            font_paths=list(job["fonts"]),
            ignore_system_fonts=True,
            sys_inputs=job["inputs"],
        )
        if job["output"]:
            data, warnings = compiler.compile_with_warnings(format=job["format"], **settings)
            outcome["warnings"] = [str(warning.diagnostic) for warning in warnings]
            if not isinstance(data, bytes):  # pictures of several pages
                outcome["refused"] = f"one page was asked for, this is {len(data or ())}"
                return outcome
            beside = Path(job["output"] + ".tmp")
            beside.write_bytes(data)
            beside.replace(job["output"])
        if job["ask"]:
            outcome["answer"] = json.loads(compiler.eval(job["ask"], format="json"))
    except typst.TypstError as error:
        outcome["refused"] = str(error.diagnostic)
    except RuntimeError as error:  # an expression that cannot be evaluated
        outcome["refused"] = str(error)
    return outcome


def _main() -> None:
    """Do the jobs that standard input names, one a line; tell what came of each the same way."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_set(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
