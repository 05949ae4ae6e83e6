"""Text and values as Typst source: the one place where anything is escaped.

Typst's syntax: https://typst.app/docs/reference/syntax/
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Always special in markup: escape, code, math, strong, emphasis, raw, reference,
# label, content block, non-breaking space.
_ALWAYS = re.compile(r"[\\#$*_`@<>\[\]~]")
# Special only beside certain characters: dashes and soft hyphens, minus before a
# digit, ellipsis, comments, and the "://" that makes an address a link.
_PAIRS = re.compile(r"-(?=[-?0-9])|(?<=-)-|\.(?=\.)|(?<=\.)\.|/(?=[/*])|(?<=[/:])/|(?<=\*)/")
# Special only where a line begins: headings, list items, terms.
_LINE_START = re.compile(r"(?m)^([ \t]*)([-+=/]|[0-9]+\.)")
# A blank line inside running text would end the paragraph.
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
# What Typst would take for a line break or refuse, apart from "\n".
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def escape(text: str) -> str:
    """Return *text* as Typst markup that prints exactly *text*.

    Line breaks are kept as line breaks, which Typst prints as spaces, and runs of
    spaces count as one, as in every Sphinx edition; use :func:`string` where each
    space counts.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _PAIRS.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(_escape_line_start, text)
    if "\n" in text:
        text = _BLANK_LINE.sub("", text)
    return _CONTROL.sub(_escape_control, text)


def _escape_line_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    if mark.endswith("."):
        return f"{space}{mark[:-1]}\\."
    return f"{space}\\{mark}"


def _escape_control(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match.group()):x}}}"


def string(text: str) -> str:
    """Return *text* as a Typst string literal, quotes included."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\t", "\\t")
    return '"' + _CONTROL.sub(_escape_control, text) + '"'


def label(target: str) -> str:
    """Return the Typst expression for the label of *target*, any text at all."""
    return f"label({string(target)})"


def array(items: Iterable[str]) -> str:
    """Return *items*, Typst expressions, as an array: ``(a, b,)``."""
    return "(" + "".join(f"{item}, " for item in items).rstrip(" ") + ")"


def arguments(**values: str | None) -> str:
    """Return named arguments, ``a: 1, b: 2``, leaving out those that are None.

    Underscores in names become hyphens, as Typst spells them.
    """
    return ", ".join(
        f"{name.replace('_', '-')}: {value}" for name, value in values.items() if value is not None
    )
