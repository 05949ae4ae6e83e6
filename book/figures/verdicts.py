"""Verdicts on the claims, chapter by chapter."""

import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from press.datasets import Dataset

INKS = {
    "supported": (style.NAVY, "white", ""),
    "qualified": (style.PALE, style.INK, ""),
    "dated": ("white", style.INK, "////"),
    "contradicted": (style.ORANGE, style.INK, ""),
}
CHAPTERS = {
    "rise": "Rise",
    "barriers": "Barriers",
    "applications": "Applications",
    "community": "Community",
    "challenges": "Challenges",
    "education": "Education",
}


def square(axes: Axes, x: float, y: float, verdict: str) -> None:
    """Draw the square of one claim."""
    fill, _ink, hatch = INKS[verdict]
    axes.add_patch(
        Rectangle(
            (x + 0.07, y - 0.33),
            0.78,
            0.66,
            facecolor=fill,
            hatch=hatch,
            edgecolor=style.SOFT,
            linewidth=0.5,
        )
    )


def draw(claims: Dataset) -> Figure:
    """Draw one row of squares a chapter, a square a claim, in the order of the verdicts."""
    figure, axes = style.canvas(2.35, left=0.9, right=0.05, bottom=0.05)
    most = max(sum(r["document"] == name for r in claims) for name in CHAPTERS)
    for y, (name, title) in zip(range(len(CHAPTERS) - 1, -1, -1), CHAPTERS.items(), strict=True):
        verdicts = [row["verdict"] for row in claims if row["document"] == name]
        axes.text(-0.4, y, title, ha="right", va="center")
        for x, verdict in enumerate(sorted(verdicts, key=list(INKS).index)):
            square(axes, x, y, verdict)
    for x, verdict in zip((0, 4.6, 9.2, 12.2), INKS, strict=True):
        count = sum(row["verdict"] == verdict for row in claims)
        square(axes, x, len(CHAPTERS) + 0.35, verdict)
        axes.text(
            x + 0.95, len(CHAPTERS) + 0.35, f"{verdict} {count}", va="center", fontsize=style.SMALL
        )
    axes.set_xlim(-0.1, most + 0.1)
    axes.set_ylim(-0.5, len(CHAPTERS) + 0.8)
    style.bare(axes)
    return figure
