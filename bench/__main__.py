"""``make bench``: the press and its rivals on books of several sizes, in turn.

Every round runs each contender once, so that a machine that slows down slows all of them;
ratios are those of one round.  Figures are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench.contenders import PRESS, Contender, rivals
from bench.measure import Run, run

ROOT = Path(__file__).parents[1]
#: By contender and number of chapters: the runs, in the order of the rounds.
Results = dict[str, dict[int, list[Run]]]
_TOUCHED, _NOTHING = "press: one chapter changed", "press: nothing changed"


def main() -> None:
    """Measure, print tables, and draw if asked."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[6, 60], metavar="CHAPTERS")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="the press without its rivals")
    parser.add_argument("--save", type=Path, help="write the runs as JSON")
    parser.add_argument("--plot", type=Path, help="draw time against chapters (SVG)")
    options = parser.parse_args()
    contenders = [PRESS, *([] if options.alone else rivals())]
    results: Results = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            measure(contenders, size, options.rounds, Path(folder), results)
        print(table(results, size), flush=True)
    if len(options.sizes) > 1:
        print(growth(results, options.sizes))
    if options.save:
        told = {
            n: {s: [vars(r) for r in runs] for s, runs in by.items()} for n, by in results.items()
        }
        options.save.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if options.plot:
        from bench.plot import draw

        draw(results, options.plot)


def measure(
    contenders: Sequence[Contender], size: int, rounds: int, folder: Path, results: Results
) -> None:
    """Add to *results* the runs of *contenders* on a book of *size* chapters, in *folder*."""

    def note(name: str, found: Run) -> None:
        results.setdefault(name, {}).setdefault(size, []).append(found)

    for number, contender in enumerate(contenders):
        contender.write(folder / f"book-{number}", size)
    for _round in range(rounds):
        for number, contender in enumerate(contenders):
            source, output = folder / f"book-{number}", folder / f"out-{number}"
            shutil.rmtree(output, ignore_errors=True)
            note(contender.name, run(contender.commands(source, output), ROOT))
            if contender is PRESS:
                chapter = source / "ch0001.md"
                chapter.write_text(chapter.read_text("utf-8") + "\nOne more word.\n", "utf-8")
                note(_TOUCHED, run(contender.commands(source, output), ROOT))
                note(_NOTHING, run(contender.commands(source, output), ROOT))


def table(results: Results, size: int) -> str:
    """Return the figures for books of *size* chapters, and what they are of the press's."""
    ours = results[PRESS.name][size]
    lines = [f"{size} chapters", f"{'':42}{'wall s':>9}{'cpu s':>9}{'MB':>8}{'press is':>10}"]
    for name, by_size in results.items():
        runs = by_size[size]
        wall, spent, memory = (
            median(getattr(one, key) for one in runs) for key in ("wall", "processor", "memory")
        )
        ratio = median(a.wall / b.wall for a, b in zip(ours, runs, strict=True))
        shown = "" if name.startswith("press") else f"{ratio:.2f} ×"
        lines.append(f"{name:42}{wall:9.2f}{spent:9.2f}{memory:8.0f}{shown:>10}")
    return "\n".join([*lines, ""])


def growth(results: Results, sizes: Sequence[int]) -> str:
    """Return how the time for each chapter grows from one size to the next."""
    lines = ["time for each chapter, of that at the size before"]
    for name, by_size in results.items():
        each = [median(one.wall for one in by_size[size]) / size for size in sizes]
        steps = [f"{b / a:.2f}" for a, b in pairwise(each)]
        lines.append(f"{name:42}{'   '.join(steps)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
