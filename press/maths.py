"""Formulas: TeX, as Sphinx holds it, read into MathML (https://www.w3.org/TR/mathml-core/).

`latex2mathml <https://pypi.org/project/latex2mathml/>`_ reads the TeX.  The print
edition maps the small tree to Typst; the others show it as it is.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

import latex2mathml.converter


def to_mathml(tex: str, *, block: bool) -> ET.Element:
    """Return *tex* as a MathML element; raise ValueError if it cannot be read."""
    # Starred environments carry no numbers; the numbers are Sphinx's.
    tex = re.sub(r"\\(begin|end)\{(align|gather|equation|multline|eqnarray)\}", r"\\\1{\2*}", tex)
    # Line breaks and alignment at the top level need an environment in TeX as well.
    if re.search(r"\\\\|&", tex) and "\\begin" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    try:
        element: ET.Element = latex2mathml.converter.convert_to_element(
            tex, display="block" if block else "inline"
        )
    except Exception as error:  # the library raises many kinds, some of them bare
        raise ValueError(str(error) or error.__class__.__name__) from error
    return element


def mathml_source(tex: str, *, block: bool) -> str:
    """Return *tex* as MathML markup that bears the TeX as its alternative text.

    Raises ValueError if the TeX cannot be read.
    """
    element = to_mathml(tex, block=block)
    element.set("alttext", re.sub(r"\s+", " ", tex).strip())
    for part in element.iter():
        if part.text:  # the library writes characters as references, and escapes these once more
            part.text = html.unescape(part.text)
    return ET.tostring(element, encoding="unicode")
