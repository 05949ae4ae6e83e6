"""Women's share in five populations."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset

WORDS = {"exact": "", "about": "about ", "under": "under "}


def draw(women: Dataset) -> Figure:
    """Draw one dot a population; an open dot stands at a bound."""
    figure, axes = style.canvas(2.6, left=0.08, right=0.3, bottom=0.3)
    rows = list(women)
    for y, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        bound = row["precision"] == "under"
        axes.plot([0, row["percent"]], [y, y], color=style.RULE, linewidth=0.8, zorder=1)
        axes.plot(
            [row["percent"]],
            [y],
            "o",
            color=style.NAVY,
            markersize=5.5,
            markerfacecolor="white" if bound else style.NAVY,
            clip_on=False,
        )
        year = f", {row['year'].text}" if row["year"] else ""
        axes.text(0, y + 0.25, f"{row['population']}{year}")
        value = f"{WORDS[row['precision']]}{style.percent(row['percent'])}"
        axes.text(row["percent"] + 1.1, y, value, va="center", **style.BOLD)
    axes.set_xlim(0, 50)
    axes.set_ylim(-0.45, len(rows) - 0.35)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([0, 10, 20, 30, 40, 50], ["0", "10", "20", "30", "40", "50%"])
    return figure
