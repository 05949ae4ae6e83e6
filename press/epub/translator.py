"""The doctree → XHTML translator of the e-reader edition.

It writes what a book needs; whatever it has no rule of its own for, an extension's node
say, is written as Sphinx's HTML translator writes it, less the web theme's classes.
"""

from __future__ import annotations

import posixpath
import re
from types import MethodType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from press.epub.asides import AsidesMixin
from press.epub.nodes import page_mark
from press.epub.raw import address, is_remote, mended
from press.epub.tables import TablesMixin
from press.maths import mathml_source

if TYPE_CHECKING:
    from press.epub.builder import EpubBuilder

logger = logging.getLogger(__name__)

#: Classes that Sphinx and docutils write for the style sheets of web themes.
_LEFTOVERS = frozenset(
    "align-default backlinks bibliography-entry bibtex-citation citation-list colwidths-auto "
    "colwidths-given compound container dark-light doc docutils download external field-even "
    "field-odd figure image-reference internal literal literal-block literal-block-wrapper math "
    "mathjax_ignore notranslate numref pre reference row-even row-odd simple std std-doc "
    "std-numref std-ref target tex2jax_ignore toctree-wrapper xref".split()
)
#: Classes that mean something, under names that say it.
_KEPT = {"std-term": "term"}
#: Elements that need a web page around them, or a network.
_WEB_ONLY = re.compile(
    r"<\s*(script|style|link|iframe|object|embed|form|button|input|video|audio)\b|\son\w+\s*=",
    re.IGNORECASE,
)


def _without_leftovers(classes: list[str]) -> list[str]:
    return [_KEPT.get(name, name) for name in classes if name not in _LEFTOVERS]


