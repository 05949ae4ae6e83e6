"""Blocks of text: sections, paragraphs, quotations, admonitions and their kin."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from press.typst import markup
from press.typst.base import Base

#: Classes of quotations that stand apart from the text.
_DISPLAY_QUOTES = ("epigraph", "pull-quote", "highlights")

#: Classes of containers and paragraphs that are functions of the page design (book.typ).
_CONTAINERS = ("claim",)
_PARAGRAPHS = ("claim-head", "claim-sources")
#: What a chapter's title may have before it, and what a chapter may stand in.
_BEFORE_TITLE = (nodes.Invisible, nodes.target, nodes.raw, addnodes.index, addnodes.highlightlang)
_FLOW = (nodes.document, nodes.section, nodes.compound, addnodes.start_of_file)
#: Class of paragraphs that print as the last lines of the paragraph before them.
_RUN_ON = "claim-sources"


class BlocksMixin(Base):
    """Translates everything that stands between paragraphs, apart from tables and figures."""

    # -- Documents and sections ------------------------------------------------------

    in_part: bool
    parts_at: int  # the level of the section in which parts begin; 0 is the book itself

    def visit_captioned_code(self, node: nodes.Element) -> None:
        """Print code with its caption; see :class:`~press.typst.figures.FiguresMixin`."""
        raise NotImplementedError

    def enter_matter(self, docname: str) -> None:
        """Begin the main or back matter where *docname* asks for it."""
        raise NotImplementedError

    def visit_document(self, node: nodes.Element) -> None:
        pass

    def depart_document(self, node: nodes.Element) -> None:
        pass

    def visit_start_of_file(self, node: nodes.Element) -> None:
        """Enter another document of the book: its ids and its part of the book are its own."""
        self._outer_documents.append(self.docname)
        self.docname = node["docname"]
        if self._opens_chapter(node):
            self.cut()
        self.enter_matter(self.docname)
        self.emit(f"\n// {self.builder.env.doc2path(self.docname, base=False)}\n")
        self._anchored.add(self.full_id(""))
        self._waiting.append(self.full_id(""))  # at its title, which may turn the page

    def _opens_chapter(self, node: nodes.Element) -> bool:
        """Say whether a document begins with the title of a chapter, in the flow of the book."""
        first = next((c for c in node.children if not isinstance(c, _BEFORE_TITLE)), None)
        around = [node.parent]
        while around[-1].parent is not None:
            around.append(around[-1].parent)
        return (
            isinstance(first, nodes.section)
            and self.section_level <= self.parts_at
            and all(isinstance(a, _FLOW) for a in around)
        )

    def depart_start_of_file(self, node: nodes.Element) -> None:
        self.docname = self._outer_documents.pop()

    def visit_section(self, node: nodes.Element) -> None:
        self.section_level += 1
        if not isinstance(node.next_node(), nodes.title):
            self.anchor(node)

    def depart_section(self, node: nodes.Element) -> None:
        self.section_level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        """A heading, or the title of a table, topic or admonition."""
        parent = node.parent
        if not isinstance(parent, nodes.section):
            self.anchor(node)
            self.emit("#block-title[")
            return
        if self.section_level < 1:  # the title of the whole book: the title page has it
            self.anchor(parent)
            self._anchored.add(self.full_id(""))
            self._waiting.append(self.full_id(""))
            raise nodes.SkipNode
        ids = list(dict.fromkeys(parent["ids"] + node["ids"]))
        targets = [self.full_id(i) for i in ids]
        with self.held_anchors():
            self.begin_block(node)
            title = self.render(*node.children)
        number = self.section_number(parent)
        level = max(self.section_level - self.parts_at, 1)
        fresh = [t for t in targets if not self.has_target(t)]
        self._anchored.update(fresh)
        target = fresh[0] if fresh else self.made_target()
        depth = level + self.in_part
        self.list_heading(depth, number, target, title, node.astext())
        arguments = markup.arguments(
            level=str(level),
            depth=str(depth),
            number=markup.string(number) if number else None,
            target=self.made(target),
        )
        self.emit(f"\n#section({arguments})[{title}]\n")
        for target in fresh[1:]:
            self.emit(f"#anchor({self.made(target)});")
        self.release_anchors()
        self.emit("\n")
        raise nodes.SkipNode

    def depart_title(self, node: nodes.Element) -> None:
        self.emit("]\n")

    def visit_subtitle(self, node: nodes.Element) -> None:
        self.emit("#block-title[")

    depart_subtitle = depart_title

    def section_number(self, section: nodes.Element) -> str:
        """Return the number that a ``:numbered:`` toctree gives *section*, like "2.3"."""
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        for node_id in section["ids"]:
            if f"#{node_id}" in numbers:
                return ".".join(map(str, numbers[f"#{node_id}"]))
        is_first = isinstance(section.parent, (addnodes.start_of_file, nodes.document))
        return ".".join(map(str, numbers.get("", ()))) if is_first else ""

    def visit_rubric(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.emit("#rubric[")
        self.begin_block(node)

    def depart_rubric(self, node: nodes.Element) -> None:
        self.emit("]\n\n")

    # -- Paragraphs --------------------------------------------------------------------

    def visit_paragraph(self, node: nodes.Element) -> None:
        """A paragraph; one of a class that the page design knows gets its function."""
        self.anchor(node)
        call = next((c for c in node["classes"] if c in _PARAGRAPHS), None)
        if call:
            self.emit(f"#{call}[")
        self.begin_block(node)
        node["press_opened"] = bool(call)

    def depart_paragraph(self, node: nodes.Element) -> None:
        if node["press_opened"]:
            self.emit("]")
        self.release_anchors()
        after = node.next_node(descend=False, siblings=True)
        if isinstance(after, nodes.paragraph) and _RUN_ON in after["classes"]:
            self.emit(" \\\n")
        else:
            self.emit("\n" if self._tight else "\n\n")

    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    def visit_centered(self, node: nodes.Element) -> None:
        self.emit("#align(center)[")

    def visit_attribution(self, node: nodes.Element) -> None:
        raise nodes.SkipNode  # printed by the quotation that it belongs to

    def _end_block(self, node: nodes.Node) -> None:
        self.emit("]\n\n")

    depart_centered = _end_block

    def visit_transition(self, node: nodes.Element) -> None:
        """An ornament, unless only notes follow, which print elsewhere."""
        after = node.parent.children[node.parent.index(node) + 1 :]
        if all(isinstance(n, (nodes.footnote, nodes.Invisible)) for n in after):
            raise nodes.SkipNode
        self.emit("\n#transition()\n\n")

    def depart_transition(self, node: nodes.Element) -> None:
        pass

    def visit_line_block(self, node: nodes.Element) -> None:
        nested = isinstance(node.parent, nodes.line_block)
        self.emit("#pad(left: 1.5em)[" if nested else "#line-block[")

    def depart_line_block(self, node: nodes.Element) -> None:
        self.emit("]\n" if isinstance(node.parent, nodes.line_block) else "]\n\n")

    def visit_line(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.begin_block(node)

    def depart_line(self, node: nodes.Element) -> None:
        self.emit(" \\\n" if node.next_node(nodes.line, descend=False, siblings=True) else "\n")

    # -- Containers --------------------------------------------------------------------

    def visit_container(self, node: nodes.Element) -> None:
        """A block with classes; those that the page design knows get its function."""
        if "literal-block-wrapper" in node["classes"]:
            self.visit_captioned_code(node)
            return
        self.anchor(node)
        name = next((c for c in node["classes"] if c in _CONTAINERS), None)
        if name:
            self.emit(f"\n#{name}[\n")
        node["press_opened"] = bool(name)

    def depart_container(self, node: nodes.Element) -> None:
        if node["press_opened"]:
            self.emit("]\n\n")

    def visit_transparent(self, node: nodes.Element) -> None:
        """A node that only groups others."""
        self.anchor(node)

    def depart_transparent(self, node: nodes.Element) -> None:
        pass

    visit_compound = visit_glossary = visit_hlist = visit_hlistcol = visit_transparent
    depart_compound = depart_glossary = depart_hlist = depart_hlistcol = depart_transparent
    visit_acks = visit_only = visit_decoration = visit_transparent
    depart_acks = depart_only = depart_decoration = depart_transparent

    def visit_skipped(self, node: nodes.Node) -> None:
        """A node that prints nothing."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_pending = visit_skipped
    visit_toctree = visit_tabular_col_spec = visit_highlightlang = visit_meta = visit_skipped
    visit_header = visit_footer = visit_system_message = visit_skipped
    visit_docinfo = visit_nav = visit_doctest_marker = visit_skipped

    def visit_raw(self, node: nodes.Element) -> None:
        """Raw Typst passes through; raw text for other writers is theirs alone."""
        self.anchor(node)
        if "typst" in node.get("format", "").split():
            self.is_raw = True
            self.emit(node.astext(), "\n")
        raise nodes.SkipNode

    # -- Quotations ---------------------------------------------------------------------

    def visit_block_quote(self, node: nodes.Element) -> None:
        """A quotation with its attribution; one without is often only indented text."""
        self.anchor(node)
        kind = next((c for c in node["classes"] if c in _DISPLAY_QUOTES), None)
        by = next((c for c in node.children if isinstance(c, nodes.attribution)), None)
        attribution = f"[{self.render(*by.children)}]" if by else None
        arguments = markup.arguments(
            kind=markup.string(kind) if kind else None, attribution=attribution
        )
        tight, self._tight = self._tight, False
        inner = self.render(*node.children)
        self._tight = tight
        self.emit(f"\n#quotation({arguments})[\n{inner}\n]\n\n")
        raise nodes.SkipNode

    # -- Admonitions and asides ----------------------------------------------------------

    def _admonition(self, node: nodes.Element, title: str = "", name: str = "") -> None:
        children = list(node.children)
        if not title and children and isinstance(children[0], nodes.title):
            title = f"{name} {self.render(*children.pop(0).children)}".strip()
        kind = node["classes"][0] if node["classes"] else node.tagname
        tight, self._tight = self._tight, False
        self.anchor(node)
        inner = self.render(*children)
        self._tight = tight
        self.emit(f"\n#admonition({markup.string(kind)}, [{title or name}])[\n{inner}\n]\n\n")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        self._admonition(node)

    def visit_Admonition(self, node: nodes.Element) -> None:
        """An extension's kind of admonition, such as a theorem: with its number, if it has one."""
        figtype = self.builder.env.domains.standard_domain.get_enumerable_node_type(node) or ""
        number = self.builder.figure_number(figtype, (node["ids"] or [""])[0], self.docname)
        pattern = self.config.numfig_format.get(figtype) or f"{figtype.capitalize()} %s"
        name = pattern.replace("%s", number).replace("{number}", number) if number else ""
        self._admonition(node, name=markup.escape(name))

    visit_topic = visit_sidebar = visit_todo_node = visit_admonition

    def _labelled(self, node: nodes.Element) -> None:
        self._admonition(node, markup.escape(str(admonitionlabels[node.tagname])))

    visit_note = visit_tip = visit_hint = visit_important = visit_seealso = _labelled
    visit_warning = visit_caution = visit_danger = visit_error = visit_attention = _labelled

    def visit_versionmodified(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.emit("#version-note[\n")

    def visit_label(self, node: nodes.Element) -> None:
        """The label of a note prints with the note; an extension's, such as a tab's, here."""
        if isinstance(node.parent, (nodes.footnote, nodes.citation)):
            raise nodes.SkipNode
        self.anchor(node)
        self.emit("\n#rubric[")

    depart_label = depart_rubric

    depart_versionmodified = _end_block
