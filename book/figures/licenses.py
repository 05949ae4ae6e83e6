"""Licenses of large releases of 2026, by country of the developer."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset

INKS = {
    "Apache 2.0": (style.NAVY, "white", ""),
    "MIT": (style.NAVY, "white", ""),
    "Apache 2.0 or MIT": (style.NAVY, "white", ""),
    "own terms": (style.ORANGE, style.INK, ""),
    "none declared": (style.PALE, style.INK, ""),
    "not broken down": ("white", style.INK, "////"),
}


def draw(licenses: Dataset) -> Figure:
    """Draw one bar a country; the share of which nothing is said is hatched."""
    figure, axes = style.canvas(1.65, bottom=0.05)
    for y, country in ((1.0, "China"), (0.0, "United States")):
        rows = [row for row in licenses if row["country"] == country]
        parts = [(r["percent"], INKS[r["terms"]][0], INKS[r["terms"]][2]) for r in rows]
        middles = style.bar(axes, y, parts, height=0.36)
        axes.text(0, y + 0.28, country, **style.BOLD)
        for middle, row in zip(middles, rows, strict=True):
            ink = INKS[row["terms"]][1]
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
            axes.text(
                middle, y, style.percent(row["percent"]), ha="center", va="center",
                color=ink, bbox=box if INKS[row["terms"]][2] else None,
            )  # fmt: skip
            last = row is rows[-1]
            axes.text(
                100 if last else middle, y - 0.23, row["terms"],
                ha="right" if last else "center", va="top", fontsize=style.SMALL,
            )  # fmt: skip
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.48, 1.55)
    style.bare(axes)
    return figure
