"""Has Typst try formulas on their own: one that it refuses must not stop the book.

A formula comes by way of another library's idea of TeX, so that no rule for writing
it can promise that Typst will have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import typst

from press.typst import markup


def faulty(formulas: Iterable[str]) -> dict[str, str]:
    """Return those of *formulas*, math-mode sources, that Typst refuses, and what it says."""
    lines = list(dict.fromkeys(formulas))
    faults: dict[str, str] = {}
    while lines:
        tries = "\n".join(f'#eval({markup.string(line)}, mode: "math")' for line in lines)
        try:
            typst.compile(tries.encode(), format="pdf", ignore_system_fonts=True)
        except typst.TypstError as error:
            place = re.search(r"__typst_py_bytes__\.typ:(\d+):", error.diagnostic)
            if place is None:  # of no formula in particular: the book itself will tell
                return faults
            faults[lines.pop(int(place[1]) - 1)] = error.message
        else:
            return faults
    return faults
