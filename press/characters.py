"""Characters that no text of a book can hold, in any edition.

Control characters have no place in XML (XML 1.0, 2.2), nor have noncharacters in text that
is passed on (Unicode 17.0, 23.7).  U+2028 and U+2029 part lines in some programs and not in
others.  U+FFFD stands for a character that a program could not read: it is lost already.
All else comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: All that is refused; a tab and the ends of lines are white space.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffd\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(1 << 16, 17 << 16, 1 << 16)
    )
    + "]"
)


def refused(text: str) -> Iterator[tuple[int, str]]:
    """Yield line, from 1, and description of each character of *text* that is refused.

    Of one character only the first place on a line is told.
    """
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        for character in dict.fromkeys(_REFUSED.findall(line)):
            yield number, describe(character)


def describe(character: str) -> str:
    """Return what is wrong with a refused *character*."""
    code = f"U+{ord(character):04X}"
    if character == "\ufffd":
        return f"{code} stands where a character was lost"
    if character in "\u2028\u2029":
        return f"{code} is no line end that every program knows"
    kind = "control character" if ord(character) < 0xA0 else "code that is no character"
    return f"{code} is a {kind}"
