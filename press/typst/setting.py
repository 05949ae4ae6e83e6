"""A book is set: as a whole if it is short, else in fascicles that are bound."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sphinx.locale import _

from press.typst import binding, linear
from press.typst.compositor import Composition, Job, Outcome
from press.typst.fascicles import Fascicle, Layout, folio
from press.typst.rounds import Rounds


@dataclass(frozen=True)
class Stretch:
    """Pages in one file: ``before`` those of the book that stand before its first one.

    ``blocks`` are the keys of blocks, and the pages of the file on which they begin.  What is
    found out of the file may be kept in ``notes``.
    """

    pdf: Path
    before: int
    blocks: Sequence[tuple[str, int]]
    notes: Path | None = None

    @property
    def is_noted(self) -> bool:
        """Whether it is known already which words begin pages."""
        return self.notes is not None and self.notes.exists()


class Setting(Protocol):
    """A book that is being set.

    ``labels`` are all its folios, and ``stretches`` its pages, when it is :meth:`done`.
    """

    labels: list[str]
    stretches: list[Stretch]

    def done(self) -> Outcome:
        """Wait until all pages are set; return what was refused or warned of.

        Raises :class:`ChildProcessError` if a process of Typst's dies.
        """

    def bind(self) -> None:
        """See to it that all pages are in one file.

        Raises :class:`ValueError` if they can't be bound.
        """


class Whole:
    """A book that Typst sets as a whole: a :class:`Setting`.

    What it puts into a file other than *output* is arranged there for screens.
    """

    def __init__(self, job: Job, output: Path) -> None:
        assert job.output is not None
        self._pdf = job.output
        self._output = output
        self._composition = Composition(job)
        self.labels: list[str] = []
        self.stretches: list[Stretch] = []

    def done(self) -> Outcome:
        """Wait until all pages are set."""
        outcome = self._composition.done()[-1]
        if not outcome.refused:
            told = outcome.answer
            pages = range(1, told["last"] + 1)
            self.labels = [folio(page, told["front"], told["main"]) for page in pages]
            self.stretches = [Stretch(self._pdf, 0, told["blocks"])]
        return outcome

    def bind(self) -> None:
        """Arrange the pages, which are in one file already."""
        if self._pdf != self._output:
            _put(linear.rearranged(self._pdf.read_bytes()), self._output)


class InFascicles:
    """A book that is set in fascicles, and bound into *output*: a :class:`Setting`."""

    def __init__(self, rounds: Rounds, output: Path) -> None:
        self._rounds = rounds
        self._output = output
        self._layout: Layout | None = None
        self.labels: list[str] = []
        self.stretches: list[Stretch] = []

    def done(self) -> Outcome:
        """Wait until all pages are set."""
        outcome, layout = self._rounds.done()
        if not outcome.refused:
            self._layout = layout
            self.labels = [layout.folio(page) for page in range(1, layout.pages + 1)]
            self.stretches = [self._stretch(one, layout) for one in self._rounds.fascicles]
        return outcome

    def bind(self) -> None:
        """Bind all pages into one file."""
        layout = self._layout
        assert layout is not None
        try:
            data = binding.bind([self._sheets(one, layout) for one in self._rounds.fascicles])
        except (LookupError, zlib.error) as error:
            raise ValueError(str(error)) from error
        _put(data, self._output)

    def _stretch(self, fascicle: Fascicle, layout: Layout) -> Stretch:
        blanks = layout.blanks[fascicle.name]
        blocks = [(key, page + blanks) for key, page in layout.reports[fascicle.name].blocks]
        pdf = self._rounds.file(fascicle)
        before = layout.before[fascicle.name] - blanks
        return Stretch(pdf, before, blocks, pdf.with_suffix(".words"))

    def _sheets(self, fascicle: Fascicle, layout: Layout) -> binding.Sheets:
        targets = []
        for label in fascicle.named:
            place = layout.place(label)
            if place is None:
                raise LookupError(f"{label} stands nowhere")
            words = f"{_('page')} {layout.folio(place.page)}"
            targets.append(binding.Target(label, *place, words))
        pdf = self._rounds.file(fascicle).read_bytes()
        return binding.Sheets(pdf, layout.spared[fascicle.name], fascicle.depth, targets)


def _put(data: bytes, file: Path) -> None:
    """Write *file* so that it is there as a whole, or not at all."""
    beside = file.with_name(file.name + ".tmp")
    beside.write_bytes(data)
    beside.replace(file)
