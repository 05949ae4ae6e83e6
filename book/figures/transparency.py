"""Scores in the transparency index, makers of open weights marked."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset

#: White behind a number, where the line of the mean would run through it.
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


def draw(transparency: Dataset) -> Figure:
    """Draw one bar a company."""
    figure, axes = style.canvas(3.4, left=0.82, right=0.2, top=0.05, bottom=0.05)
    rows = list(transparency)
    for y, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        known = row["release"] is not None
        axes.barh(
            y,
            row["points"],
            height=0.62,
            color=style.NAVY if known else "white",
            edgecolor=style.NAVY if known else style.SOFT,
            linewidth=0.6,
        )
        axes.text(-1.5, y, row["company"], ha="right", va="center")
        axes.text(
            row["points"] + 1.2,
            y,
            f"{row['points']}",
            va="center",
            bbox=CLEAR,
            zorder=5,
            **style.BOLD,
        )
    mean = sum(row["points"] for row in rows) / len(rows)
    axes.plot(
        [mean, mean], [-0.5, 9.5], color=style.INK, linewidth=0.7, linestyle=(0, (3, 2)), zorder=4
    )
    axes.text(mean + 1.5, len(rows) - 7.0, f"mean {mean:.1f}", va="center", style="italic")
    for y, ink, edge, words in (
        (2.6, style.NAVY, style.NAVY, "has an open-weight release in our list"),
        (1.6, "white", style.SOFT, "has none there"),
    ):
        axes.barh(y, 4, left=44, height=0.5, color=ink, edgecolor=edge, linewidth=0.6)
        axes.text(49.5, y, words, va="center", fontsize=style.SMALL)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.5, len(rows) - 0.4)
    style.bare(axes)
    return figure
