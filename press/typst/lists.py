"""Lists: of items, numbered, of definitions, fields and options."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from press.typst import markup
from press.typst.base import Base

#: Items that a list may have before it is set in pieces; notes that it may call; and the
#: notes that one of its pieces may call.
_LONG_LIST, _NOTES_IN_LIST, _NOTES_IN_CHUNK = 50, 20, 10


class ListsMixin(Base):
    """Translates everything that docutils calls a list."""

    @staticmethod
    def _is_tight(node: nodes.Element) -> bool:
        """Say whether all items of a list are single paragraphs, nested lists apart."""
        lists = (nodes.bullet_list, nodes.enumerated_list)
        for item in node.children:
            if not isinstance(item, nodes.Element):
                continue
            blocks = [
                c for c in item.children if not isinstance(c, (nodes.comment, addnodes.index))
            ]
            if len([c for c in blocks if not isinstance(c, lists)]) > 1:
                return False
            if any(not isinstance(c, (nodes.paragraph, *lists)) for c in blocks):
                return False
        return True

    def _list(self, node: nodes.Element, call: str, *extra: str) -> None:
        self.anchor(node)
        tight, self._tight = self._tight, self._is_tight(node)
        items = []
        for item in node.children:
            if isinstance(item, nodes.Element):
                with self.captured() as inner:
                    self.anchor(item)
                    for child in item.children:
                        child.walkabout(self)
                items.append("[" + "".join(inner).strip("\n") + "]")
        arguments = [f"tight: {str(self._tight).lower()}", *extra]
        self._tight = tight
        start = int(node.get("start", 1))
        calls = []
        for chunk in self._chunks(items):
            here = [f"start: {start}"] if call == "enum" else []
            calls.append(f"{call}({', '.join([*arguments, *here, *chunk])})")
            start += len(chunk)
        if len(calls) == 1:
            self.emit(f"\n#{calls[0]}\n\n")
        else:
            self.emit(f"\n#long-list({arguments[0]},", *(f"\n  {c}," for c in calls), "\n)\n\n")
        raise nodes.SkipNode

    @staticmethod
    def _chunks(items: list[str]) -> list[list[str]]:
        """Return *items*, cut where a list is too long for Typst to lay out in one piece.

        Typst lays out a list as one grid, all of it again for each page, and for
        each footnote on a page: quadratic in length.
        """
        notes = [item.count("#footnote[") for item in items]
        if len(items) <= _LONG_LIST and sum(notes) <= _NOTES_IN_LIST:
            return [items]
        chunks: list[list[str]] = [[]]
        count = 0
        for item, called in zip(items, notes, strict=True):
            if chunks[-1] and (len(chunks[-1]) == _LONG_LIST or count + called > _NOTES_IN_CHUNK):
                chunks.append([])
                count = 0
            chunks[-1].append(item)
            count += called
        return chunks

    def visit_bullet_list(self, node: nodes.Element) -> None:
        if "bibliography" in node["classes"]:
            self._bibliography(node)
        self._list(node, "list")

    def _bibliography(self, node: nodes.Element) -> None:
        """Print a list of works as paragraphs with a hanging indent.

        Typst lays out a list as one grid, which takes it twenty times as long for
        some hundred entries that break over pages.
        """
        self.anchor(node)
        self.emit("\n#before-list()\n")
        for item in node.children:
            with self.captured() as inner:
                if isinstance(item, nodes.Element):
                    self.anchor(item)
                for child in item.children:
                    child.walkabout(self)
            self.emit("\n#bibliography-entry[", "".join(inner).strip("\n"), "]\n")
        self.emit("\n")
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        styles = {
            "arabic": "1",
            "loweralpha": "a",
            "upperalpha": "A",
            "lowerroman": "i",
            "upperroman": "I",
        }
        style = styles.get(node.get("enumtype", "arabic"), "1")
        pattern = f"{node.get('prefix', '')}{style}{node.get('suffix', '.')}"
        numbering = f"numbering: {markup.string(pattern)}"
        self._list(node, "enum", numbering)

    def _terms(self, node: nodes.Element, pairs: list[tuple[str, str]], call: str) -> None:
        self.anchor(node)
        items = "".join(f"\n  ([{term}], [{body}])," for term, body in pairs)
        self.emit(f"\n#{call}({items}\n)\n\n")
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.Element) -> None:
        pairs = []
        tight, self._tight = self._tight, False
        for item in node.findall(nodes.definition_list_item):
            if item.parent is not node:
                continue
            heads: list[str] = []
            for child in item.children:
                if isinstance(child, nodes.term):
                    with self.captured() as inner:
                        self.anchor(child)
                        self.begin_block(child)
                        for part in child.children:
                            part.walkabout(self)
                    heads.append("".join(inner))
                elif isinstance(child, nodes.classifier):
                    heads[-1] += f" #emph[({self.render(*child.children)})];"
            bodies = [self.render(*d.children) for d in item if isinstance(d, nodes.definition)]
            with self.captured() as anchors:
                self.anchor(item)
            pairs.append(("".join(anchors) + ", ".join(heads), "\n\n".join(bodies)))
        self._tight = tight
        self._terms(node, pairs, "definitions")

    def visit_field_list(self, node: nodes.Element) -> None:
        pairs = []
        for field in node.children:
            if isinstance(field, nodes.field):
                name, body = field.children[0], field.children[1]
                pairs.append((self.render(*name.children), self.render(*body.children)))
        self._terms(node, pairs, "definitions")

    def visit_option_list(self, node: nodes.Element) -> None:
        pairs = []
        for item in node.children:
            group, description = item.children[0], item.children[1]
            options = ", ".join(option.astext() for option in group.children)
            pairs.append((f"#raw({markup.string(options)});", self.render(*description.children)))
        self._terms(node, pairs, "definitions")
