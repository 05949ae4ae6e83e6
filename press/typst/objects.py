"""Object descriptions: signatures and their contents, as autodoc and domains make them."""

from __future__ import annotations

from docutils import nodes

from press.typst.base import Base


class ObjectsMixin(Base):
    """Translates Sphinx's ``desc`` family and production lists."""

    def visit_desc(self, node: nodes.Element) -> None:
        self.emit("\n#description[\n")
        self.anchor(node)

    def depart_desc(self, node: nodes.Element) -> None:
        self.emit("]\n\n")

    def visit_desc_signature(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.emit("#signature[")

    def depart_desc_signature(self, node: nodes.Element) -> None:
        self.emit("]\n")

    def visit_desc_signature_line(self, node: nodes.Element) -> None:
        self.anchor(node)

    def depart_desc_signature_line(self, node: nodes.Element) -> None:
        if node.next_node(descend=False, siblings=True):
            self.emit(" \\\n")

    def visit_desc_content(self, node: nodes.Element) -> None:
        self.emit("#description-body[\n")

    depart_desc_content = depart_desc

    def visit_desc_name(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.emit("#strong[")

    def depart_desc_name(self, node: nodes.Element) -> None:
        self.emit("];")

    def visit_desc_plain(self, node: nodes.Element) -> None:
        """A part of a signature that prints as its text."""
        self.anchor(node)

    def depart_desc_plain(self, node: nodes.Element) -> None:
        pass

    visit_desc_addname = visit_desc_type = visit_desc_annotation = visit_desc_inline = (
        visit_desc_plain
    )
    depart_desc_addname = depart_desc_type = depart_desc_annotation = depart_desc_inline = (
        depart_desc_plain
    )

    def visit_desc_returns(self, node: nodes.Element) -> None:
        self.emit(" → ")

    depart_desc_returns = depart_desc_plain

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        self.emit("(")

    def depart_desc_parameterlist(self, node: nodes.Element) -> None:
        self.emit(")")

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self.emit("\\[")

    def depart_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self.emit("\\]")

    def visit_desc_optional(self, node: nodes.Element) -> None:
        self.emit("\\[")
        if node.parent.index(node):
            self.emit(", ")

    depart_desc_optional = depart_desc_type_parameter_list

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        if node.parent.index(node):
            self.emit(", ")

    depart_desc_parameter = depart_desc_plain
    visit_desc_type_parameter = visit_desc_parameter
    depart_desc_type_parameter = depart_desc_plain

    def visit_productionlist(self, node: nodes.Element) -> None:
        lines = []
        for production in node.children:
            if isinstance(production, nodes.Element):
                self.anchor(production)
                lines.append(self.render(*production.children))
        self.emit("\n#line-block[" + " \\\n".join(lines) + "]\n\n")
        raise nodes.SkipNode
