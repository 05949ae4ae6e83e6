"""Checks of the input that Sphinx, MyST and docutils do not make.

What would otherwise end in a silent loss, an unsafe page or a traceback is reported with
file and line:

* ``press.alt``: an image without alternative text, unless its class says ``decorative``;
  alternative text that only repeats the caption;
* ``press.image``: a picture that is torn, or of no kind that the editions show;
* ``press.remote``: what is loaded from elsewhere;
* ``press.svg``: a drawing that runs code or loads anything (:mod:`press.svg`);
* ``press.raw``: raw HTML that runs code or embeds other pages (:mod:`press.rawhtml`), a link
  that runs code, a download that a browser would run;
* ``press.text``: markup that was not understood, and so stands in the text or its index, or
  is lost (:mod:`press.markdown`);
* ``press.character``: characters that no edition can hold (:mod:`press.characters`);
* ``press.csv``: a table whose CSV data are torn, uneven or not UTF-8;
* a document that is not UTF-8 stops the build, since Sphinx cannot read it.

A book that means what is reported can say so by Sphinx's ``suppress_warnings``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from pybtex.plugin import PluginNotFound, find_plugin  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import Glossary
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.nodes import bibliography

from . import __version__, addresses, characters, markdown, pictures, rawhtml, substitutions, svg
from .errors import BookError
from .utf8 import NotUtf8Error, read_utf8

logger = logging.getLogger(__name__)


def warn(message: str, kind: str, location: nodes.Node | str) -> None:
    """Report *message* as a warning of type ``press.<kind>``.

    An inline node often has no line of its own: then the place is its paragraph's.
    """
    if isinstance(location, nodes.Node):
        lines = (node for node in (location, *_parents(location)) if node.line)
        location = next(lines, location)
    logger.warning("%s", message, location=location, type="press", subtype=kind)


def _parents(node: nodes.Node) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


# -- documents that cannot be read ----------------------------------------------------------


def check_encoding(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop before a document is read that is not UTF-8, naming all such documents."""
    faults = []
    for docname in docnames:
        try:
            read_utf8(Path(env.doc2path(docname)))
        except NotUtf8Error as error:
            faults.append(f"{error.path}:{error.line}: {error}")
        except OSError:
            continue  # Sphinx reports what cannot be opened
    if faults:
        raise BookError("\n".join(faults))


