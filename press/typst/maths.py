"""Formulas: TeX, as Sphinx holds it, by way of MathML to Typst's own maths.

``latex2mathml`` reads the TeX; what is left
is a small tree (https://www.w3.org/TR/mathml-core/) that maps to Typst's functions
one to one.  The TeX itself becomes the formula's alternative text, which PDF/UA-1
asks for and which readers of mathematics are used to.
"""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from docutils import nodes
from sphinx.util import logging

from press.maths import Macros, macros_of, to_mathml
from press.typst import markup
from press.typst.base import Base
from press.typst.proof import faulty

logger = logging.getLogger(__name__)

_ACCENTS = {
    "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "macron", "‾": "overline",
    "_": "underline", "→": "arrow", "⃗": "arrow", "˙": "dot", "¨": "dot.double",
    "⏞": "overbrace", "⏟": "underbrace", "ˇ": "caron", "˘": "breve", "´": "acute", "`": "grave",
}  # fmt: skip
_VARIANTS = {
    "bold": "bold(upright({}))",
    "bold-italic": "bold(italic({}))",
    "italic": "italic({})",
    "normal": "upright({})",
    "double-struck": "bb({})",
    "script": "cal({})",
    "bold-script": "bold(cal({}))",
    "fraktur": "frak({})",
    "bold-fraktur": "bold(frak({}))",
    "sans-serif": "sans({})",
    "monospace": "mono({})",
}
#: Operators that have what is under them below, as TeX has it.
_LIMITS = ("lim", "max", "min", "sup", "inf", "det", "gcd", "Pr", "lim sup", "lim inf")
#: Delimiters of matrices and binomials.
_LEFT, _RIGHT = "([{|‖", ")]}|‖"
#: Characters that math mode reads as syntax.
_SYNTAX = "\\#$&_^/*'\"`~@<>[](){},;:|!.=-+?%"


def _text(element: ET.Element) -> str:
    # The library writes characters as references, and escapes these once more.
    return html.unescape(element.text or "").strip()


