"""Nodes of Sphinx's own extensions that need more than a rule for text: graphs, summaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.ext.graphviz import GraphvizError, render_dot
from sphinx.util import logging

from press.typst import markup
from press.typst.figures import FiguresMixin

if TYPE_CHECKING:
    from sphinx.ext.inheritance_diagram import InheritanceGraph

logger = logging.getLogger(__name__)


class GraphsMixin(FiguresMixin):
    """Translates ``graphviz``, ``inheritance_diagram`` and ``autosummary`` nodes."""

    def visit_graphviz(self, node: nodes.Element) -> None:
        """A graph: drawn if Graphviz is at hand, else its source, which says the same."""
        code: str = node["code"]
        picture = self._drawn(node, code, node.get("options", {}), node.get("alt") or code)
        source = f"#code-block({markup.string(code.strip())})"
        self._graph(node, picture or source)

    def visit_inheritance_diagram(self, node: nodes.Element) -> None:
        """A diagram of classes: drawn if Graphviz is at hand, else a line for each class."""
        graph: InheritanceGraph = node["graph"]
        classes = [(name, list(bases)) for name, _full, bases, _tip in graph.class_info]
        lines = [f"{name}({', '.join(bases)})" if bases else name for name, bases in classes]
        boxes = "".join(f'  "{name}";\n' for name, _bases in classes)
        arrows = "".join(f'  "{base}" -> "{name}";\n' for name, bases in classes for base in bases)
        code = f"digraph {{\n  rankdir=LR;\n  node [shape=box];\n{boxes}{arrows}}}\n"
        text = "\n".join(lines)
        picture = self._drawn(node, code, {}, text)
        self._graph(node, picture or f"#code-block({markup.string(text)})")

    def _graph(self, node: nodes.Element, shown: str) -> None:
        self.anchor(node)
        self.emit("\n", shown, "\n\n")
        raise nodes.SkipNode

    def _drawn(self, node: nodes.Element, code: str, options: dict[str, Any], alt: str) -> str:
        """Return the markup of a picture of the graph *code*, or "" without Graphviz."""
        translator: Any = self  # Sphinx's own signature names its own translators
        try:
            _address, path = render_dot(translator, code, options, "svg")
        except GraphvizError as error:
            logger.warning("dot code %r: %s", code, error, location=node)
            return ""
        if path is None:
            return ""
        name = Path(path).name
        self.builder.images[str(path)] = name
        image = nodes.image(uri=str(path), alt=" ".join(alt.split()))
        return f"#align(center, {self.picture(image)})"

    def visit_autosummary_table(self, node: nodes.Element) -> None:
        """A comment to docutils, yet a table to readers."""
        self.anchor(node)

    def depart_autosummary_table(self, node: nodes.Element) -> None:
        """End nothing: the table in it prints by itself."""