class EpubTranslator(AsidesMixin, TablesMixin):
    """Translates one resolved, shaped document."""

    builder: EpubBuilder

    def __init__(self, document: nodes.document, builder: EpubBuilder) -> None:
        super().__init__(document, builder)
        self._ids: set[str] = set()

    def take_handlers(self, handlers: dict[str, tuple[Any, Any]]) -> None:
        """Learn from extensions to write their own nodes, but none that we know ourselves."""
        for name, (visit, depart) in handlers.items():
            method = getattr(type(self), f"visit_{name}", None)
            if method is not None and method.__module__.startswith("press."):
                continue
            setattr(self, f"visit_{name}", MethodType(visit, self))
            if depart:
                setattr(self, f"depart_{name}", MethodType(depart, self))

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Return the start tag without styles and leftovers, each id once a document."""
        attributes = {name: value for name, value in attributes.items() if name.lower() != "style"}
        given = str(attributes.pop("CLASS", attributes.pop("class", ""))).split()
        kept = _without_leftovers([*given, *attributes.pop("classes", [])])
        if kept:
            attributes["class"] = " ".join(dict.fromkeys(kept))
        node["classes"] = _without_leftovers(node.get("classes", []))
        node["ids"] = [name for name in self._names(node) if name not in self._ids]
        self._ids.update(node["ids"])
        tag: str = super().starttag(node, tagname, suffix, empty, **attributes)
        return re.sub(r'^([^>]*?) lang="([^"]*)"', r'\1 lang="\2" xml:lang="\2"', tag, count=1)

    @staticmethod
    def _names(node: nodes.Element) -> list[str]:
        names: list[str] = node.get("ids", [])
        return names

    # -- The document and its sections -----------------------------------------------------------

    def visit_section(self, node: nodes.Element) -> None:
        """A section's further names go to its heading: before it, a line would be lost."""
        self.section_level += 1
        title = node.children[0] if node.children else None
        if isinstance(title, nodes.title) and len(node["ids"]) > 1:
            title["ids"] = [*node["ids"][1:], *title["ids"]]
            node["ids"] = node["ids"][:1]
        attributes: dict[str, Any] = {}
        if role := node.get("role"):
            attributes = {"epub:type": role, "role": f"doc-{role}"}
        elif kind := node.get("epub_type"):
            attributes = {"epub:type": kind}
        self.body.append(self.starttag(node, "section", **attributes))

    def visit_compound(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "div"))

    # -- Boxes and figures -----------------------------------------------------------------------

    def visit_container(self, node: nodes.Element) -> None:
        """A claim is an aside that says its name; a captioned listing is a figure."""
        if "claim" in node["classes"]:
            strong = next(iter(node.findall(nodes.strong)), None)
            name = strong.astext() if strong is not None else "Claim"
            attributes: dict[str, Any] = {"role": "note", "aria-label": name}
            tag = self.starttag(node, "aside", **attributes)
            self.body.append(tag)
            self.context.append("</aside>\n")
        elif node.get("literal_block"):
            self.body.append(self.starttag(node, "figure", CLASS="listing"))
            self.context.append("</figure>\n")
        else:
            self.body.append(self.starttag(node, "div"))
            self.context.append("</div>\n")

    def depart_container(self, _node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    def visit_figure(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "figure"))

    def depart_figure(self, _node: nodes.Element) -> None:
        self.body.append("</figure>\n")

    def visit_caption(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "figcaption", ""))
        self.add_fignumber(node.parent)

    def depart_caption(self, node: nodes.Element) -> None:
        follower = node.next_node(descend=False, siblings=True)
        if not isinstance(follower, nodes.legend):  # which the same element holds
            self.body.append("</figcaption>\n")

    def visit_legend(self, node: nodes.Element) -> None:
        if not isinstance(node.previous_sibling(), nodes.caption):
            self.body.append("<figcaption>")
        self.body.append(self.starttag(node, "div", CLASS="legend"))

    def depart_legend(self, _node: nodes.Element) -> None:
        self.body.append("</div></figcaption>\n")

    # -- Lists of reference ----------------------------------------------------------------------

    def visit_glossary(self, node: nodes.Element) -> None:
        """The section around it has the role; where there is none, the list's own div has."""
        parent = node.parent
        while parent is not None and not isinstance(parent, nodes.section):
            parent = parent.parent
        named = parent is not None
        attributes: dict[str, Any] = {}
        if not named:
            attributes = {"epub:type": "glossary", "role": "doc-glossary"}
        self.body.append(self.starttag(node, "div", **attributes))

    def depart_glossary(self, _node: nodes.Element) -> None:
        self.body.append("</div>\n")

    def visit_citation(self, node: nodes.Element) -> None:
        """An entry of a bibliography is an item of a list: its own role is deprecated."""
        if not isinstance(node.parent.children[node.parent.index(node) - 1], nodes.citation) or (
            node.parent.index(node) == 0
        ):
            self.body.append('<ul class="citations">\n')
        self.body.append(self.starttag(node, "li"))

    def depart_citation(self, node: nodes.Element) -> None:
        self.body.append("</li>\n")
        if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
            self.body.append("</ul>\n")

    def visit_label(self, _node: nodes.Element) -> None:
        self.body.append('<span class="label">[')

    def depart_label(self, _node: nodes.Element) -> None:
        self.body.append("]</span> ")

    # -- Words -----------------------------------------------------------------------------------

    def visit_reference(self, node: nodes.Element) -> None:
        """A link without tooltip; one to the glossary says so to the style sheet."""
        if len(node.children) == 1 and isinstance(node.children[0], nodes.inline):
            inner = node.children[0]
            node["classes"] += [name for name in inner["classes"] if name in _KEPT]
            inner["classes"] = [name for name in inner["classes"] if name not in _KEPT]
        attributes: dict[str, Any] = {
            "href": address(node["refuri"]) if "refuri" in node else f"#{node['refid']}"
        }
        if "backlink" in node["classes"]:  # from a work to where it is cited
            node["classes"].remove("backlink")
            attributes["role"] = "doc-backlink"
        self.body.append(self.starttag(node, "a", "", **attributes))
        if node.get("secnumber"):
            number = ".".join(map(str, node["secnumber"]))
            self.body.append(number + self.secnumber_suffix)

    def depart_reference(self, _node: nodes.Element) -> None:
        self.body.append("</a>")

    def visit_inline(self, node: nodes.Element) -> None:
        """A span only where it says something."""
        tag = self.starttag(node, "span", "")
        self.context.append("" if tag == "<span>" else "</span>")
        self.body.append("" if tag == "<span>" else tag)

    def depart_inline(self, _node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    def visit_literal(self, node: nodes.Element) -> None:
        tag = "kbd" if "kbd" in node["classes"] else "code"
        self.body.append(self.starttag(node, tag, "") + self.encode(node.astext()) + f"</{tag}>")
        raise nodes.SkipNode

    def visit_classifier(self, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "span", " : ", CLASS="classifier"))

    def visit_abbreviation(self, node: nodes.Element) -> None:
        attributes: dict[str, Any] = (
            {"title": node["explanation"]} if node.get("explanation") else {}
        )
        self.body.append(self.starttag(node, "abbr", "", **attributes))

    def visit_download_reference(self, _node: nodes.Element) -> None:
        """The file is on the web only: its name stands, without a link."""

    def depart_download_reference(self, _node: nodes.Element) -> None:
        pass

    # -- Maths, code, pictures -------------------------------------------------------------------

    def visit_math(self, node: nodes.Element, math_env: str = "") -> None:
        self.body.append(self._formula(node, block=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.Element, math_env: str = "") -> None:
        self.body.append(self.starttag(node, "div", CLASS="formula") + self._page_marks(node))
        if node.get("number"):
            number = get_node_equation_number(self, node)  # type: ignore[arg-type]
            self.body.append(f'<span class="equation-number">({number})</span> ')
        self.body.append(self._formula(node, block=True))
        self.body.append("</div>\n")
        raise nodes.SkipNode

    def _formula(self, node: nodes.Element, *, block: bool) -> str:
        tex = node.astext().strip()
        try:
            return mathml_source(tex, block=block)
        except ValueError as error:
            message = "this formula cannot be read (%s): %s"
            logger.warning(message, error, tex, location=node, type="press", subtype="math")
            return f"<code>{self.encode(tex)}</code>"

    def visit_literal_block(self, node: nodes.Element) -> None:
        marked = any(isinstance(child, page_mark) for child in node.children[1:])
        if marked or node.rawsource != node.astext():  # markup within, which stays
            self.body.append(self.starttag(node, "pre", ""))
            return
        language = node.get("language", "default")
        arguments = {**node.get("highlight_args", {}), "force": node.get("force", False)}
        code = self.highlighter.highlight_block(
            node.rawsource,
            language,
            opts=self.config.highlight_options.get(language, {}),
            linenos=node.get("linenos", False),
            location=node,
            **arguments,
        )
        start = self.starttag(node, "pre", "") + self._page_marks(node)
        self.body.append(f"{start}<code>{code.rstrip()}</code></pre>\n")
        raise nodes.SkipNode

    def depart_literal_block(self, _node: nodes.Element) -> None:
        self.body.append("</pre>\n")

    def visit_doctest_block(self, node: nodes.Element) -> None:
        self.visit_literal_block(node)

    def visit_image(self, node: nodes.Element) -> None:
        """A picture no wider than the screen; one without alternative text is reported."""
        uri = node["uri"]
        if uri in self.builder.images:
            uri = posixpath.join(self.builder.imgpath, quote(self.builder.images[uri]))
        elif is_remote(uri):  # reported when the book was read: its text stands for it
            self.body.append(self.encode(node.get("alt", "")))
            return
        attributes = {"src": uri}
        if "alt" in node:
            attributes["alt"] = node["alt"]
        else:
            logger.warning(
                "this image has no alternative text", location=node, type="press", subtype="alt"
            )
        if match := re.fullmatch(r"(\d+)(?:px)?", node.get("width", "")):
            attributes["width"] = match[1]
        elif match := re.fullmatch(r"(\d+)(?:\.\d+)?%", node.get("width", "")):
            # To the next quarter: a class, where a web page would have an inline style.
            share = min(max(-(-int(match[1]) // 25), 1), 4) * 25
            attributes["class"] = f"width-{share}"
        self.body.append(self.emptytag(node, "img", "", **attributes))

    def depart_image(self, _node: nodes.Element) -> None:
        pass

    def visit_raw(self, node: nodes.raw) -> None:
        """Raw HTML goes in, mended, unless it needs a web page around it."""
        if "html" in node.get("format", "").split() and _WEB_ONLY.search(node.astext()):
            logger.warning(
                "left out of the EPUB: this HTML works on web pages only",
                location=node,
                type="press",
                subtype="raw",
            )
            raise nodes.SkipNode
        node[:] = [nodes.Text(mended(node.astext()))]
        super().visit_raw(node)

    # -- What only a web page has ----------------------------------------------------------------

    def visit_toctree(self, node: nodes.Element) -> None:
        raise nodes.SkipNode
