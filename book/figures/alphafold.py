"""Who could use the parts of AlphaFold, from when to when."""

import datetime

import matplotlib.dates as mdates
import style
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from press.datasets import Dataset

END = datetime.date(2026, 8, 31)  # the last month of which the sources speak
LOOKS = {
    "not released": ("white", style.SOFT, "not released", style.SOFT),
    "non-commercial": (style.ORANGE, style.ORANGE, "non-commercial", style.INK),
    "any use": (style.NAVY, style.NAVY, "any use", "white"),
}


def draw(alphafold: Dataset) -> Figure:
    """Draw one bar for each part, divided where its terms changed."""
    figure, axes = style.canvas(2.7, left=0.05, right=0.08, bottom=0.28)
    parts = list(dict.fromkeys((row["system"], row["part"]) for row in alphafold))
    for y, (system, part) in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
        rows = [r for r in alphafold if (r["system"], r["part"]) == (system, part)]
        ends = [r["since"].first for r in rows[1:]] + [END]
        for row, end in zip(rows, ends, strict=True):
            left = mdates.date2num(row["since"].first)
            width = mdates.date2num(end) - left
            fill, edge, words, ink = LOOKS[row["state"]]
            axes.add_patch(
                Rectangle(
                    (left, y - 0.2), width, 0.42, facecolor=fill, edgecolor=edge, linewidth=0.6
                )
            )
            if row["state"] == "not released":
                axes.text(left, y + 0.3, words, color=ink, fontsize=style.SMALL)
            elif width > 420:
                axes.text(left + 25, y, words, va="center", color=ink, fontsize=style.SMALL)
        start = mdates.date2num(rows[0]["since"].first)
        above = system == "AlphaFold 2"  # its bars begin at the left edge
        axes.text(
            start if above else start - 25,
            y + 0.43 if above else y,
            f"{system}, {part}",
            ha="left" if above else "right",
            va="center",
        )
    axes.set_xlim(datetime.date(2021, 7, 15), END)
    axes.set_ylim(-0.45, len(parts) - 0.35)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(mdates.YearLocator())
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    return figure
