"""What each release gave out: weights, training code, training data, by date of release."""

import style
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from press.datasets import Dataset

ROWS = (
    (
        "weights",
        "Weights",
        {"open": "free to download", "on application": "on terms or application"},
    ),
    ("code", "Training code", {"yes": "released", "no": "not released"}),
    ("data", "Training data", {"yes": "released", "partial": "in part", "no": "not released"}),
)
#: How far a mark fills its row, and its ink: a full bar, a half one, a stub; a dot is unknown.
MARKS = {
    "open": (1.0, style.NAVY),
    "yes": (1.0, style.NAVY),
    "on application": (0.5, style.ORANGE),
    "partial": (0.5, style.ORANGE),
    "no": (0.14, style.INK),
}
#: Years with so few releases that their names would run into one another.
CROWDED = (2019, 2020, 2021)


def draw(models: Dataset) -> Figure:
    """Draw one column a release and one row a part."""
    figure, axes = style.canvas(2.55, left=0.05, right=0.05, bottom=0.25)
    rows = sorted(models, key=lambda r: r["released"].middle)
    for y, (column, title, words) in zip((2.0, 1.0, 0.0), ROWS, strict=True):
        for x, row in enumerate(rows):
            if row[column] is None:
                axes.plot([x + 0.5], [y + 0.05], ".", color=style.SOFT, markersize=1.4)
                continue
            tall, ink = MARKS[row[column]]
            axes.add_patch(Rectangle((x + 0.14, y), 0.72, tall * 0.55, color=ink, linewidth=0))
        counts = [(sum(r[column] == value for r in rows), said) for value, said in words.items()]
        counts.append((sum(r[column] is None for r in rows), "unknown"))
        said = ", ".join(f"{count} {word}" for count, word in counts if count)
        axes.text(0, y + 0.66, title, **style.BOLD)
        axes.text(len(rows), y + 0.66, said, ha="right", color=style.SOFT, fontsize=style.SMALL)
    seen = 0
    for x, row in enumerate(rows):
        year = row["released"].first.year
        if year != seen and year not in CROWDED:
            axes.plot([x, x], [-0.06, -0.16], color=style.SOFT, linewidth=0.5)
            axes.text(x, -0.2, f"{year}", va="top", fontsize=style.SMALL, color=style.SOFT)
        seen = year
    axes.set_xlim(0, len(rows))
    axes.set_ylim(-0.2, 2.95)
    style.bare(axes)
    return figure
