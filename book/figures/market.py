"""What goes to closed and to open models on one marketplace."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset


def draw(market: Dataset) -> Figure:
    """Draw one bar a count."""
    figure, axes = style.canvas(1.75, bottom=0.05)
    for y, row in zip((2.0, 1.0, 0.0), market, strict=True):
        parts = [(row["closed"], style.NAVY, ""), (row["open"], style.ORANGE, "")]
        style.bar(axes, y, parts, height=0.4)
        axes.text(0, y + 0.34, f"{row['measure'].capitalize()}, {row['period']}", **style.BOLD)
        closed, opened = (f"about {style.percent(row[name])}" for name in ("closed", "open"))
        if row["measure"] == "revenue":
            closed, opened = style.percent(row["closed"]), style.percent(row["open"])
        axes.text(1.5, y, f"closed models: {closed}", va="center", color="white")
        axes.text(100, y + 0.34, f"open weights: {opened}", ha="right")
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.25, 2.75)
    style.bare(axes)
    return figure
