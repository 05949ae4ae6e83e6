"""Fascicles are set side by side, round after round, until each knows where the others stand.

In the first round none knows of the others.  From what Typst then tells, each is given the
places that it names; what moves by that is set once more.  A process that has set a fascicle
is kept, as far as memory allows: another round takes it less than half the time.  What a build
before has set under the same conditions is taken from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from press.typst import markup
from press.typst.compositor import Compositor, Job, Outcome
from press.typst.fascicles import Fascicle, Layout, Place, Report

#: As many rounds as Typst itself makes, and one more, in which no page is known.
_ROUNDS = 6
#: So many processes are at work at once at the most, and so many are there at all.
_AT_WORK, _PROCESSES = 4, 7
#: What stands in the question to Typst for the labels whose places are asked for.
_WANTED = '("wanted",)'
_REPORTS = "reports.json"
_IMAGE = re.compile(r'"(images/(?:[^"\\]|\\.)+)"')


class Rounds:
    """The fascicles of a book, which Typst sets.

    The folder of *job* has all that their sources need, and keeps what was set; the job has
    fonts, standards, and the question to Typst.  All sources begin with *head*.  *recto* and
    *duplex* are the options of the book.
    """

    def __init__(
        self, job: Job, fascicles: Sequence[Fascicle], head: str, *, recto: bool, duplex: bool
    ) -> None:
        self.fascicles = fascicles
        self.folder = job.root
        self._job = job
        self._head = head
        self._sides = {"recto": recto, "duplex": duplex}
        self._kept: dict[str, Compositor] = {}
        self._reports: dict[str, Report] = {}
        #: By the name of a fascicle: the digest of all that its pages depend on but for others.
        self._digests: dict[str, hashlib._Hash] = {}
        #: By the name of a fascicle: the PDF as it was set last, and what was warned of.
        self._files: dict[str, Path] = {}
        self._warnings: dict[str, tuple[str, ...]] = {}

    def done(self) -> tuple[Outcome, Layout]:
        """Set all fascicles; return why any was refused, or the warnings, and where they stand.

        Raises :class:`ChildProcessError` if a process of Typst's dies.
        """
        tools = self._digest_of_tools()
        for fascicle in self.fascicles:
            source = self.folder / f"{fascicle.name}.typ"
            source.write_text(self._source(fascicle), encoding="utf-8")
            self._digests[fascicle.name] = self._digest(fascicle, tools.copy())
        self._reports = self._remembered()
        layout = self._layout()
        try:
            for _round in range(_ROUNDS):
                refused = self._set(layout)
                if refused:
                    return Outcome(refused), layout
                if refused is None:
                    self._remember()
                    return Outcome(warnings=self._warned()), layout
                layout = self._layout()
        finally:
            self.stop()
        unsettled = f"warning: pages did not settle within {_ROUNDS} rounds"
        return Outcome(warnings=(*self._warned(), unsettled)), layout

    def _layout(self) -> Layout:
        return Layout(self.fascicles, self._reports, **self._sides)

    def _warned(self) -> tuple[str, ...]:
        return tuple(w for fascicle in self.fascicles for w in self._warnings[fascicle.name])

    def file(self, fascicle: Fascicle) -> Path:
        """Return the PDF of *fascicle*, once it is set."""
        return self._files[fascicle.name]

    def stop(self) -> None:
        """End the processes."""
        while self._kept:
            self._kept.popitem()[1].stop()

    def _source(self, fascicle: Fascicle) -> str:
        resumed = "" if fascicle is self.fascicles[0] else "#show: resume\n"
        return f"{self._head}\n{resumed}{fascicle.text}\n"

    def _set(self, layout: Layout) -> str | None:
        """Set the fascicles that *layout* moves; return why any was refused, None if none moves.

        As long as no page is known, none is printed.
        """
        is_known = bool(self._reports)
        moved = {}
        for fascicle in self.fascicles:
            facts = json.dumps(layout.facts(fascicle), ensure_ascii=False)
            digest = self._digests[fascicle.name].copy()
            digest.update(facts.encode())
            file = self.folder / f"{digest.hexdigest()[:32]}.pdf"
            if self._files.get(fascicle.name) != file:
                (self.folder / f"{fascicle.name}.json").write_text(facts, encoding="utf-8")
                moved[fascicle.name] = fascicle, file
        if not moved:
            return None
        jobs = {
            name: self._job_of(fascicle, file if is_known else None)
            for name, (fascicle, file) in moved.items()
            if not (is_known and self._take(fascicle, file))
        }
        outcomes = self._do(jobs)
        refused = "\n".join(filter(None, (outcome.refused for outcome in outcomes.values())))
        if refused:
            return refused
        for name, outcome in outcomes.items():
            fascicle, file = moved[name]
            report = _report(outcome.answer, fascicle.wanted, layout.blanks[name])
            self._reports[name] = report
            self._warnings[name] = outcome.warnings
            if is_known:
                self._files[name] = file
                told = {"report": asdict(report), "warnings": outcome.warnings}
                file.with_suffix(".told").write_text(json.dumps(told), encoding="utf-8")
        return ""

    def _job_of(self, fascicle: Fascicle, output: Path | None) -> Job:
        wanted = markup.array(map(markup.string, fascicle.wanted))
        return replace(
            self._job,
            source=self.folder / f"{fascicle.name}.typ",
            inputs={"fascicle": f"/{fascicle.name}.json"},
            output=output,
            ask=self._job.ask.replace(_WANTED, wanted),
        )

    def _do(self, jobs: Mapping[str, Job]) -> dict[str, Outcome]:
        """Do *jobs*, as many at a time as there are cores.

        Those that a kept process knows come first, for the sake of memory, then long ones.
        """
        ends = {self.fascicles[0].name, self.fascicles[-1].name}
        at_work = min(_AT_WORK, os.cpu_count() or 1)

        def do(name: str) -> Outcome:
            compositor = self._kept.pop(name, None) or Compositor(threads=1)
            compositor.start(jobs[name])
            outcome = compositor.outcome()
            # What is printed moves seldom; the first has little, and the index in the last is
            # anew in each round.
            is_of_use = not jobs[name].output and name not in ends
            if is_of_use and len(self._kept) < _PROCESSES - at_work:
                self._kept[name] = compositor
            else:
                compositor.stop()
            return outcome

        sizes = {fascicle.name: len(fascicle.text) for fascicle in self.fascicles}
        names = sorted(jobs, key=lambda name: (name not in self._kept, -sizes[name]))
        with ThreadPoolExecutor(at_work) as workers:
            return dict(zip(names, workers.map(do, names), strict=True))

    # -- What a build before has set -----------------------------------------------------

    def _digest(self, fascicle: Fascicle, digest: hashlib._Hash) -> hashlib._Hash:
        """Add to *digest* what tells a fascicle, and all that it is made from, from others."""
        settings = json.loads((self.folder / "settings.json").read_text(encoding="utf-8"))
        if fascicle is not self.fascicles[0]:
            del settings["listed"]
        stated = json.dumps([self._job.settings, self._job.moment, settings, fascicle.wanted])
        digest.update("\0".join([stated, self._source(fascicle), ""]).encode())
        for name in [*sorted(set(_IMAGE.findall(fascicle.text))), "cover.svg"]:
            file = self.folder / name
            digest.update(file.read_bytes() if file.exists() else b"")
        return digest

    def _digest_of_tools(self) -> hashlib._Hash:
        """Return the digest of what all fascicles are set with: Typst, the press, fonts."""
        digest = hashlib.sha256(metadata.version("typst").encode())
        for file in sorted(file for file in Path(__file__).parent.iterdir() if file.is_file()):
            digest.update(file.read_bytes())
        for folder in self._job.fonts:
            for file in sorted(Path(folder).rglob("*")):
                stat = file.stat()
                digest.update(f"{file} {stat.st_size} {stat.st_mtime_ns}".encode())
        return digest

    def _take(self, fascicle: Fascicle, file: Path) -> bool:
        """Take what was set under the very same conditions; say whether there is such a thing."""
        try:
            told = json.loads(file.with_suffix(".told").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        if not file.exists():
            return False
        self._files[fascicle.name] = file
        self._reports[fascicle.name] = _stated(told["report"])
        self._warnings[fascicle.name] = tuple(told["warnings"])
        return True

    def _remembered(self) -> dict[str, Report]:
        """Return where the fascicles of a build before came to stand: so may these."""
        try:
            found = json.loads((self.folder / _REPORTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: _stated(report) for name, report in found.items()}

    def _remember(self) -> None:
        """Keep where the fascicles stand; remove what was set and is of no use any more."""
        reports = {name: asdict(report) for name, report in self._reports.items()}
        (self.folder / _REPORTS).write_text(json.dumps(reports), encoding="utf-8")
        used = {file.stem for file in self._files.values()}
        for file in self.folder.glob("*"):
            if file.suffix in (".pdf", ".told", ".words") and file.stem not in used:
                file.unlink()


def _report(answer: dict[str, Any], wanted: Sequence[str], blanks: int) -> Report:
    """Return what Typst told, without the *blanks* that stood before the first page."""
    places = {
        label: Place(found[0] - blanks, found[1], found[2])
        for label, found in zip(wanted, answer["places"], strict=True)
        if found
    }
    return Report(
        blocks=[(key, page - blanks) for key, page in answer["blocks"]],
        last=answer["last"] - blanks,
        front=answer["front"] and answer["front"] - blanks,
        main=answer["main"] and answer["main"] - blanks,
        notes=answer["notes"],
        places=places,
    )


def _stated(report: dict[str, Any]) -> Report:
    """Return a report that was kept as JSON."""
    places = {label: Place(*found) for label, found in report.pop("places").items()}
    blocks = [(key, page) for key, page in report.pop("blocks")]
    return Report(blocks=blocks, places=places, **report)
