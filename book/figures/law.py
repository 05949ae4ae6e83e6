"""Court rulings to the left of the line of time, the AI Act's dates to the right."""

import textwrap

import matplotlib.dates as mdates
import style
from matplotlib.figure import Figure

from press.datasets import Dataset, Row, When

MIDDLE = 56.0  # where the line of time stands, of 100
HEIGHT = 5.4
TOP = HEIGHT - 0.4  # of the line, in inches
LINE = 0.135  # from baseline to baseline
BETWEEN = 0.075  # from one label to the next, beyond a line
FIRST, LAST = When.parse("2024-07-01").first, When.parse("2028-09-01").first


def at(day: float) -> float:
    """Return the height of a day, in inches; time runs down the page."""
    first, last = mdates.date2num(FIRST), mdates.date2num(LAST)
    return TOP * (last - day) / (last - first)


def spread(wanted: list[float], heights: list[float]) -> list[float]:
    """Return places near *wanted*, in falling order, with room for labels of *heights*."""
    placed: list[float] = []
    for want, before in zip(wanted, [0.0, *heights], strict=False):
        placed.append(min(want, placed[-1] - before) if placed else want)
    return placed


def draw(law: Dataset) -> Figure:
    """Draw the line, its years, and each event with its label."""
    figure, axes = style.canvas(HEIGHT, bottom=0.05)
    axes.plot([MIDDLE, MIDDLE], [0, TOP], color=style.SOFT, linewidth=0.8, zorder=1)
    for year in range(2025, LAST.year + 1):
        y = at(mdates.date2num(When.parse(str(year)).first))
        axes.text(
            MIDDLE, y, f"{year}", ha="center", va="center", color=style.SOFT, fontsize=style.SMALL,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            zorder=1.5,
        )  # fmt: skip
    for kind, side, title in (("ruling", -1, "Courts"), ("AI Act", 1, "AI Act (Europe)")):
        rows = sorted((r for r in law if r["kind"] == kind), key=lambda r: r["date"].first)
        days = [at(mdates.date2num(r["date"].first)) for r in rows]
        labels = [lines(row, side) for row in rows]
        places = spread(days, [len(words) * LINE + BETWEEN for words in labels])
        ink, mark = (style.NAVY, "o") if side < 0 else (style.ORANGE, "D")
        across = "right" if side < 0 else "left"
        for day, place, words in zip(days, places, labels, strict=True):
            axes.plot([MIDDLE], [day], mark, color=ink, markersize=3.4, zorder=3)
            thread = [MIDDLE + side, MIDDLE + 6 * side], [day, place]
            axes.plot(*thread, color=style.RULE, linewidth=0.5)
            for i, line in enumerate(words):
                soft = {"fontsize": 8, "color": style.SOFT} if i == len(words) - 1 else {}
                axes.text(MIDDLE + 7 * side, place - 0.035 - i * LINE, line, ha=across, **soft)
        axes.text(MIDDLE + 7 * side, TOP + 0.16, title, ha=across, **style.BOLD)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.2, HEIGHT - 0.1)
    style.bare(axes)
    return figure


def lines(row: Row, side: int) -> list[str]:
    """Return the lines of a label: what happened; when, and with what outcome."""
    when = row["date"].first
    date = f"{when.day} {when:%b %Y}"
    what = [row["what"]] if side < 0 else textwrap.wrap(row["what"], 28)
    return [*what, f"{date}: {row['outcome']}" if row["outcome"] else date]
