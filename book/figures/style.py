"""The look that all figures share: type, inks, line weights, and the marks of unknown things.

Sizes are those of the printed page: 4.3 inches are its text width, 0.5 points the rules of
its tables.  The type is the page's own, Libertinus Serif.  The three inks differ in
lightness as much as in hue, so that they stay apart in print without color, and for eyes
that see fewer colors; where they alone would tell things apart, shapes or words do so too.
"""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

WIDTH = 4.3  # inches

INK = "#1a1a1a"
SOFT = "#595959"  # second words: 7:1 on white
RULE = "#b8b8b8"
NAVY = "#114a7d"
ORANGE = "#d77f28"  # 3:1 on white, and 3:1 beside navy
PALE = "#d6d6d6"

SIZE = 9.0  # points; on a screen 320 px wide still about 8 px
SMALL = 8.5

for _font in sorted((Path(__file__).parent / "fonts").glob("*.otf")):
    font_manager.fontManager.addfont(str(_font))

mpl.rcParams.update(
    {
        "font.family": "Libertinus Serif",
        "font.size": SIZE,
        "text.color": INK,
        "axes.edgecolor": SOFT,
        "axes.linewidth": 0.5,
        "axes.labelcolor": SOFT,
        "axes.labelsize": SMALL,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "xtick.major.width": 0.5,
        "ytick.major.width": 0.5,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "lines.linewidth": 1.2,
        "hatch.linewidth": 0.5,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
)

BOLD = {"fontweight": 600}


def canvas(
    height: float,
    *,
    left: float = 0.05,
    right: float = 0.05,
    top: float = 0.05,
    bottom: float = 0.3,
) -> tuple[Figure, Axes]:
    """Return a figure *height* inches high, its axes set in by the margins, in inches."""
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes(
        (left / WIDTH, bottom / height, 1 - (left + right) / WIDTH, 1 - (top + bottom) / height)
    )
    return figure, axes


def bare(axes: Axes) -> None:
    """Take away frame and ticks, where words on the marks say all."""
    axes.set_axis_off()


def percent(value: float) -> str:
    """Return *value* with its unit: "83%", "9.8%"."""
    return f"{value:g}%"


def bar(
    axes: Axes,
    y: float,
    parts: Sequence[tuple[float, str, str]],
    *,
    height: float = 0.5,
) -> list[float]:
    """Draw a bar from 0 to 100 at *y*, of parts (percent, fill, hatch); return their middles."""
    left, middles = 0.0, []
    for width, fill, hatch in parts:
        axes.add_patch(
            Rectangle(
                (left, y - height / 2),
                width,
                height,
                facecolor=fill,
                edgecolor="white" if not hatch else SOFT,
                hatch=hatch,
                linewidth=0.7 if not hatch else 0.5,
            )
        )
        middles.append(left + width / 2)
        left += width
    return middles
