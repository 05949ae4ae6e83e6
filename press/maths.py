"""Formulas: TeX, as Sphinx holds it, read into MathML (https://www.w3.org/TR/mathml-core/).

``latex2mathml`` reads the TeX.  The print
edition maps the small tree to Typst; the others show it as it is.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import latex2mathml.converter
from sphinx.config import Config

#: Macros by name, without backslash: definition, and how many arguments it takes.
Macros = Mapping[str, tuple[str, int]]

#: Environments for several lines, which differ only in numbers and columns.
_LINES = "align|aligned|alignat|alignedat|flalign|gather|gathered|multline|multlined|eqnarray"

#: Commands about spacing or limits whose argument the library would lose.
_CLASSES = "mathop|mathbin|mathrel|mathord|mathopen|mathclose|mathpunct|mathinner|nolimits"

#: Substitutions after which macros are held to call themselves.
_MOST_CALLS = 2000


def macros_of(config: Config) -> dict[str, tuple[str, int]]:
    """Return the macros that a project gives MathJax, Sphinx's usual way to define some.

    https://docs.mathjax.org/en/latest/input/tex/macros.html
    """
    found: dict[str, tuple[str, int]] = {}
    for setting in ("mathjax2_config", "mathjax3_config", "mathjax4_config"):
        options = getattr(config, setting, None) or {}
        tex = options.get("tex") or options.get("TeX") or {}
        for name, stated in (tex.get("macros") or tex.get("Macros") or {}).items():
            if isinstance(stated, str):
                found[name] = (stated, 0)
            elif len(stated) == 2:  # a third item would be an optional argument's default
                found[name] = (str(stated[0]), int(stated[1]))
    return found


def expand(tex: str, macros: Macros) -> str:
    """Return *tex* with its macros replaced; raise ValueError for a call that cannot be.

    Arguments are a group in braces, a command or a character, as in TeX.
    """
    if not macros:
        return tex
    names = "|".join(sorted(map(re.escape, macros), key=len, reverse=True))
    call = re.compile(rf"\\({names})(?![A-Za-z])")
    for _ in range(_MOST_CALLS):
        match = call.search(tex)
        if match is None:
            return tex
        definition, count = macros[match[1]]
        position = match.end()
        for number in range(1, count + 1):
            argument, position = _argument(tex, position, match[0])
            definition = definition.replace(f"#{number}", argument)
        # The space keeps a command at the end of the definition from the letters after it.
        tex = f"{tex[: match.start()]}{definition} {tex[position:]}"
    raise ValueError("a macro that calls itself")


def _argument(tex: str, position: int, macro: str) -> tuple[str, int]:
    """Return the argument of *macro* at *position*, and where it ends."""
    match = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^{}\s])").match(tex, position)
    if match:
        return match[1], match.end()
    start = re.compile(r"\s*\{").match(tex, position)
    if start is None:
        raise ValueError(f"{macro} lacks an argument")
    depth = 0
    for brace in re.compile(r"\\.|[{}]").finditer(tex, start.end() - 1):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return tex[start.end() : brace.start()], brace.end()
    raise ValueError(f"{macro} has an argument without end")


def _lines(tex: str) -> str:
    """Return *tex* in an environment, if it has more lines than one, or columns.

    Blank lines part equations, as Sphinx's other builders have it; line breaks and
    alignment at the top level need an environment in TeX as well.
    """
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", tex) if part.strip()]
    tex = r" \\ ".join(parts)
    outside, inside = re.sub(r"(?s)\\begin\{(\w+\*?)\}.*\\end\{\1\}", "", tex), 1
    while inside:  # what stands in braces breaks no line of the whole
        outside, inside = re.subn(r"(?<!\\)\{[^{}]*\}", "", outside)
    if re.search(r"\\\\|(?<!\\)&", outside):
        return rf"\begin{{split}}{tex}\end{{split}}"
    return tex


def _known(tex: str) -> str:
    """Return *tex* in the environments that the library knows, without marks for TeX alone.

    Numbers are Sphinx's; of the environments for lines, the library reads ``split``.
    """
    tex = re.sub(r"\\(label|tag\*?)\{[^{}]*\}|\\(nonumber|notag)(?![A-Za-z])", "", tex)
    tex = re.sub(rf"\\(?:{_CLASSES})(?![A-Za-z])", "", tex)
    tex = re.sub(r"\\arg(?![A-Za-z])", r"\\operatorname{arg}", tex)
    tex = re.sub(r"\\textsc(?![A-Za-z])", r"\\text", tex)
    tex = re.sub(r"\\(begin|end)\{equation\*?\}", "", tex)
    tex = re.sub(r"(\\begin\{(?:alignat|alignedat)\*?\})\{\d+\}", r"\1", tex)
    return re.sub(rf"\\(begin|end)\{{(?:{_LINES})\*?\}}", r"\\\1{split}", tex)


def to_mathml(tex: str, *, block: bool, macros: Macros | None = None) -> ET.Element:
    """Return *tex* as a MathML element; raise ValueError if it cannot be read."""
    tex = expand(tex, macros or {})
    try:
        element: ET.Element = latex2mathml.converter.convert_to_element(
            _lines(_known(tex)), display="block" if block else "inline"
        )
    except Exception as error:  # the library raises many kinds, some of them bare
        raise ValueError(str(error) or error.__class__.__name__) from error
    for part in list(element.iter()):
        _join_base(part)
    for part in element.iter():  # a formula is no place for links and styles
        for name in ("href", "style", "class", "id"):
            part.attrib.pop(name, None)
    for part in element.iter("mi"):  # \\mathrm of one letter comes as a reference alone
        if re.fullmatch(r"&#x000[4-7][0-9A-F];", part.text or ""):
            part.set("mathvariant", "normal")
    return element


def mathml_source(tex: str, *, block: bool, macros: Macros | None = None) -> str:
    """Return *tex* as MathML markup that bears the TeX as its alternative text.

    Raises ValueError if the TeX cannot be read.
    """
    element = to_mathml(tex, block=block, macros=macros)
    element.set("alttext", re.sub(r"\s+", " ", tex).strip())
    for part in element.iter():
        if part.text:  # the library writes characters as references, and escapes these once more
            part.text = html.unescape(part.text)
    return ET.tostring(element, encoding="unicode")


#: How many scripts an element bears beside its base (MathML Core, 3.4).
_SCRIPTS = {"msub": 1, "msup": 1, "munder": 1, "mover": 1, "msubsup": 2, "munderover": 2}


def _join_base(element: ET.Element) -> None:
    """Make the base of *element* one: the library leaves a matrix beside its brackets."""
    scripts = _SCRIPTS.get(element.tag)
    if scripts is None or len(element) <= scripts + 1:
        return
    base = ET.Element("mrow")
    for child in element[: len(element) - scripts]:
        element.remove(child)
        base.append(child)
    element.insert(0, base)
