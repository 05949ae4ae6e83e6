"""Every release by date and size, and whether its license is one of the two plainest."""

import datetime

import matplotlib.dates as mdates
import style
from matplotlib.figure import Figure

from press.datasets import Dataset, Row

#: Releases that are named in the figure: label, shift in points, side of the mark.
NAMED = {
    "BERT-Large": ("BERT", 5, 0, "left"),
    "T5-11B": ("T5", 5, 0, "left"),
    "GPT-2 1.5B": ("GPT-2", 6, 0, "left"),
    "GPT-J-6B": ("GPT-J", -5, 0, "right"),
    "AlphaFold 2": ("AlphaFold 2", -6, 0, "right"),
    "BLOOM": ("BLOOM", 5, 5, "left"),
    "LLaMA 65B": ("LLaMA", -6, 0, "right"),
    "DeepSeek-V3": ("DeepSeek-V3", -6, 1, "right"),
    "DeepSeek-V4-Pro": ("DeepSeek-V4-Pro", -6, 3, "right"),
    "SmolLM3": ("SmolLM3", 5, 0, "left"),
}
MARKS = {
    "Apache or MIT": {"marker": "o", "color": style.NAVY, "s": 17, "linewidths": 0},
    "other": {"marker": "D", "facecolors": "white", "edgecolors": style.ORANGE, "s": 16},
    None: {"marker": "x", "color": style.SOFT, "s": 14, "linewidths": 0.8},
}
FLOOR = 0.016  # where releases of unknown size stand, below the scale


def draw(models: Dataset) -> Figure:
    """Draw date against parameters, on a logarithmic scale."""
    figure, axes = style.canvas(3.4, left=0.42, bottom=0.28, top=0.24)
    unsized = [r for r in models if r["parameters"] is None]
    floor = dict(zip((r["model"] for r in unsized), spread(unsized), strict=True))
    for terms, look in MARKS.items():
        rows = [r for r in models if r["terms"] == terms]
        axes.scatter(
            [r["released"].middle for r in rows],
            [r["parameters"] or floor[r["model"]] for r in rows],
            zorder=3,
            clip_on=False,
            **look,
        )
    for name, (label, dx, dy, side) in NAMED.items():
        row = models.one(model=name)
        axes.annotate(
            label,
            (mdates.date2num(row["released"].middle), row["parameters"]),
            xytext=(dx, dy),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=style.SMALL,
        )
    axes.set_yscale("log")
    axes.set_ylim(0.010, 2600)
    axes.set_yticks(
        [FLOOR, 0.1, 1, 10, 100, 1000], ["not\nstated", "0.1", "1", "10", "100", "1,000"]
    )
    axes.axhline(0.033, color=style.RULE, linewidth=0.5)
    axes.grid(axis="y", color=style.PALE, linewidth=0.4)
    axes.set_xlim(datetime.date(2018, 7, 1), datetime.date(2026, 9, 1))
    axes.xaxis.set_major_locator(mdates.YearLocator())
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    figure.text(0.01, 0.955, "Parameters, billion", fontsize=style.SMALL, color=style.SOFT)
    counts = {terms: sum(r["terms"] == terms for r in models) for terms in MARKS}
    start, words = (
        datetime.date(2018, 9, 15),
        {
            "Apache or MIT": "Apache or MIT license",
            "other": "other terms",
            None: "terms unknown",
        },
    )
    for (terms, look), y in zip(MARKS.items(), (1250, 700, 390), strict=True):
        axes.scatter([start], [y], **look)
        axes.annotate(
            f"{words[terms]}, {counts[terms]}",
            (mdates.date2num(start), y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
        )
    return figure


def spread(rows: list[Row]) -> list[float]:
    """Return heights for releases of unknown size, so that near ones don't hide each other."""
    heights: list[float] = []
    for before, row in zip([None, *rows], rows, strict=False):
        near = before and (row["released"].first - before["released"].first).days < 30
        heights.append(FLOOR * 1.4 if near and heights[-1] == FLOOR else FLOOR)
    return heights
