"""Figures and their pictures; code with its caption."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from press.typst import markup
from press.typst.base import Base, closing

#: Pygments' names of languages that Typst's highlighter calls otherwise, or not at all.
_LANGUAGES = {
    "default": "python", "python3": "python", "py": "python", "ipython": "python",
    "ipython3": "python", "pycon": "python", "console": "bash", "shell": "bash",
    "sh": "bash", "shell-session": "bash", "ps1con": "powershell", "text": "", "none": "",
    "rest": "rst", "restructuredtext": "rst", "myst": "md", "markdown": "md",
    "c++": "cpp", "jsonc": "json", "guess": "",
}  # fmt: skip


class FiguresMixin(Base):
    """Translates figures, pictures and code blocks."""

    # -- Pictures ----------------------------------------------------------------------

    def picture(self, node: nodes.Element) -> str:
        """Return the Typst call that shows the image *node*, with its alternative text."""
        path = self.builder.image_path(node)
        if path is None:
            return markup.string(node.get("alt", ""))
        arguments = markup.arguments(
            alt=markup.string(node["alt"]) if node.get("alt") else None,
            width=self._length(node.get("width")),
            height=self._length(node.get("height")),
            scale=str(node["scale"] / 100) if node.get("scale") else None,
        )
        return f"picture({markup.string(path)}{', ' if arguments else ''}{arguments})"

    @staticmethod
    def _length(value: object) -> str | None:
        """Return a docutils length as Typst's; CSS pixels are 1/96 in, as CSS defines them."""
        if value is None:
            return None
        text = str(value).strip().replace(" ", "")
        number = text.rstrip("abcdefghijklmnopqrstuvwxyz%")
        unit = text[len(number) :]
        try:
            amount = float(number)
        except ValueError:
            return None
        if unit in ("", "px"):
            return f"{amount * 0.75:g}pt"
        if unit in ("pt", "mm", "cm", "in", "em", "%"):
            return f"{amount:g}{unit}"
        return None

    def visit_figure(self, node: nodes.Element) -> None:
        ids = node["ids"] + [
            i for c in node.children if isinstance(c, nodes.image) for i in c["ids"]
        ]
        anchors = [t for t in map(self.full_id, ids) if not self.has_target(t)]
        self._anchored.update(anchors)
        number = self.builder.figure_number("figure", (node["ids"] or [""])[0], self.docname)
        pictures, caption, legend = [], "", ""
        for child in node.children:
            if isinstance(child, nodes.caption):
                with self.held_anchors():
                    caption = self.render(*child.children)
                if number:
                    anchors = anchors or [self.made_target()]
                    self.list_figure("figure", number, anchors[0], caption, child.astext())
            elif isinstance(child, nodes.legend):
                legend = self.render(*child.children)
            elif isinstance(child, nodes.reference):
                pictures += [self.picture(i) for i in child.findall(nodes.image)]
            elif isinstance(child, nodes.image):
                pictures.append(self.picture(child))
            else:
                pictures.append(f"[{self.render(child)}]")
        drawn = all(piece.startswith("picture(") for piece in pictures)
        arguments = markup.arguments(
            kind='"figure"',
            number=markup.string(number) if number else None,
            caption=f"[{closing(caption)}]" if caption else None,
            legend=f"[{legend}]" if legend else None,
            float="true" if caption and drawn and isinstance(node.parent, nodes.section) else None,
            breaks=None if drawn else "true",
            targets=markup.array(map(self.made, anchors)),
        )
        self.emit(f"\n#captioned({arguments}, {' + '.join(pictures) or '[]'})\n")
        self.release_anchors()
        self.emit("\n")
        raise nodes.SkipNode

    def visit_caption(self, node: nodes.Element) -> None:
        """A caption outside figure and code: the heading of a toctree or a container."""
        self.anchor(node)
        self.emit("#block-title[")

    def depart_caption(self, node: nodes.Element) -> None:
        self.emit("]\n")

    # -- Code ---------------------------------------------------------------------------

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.begin_block(node)
        self.emit(f"\n#{self._code(node)}\n\n")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def _code(self, node: nodes.Element) -> str:
        if any(not isinstance(child, nodes.Text) for child in node.children):
            return self._parsed_literal(node)
        options: dict[str, Any] = node.get("highlight_args", {})
        language = node.get("language", self.builder.config.highlight_language)
        language = _LANGUAGES.get(language, language)
        if isinstance(node, nodes.doctest_block):
            language = "python"
        marked = markup.array(map(str, options.get("hl_lines", ())))
        arguments = markup.arguments(
            lang=markup.string(language) if language else None,
            start=str(options.get("linenostart", 1)) if node.get("linenos") else None,
            marked=marked if options.get("hl_lines") else None,
        )
        comma = ", " if arguments else ""
        return f"code-block({markup.string(node.astext().rstrip())}{comma}{arguments})"

    def _parsed_literal(self, node: nodes.Element) -> str:
        """Code with markup inside: spaces and line ends are kept as they are."""
        self._literal += 1
        inner = self.render(*node.children)
        self._literal -= 1
        return f"parsed-literal[{inner}]"

    def visit_captioned_code(self, node: nodes.Element) -> None:
        """Code and its caption: ``container`` of class ``literal-block-wrapper``."""
        caption, code = "", ""
        anchors = self.take_anchors(node)
        for child in node.children:
            if isinstance(child, nodes.caption):
                with self.held_anchors():
                    caption = self.render(*child.children)
            elif isinstance(child, nodes.literal_block):
                anchors += self.take_anchors(child)
                code += self._code(child)
        number = self.builder.figure_number("code-block", (node["ids"] or [""])[0], self.docname)
        arguments = markup.arguments(
            kind='"code"',
            number=markup.string(number) if number else None,
            caption=f"[{closing(caption)}]",
            targets=markup.array(map(self.made, anchors)),
        )
        self.emit(f"\n#captioned({arguments}, {code})\n")
        self.release_anchors()
        self.emit("\n")
        raise nodes.SkipNode