def _name(element: ET.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


class _Converter:
    """Turns MathML elements into Typst math-mode source."""

    def __init__(self) -> None:
        #: Commands that the TeX library did not know.
        self.unknown: list[str] = []
        #: The lines that make up the whole formula, if it has more than one.
        self.lines: ET.Element | None = None

    def whole(self, element: ET.Element) -> str:
        """Return a formula."""
        inner = element
        while len(inner) == 1 and _name(inner) in ("math", "mrow"):
            inner = inner[0]
        self.lines = inner if _name(inner) == "mtable" else None
        return self.one(element)

    def many(self, elements: list[ET.Element]) -> str:
        """Return a row; stretchy fences that pair become ``lr(…)``."""
        pieces: list[str] = []
        opened = 0
        fenced = self._fenced(elements)
        for position, element in enumerate(elements):
            if position in fenced:
                pieces.append(fenced[position])
                continue
            if _name(element) == "mo" and element.get("fence") == "true":
                if element.get("form") == "prefix":
                    opened += 1
                    pieces.append(f"lr({self.one(element)}")
                    continue
                if element.get("form") == "postfix" and opened:
                    opened -= 1
                    pieces.append(f"{self.one(element)})")
                    continue
            pieces.append(self.one(element))
        # What nothing closes, such as the brace of cases, is as high as what follows it.
        return " ".join(p for p in pieces if p) + ")" * opened

    def _fenced(self, elements: list[ET.Element]) -> dict[int, str]:
        """Return the pieces of matrices and binomials with their delimiters, by position.

        The library marks these delimiters as nothing but operators; the closing one's
        piece is empty.
        """
        found: dict[int, str] = {}
        for position in range(1, len(elements) - 1):
            before, inner, after = elements[position - 1 : position + 2]
            binomial = _name(inner) == "mfrac" and inner.get("linethickness") == "0"
            if (_name(inner) == "mtable" or binomial) and _name(before) == _name(after) == "mo":
                left, right = _text(before), _text(after)
                if left in _LEFT and right == _RIGHT[_LEFT.index(left)]:
                    found[position - 1] = (
                        f"lr({self.one(before)} {self.one(inner)} {self.one(after)})"
                    )
                    found[position] = found[position + 1] = ""
        return found

    def group(self, element: ET.Element) -> str:
        """Return *element* as one argument of a function; an empty one is ``""``."""
        return self.one(element) or '""'

    def one(self, element: ET.Element) -> str:
        """Return one element; one that is not known gives its contents."""
        handler = getattr(self, "do_" + _name(element), None)
        if handler is None:
            return self.many(list(element)) or self.quoted(_text(element))
        result: str = handler(element)
        return result

    @staticmethod
    def quoted(text: str) -> str:
        """Return *text* as upright text, or nothing."""
        return markup.string(text) if text else ""

    def do_mi(self, element: ET.Element) -> str:
        text = _text(element)
        if re.fullmatch(r"\\[A-Za-z]+", text):
            self.unknown.append(text)
            return self.quoted(text)
        if len(text) == 1 and text.isalpha():
            plain = text
        elif len(text) > 1 and text.isalpha():
            plain = f"op({markup.string(text)})"
        else:
            plain = self.symbol(text)
        variant = _VARIANTS.get(element.get("mathvariant", ""))
        return variant.format(plain) if variant and plain else plain

    def do_mn(self, element: ET.Element) -> str:
        text = self.quoted(_text(element))
        variant = _VARIANTS.get(element.get("mathvariant", ""))
        return variant.format(text) if variant and text else text

    def do_mo(self, element: ET.Element) -> str:
        text = _text(element)
        if text in ("", "\u2061", "\u2062", "\u2063", "\u2064"):
            return ""
        words = re.sub(r"\s", " ", text)
        if len(words) > 1 and words.replace(" ", "").isalpha():
            limits = words in _LIMITS or element.get("movablelimits") == "true"
            return f"op({markup.string(words)}{', limits: #true' if limits else ''})"
        if element.get("stretchy") == "false" and text in ("|", "‖"):
            return f'class("normal", \\{text})'  # an ordinary sign in TeX, no relation
        return self.symbol(text)

    @staticmethod
    def symbol(text: str) -> str:
        """Return operators as characters, escaped where math mode would read syntax."""
        if re.search(r"[^\W\d_]{2}|\d", text):  # words and numbers would be read as names
            return markup.string(text)
        return "".join(
            f"\\{c}" if c in _SYNTAX or unicodedata.category(c) in ("Ps", "Pe") else c for c in text
        )

    def do_mtext(self, element: ET.Element) -> str:
        return self.quoted(html.unescape(element.text or "").replace("\u00a0", " "))

    do_ms = do_mtext

    def do_mspace(self, element: ET.Element) -> str:
        match = re.fullmatch(r"(-?[\d.]+)em", element.get("width", ""))
        if element.get("linebreak") == "newline":
            return "\\ "
        return f"#h({match.group(1)}em)" if match else ""

    def do_mrow(self, element: ET.Element) -> str:
        return self.many(list(element))

    do_math = do_semantics = do_mpadded = do_mrow

    def do_mstyle(self, element: ET.Element) -> str:
        inner = self.many(list(element))
        style = element.get("displaystyle")
        if style and inner:
            return f"{'display' if style == 'true' else 'inline'}({inner})"
        return inner

    def do_annotation(self, element: ET.Element) -> str:
        return ""

    def do_mphantom(self, element: ET.Element) -> str:
        return f"#hide[${self.many(list(element))}$]"

    def do_mfrac(self, element: ET.Element) -> str:
        top, bottom = (self.group(child) for child in element)
        if element.get("linethickness") in ("0", "0px", "0em", "0pt"):
            return f"mat(delim: #none, {top}; {bottom})"
        return f"frac({top}, {bottom})"

    def do_msqrt(self, element: ET.Element) -> str:
        inner = self.many(list(element)) or '""'
        return f"sqrt({inner})"

    def do_mroot(self, element: ET.Element) -> str:
        base, index = (self.group(child) for child in element)
        return f"root({index}, {base})"

    def _scripted(self, element: ET.Element, count: int) -> list[str]:
        """Return base and *count* scripts; a matrix comes as three: delimiters and table."""
        parts = list(element)
        base = self.many(parts[:-count]) or '""'
        return [base, *map(self.group, parts[-count:])]

    def do_msub(self, element: ET.Element) -> str:
        base, sub = self._scripted(element, 1)
        return f"attach({base}, b: {sub})"

    def do_msup(self, element: ET.Element) -> str:
        base, sup = self._scripted(element, 1)
        return f"attach({base}, t: {sup})"

    def do_msubsup(self, element: ET.Element) -> str:
        base, sub, sup = self._scripted(element, 2)
        return f"attach({base}, b: {sub}, t: {sup})"

    def do_mover(self, element: ET.Element) -> str:
        base, over = list(element)
        accent = _ACCENTS.get(_text(over))
        if accent in ("overline", "overbrace"):
            return f"{accent}({self.group(base)})"
        if accent:
            return f"accent({self.group(base)}, {accent})"
        return f"attach(limits({self.group(base)}), t: {self.group(over)})"

    def do_munder(self, element: ET.Element) -> str:
        base, under = list(element)
        accent = _ACCENTS.get(_text(under))
        if accent in ("underline", "underbrace"):
            return f"{accent}({self.group(base)})"
        return f"attach(limits({self.group(base)}), b: {self.group(under)})"

    def do_munderover(self, element: ET.Element) -> str:
        base, under, over = (self.group(child) for child in element)
        return f"attach(limits({base}), b: {under}, t: {over})"

    def do_mtable(self, element: ET.Element) -> str:
        rows = [[self.group(cell) for cell in row] for row in element]
        aligns = [cell.get("columnalign", "center") for row in element for cell in row]
        lines = element is self.lines and all(len(row) == 1 for row in rows)
        if lines or {"right", "left"} <= set(aligns):  # align and its kin: TeX's "&" is Typst's
            return " \\ ".join(" & ".join(row) for row in rows)
        align = ", align: #left" if set(aligns) == {"left"} else ""
        return f"mat(delim: #none{align}, {'; '.join(', '.join(row) for row in rows)})"

    def do_mtd(self, element: ET.Element) -> str:
        return self.many(list(element))


@dataclass(frozen=True)
class Formula:
    """A formula in Typst's math mode, and the commands in it that could not be read."""

    source: str
    unknown: tuple[str, ...] = ()


def to_typst(tex: str, *, block: bool, macros: Macros | None = None) -> Formula:
    """Return *tex* as Typst has it; raise ValueError if it cannot be read."""
    converter = _Converter()
    source = converter.whole(to_mathml(tex, block=block, macros=macros))
    return Formula(source, tuple(dict.fromkeys(converter.unknown)))


class MathsMixin(Base):
    """Translates formulas, inline and displayed."""

    def prove_formulas(self, document: nodes.Element) -> None:
        """Find the formulas that Typst will not have, all at once, before they are needed."""
        macros = macros_of(self.config)
        #: Formulas, or what is wrong with them, by their TeX and whether they are displayed.
        self._formulas: dict[tuple[str, bool], Formula | ValueError] = {}
        for node in document.findall(lambda n: isinstance(n, (nodes.math, nodes.math_block))):
            tex, block = node.astext().strip(), isinstance(node, nodes.math_block)
            if (tex, block) not in self._formulas:
                try:
                    self._formulas[tex, block] = to_typst(tex, block=block, macros=macros)
                except ValueError as error:
                    self._formulas[tex, block] = error
        faults = faulty(f.source for f in self._formulas.values() if isinstance(f, Formula))
        for key, formula in self._formulas.items():
            if isinstance(formula, Formula) and formula.source in faults:
                self._formulas[key] = ValueError(faults[formula.source])

    def equation(self, node: nodes.Element, *, block: bool, number: str = "") -> str:
        """Return the Typst call that sets *node*'s formula, numbered if *number*."""
        tex = node.astext().strip()
        alt = markup.string(re.sub(r"\s+", " ", tex))
        formula = self._formulas[tex, block]
        if isinstance(formula, ValueError):
            logger.warning(
                "this formula cannot be read (%s): %s",
                formula,
                tex,
                location=node,
                type="press",
                subtype="math",
            )
            return f"#raw({markup.string(tex)}, block: {str(block).lower()})"
        if formula.unknown:
            logger.warning(
                "this formula has commands that cannot be read, which print as they are: %s",
                ", ".join(formula.unknown),
                location=node,
                type="press",
                subtype="math",
            )
        space = " " if block else ""
        numbering = f", number: {markup.string(number)}" if number else ""
        body = f"${space}{formula.source}{space}$"
        return f"#formula(block: {str(block).lower()}, alt: {alt}{numbering}, {body})"

    def visit_math_block(self, node: nodes.Element) -> None:
        """A displayed formula; its number is Sphinx's, so that all editions agree."""
        number = self.equation_number(node)
        anchors = self.take_anchors(node)
        for target in anchors:
            self.emit(f"#anchor({self.made(target)});")
        self.emit("\n", self.equation(node, block=True, number=number), "\n\n")
        raise nodes.SkipNode

    def equation_number(self, node: nodes.Element) -> str:
        """Return the number that the maths domain gave *node*, or an empty string."""
        number = node.get("number")
        if number is None:
            return ""
        ids = node.get("ids") or [""]
        found = self.builder.figure_number("displaymath", ids[0], self.docname)
        return found if found and self.config.math_numfig and self.config.numfig else str(number)
