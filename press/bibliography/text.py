"""Turns BibTeX's notation into text as it is printed, and text into sentences."""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Callable, Iterable

import latexcodec  # noqa: F401 (registers the codec "ulatex")
from pybtex.richtext import HRef, Tag, Text  # type: ignore[import-untyped]

_DECODE: Callable[[str], tuple[str, int]] = codecs.lookup("ulatex").decode  # type: ignore[assignment]
_URL = re.compile(r"\\url\s*\{([^{}]*)\}|(https?://[^\s{}]+[^\s{}.,;:)])")
#: Commands for the look of words, which entries leave to their own style.
_FORMS = re.compile(
    r"\\(?:emph|enquote|mbox|text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)|url)\s*(?=\{)"
    r"|\\(?:bf|em|it|rm|sc|sf|sl|tt)(?:series|shape|family)?(?![A-Za-z])\s*"
)
#: A formula that is a mere word: $n$.  The codec has those that are signs: $\alpha$.
_FORMULA = re.compile(r"(?<!\\)\$(\w+)\$")


@functools.lru_cache(maxsize=4096)
def plain(latex: str) -> str:
    r"""Return a field as text: accents decoded, braces gone, quotes and dashes set.

    >>> plain("Mart{\\'i}n's {AI} pages 3--4")
    'Martín’s AI pages 3–4'
    """
    latex = _FORMS.sub("", _FORMULA.sub(r"\1", latex))
    # In BibTeX a percent sign is one; the codec would take the rest for a comment.
    latex = re.sub(r"(?<!\\)%", r"\\%", latex) if "\\" in latex else latex
    text = _DECODE(latex)[0] if "\\" in latex else _ligatures(latex)
    # Braces first: {'} is an apostrophe too, and "{AI}'s" one behind a letter.
    text = re.sub(r"\\([$#%&_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text))
    return curly(re.sub(r"[ \t\n]+", " ", text).strip())


def _ligatures(latex: str) -> str:
    """Return what the codec would, of text without commands, in a tenth of the time."""
    text = latex.replace("---", "—").replace("--", "–").replace("~", "\N{NO-BREAK SPACE}")
    return text.replace("``", "“").replace("''", "”")


def curly(text: str) -> str:
    """Return *text* with typographic quotation marks and apostrophes.

    A mark opens at the beginning and behind a space, bracket, dash or opening mark; an
    apostrophe before digits ('24) stays one.
    """
    text = re.sub(r"'(?=\d\d(?:s|\b))", "’", text.replace("`", "‘"))
    text = re.sub(r"(^|[\s(\[–—“‘/])'", r"\1‘", text)
    text = re.sub(r"(^|[\s(\[–—‘/])\"", r"\1“", text)
    return text.replace("'", "’").replace('"', "”")


def address(latex: str) -> str:
    r"""Return the address that a field holds, free of LaTeX.

    >>> address(r"\url{https://a.org/b\_c}")
    'https://a.org/b_c'
    """
    wrapped = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", latex)
    text = re.sub(
        r"\\textasciitilde(?:\{\}|\s|$)|\\~(?:\{\})?", "~", wrapped[1] if wrapped else latex
    )
    return re.sub(r"\\([_%&#$])", r"\1", text).strip().replace("{~}", "~")


def doi(latex: str) -> str:
    """Return the DOI that a field holds, without the resolver's address or a "doi:" before it."""
    return re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", address(latex), flags=re.IGNORECASE
    )


def linked(latex: str) -> Text:
    r"""Return a field as rich text in which addresses, bare or in ``\url``, are links."""
    parts: list[object] = []
    end = 0
    for match in _URL.finditer(latex):
        address = match.group(1) or match.group(2)
        before = latex[end : match.start()]
        parts += [_spaced(before), HRef(address, address)]
        end = match.end()
    parts.append(_spaced(latex[end:]))
    return Text(*parts)


def _spaced(latex: str) -> str:
    """Return :func:`plain` text with the spaces at both ends of *latex* kept."""
    lead = " " if latex[:1].isspace() else ""
    tail = " " if latex[-1:].isspace() and latex.strip() else ""
    return f"{lead}{plain(latex)}{tail}"


def quoted(title: str) -> str:
    """Return *title* in double quotation marks, those within it single; a stop goes inside."""
    inner = title.replace("“", "‘").replace("”", "’").removesuffix(".")
    if re.search(r"[?!…]’?$", inner):
        return f"“{inner}”"
    if re.search(r"‘[^‘]*\w’$", inner):  # not behind the apostrophe of "Linus’"
        return f"“{inner.removesuffix('’')}.’”"
    return f"“{inner}.”"


def italic(text: str) -> Tag:
    """Return *text* as a title in italics."""
    return Tag("em", text)


def sentences(parts: Iterable[object]) -> Text:
    """Join *parts*, those that are not empty, into sentences, without doubling a stop."""
    joined: list[object] = []
    for part in parts:
        text = part if isinstance(part, Text) else Text(part)
        if not str(text):
            continue
        if joined:
            joined.append(" ")
        joined.append(text)
        if not re.search(r"[.?!…][”’]*$", str(text)):
            joined.append(".")
    return Text(*joined)
