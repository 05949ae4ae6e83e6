"""Two measures of how far open weights trail the best closed models."""

import datetime

import matplotlib.dates as mdates
import style
from matplotlib.figure import Figure

from press.datasets import Dataset

PANELS = (
    ("arena", "Lead of the best closed model on Chatbot Arena", "%", 11.5, style.NAVY),
    ("lag", "Months by which open weights trail, by Epoch AI", " months", 18.0, style.ORANGE),
)


def draw(gap: Dataset) -> Figure:
    """Draw one panel above the other, on one axis of time."""
    height = 2.9
    figure, below = style.canvas(height, left=0.12, right=0.12, top=1.78)
    above = figure.add_axes(
        (below.get_position().x0, 1.70 / height, below.get_position().width, 0.92 / height)
    )
    for axes, (column, title, unit, top, ink) in zip((above, below), PANELS, strict=True):
        rows = [row for row in gap if row[column] is not None]
        days = [mdates.date2num(row["date"].middle) for row in rows]
        values = [row[column] for row in rows]
        # Different rounds and methods: points, with thin stems and no line between them.
        axes.vlines(days, 0, values, color=ink, linewidth=0.8)
        axes.plot(days, values, "o", color=ink, markersize=4.5)
        for day, value, row in zip(days, values, rows, strict=True):
            about = "about " if row["source"][0] in ("cottier2024open", "epoch2026gap") else ""
            axes.annotate(
                f"{about}{value:g}{unit}",
                (day, value),
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
            )
        axes.set_title(title, loc="left", fontsize=style.SIZE, x=0, pad=7, **style.BOLD)
        axes.set_ylim(0, top)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlim(datetime.date(2023, 10, 15), datetime.date(2026, 8, 1))
        axes.xaxis.set_major_locator(mdates.MonthLocator((1, 7)))
        axes.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
    above.set_xticklabels([])
    return figure
