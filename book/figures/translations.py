"""Commits a year to the translated documentation of TensorFlow."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset


def draw(translations: Dataset) -> Figure:
    """Draw one bar a year, its count above it."""
    figure, axes = style.canvas(2.1, bottom=0.24, top=0.2)
    for row in translations:
        partial = row["year"] == translations.rows[-1]["year"]
        axes.bar(row["year"], row["commits"], width=0.72, color=style.NAVY)
        axes.annotate(
            f"{row['commits']:,}",
            (row["year"], row["commits"]),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=style.SMALL,
        )
        label = f"{row['year']}*" if partial else f"{row['year']}"
        axes.annotate(
            label,
            (row["year"], 0),
            xytext=(0, -4),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=style.SMALL,
            color=style.SOFT,
        )
    axes.set_xlim(2015.5, 2026.5)
    axes.set_ylim(0, 6000)
    axes.spines["left"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    return figure
