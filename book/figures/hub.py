"""How few models most downloads go to, and how small they are."""

import style
from matplotlib.figure import Figure

from press.datasets import Dataset, Row

TITLES = {
    "models": "All models",
    "repositories": "All repositories",
    "downloads by repository": "All downloads",
    "downloads by size": "Downloads by size",
}
INKS = {
    "fewer than 200 downloads": (style.PALE, style.INK),
    "200 downloads or more": (style.NAVY, "white"),
    "all others": (style.PALE, style.INK),
    "the most downloaded": (style.NAVY, "white"),
    "under 1 billion parameters": (style.PALE, style.INK),
    "1 to 100 billion": (style.ORANGE, style.INK),
    "over 100 billion": (style.NAVY, "white"),
}


def draw(hub: Dataset) -> Figure:
    """Draw one bar a whole: its large part named inside, the small ones above its end."""
    figure, axes = style.canvas(2.3, bottom=0.05)
    for y, (whole, title) in zip((3.0, 2.0, 1.0, 0.0), TITLES.items(), strict=True):
        large, *small = [row for row in hub if row["whole"] == whole]
        parts = [(row["percent"], INKS[row["part"]][0], "") for row in (large, *small)]
        style.bar(axes, y, parts, height=0.4)
        axes.text(0, y + 0.33, title, **style.BOLD)
        axes.text(1.5, y, name(large), va="center", color=INKS[large["part"]][1])
        axes.text(100, y + 0.33, "; ".join(map(name, small)), ha="right", fontsize=style.SMALL)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.25, 3.7)
    style.bare(axes)
    return figure


def name(row: Row) -> str:
    """Return what a part is, with its share."""
    return f"{row['part']}: {style.percent(row['percent'])}"
