"""How much of the work a few do: the host company, or the five most active addresses."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset


def draw(commits: Dataset) -> Figure:
    """Draw one bar a project."""
    figure, axes = style.canvas(2.15, bottom=0.05)
    for y, row in zip((3.0, 2.0, 1.0, 0.0), commits, strict=True):
        share, about = row["percent"], "about " if row["precision"] == "about" else ""
        host = row["writers"] == "host company"
        rest = (
            f"all other {'companies' if host else 'addresses'}: {about}{style.percent(100 - share)}"
        )
        style.bar(axes, y, [(share, style.NAVY, ""), (100 - share, style.PALE, "")], height=0.4)
        axes.text(0, y + 0.33, row["project"], **style.BOLD)
        words = "the host company" if host else "five addresses"
        axes.text(1.5, y, f"{words}: {about}{style.percent(share)}", va="center", color="white")
        axes.text(100, y + 0.33, rest, ha="right", fontsize=style.SMALL)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.25, 3.7)
    style.bare(axes)
    return figure
