"""Running text: roles, references, notes, abbreviations, inline maths and images."""

from __future__ import annotations

from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from press.typst import markup, ties
from press.typst.base import Base

#: Reference classes that Sphinx sets for what a reader looks up by page: {ref},
#: {numref}, {doc}, {eq}.  Glossary terms and citations are found by the alphabet.
_PAGED = ("std-ref", "std-numref", "doc", "eqref")

#: How inline nodes of a role's class are set; classes not named here print as they are.
_CLASS_FUNCTIONS = {
    "guilabel": "gui",
    "menuselection": "gui",
    "kbd": "key",
    "command": "strong",
    "program": "strong",
    "dfn": "emph",
    "small-caps": "smallcaps",
    "smallcaps": "smallcaps",
    "underline": "underline",
    "strike": "strike",
}


class InlineMixin(Base):
    """Translates everything that stands inside a paragraph."""

    def equation(self, node: nodes.Element, *, block: bool, number: str = "") -> str:
        """Return the call that sets a formula; see :class:`~press.typst.maths.MathsMixin`."""
        raise NotImplementedError

    def picture(self, node: nodes.Element) -> str:
        """Return the call that shows an image; see :class:`~press.typst.figures.FiguresMixin`."""
        raise NotImplementedError

    def visit_Text(self, node: nodes.Text) -> None:
        text = node.astext()
        if self._literal:  # each space and line end counts
            lines = (f"#{markup.string(line)};" if line else "" for line in text.split("\n"))
            self.emit(" \\\n".join(lines))
        else:
            text = ties.tie(text, self.config.language)
            if set(node.parent["classes"]) & {"std-ref", "std-numref"}:
                text = ties.tie_number(text)
            self.emit(ties.line_figures(markup.escape(text), "#lining[{}];".format))

    def depart_Text(self, node: nodes.Text) -> None:
        pass

    # -- Emphasis and roles --------------------------------------------------------

    def _wrap(self, node: nodes.Element, function: str) -> None:
        self.anchor(node)
        self.emit(f"#{function}[")

    def _close(self, node: nodes.Node) -> None:
        self.emit("];")

    def visit_emphasis(self, node: nodes.Element) -> None:
        self._wrap(node, "emph")

    def visit_strong(self, node: nodes.Element) -> None:
        self._wrap(node, "strong")

    def visit_subscript(self, node: nodes.Element) -> None:
        self._wrap(node, "sub")

    def visit_superscript(self, node: nodes.Element) -> None:
        self._wrap(node, "super")

    depart_emphasis = depart_strong = depart_subscript = depart_superscript = _close
    visit_title_reference = visit_literal_emphasis = visit_manpage = visit_emphasis
    depart_title_reference = depart_literal_emphasis = depart_manpage = _close
    visit_literal_strong = visit_strong
    depart_literal_strong = _close

    def visit_literal(self, node: nodes.Element) -> None:
        self.anchor(node)
        if "kbd" in node["classes"]:
            self.emit("#key[")
        elif all(isinstance(child, nodes.Text) for child in node.children):
            self.emit(f"#raw({markup.string(node.astext())});")
            raise nodes.SkipNode
        else:
            self.emit("#mono[")

    depart_literal = _close

    def visit_inline(self, node: nodes.Element) -> None:
        if "backlinks" in node["classes"]:
            self._cited_on(node)
        self.anchor(node)
        opened = 0
        for name in node["classes"]:
            if name in _CLASS_FUNCTIONS:
                self.emit(f"#{_CLASS_FUNCTIONS[name]}[")
                opened += 1
        if node.get("language"):
            self.emit(f"#text(lang: {markup.string(node['language'].split('-')[0])})[")
            opened += 1
        node["press_opened"] = opened

    def depart_inline(self, node: nodes.Element) -> None:
        self.emit("];" * node["press_opened"])

    def _cited_on(self, node: nodes.Element) -> None:
        """Print the pages that cite a work, where other editions name the sections.

        The links' ``places`` are all places that cite it (:mod:`press.bibliography`).
        """
        targets: list[str] = []
        for link in node.findall(nodes.reference):
            places: list[tuple[str, str]] = link.get("places", [])
            targets += [self.full_id(node_id, docname) for docname, node_id in places]
        labels = [self.when_printed(t, node, f"{markup.label(t)}, ") for t in targets]
        self.emit(f"#cited-on(({''.join(labels)}))")
        raise nodes.SkipNode

    def visit_generated(self, node: nodes.Element) -> None:
        pass

    def depart_generated(self, node: nodes.Element) -> None:
        pass

    def visit_abbreviation(self, node: nodes.Element) -> None:
        """Print the explanation where the abbreviation first stands: paper has no hover."""
        self.anchor(node)

    def depart_abbreviation(self, node: nodes.Element) -> None:
        explanation = node.get("explanation", "")
        in_signature = any(isinstance(a, addnodes.desc_signature) for a in self._ancestors(node))
        if explanation and explanation not in self.explained and not in_signature:
            self.explained.add(explanation)
            self.emit(markup.escape(f" ({explanation})"))

    def visit_problematic(self, node: nodes.Element) -> None:
        self._wrap(node, "strong")

    depart_problematic = _close

    # -- References ------------------------------------------------------------------

    def visit_reference(self, node: nodes.Element) -> None:
        self.anchor(node)
        node["press_opened"] = 0
        if any(isinstance(child, nodes.image) for child in node.children):
            return  # the picture is its own content; images carry no links in print
        target = self.builder.target_of(node, self.docname)
        if target is not None:
            self.emit(self.link_open(target, node))
            node["press_opened"] = 1
        elif node.get("refuri"):
            self.emit(f"#link({markup.string(node['refuri'])})[")
            node["press_opened"] = 1

    def depart_reference(self, node: nodes.Element) -> None:
        self.emit("];" * node["press_opened"])
        if not node["press_opened"]:
            return
        target = self.builder.target_of(node, self.docname)
        if target is None:
            self._print_address(node)
        elif self.builder.options.page_references and self._is_paged(node):
            inside = str(self._open_parentheses(node)).lower()
            call = f"#page-reference({markup.label(target)}, inside: {inside});"
            self.emit(self.when_printed(target, node, call))

    def _is_paged(self, node: nodes.Element) -> bool:
        classes = [c for child in node.findall(nodes.Element) for c in child["classes"]]
        return any(name in classes for name in _PAGED)

    @staticmethod
    def _open_parentheses(node: nodes.Element) -> bool:
        """Say whether *node* stands inside parentheses of its paragraph."""
        block: nodes.Element | None = node.parent
        while block is not None and not isinstance(block, nodes.TextElement):
            block = block.parent
        while block is not None and isinstance(block.parent, nodes.TextElement):
            block = block.parent
        if block is None:
            return False
        before = ""
        for item in block.findall():
            if item is node:
                break
            if isinstance(item, nodes.Text):
                before += item.astext()
        return before.count("(") > before.count(")")

    def _print_address(self, node: nodes.Element) -> None:
        """Print the address of an external link whose text does not show it."""
        uri: str = node["refuri"]
        mode = self.builder.options.urls
        shown = node.astext().strip().removesuffix("/")
        bare = unquote(uri).removeprefix("mailto:").split("://", 1)[-1].removesuffix("/")
        plain = shown.split("://", 1)[-1].removeprefix("doi:")
        if mode == "no" or plain == bare or (len(plain) > 7 and bare.endswith(plain)):
            return
        around = self._ancestors(node)
        if any("bibliography" in a["classes"] for a in around):
            return  # an entry shows the work's own address
        if any(isinstance(a, (nodes.title, nodes.term)) for a in around):
            mode = "inline"
        address = f"#link({markup.string(uri)})[#address({markup.string(uri)})]"
        if mode == "footnote" and not self._in_note:
            self.emit(f"#footnote[{address}];")
        else:
            self.emit(f" ({address})")

    @staticmethod
    def _ancestors(node: nodes.Node) -> list[nodes.Element]:
        found = []
        parent = node.parent
        while parent is not None:
            found.append(parent)
            parent = parent.parent
        return found

    def visit_number_reference(self, node: nodes.Element) -> None:
        self.visit_reference(node)

    def depart_number_reference(self, node: nodes.Element) -> None:
        self.depart_reference(node)

    def visit_download_reference(self, node: nodes.Element) -> None:
        """Print the text, and the file's name where the text does not say it."""
        self.anchor(node)

    def depart_download_reference(self, node: nodes.Element) -> None:
        name = str(node.get("reftarget", "")).rsplit("/", 1)[-1]
        if name and name not in node.astext():
            self.emit(f" (#raw({markup.string(name)}))")

    def visit_pending_xref(self, node: nodes.Element) -> None:
        """An unresolved reference, of which Sphinx has warned, prints as its text."""
        self.anchor(node)

    def depart_pending_xref(self, node: nodes.Element) -> None:
        pass

    def visit_target(self, node: nodes.Element) -> None:
        self.anchor(node)

    def depart_target(self, node: nodes.Element) -> None:
        pass

    def visit_index(self, node: nodes.Element) -> None:
        """Make the place of an index entry a target; the index itself is made by the builder."""
        self.anchor(node)  # labels before it, such as those of an object description
        for entry in node["entries"]:
            self.anchor_id(self.full_id(entry[2]))
        raise nodes.SkipNode

    # -- Notes -------------------------------------------------------------------------

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """Print the note at the foot of the page where it is first called."""
        self.anchor(node)
        key = self.full_id(node.get("refid", ""))
        note = self.notes.get(key)
        if note is None:
            self.emit(f"#super[{markup.escape(node.astext())}];")
        elif key in self.printed_notes:
            self.emit(f"#footnote({markup.label('note:' + key)});")
        else:
            self.printed_notes.add(key)
            in_note, self._in_note = self._in_note, True
            children = [c for c in note.children if not isinstance(c, nodes.label)]
            body = self.render(*children)
            self._in_note = in_note
            self.emit(f"#[#footnote[{body}]#label({self.made('note:' + key)})];")
        raise nodes.SkipNode

    def visit_footnote(self, node: nodes.Element) -> None:
        """Notes print where they are called; see :meth:`visit_footnote_reference`."""
        raise nodes.SkipNode

    def visit_citation(self, node: nodes.Element) -> None:
        """Print a work of a bibliography, with the key that citations call it by."""
        label = next((c for c in node.children if isinstance(c, nodes.label)), None)
        key = f"\\[{markup.escape(label.astext())}\\] " if label else ""
        with self.captured() as inner:
            self.anchor(node)
            for child in node.children:
                if child is not label:
                    child.walkabout(self)
        self.emit("\n#bibliography-entry[", key, "".join(inner).strip("\n"), "]\n\n")
        raise nodes.SkipNode

    def visit_citation_reference(self, node: nodes.Element) -> None:
        """A docutils citation, ``[Key]_``, that Sphinx left as it was."""
        self.emit(f"\\[{markup.escape(node.astext())}\\]")
        raise nodes.SkipNode

    # -- Maths and images ------------------------------------------------------------

    def visit_math(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.emit(self.equation(node, block=False), ";")
        raise nodes.SkipNode

    def visit_image(self, node: nodes.Element) -> None:
        inline = isinstance(node.parent, nodes.TextElement) or (
            isinstance(node.parent, nodes.reference)
            and isinstance(node.parent.parent, nodes.TextElement)
        )
        if inline:
            self.anchor(node)
            self.emit(f"#box(baseline: 20%, {self.picture(node)});")
        else:
            self.anchor(node)
            align = node.get("align", "center")
            align = align if align in ("left", "center", "right") else "center"
            self.emit(f"#align({align}, {self.picture(node)})\n\n")
        raise nodes.SkipNode