def check_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report what is wrong in the source of a document."""
    path = app.env.doc2path(docname)
    for line, message in characters.refused(source[0]):
        warn(message, "character", f"{path}:{line}")
    if path.suffix == ".md":
        for line, message in markdown.faults(source[0]):
            warn(message, "text", f"{path}:{line}")


def check_included(app: Sphinx, path: Path, _parent: str, content: list[str]) -> None:
    """Report the characters of an included file that no edition can hold."""
    for line, message in characters.refused(content[0]):
        warn(message, "character", f"{Path(app.srcdir, path).resolve()}:{line}")


# -- documents as read ----------------------------------------------------------------------


def check_document(app: Sphinx, doctree: nodes.document) -> None:
    """Report what is wrong with a document that was just read."""
    path = Path(app.env.doc2path(app.env.docname))
    for image in doctree.findall(nodes.image):
        check_image(image)
    check_raws(app, doctree, path)
    for link in doctree.findall(nodes.reference):
        address = link.get("refuri", "")
        if not addresses.is_link(address):
            warn(f"the link runs code, or leads out of the web: {address[:60]}", "raw", link)
    for meta in doctree.findall(nodes.meta):
        if meta.get("http-equiv"):
            what = meta["http-equiv"]
            place = f"{path}:{_line_with(path, 'http-equiv')}"  # the node knows none
            warn(f"a document must not set http-equiv: {what}", "raw", place)
    for download in doctree.findall(addnodes.download_reference):
        check_download(app, download)
    for entry in doctree.findall(addnodes.index):
        check_index(entry)
    for formula in doctree.findall(_is_formula):
        if command := _IN_FORMULA.search(formula.astext()):
            warn(f"a formula holds no links and styles: {command[0]}", "raw", formula)
    for code in doctree.findall(nodes.literal_block):
        check_code(code, path)
    for text in doctree.findall(nodes.Text):
        check_text(text, substitutions=_has_substitutions(app))
    check_structure(app, doctree, path)


#: Commands of TeX for the web, which would become attributes of a page's elements.
_IN_FORMULA = re.compile(r"\\(?:href|style|class|cssId|data)(?![A-Za-z])")


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.math, nodes.math_block))


# -- pictures and downloads -----------------------------------------------------------------


def check_image(image: nodes.image) -> None:
    """Report an image that some readers will not have."""
    uri = str(image.get("uri", ""))
    if addresses.scheme(uri) or uri.startswith("//"):
        warn(f"the image is not part of the book: {uri[:60]}", "remote", image)
    figure = image.parent if isinstance(image.parent, nodes.figure) else None
    classes = [*image["classes"], *(figure["classes"] if figure else [])]
    alt = str(image.get("alt", "")).strip()
    if not alt:
        if "decorative" not in classes:
            warn(f"the image needs alternative text: {uri}", "alt", image)
        return
    captions = figure.findall(nodes.caption) if figure else ()
    if any(caption.astext().strip() == alt for caption in captions):
        warn(f"the alternative text repeats the caption: {uri}", "alt", image)


def check_files(app: Sphinx, doctree: nodes.document) -> None:
    """Report pictures that cannot be shown, or must not be; Sphinx has found them by now."""
    for image in doctree.findall(nodes.image):
        names: dict[str, str] = image.get("candidates", {})
        for name in dict.fromkeys(names.values()):
            file = Path(app.srcdir, name)
            # What the press draws itself, as data figures are drawn, is well-formed.
            if file.is_file() and not file.resolve().is_relative_to(Path(app.doctreedir).resolve()):
                check_picture(file, image)


def check_picture(file: Path, image: nodes.Node) -> None:
    """Report what is wrong with the picture in *file*, which *image* shows."""
    if message := pictures.fault(file):
        warn(f"the picture {message}: {file.name}", "image", image)
    elif file.suffix.lower() in _DRAWINGS:
        for line, what in svg.faults(file):
            warn(f"a drawing must not hold {what}", "svg", f"{file.resolve()}:{line}")


_DRAWINGS = (".svg", ".svgz")
#: What a browser runs or shows as a page, were it offered for download.
_RUN = re.compile(r"\.(?:x?html?|xht|shtml|m?js|xml|xslt?|hta|swf|svgz)$", re.IGNORECASE)


def check_download(app: Sphinx, download: nodes.Element) -> None:
    """Report a download that a browser would run."""
    target = str(download.get("reftarget", ""))
    if not addresses.is_link(target):
        warn(f"the link runs code, or leads out of the web: {target[:60]}", "raw", download)
    elif _RUN.search(target) and not addresses.scheme(target):
        warn(f"a browser would run this download: {target}", "raw", download)
    elif target.lower().endswith(".svg") and not addresses.scheme(target):
        file = Path(app.env.relfn2path(target, app.env.docname)[1])
        if file.is_file():
            check_picture(file, download)


def check_code(code: nodes.literal_block, document: Path) -> None:
    """Report the characters of code from another file that no edition can hold."""
    file = Path(code.get("source") or document)
    if file.is_file() and file != document and any(characters.refused(code.astext())):
        for line, message in characters.refused(file.read_text(encoding="utf-8", errors="replace")):
            warn(message, "character", f"{file.resolve()}:{line}")


# -- raw HTML ---------------------------------------------------------------------------------


#: What of Typst loads packages from the web or runs other programs' code, and bad links.
_IN_TYPST = re.compile(
    r"@[a-z][\w-]*/[\w-]+|\bplugin\b|\beval\b|\"\s*(?:javascript|vbscript|file|data):",
    re.IGNORECASE,
)


def check_raws(app: Sphinx, doctree: nodes.document, path: Path) -> None:
    """Report raw HTML that runs code, embeds other pages or does not end; and raw nothing."""
    reader = rawhtml.Reader()
    formats = {builder.format for builder in app.registry.builders.values()}
    formats |= {"docx", "epub", "rst", "tex", "xml"}
    for raw in doctree.findall(nodes.raw):
        stated = raw.get("format", "").split()
        if "html" in stated:
            source, line = _begin(raw, path)
            reader.read(raw.astext(), source, line)
            for kind, offset, what in reader.found:
                warn(f"raw HTML must not hold {what}", kind, f"{source}:{line + offset}")
        elif "typst" in stated:
            for found in _IN_TYPST.finditer(raw.astext()):
                source, line = _begin(raw, path)
                line += raw.astext().count("\n", 0, found.start())
                warn(f"raw Typst must not hold {found[0]}", "raw", f"{source}:{line}")
        elif not formats.intersection(stated):
            warn(f"no edition has raw text of the format {' '.join(stated)!r}", "text", raw)
    for element, place in reader.open:
        warn(f"the element <{element}> that begins here is never ended", "raw", place)


def _begin(raw: nodes.raw, path: Path) -> tuple[str, int]:
    """Return the file, and in it the line, where the text of *raw* begins.

    A directive's node has the line of the directive, an inline one that of its
    paragraph: the text is looked for from there on.
    """
    line = next((node.line for node in (raw, *_parents(raw)) if node.line), 1)
    if Path(raw.get("source", "")).is_file():  # the option "file" of the directive
        path, line = Path(raw["source"]).resolve(), 1
    first = raw.astext().split("\n", 1)[0]
    for number, text in enumerate(read_utf8(path).splitlines()[line - 1 :], line):
        if first in text:
            return str(path), number
    return str(path), line


def _line_with(path: Path, words: str) -> int:
    """Return the first line of the file *path* that has *words*, or 1."""
    text = read_utf8(path)
    return text.count("\n", 0, max(text.find(words), 0)) + 1


# -- markup that was not understood -----------------------------------------------------------

#: What of Markdown and reStructuredText stands in a text only by mistake.
_STRAY = (
    (re.compile(r"\{[A-Za-z][\w:.+-]*\}`+\S*"), "markup that was not understood"),
    (re.compile(r"(?:^|\s)\[[^\][]+\]\[[^\][]*\](?=\W|$)"), "a link to what is not defined"),
    (re.compile(r"\]\([^()\s]*"), "a link that was not understood"),
    (re.compile(r"(?:^|\])\{[#.][A-Za-z][^{}]*"), "attributes that were not understood"),
    (re.compile(r"\$\$|\\[A-Za-z]+\{"), "a formula that was not understood"),
    (re.compile(r"^:[a-z][a-z-]*:(?=\s|$)"), "an option that the directive does not have"),
    (re.compile(r"(?m)^([=~^\"*+#-])\1{2,}$"), "a line under or over a heading, too short for it"),
    (re.compile(r"<(?:javascript|vbscript|data|file):[^>]*", re.IGNORECASE), "a link that is none"),
    (re.compile(r"^:{3,}$"), "a fence that belongs to none"),
)
_SUBSTITUTION = re.compile(r"\{\{|\}\}")
_ROLE = re.compile(r"\{[a-z][\w:.+-]*$")


def _has_substitutions(app: Sphinx) -> bool:
    return "substitution" in (getattr(app.config, "myst_enable_extensions", None) or ())


def check_text(text: nodes.Text, *, substitutions: bool = False) -> None:
    """Report markup that stands in the text because it was never closed."""
    parents = (nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.math, nodes.math_block)
    if isinstance(text.parent, parents):
        return
    said = text.astext()
    for pattern, what in _STRAY:
        if stray := pattern.search(said):
            warn(f"{what}: {stray.group().strip()}", "text", text)
    if substitutions and _SUBSTITUTION.search(said):
        warn("a substitution that was not understood", "text", text)
    after = text.parent.index(text) + 1
    behind = text.parent[after] if after < len(text.parent) else None
    if isinstance(behind, nodes.literal) and (role := _ROLE.search(said)):
        warn(f"a role without its closing brace: {role.group()}", "text", text)


_SECOND = re.compile(r",\s*(?:single|pair|triple|see|seealso|main):\s*")
_KINDS = ("single", "pair", "triple", "see", "seealso", "main", "double")


def check_index(index: addnodes.index) -> None:
    """Report an entry that holds a second one: only lines without a type may list several."""
    for entry in index["entries"]:
        if second := _SECOND.search(entry[1]):
            rest = entry[1][second.end() :]
            warn(f"an index entry of its own, by its type: {rest}", "text", index)
        kind = re.match(r"([a-z]+):\s", entry[1])
        if kind and difflib.get_close_matches(kind[1], _KINDS, 1, 0.7):
            warn(f"an index entry of no known type: {entry[1]}", "text", index)


# -- parts that are missing ---------------------------------------------------------------------


def check_structure(app: Sphinx, doctree: nodes.document, path: Path) -> None:
    """Report titles, notes, glossary entries and targets that are empty or lead nowhere."""
    for title in doctree.findall(nodes.title):
        if not title.astext().strip() and not list(title.findall(nodes.image)):
            warn("the heading is empty", "text", title)
    lone = "orphan" in app.env.metadata[app.env.docname] or app.env.docname == app.config.root_doc
    if not lone and not any(True for _ in doctree.findall(nodes.title)):
        warn("the document has no title", "text", f"{path}:1")
    for note in doctree.findall(nodes.footnote):
        _check_note(doctree, note)
    for glossary in doctree.findall(addnodes.glossary):
        if not list(glossary.findall(nodes.term)):
            warn("the glossary has no terms", "text", glossary)
        for entry in glossary.findall(nodes.definition_list_item):
            meanings = [d for d in entry.children if isinstance(d, nodes.definition)]
            if not any(meaning.astext().strip() for meaning in meanings):
                term = entry.children[0]
                warn(f"the term has no meaning: {term.astext()}", "text", term)
    for target in doctree.findall(nodes.target):
        # docutils has handed on the names of all targets that something follows.
        if target["names"] and not target.children and not target.get("refuri"):
            warn(f"the label stands before nothing: {target['names'][0]}", "text", target)


def _check_note(doctree: nodes.document, note: nodes.footnote) -> None:
    """Report a note that says nothing, or that only itself calls."""
    label = note.children[0].astext() if note.children else ""
    if not note.astext().removeprefix(label).strip():
        warn(f"the note is empty: {label}", "text", note)
    calls = [c for c in doctree.findall(nodes.footnote_reference) if c.get("refid") in note["ids"]]
    if calls and all(note in _parents(call) for call in calls):
        warn(f"only the note itself calls it: {label}", "text", note)


# -- what directives and names hide ------------------------------------------------------------


class CheckedGlossary(Glossary):
    """``glossary`` whose terms know their lines in a Markdown document too."""

    def run(self) -> list[nodes.Node]:
        """Return the glossary."""
        lines = [number for _source, number in self.content.items]
        if lines == list(range(len(lines))):  # counted within the directive, as MyST does
            first = self.lineno + 1 + self.content_offset
            self.content.items = [(source, first + n) for source, n in self.content.items]
        return list(super().run())


def check_styles(app: Sphinx, doctree: nodes.document) -> None:
    """Stop at a bibliography in a style that is not there."""
    for node in doctree.findall(bibliography):
        domain: Any = app.env.domains["cite"]
        style = domain.bibliographies[BibliographyKey(node["docname"], node["ids"][0])].style
        try:
            find_plugin("pybtex.style.formatting", style)
        except (PluginNotFound, ImportError):
            path = app.env.doc2path(app.env.docname)
            raise BookError(f"{path}:{node.line or 1}: no style of entries: {style}") from None


def check_names(app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Report two documents that differ in their suffixes alone: one is not read."""
    for docname in sorted(env.found_docs):
        paths = [Path(env.srcdir, docname + suffix) for suffix in app.config.source_suffix]
        for path in [path for path in paths if path.is_file()][1:]:
            warn("a document of this name is there already", "text", f"{path}:1")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the checks."""
    substitutions.confine()
    app.setup_extension("press.csvtables")
    app.add_directive_to_domain("std", "glossary", CheckedGlossary, override=True)
    app.connect("env-before-read-docs", check_encoding)
    app.connect("env-before-read-docs", check_names)
    app.connect("doctree-read", check_styles)
    app.add_directive("raw", rawhtml.CheckedRaw, override=True)
    app.connect("source-read", check_source)
    app.connect("include-read", check_included)
    app.connect("doctree-read", check_document)
    app.connect("doctree-read", check_files, priority=600)  # Sphinx's collectors come at 500
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
