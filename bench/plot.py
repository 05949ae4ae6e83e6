"""Time against chapters, drawn."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from bench.contenders import PRESS
from bench.measure import Run


def draw(results: dict[str, dict[int, list[Run]]], place: Path) -> None:
    """Draw the median times of *results* to the SVG file *place*, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "bench"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")
    for name, by_size in results.items():
        sizes = sorted(by_size)
        times = [median(run.wall for run in by_size[size]) for size in sizes]
        ours = name == PRESS.name
        axes.plot(
            sizes, times, marker="o", markersize=4, linewidth=2.4 if ours else 1.2, label=name
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    sizes = sorted({size for by_size in results.values() for size in by_size})
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.set_xticks([], minor=True)
    axes.set_xlabel("chapters of about 3,000 words")
    axes.set_ylabel("seconds")
    axes.grid(alpha=0.3, which="both")
    axes.legend(frameon=False, fontsize=8)
    figure.savefig(place, metadata={"Date": None})
