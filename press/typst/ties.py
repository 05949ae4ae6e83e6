"""What a typographer sees to in running text: spaces that must not end a line, figures by place.

Spaces become spaces of another kind, which are spaces to all who count words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

#: Space at which no line ends, and the thin one that stands between initials.
NO_BREAK, THIN = "\u00a0", "\u202f"

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Patterns begin with the space that they are about: it is found at once.
_INITIALS = re.compile(r" (?<=\b[^\W\d_]\. )(?=[^\W\d_]\.)")
#: Spaces that are tied in any language: within "et al."; before the number that an
#: abbreviation announces.
_ALWAYS = (
    r"(?<=\bet )(?=al\.)"
    r"|(?:(?<=\bp\. )|(?<=\bpp\. )|(?<=\bno\. )|(?<=\bvol\. )|(?<=\b[Ff]ig\. ))(?=\d)"
)
#: The same by language: between a number and its unit in words, a day and its month.
_BY_LANGUAGE = {"en": rf"|(?<=\d )(?=(?:[mbtr]+illion|{_MONTHS})\b)"}
_CAPITAL = "A-ZÀ-ÖØ-ÞΑ-ΩА-Я"
_DIGIT = re.compile(r"\d")
_NUMBER = r"\d+(?:[.,]\d+)*"
#: A number that touches a capital letter, or a hyphen behind one, in escaped text.
_CODE = re.compile(
    rf"(?<=[{_CAPITAL}])(?P<hyphen>(?:\\?-)?)(?P<after>{_NUMBER})"
    rf"|(?<![\w.,]){_NUMBER}(?=[{_CAPITAL}])"
)


def tie(text: str, language: str) -> str:
    """Return *text* with spaces of no break where a line must not end.

    *language* is a tag as of BCP 47, of which only the first part counts.
    """
    return _tied(language).sub(NO_BREAK, _INITIALS.sub(THIN, text)) if " " in text else text


@cache
def _tied(language: str) -> re.Pattern[str]:
    """Return the pattern of the spaces that are tied in a *language*, but between initials."""
    return re.compile(f" (?:{_ALWAYS}{_BY_LANGUAGE.get(re.split('[-_]', language)[0], '')})")


def tie_number(text: str) -> str:
    """Return *text* with its spaces tied if it is a name and a number, such as "Table 2.1"."""
    return text.replace(" ", NO_BREAK) if re.fullmatch(r"\w+\.? \w*\d[\w.]*", text) else text


def line_figures(escaped: str, call: Callable[[str], str]) -> str:
    """Return *escaped* text with *call* around numbers that touch a capital letter.

    Beside capitals, as in "GPT-4", figures have the height of capitals.
    """

    def lined(match: re.Match[str]) -> str:
        if match["after"]:
            return match["hyphen"] + call(match["after"])
        return call(match[0])

    return _CODE.sub(lined, escaped) if _DIGIT.search(escaped) else escaped
