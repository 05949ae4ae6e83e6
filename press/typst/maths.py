"""Formulas: TeX, as Sphinx holds it, by way of MathML to Typst's own maths.

`latex2mathml <https://pypi.org/project/latex2mathml/>`_ reads the TeX; what is left
is a small tree (https://www.w3.org/TR/mathml-core/) that maps to Typst's functions
one to one.  The TeX itself becomes the formula's alternative text, which PDF/UA-1
asks for and which readers of mathematics are used to.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

from docutils import nodes
from sphinx.util import logging

from press.maths import to_mathml
from press.typst import markup
from press.typst.base import Base

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


def _text(element: ET.Element) -> str:
    # The library writes characters as references, and escapes these once more.
    return html.unescape(element.text or "").strip()


def _name(element: ET.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


class _Converter:
    """Turns MathML elements into Typst math-mode source."""

    def many(self, elements: list[ET.Element]) -> str:
        """Return a row; stretchy fences that pair become ``lr(…)``."""
        pieces: list[str] = []
        opened: list[int] = []
        for element in elements:
            if _name(element) == "mo" and element.get("fence") == "true":
                if element.get("form") == "prefix":
                    opened.append(len(pieces))
                    pieces.append(f"lr({self.one(element)}")
                    continue
                if element.get("form") == "postfix" and opened:
                    opened.pop()
                    pieces.append(f"{self.one(element)})")
                    continue
            pieces.append(self.one(element))
        for position in opened:
            pieces[position] = pieces[position].removeprefix("lr(")
        return " ".join(p for p in pieces if p)

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
        if len(text) > 1 and text.isalpha():
            return f"op({markup.string(text)})"
        if element.get("stretchy") == "false" and len(text) == 1:
            return markup.string(text)
        return self.symbol(text)

    @staticmethod
    def symbol(text: str) -> str:
        """Return operators as characters, escaped where math mode would read syntax."""
        return "".join(f"\\{c}" if c in "\\#$&_^/*'\"`~@<>[](){},;:|!.=-+?%" else c for c in text)

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

    def do_msub(self, element: ET.Element) -> str:
        base, sub = (self.group(child) for child in element)
        return f"attach({base}, b: {sub})"

    def do_msup(self, element: ET.Element) -> str:
        base, sup = (self.group(child) for child in element)
        return f"attach({base}, t: {sup})"

    def do_msubsup(self, element: ET.Element) -> str:
        base, sub, sup = (self.group(child) for child in element)
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
        if {"right", "left"} <= set(aligns):  # align and its kin: TeX's "&" is Typst's
            return " \\ ".join(" & ".join(row) for row in rows)
        align = ", align: #left" if set(aligns) == {"left"} else ""
        return f"mat(delim: #none{align}, {'; '.join(', '.join(row) for row in rows)})"

    def do_mtd(self, element: ET.Element) -> str:
        return self.many(list(element))


def to_typst(tex: str, *, block: bool) -> str:
    """Return *tex* as Typst math-mode source; raise ValueError if it cannot be read."""
    return _Converter().one(to_mathml(tex, block=block))


class MathsMixin(Base):
    """Translates formulas, inline and displayed."""

    def equation(self, node: nodes.Element, *, block: bool, number: str = "") -> str:
        """Return the Typst call that sets *node*'s formula, numbered if *number*."""
        tex = node.astext().strip()
        alt = markup.string(re.sub(r"\s+", " ", tex))
        try:
            body = to_typst(tex, block=block)
        except ValueError as error:
            logger.warning(
                "this formula cannot be read (%s): %s",
                error,
                tex,
                location=node,
                type="press",
                subtype="math",
            )
            return f"#raw({markup.string(tex)}, block: {str(block).lower()})"
        space = " " if block else ""
        numbering = f", number: {markup.string(number)}" if number else ""
        return (
            f"#formula(block: {str(block).lower()}, alt: {alt}{numbering}, ${space}{body}{space}$)"
        )

    def visit_math_block(self, node: nodes.Element) -> None:
        """A displayed formula; its number is Sphinx's, so that all editions agree."""
        number = self.equation_number(node)
        anchors = self.take_anchors(node)
        for target in anchors:
            self.emit(f"#anchor({markup.string(target)});")
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
