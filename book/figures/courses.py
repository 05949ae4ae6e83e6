"""How many stay: returns for a second year, and the spread of completion."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset


def draw(mooc: Dataset) -> Figure:
    """Draw two lines of dots on one scale of percent."""
    figure, axes = style.canvas(1.9, left=0.1, right=0.25, bottom=0.3)
    first, late = (
        mooc.one(measure="returned for a second year", group=group)["percent"]
        for group in ("first cohort", "cohort of 2016–17")
    )
    low, median, high = (
        mooc.one(measure="finished the course", group=f"{which} of 221 courses")["percent"]
        for which in ("lowest", "median", "highest")
    )
    axes.text(0, 1.42, "Came back for a second year, MIT and Harvard on edX", **style.BOLD)
    axes.annotate(
        "",
        (late + 0.9, 1),
        xytext=(first - 0.9, 1),
        arrowprops={"arrowstyle": "->", "color": style.NAVY, "linewidth": 0.9, "shrinkA": 0},
    )
    axes.plot([first, late], [1, 1], "o", color=style.NAVY, markersize=5)
    for value, words in ((first, "first cohort"), (late, "2016–17")):
        axes.text(value, 1.13, f"{words}: {style.percent(value)}", ha="center")
    axes.text(0, 0.42, "Finished the course, 221 courses", **style.BOLD)
    axes.plot([low, high], [0, 0], color=style.RULE, linewidth=3, solid_capstyle="butt", zorder=1)
    axes.plot([low, high], [0, 0], "|", color=style.INK, markersize=8)
    axes.plot([median], [0], "o", color=style.ORANGE, markersize=5.5)
    axes.text(low, 0.13, style.percent(low), ha="left")
    axes.text(median, 0.13, f"median {style.percent(median)}", ha="center")
    axes.text(high, 0.13, style.percent(high), ha="center")
    axes.set_xlim(0, 60)
    axes.set_ylim(-0.3, 1.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([0, 20, 40, 60], ["0", "20", "40", "60%"])
    return figure
