"""The falling record of the speed contest, on a logarithmic scale."""

import datetime

import matplotlib.dates as mdates
import style
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from press.datasets import Dataset


def draw(speedrun: Dataset) -> Figure:
    """Draw the records as steps: a record stands until the next one."""
    figure, axes = style.canvas(2.6, left=0.3, right=0.1, top=0.24)
    days = [row["date"].first for row in speedrun]
    minutes = [row["minutes"] for row in speedrun]
    axes.step(days, minutes, where="post", color=style.NAVY)
    axes.plot(days, minutes, "o", color=style.NAVY, markersize=2.2)
    first, last = speedrun.rows[0], speedrun.rows[-1]
    axes.annotate(
        f"{first['minutes']:g} minutes\n{first['date'].first:%B %Y}",
        (mdates.date2num(days[0]), minutes[0]),
        xytext=(0, -24),
        textcoords="offset points",
        va="top",
        linespacing=1.1,
    )
    axes.annotate(
        f"{last['minutes']:g} minutes\n{last['date'].first:%B %Y}",
        (mdates.date2num(days[-1]), minutes[-1]),
        xytext=(2, 10),
        textcoords="offset points",
        ha="right",
        va="bottom",
        linespacing=1.1,
    )
    axes.set_yscale("log")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks([1, 2, 5, 10, 20, 45], ["1", "2", "5", "10", "20", "45"])
    axes.set_ylim(1, 50)
    axes.grid(axis="y", color=style.PALE, linewidth=0.4)
    axes.set_xlim(datetime.date(2024, 5, 1), datetime.date(2026, 8, 15))
    axes.xaxis.set_major_locator(mdates.MonthLocator((1, 7)))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
    figure.text(0.01, 0.94, "Minutes of training", fontsize=style.SMALL, color=style.SOFT)
    return figure
