"""Two measures of how far open weights trail the best closed models."""

import datetime

import matplotlib.dates as mdates
import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from press.datasets import Dataset, Row

START, END = datetime.date(2022, 12, 15), datetime.date(2026, 8, 1)


def draw(gap: Dataset) -> Figure:
    """Draw one panel above the other, on one axis of time."""
    height = 3.0
    figure, below = style.canvas(height, left=0.12, right=0.12, top=1.8)
    place = below.get_position()
    above = figure.add_axes((place.x0, 1.75 / height, place.width, 0.95 / height))
    frame(above, "Lead of the best closed model on Chatbot Arena", 11)
    frame(below, "Average lag in months, by Epoch AI’s index", 6.5)
    for row in gap:
        (moment if row["measure"] == "lead" else period)(
            above if row["measure"] == "lead" else below, row
        )
    above.set_xticklabels([])
    return figure


def frame(axes: Axes, title: str, top: float) -> None:
    """Give a panel its title and its axis of time."""
    axes.set_title(title, loc="left", fontsize=style.SIZE, x=0, pad=5, **style.BOLD)
    axes.set_ylim(0, top)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(START, END)
    axes.xaxis.set_major_locator(mdates.YearLocator())
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))


def moment(axes: Axes, row: Row) -> None:
    """Draw what was measured in one month: a dot on a stem."""
    day = mdates.date2num(row["since"].middle)
    axes.vlines([day], 0, row["value"], color=style.NAVY, linewidth=0.8)
    axes.plot([day], [row["value"]], "o", color=style.NAVY, markersize=4.5)
    words = f"{row['value']}%"
    axes.annotate(
        words, (day, row["value"]), xytext=(0, 6), textcoords="offset points", ha="center"
    )


def period(axes: Axes, row: Row) -> None:
    """Draw an average: a line as long as its period, with its interval as a band."""
    days = [mdates.date2num(day) for day in (row["since"].first, row["until"].last)]
    words = f"about {row['value']:g}"
    if row["low"] is not None:
        axes.fill_between(days, row["low"], row["high"], color=style.PALE, linewidth=0)
        words = f"{row['value']:g} (90% interval {row['low']:g} to {row['high']:g})"
    axes.plot(days, [row["value"]] * 2, color=style.NAVY, linewidth=1.6, solid_capstyle="butt")
    axes.annotate(
        words,
        (days[0], row["value"]),
        xytext=(4 if row["low"] is not None else -2, 4),
        textcoords="offset points",
        ha="left",
    )
