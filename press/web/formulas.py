"""Formulas as MathML, which browsers set without a script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from press.maths import mathml_source

logger = logging.getLogger(__name__)
NAME = "mathml"


def _written(translator: Any, node: nodes.Element, *, block: bool) -> str:
    """Return the formula; one that cannot be read is reported, and shown as TeX."""
    try:
        return mathml_source(node.astext(), block=block)
    except ValueError as error:
        logger.warning("the formula cannot be read: %s", error, location=node)
        code: str = translator.encode(node.astext())
        return f"<code>{code}</code>"


def inline(translator: Any, node: nodes.math) -> None:
    """Write a formula in a sentence."""
    translator.body.append(_written(translator, node, block=False))
    raise nodes.SkipNode


def displayed(translator: Any, node: nodes.math_block) -> None:
    """Write a formula that stands by itself, with its number."""
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(_written(translator, node, block=True))
    translator.body.append("</div>\n")
    raise nodes.SkipNode
