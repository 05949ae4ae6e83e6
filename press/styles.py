"""What style sheets within a book's text may not do: load things from elsewhere, or run code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import addresses

_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|(.))", re.DOTALL)
_LOADS = re.compile(
    r"@import|(?:-webkit-)?image-set\s*\(|\b(?:image|src|cross-fade|element|paint)\s*\("
    r"|\bexpression\s*\(|-moz-binding|\bbehavior\s*:",
    re.IGNORECASE,
)
_URL = re.compile(r"\burl\s*\(\s*([\"']?)([^\"')]*)\1", re.IGNORECASE)


def faults(css: str) -> Iterator[tuple[int, str]]:
    """Yield line, from 0, and description of what *css* must not hold."""
    plain = _ESCAPE.sub(_unescaped, re.sub(r"/\*.*?\*/", _lines_alone, css, flags=re.DOTALL))
    for found in _LOADS.finditer(plain):
        yield plain.count("\n", 0, found.start()), f"“{found[0]}” in a style"
    for found in _URL.finditer(plain):
        if not addresses.is_own(found[2]):
            yield plain.count("\n", 0, found.start()), f"a style that loads {found[2]}"


def _unescaped(match: re.Match[str]) -> str:
    """Return the character that an escape of CSS stands for (CSS Syntax 3, 4.3.7)."""
    code = int(match[1], 16) if match[1] else 0
    return (chr(code) if 0 < code < 0x110000 else "\ufffd") if match[1] else match[2]


def _lines_alone(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
