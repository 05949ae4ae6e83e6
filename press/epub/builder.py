"""The e-reader builder: an accessible EPUB 3.3 publication of any Sphinx book.

``sphinx-build -b epub`` gives ``<slug>.epub``.  It stands in the place of Sphinx's own
builder of that name, keeps how it reads and resolves a book, and replaces what it writes.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder, validate_config_values
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.util import logging
from sphinx.util.i18n import format_date
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from press import cover as covers
from press import metadata
from press.epub import (
    accessibility,
    archive,
    index,
    navigation,
    options,
    package,
    raw,
    resources,
    survey,
    themes,
    xhtml,
)
from press.epub.code import CodeHighlighter
from press.epub.notes import NoteGatherer, entry_places, whole_entries
from press.epub.rendering import FOLDER, render
from press.epub.shape import shape
from press.epub.translator import EpubTranslator
from press.pages import CONTENTS
from press.pages import of as page_map

logger = logging.getLogger(__name__)

_STYLE = Path(__file__).with_name("style.css")


class EpubBuilder(Epub3Builder):
    """Builds the e-reader edition of a book."""

    name = "epub"
    epilog = "The e-reader edition is in %(outdir)s."
    default_translator_class: ClassVar[type[HTML5Translator]] = EpubTranslator
    supported_image_types: ClassVar[list[str]] = [*Epub3Builder.supported_image_types, "image/webp"]
    cover_page = "epub-cover.xhtml"

    def init(self) -> None:
        super().init()
        self.book = metadata.from_config(self.config)
        self.options = options.from_config(self.config, Path(self.confdir))
        moment = datetime.datetime.combine(self.book.date, datetime.time(), datetime.UTC)
        self.date_text = format_date("%B %-d, %Y", date=moment, language=self.book.language)
        #: Pages beside the documents, such as the index: their titles by name.
        self.extra_pages: dict[str, str] = {}
        #: Files that links within the book may lead to.
        self.files_of_book: set[str] = set()
        #: The ids of bibliography entries, by document.
        self.entry_ids: dict[str, set[str]] = {}
        self._entries: dict[tuple[str, str], nodes.Element] = {}
        #: Names of the documents and other pages, as they are read.
        self.reading_order: list[str] = []

    # Web themes have no part in this.
    def init_templates(self) -> None:
        self.theme = themes.NoTheme()  # type: ignore[assignment]
        self.theme_options = {}

    def init_highlighter(self) -> None:
        self.highlighter = CodeHighlighter("html", "none")
        self.dark_highlighter = None

    def init_css_files(self) -> None:
        self._css_files = []

    def init_js_files(self) -> None:
        self._js_files = []

    def copy_assets(self) -> None:
        """Leave the theme's files where they are; see :meth:`_styles`."""

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield all documents: each may show what stands in another."""
        yield from sorted(self.env.found_docs)

    # -- What `python -m press` asks ------------------------------------------------------

    @property
    def main_file(self) -> str:
        """Name of the file that readers open."""
        return f"{self.book.slug}.epub"

    def published(self) -> list[Path]:
        """Return the files that make up the edition."""
        return [Path(self.outdir, self.main_file)]

    def extent(self) -> str:
        """Return how many documents one reads: "17 documents"."""
        return f"{len(self.reading_order)} documents"

    def conformance(self) -> str:
        """Return the standards that the edition is made to."""
        return ", ".join(filter(None, ["EPUB 3.3", self.options.conforms_to.partition(" - ")[0]]))

    # -- Names -------------------------------------------------------------------------------

    def file_of(self, name: str) -> str:
        """Return the file of a document or page, as a path from the book's root."""
        return unquote(self.get_target_uri(name))

    def title_of(self, name: str) -> str:
        """Return the title of a document or page, as plain text."""
        if name in self.extra_pages:
            return self.extra_pages[name]
        title = self.env.titles.get(name)
        return title.astext() if title is not None else name

    def title_of_file(self, file: str) -> str:
        """Return the title of the document that is written to *file*."""
        return self.title_of(file.removesuffix(self.out_suffix))

    # -- Writing documents ------------------------------------------------------------------

    def prepare_writing(self, docnames: Set[str]) -> None:
        super().prepare_writing(docnames)
        self.extra_pages = {name: str(kind.localname) for name, kind, *_ in self.domain_indices}
        if self.use_index and IndexEntries(self.env).create_index(self):
            self.extra_pages["genindex"] = index.title()
        names = [*self.env.found_docs, *self.extra_pages]
        self.files_of_book = {self.file_of(name) for name in names}
        self.entry_ids = entry_places(self.env)
        self._entries = whole_entries(self.env, self)

    @property
    def pages_before(self) -> dict[str, list[str]]:
        """The folios of the pages before the text, by what stands there."""
        printed = page_map(self.env)
        return printed.before if printed is not None else {}

    def create_translator(self, *args: Any) -> nodes.NodeVisitor:
        """Return our own translator, whatever a web theme would have in its place."""
        translator = EpubTranslator(*args)
        handlers = self._registry.translation_handlers
        # Sphinx would take those of its format only if no extension has any for EPUB.
        translator.take_handlers(handlers.get(self.format, {}) | handlers.get(self.name, {}))
        return translator

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = relative_uri(self.get_target_uri(docname), self.imagedir)
        self.dlpath = ""
        self.current_docname = docname
        self.fix_ids(doctree)
        shape(doctree, docname, self)
        NoteGatherer(doctree, docname, self._entries).gather(self._addresses(docname))
        translator = cast(EpubTranslator, self.create_translator(doctree, self))
        doctree.walkabout(translator)
        body = "".join(translator.fragment)
        if raw.needs_mending(body):
            body = raw.mended(body)
        if xhtml.fault(body):
            body = xhtml.tidy(body)
        if fault := xhtml.fault(body):
            message = "what this document becomes is not XML: %s"
            logger.warning(message, fault, location=docname, type="press", subtype="epub")
        kind = "title-page" if docname == self.config.root_doc else ""
        self._write_page(docname, self.title_of(docname), body, kind)

    def _addresses(self, docname: str) -> dict[str, tuple[str, str]]:
        """Return the place of each bibliography entry by its address from *docname*."""
        return {
            self.fix_fragment(f"{self.get_relative_uri(docname, home)}#", node_id): (home, node_id)
            for home, node_id in self._entries
        }

    def _write_page(self, name: str, title: str, body: str, kind: str = "") -> None:
        file = self.file_of(name)
        if name != self.config.root_doc:
            title = f"{title} – {self.book.title}"
        here = self.get_target_uri(name)
        page = render(
            "page.xhtml.jinja",
            language=self.book.language,
            title=title,
            sheets=[relative_uri(here, sheet) for sheet in self._styles()],
            kind=kind,
            body=body,
        )
        self._write(file, page)

    def _write(self, file: str, text: str) -> None:
        place = Path(self.outdir, file)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")

    def _styles(self) -> dict[str, Path]:
        """Return the style sheets by their place in the book: ours, then the book's own."""
        sheets = {"styles/press.css": _STYLE}
        for number, file in enumerate(self.options.css, 1):
            sheets[f"styles/{number}-{Path(file).name}"] = Path(self.confdir, file)
        return sheets

    # -- Finishing --------------------------------------------------------------------------

    def finish(self) -> None:
        self.copy_image_files()
        # Nothing of it is packed, but extensions put things there when a web format is done.
        Path(self.outdir, "_static").mkdir(exist_ok=True)
        self.handle_finish()

    def handle_finish(self) -> None:
        """Write what is not a document, then put everything into one file."""
        walked = navigation.Contents(self)
        entries = walked.entries()
        listed = [e.docname for entry in entries for e in entry.walk() if e.docname]
        order = [*listed, *(name for name in self.extra_pages if name not in walked.seen)]
        entries += [
            navigation.Entry(self.title_of(name), self.file_of(name), name)
            for name in order[len(listed) :]
        ]
        surveys = self._survey([name for name in order if name in self.env.found_docs])
        reached = self._reached(surveys)
        self._write_extra_pages(surveys)
        for name in self.extra_pages:
            file = self.file_of(name)
            surveys[file] = survey.read(Path(self.outdir), file)
        for file, address in survey.broken_links(surveys.values()):
            message = "a link leads nowhere: %s"
            place = file.removesuffix(self.out_suffix)
            logger.warning(message, address, location=place, type="press", subtype="link")
            survey.unlink(Path(self.outdir), file, address)
        self.reading_order = order
        self._package(entries, surveys, [*map(self.file_of, order)], reached)

    def _survey(self, names: list[str]) -> dict[str, survey.Survey]:
        """Return the surveys of the documents *names* by file, in that order."""
        surveys: dict[str, survey.Survey] = {}
        page = ""
        for name in names:
            file = self.file_of(name)
            surveys[file] = found = survey.read(Path(self.outdir), file, page)
            page = found.page_at_end
        return surveys

    def _reached(self, surveys: dict[str, survey.Survey]) -> list[str]:
        """Survey the documents that no table of contents lists, but links lead to.

        They are read out of order, so they are not of the spine's linear part; what
        nothing leads to is not part of the book (EPUB 3.3, 5.7.2).
        """
        documents = {self.file_of(name) for name in self.env.found_docs}
        found: list[str] = []
        waiting = [file for s in surveys.values() for file, _ in s.links]
        while waiting:
            file = waiting.pop(0)
            if file in documents and file not in surveys:
                surveys[file] = survey.read(Path(self.outdir), file)
                waiting += [target for target, _ in surveys[file].links]
                found.append(file)
        return found

    def _write_extra_pages(self, surveys: Mapping[str, survey.Survey]) -> None:
        if "genindex" in self.extra_pages:
            title = self.extra_pages["genindex"]
            entries = index.Index(self, surveys)
            letters = entries.letters()
            body = render("index.xhtml.jinja", title=title, letters=letters, pages=entries.pages)
            self._write_page("genindex", title, body)
        for name, kind, content, _collapse in self.domain_indices:
            rows = [(letter, [self._module(e) for e in group]) for letter, group in content]
            title = str(kind.localname)
            body = render("domainindex.xhtml.jinja", title=title, content=rows)
            self._write_page(name, title, body)

    def _module(self, entry: Any) -> dict[str, str]:
        """Return one line of a domain's index: name, address, what is said of it."""
        href = f"{self.get_target_uri(entry[2])}#{entry[3]}" if entry[2] else ""
        return {
            "name": entry[0],
            "href": self.fix_fragment(*_split(href)) if href else "",
            "note": " ".join(str(part) for part in (entry[4], entry[6]) if part),
        }

    # -- The package -----------------------------------------------------------------------------

    def _package(
        self,
        entries: list[navigation.Entry],
        surveys: dict[str, survey.Survey],
        linear: list[str],
        reached: list[str],
    ) -> None:
        """Write package, contents and archive."""
        nav = "nav.xhtml" if "nav" not in self.env.found_docs else "navigation.xhtml"
        found = [surveys[file] for file in (*linear, *reached) if file in surveys]
        turned = [
            navigation.Link(label, f"{nav}#page-{label}")
            for label in self.pages_before.get(CONTENTS, [])
        ]
        pages = navigation.page_list(found, turned)
        access = accessibility.describe(found, summary=self.options.summary)
        files: dict[str, set[str]] = {nav: {"nav"}, "toc.ncx": set()}
        files |= {one.file: one.properties for one in found}
        files |= {sheet: set() for sheet in self._styles()}
        for sheet, source in self._styles().items():
            self._write(sheet, source.read_text(encoding="utf-8"))
        for one in found:
            files |= {
                file: set() for file in one.resources if resources.is_there(self, file, one.file)
            }
        spine = [(package.item_id(f), True) for f in linear if f in surveys]
        spine.insert(1, (package.item_id(nav), True))
        spine += [(package.item_id(f), False) for f in reached]
        cover = self._cover(files)
        if cover:
            spine.insert(0, (package.item_id(self.cover_page), True))
        depth = self.config.epub_tocdepth
        shared: dict[str, Any] = {
            "book": self.book,
            "identifier": package.identifier(self.book, self.config),
            "entries": navigation.shortened(entries, depth),
            "pages": pages,
        }
        shared["depth"] = navigation.depth_of(shared["entries"])
        marks = navigation.landmarks(self, found, nav, cover=bool(cover))
        self._write(
            nav,
            render(
                "nav.xhtml.jinja",
                **shared,
                **navigation.titles(),
                turned=turned,
                landmarks=marks,
                sheets=list(self._styles()),
            ),
        )
        self._write("toc.ncx", render("toc.ncx.jinja", **shared))
        opf = render(
            "package.opf.jinja",
            **shared,
            options=self.options,
            access=access,
            description=package.description(self.book, self.config),
            sorted_title=package.sorted_title(self.book),
            rights=package.rights(self.book, self.config),
            page_source=self.options.page_source or package.page_source(self.book) if pages else "",
            manifest=[package.item(file, files[file]) for file in sorted(files)],
            spine=spine,
            cover_id=package.item_id(cover) if cover else "",
            ncx_id=package.item_id("toc.ncx"),
        )
        self._write("package.opf", opf)
        contents = {file: Path(self.outdir, file).read_bytes() for file in [*files, "package.opf"]}
        contents["META-INF/container.xml"] = (FOLDER / "container.xml").read_bytes()
        archive.write(Path(self.outdir, self.main_file), contents, self.book.date)

    def _cover(self, files: dict[str, set[str]]) -> str:
        """Write the cover page, if there is to be one; return the file of its picture."""
        source, alt = Path(self.confdir, self.options.cover), self.options.cover_alt
        if not self.options.cover:
            drawn = covers.render(self.config, Path(self.confdir), Path(self.doctreedir, "cover"))
            if drawn is None:
                return ""
            source, alt = drawn.png, drawn.alt
        image = f"images/cover{source.suffix.lower()}"
        place = Path(self.outdir, image)
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, place)
        body = render("cover.xhtml.jinja", image=image, alt=alt)
        self._write_page(
            self.cover_page.removesuffix(self.out_suffix), navigation.cover_title(), body, "cover"
        )
        files[self.cover_page] = set()
        files[image] = {"cover-image"}
        return image


def _split(uri: str) -> tuple[str, str]:
    path, mark, fragment = uri.partition("#")
    return path + mark, fragment


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its settings."""
    app.add_config_value("press_epub", {}, "epub", types=(dict,))
    app.add_builder(EpubBuilder, override=True)
    themes.keep_out(app, EpubBuilder)
    # Sphinx's own check asks for settings that this builder does not use.
    for listener in list(app.events.listeners.get("builder-inited", ())):
        if listener.handler is validate_config_values:
            app.disconnect(listener.id)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
