"""The print builder: assembles the book, has it set by Typst, keeps the source beside it.

``sphinx-build -b pdf`` gives ``<slug>.pdf``, which Typst has held to PDF/UA-1
(ISO 14289-1) and PDF/A-2a (ISO 19005-2), and ``<slug>.typ`` with all that it needs.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Set
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.i18n import format_date

from press import cover as covers
from press import metadata, pages
from press.beside import Beside
from press.errors import PrintError
from press.typst import mapping, marks, markup, options
from press.typst.assemble import assemble
from press.typst.base import CUT, Line
from press.typst.compositor import Job, Outcome
from press.typst.diagnosis import Diagnosis
from press.typst.fascicles import Fascicle, Piece, cut
from press.typst.index import index_source
from press.typst.rounds import Rounds
from press.typst.setting import InFascicles, Setting, Whole
from press.typst.translator import TypstTranslator

logger = logging.getLogger(__name__)

_STANDARDS = {"ua-1": "PDF/UA-1", "a-2a": "PDF/A-2a"}
#: Standards by which Typst writes the structure of pages in another way.
_TAGGED_OTHERWISE = {"2.0", "a-4", "a-4e", "a-4f"}
_TEMPLATE = Path(__file__).with_name("book.typ")


class PrintBuilder(Builder):
    """Builds the print edition of a book as one accessible, archivable PDF."""

    name = "pdf"
    format = "typst"
    epilog = "The print edition is in %(outdir)s."
    default_translator_class = TypstTranslator
    allow_parallel = False
    #: Does the cover stand before the pages?  Are these tagged, for who cannot see them?
    has_cover_leaf = True
    tagged = True
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "application/pdf",
    ]

    def init(self) -> None:
        self.book = metadata.from_config(self.config)
        self.options = options.from_config(self.config)
        #: The release's date as the moment that the PDF bears.
        self.moment = datetime.datetime.combine(self.book.date, datetime.time(), datetime.UTC)
        #: Where Sphinx's own extensions draw pictures, in the output folder.
        self.imagedir = "graphs"
        #: Whether an image without alternative text was met: PDF/UA-1 can't be claimed then.
        self.lacks_alt = False
        #: What the translator knows of each block, and what came to stand where.
        self._block_places: dict[str, tuple[str, int | None]] = {}
        self._rows: dict[str, int] = {}
        self._texts: dict[str, list[str]] = {}
        self._beside: dict[str, tuple[str, str]] = {}
        self._setting: Setting | None = None
        #: What the Typst source begins with, and the parts in which a long book is set.
        self._head = ""
        self._fascicles: list[Fascicle] = []
        #: Is told, where it is wanted, which page begins where, before they are bound.
        self.know_pages: Callable[[pages.PageMap], None] | None = None
        #: The standards that the last PDF conforms to, by Typst's names.
        self.conforms: tuple[str, ...] = ()

    # -- What is built -------------------------------------------------------------------

    @property
    def pdf(self) -> Path:
        """Where the PDF is written."""
        return Path(self.outdir, self.book.slug + ".pdf")

    @property
    def source(self) -> Path:
        """Where the Typst source is written."""
        return Path(self.outdir, "source", self.book.slug + ".typ")

    @property
    def _fascicle_folder(self) -> Path:
        """Where what Typst has set waits to be bound."""
        return Path(self.doctreedir, "fascicles")

    def get_outdated_docs(self) -> str:
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return "%" + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def target_of_uri(self, uri: str) -> str:
        """Return the label for an internal address, ``%document#id``."""
        docname, _hash, node_id = uri.removeprefix("%").partition("#")
        return f"{docname}:{node_id}"

    def target_of(self, node: nodes.Element, docname: str) -> str | None:
        """Return the label that the reference *node* of *docname* leads to.

        None for addresses outside the book and for pages that only a web site has.
        """
        if node.get("refid"):
            return f"{docname}:{node['refid']}"
        uri = node.get("refuri", "")
        if not uri.startswith("%"):
            return None
        target = self.target_of_uri(uri)
        name = uri[1:].partition("#")[0]
        return target if name in self.env.all_docs or name == "genindex" else None

    def figure_number(self, kind: str, node_id: str, docname: str) -> str:
        """Return the number that ``numfig`` gave a figure, table or code block, or ""."""
        numbers = self.env.toc_fignumbers.get(docname, {}).get(kind, {})
        return ".".join(map(str, numbers.get(node_id, ())))

    def image_path(self, node: nodes.Element) -> str | None:
        """Return the path of *node*'s picture beside the Typst source."""
        name = self.images.get(node["uri"])
        if name is None:
            return None
        if not node.get("alt"):
            self.lacks_alt = True
        return "images/" + name

    # -- What `python -m press` asks ------------------------------------------------------

    @property
    def main_file(self) -> str:
        """Name of the file that readers open."""
        return self.pdf.name

    def published(self) -> list[Path]:
        """Return the files that make up the edition: the PDF, and its source in a folder."""
        return [self.pdf, *sorted(f for f in self.source.parent.rglob("*") if f.is_file())]

    def extent(self) -> str:
        """Return how long the book is: "212 pages"."""
        return f"{self._count()} pages"

    def _count(self) -> int:
        return len(self._setting.labels) if self._setting else 0

    def conformance(self) -> str:
        """Return the standards that Typst held the PDF to, by their own names."""
        return ", ".join(_STANDARDS.get(name, name) for name in self.conforms)

    # -- How it is built -----------------------------------------------------------------

    def prepare_writing(self, docnames: Set[str]) -> None:
        pass

    def write_documents(self, _docnames: Set[str]) -> None:
        self.write_book()

    def write_book(self) -> None:
        """Assemble and translate the whole book; Typst begins to set it at the side."""
        tree = assemble(self)
        translator = self.create_translator(tree, self)
        assert isinstance(translator, TypstTranslator)
        tree.walkabout(translator)
        index = index_source(self, translator.printed_targets)
        if index:
            translator.printed_targets.add("genindex:")
        body = translator.finish()
        folder = self.source.parent
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._block_places = translator.block_places
        self._rows = translator.rows
        self._texts = translator.texts
        self._beside = translator.beside
        self._head = self._opening()
        pieces = list(map(Piece, body.split(CUT), translator.made_targets))
        if index:
            title = markup.escape(_("Index"))
            source = f"\n#book-index([{title}], () => [\n{index}\n])\n"
            pieces.append(Piece(source, ["genindex:"]))
            translator.list_heading(1, "", "genindex:", title, _("Index"))
        text = "".join(piece.text for piece in pieces)
        self.source.write_text(f"{self._head}\n{text}\n", encoding="utf-8")
        listed = translator.listed
        as_usual = self.tagged and _TAGGED_OTHERWISE.isdisjoint(self.options.standards)
        if as_usual and not translator.is_raw:
            self._fascicles = cut(pieces, list(chain(*listed.values())))
        shutil.copyfile(_TEMPLATE, folder / "press.typ")
        settings = json.dumps(self._settings(listed), ensure_ascii=False, indent=1)
        (folder / "settings.json").write_text(settings + "\n", encoding="utf-8")
        self._copy_images()
        self._setting = self._set(self._standards())

    def _opening(self) -> str:
        """Return what the Typst document begins with: settings of the page design."""
        book, page = self.book, self.options
        cover = None
        if self.has_cover_leaf:
            cover = covers.render(self.config, Path(self.confdir), Path(self.doctreedir, "cover"))
        if cover:
            shutil.copyfile(cover.svg, self.source.with_name("cover.svg"))
        setting = markup.arguments(
            title=markup.string(book.title),
            subtitle=markup.string(book.subtitle),
            author=markup.string(book.author),
            language=markup.string(book.language),
            version=markup.string(book.version),
            date=f"datetime(year: {book.date:%Y}, month: {book.date.month}, day: {book.date.day})",
            date_text=markup.string(
                format_date("%B %-d, %Y", date=self.moment, language=book.language)
            ),
            description=markup.string(book.description),
            identifier=markup.string(book.identifier),
            rights=markup.string(self.config.copyright or ""),
            license=markup.string(book.license_name),
            license_url=markup.string(book.license_url),
            subjects=markup.array(map(markup.string, book.subjects)),
            copyright_note=markup.string(page.copyright_note),
            cover='"cover.svg"' if cover else None,
            cover_alt=markup.string(cover.alt) if cover else None,
            family=markup.string(page.family),
            justify=str(page.justify).lower(),
            lists=str(page.lists).lower(),
        )
        return f'#import "press.typ": *\n#show: book.with({setting})'

    def _settings(self, listed: dict[str, list[Line]]) -> dict[str, Any]:
        """Return what the functions of the page design need to know wherever they are called.

        *listed* has the lines of the contents and of the lists before the text.
        """
        words = {"contents": _("Contents"), "figures": _("Figures"), "tables": _("Tables")}
        formats = self.config.numfig_format
        words["figure"] = formats.get("figure", "Figure %s").replace("%s", "").strip()
        words["table"] = formats.get("table", "Table %s").replace("%s", "").strip()
        words["code"] = formats.get("code-block", "Listing %s").replace("%s", "").strip()
        stated = {name: getattr(self.options, name) for name in ("size", "recto", "duplex")}
        lines = {
            name: [(line.depth, line.words) for line in found] for name, found in listed.items()
        }
        return {"trim": self.options.page, **stated, "words": words, "listed": lines}

    def _copy_images(self) -> None:
        for source, name in self.images.items():
            place = self.source.parent / "images" / name
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(Path(self.srcdir, source), place)

    def finish(self) -> None:
        """Wait until the book is set, to the strictest standards that it can meet."""
        assert self._setting is not None
        sources = [self._fascicle_folder / f"{fascicle.name}.typ" for fascicle in self._fascicles]
        diagnosis = Diagnosis(self, [self.source, *sources], self._block_places)
        standards = self._standards()
        outcome = self._done(self._setting)
        if outcome.refused:
            if not diagnosis.warn_of_signs(outcome.refused):
                raise PrintError(diagnosis.told(outcome.refused))
            logger.warning(
                "signs that no font has: the PDF can't be held to any standard",
                type="press",
                subtype="font",
            )
            standards = ()
            self._setting = self._set(standards)
            outcome = self._done(self._setting)
            if outcome.refused:
                raise PrintError(diagnosis.told(outcome.refused))
        for warning in outcome.warnings:
            logger.warning("Typst: %s", diagnosis.told(warning), type="press", subtype="typst")
        self.conforms = standards
        if self.know_pages is not None:
            self.know_pages(self.map_pages())
            Beside(self._bind, gently=True).result()  # others have much to do by now
        else:
            self._bind()

    def _bind(self) -> None:
        """Put all pages in one file."""
        assert self._setting is not None
        try:
            self._setting.bind()
        except ValueError as error:
            raise PrintError(f"Typst's PDF can't be bound: {error}") from error

    def _set(self, standards: tuple[str, ...]) -> Setting:
        """Have Typst set the source, and tell where blocks and pages come to stand."""
        settings = {"pdf_standards": list(standards), "pdf_tags": self.tagged}
        fonts = [Path(self.confdir, folder) for folder in self.options.font_paths]
        folder = self._fascicle_folder
        folder.mkdir(exist_ok=True)
        job = Job(
            self.source,
            self.source.parent,
            fonts=fonts,
            output=folder / "whole.pdf" if self.tagged else self.pdf,
            settings=settings,
            moment=self.moment.isoformat(),
            ask=marks.REPORT,
        )
        if len(self._fascicles) < 2:
            return Whole(job, self.pdf)
        shutil.copytree(self.source.parent, folder, dirs_exist_ok=True)
        job = replace(job, root=folder)
        sides = {"recto": self.options.recto, "duplex": self.options.duplex}
        return InFascicles(Rounds(job, self._fascicles, self._head, **sides), self.pdf)

    @staticmethod
    def _done(setting: Setting) -> Outcome:
        """Return what came of the setting; Typst's process may have died."""
        try:
            return setting.done()
        except ChildProcessError as error:
            raise PrintError(str(error)) from error

    def _standards(self) -> tuple[str, ...]:
        """Return what to hold the PDF to: less, and a warning, where images lack alt text."""
        standards = self.options.standards
        if not self.lacks_alt:
            return standards
        weaker = {"ua-1": "", "a-1a": "a-1b", "a-2a": "a-2u", "a-3a": "a-3u"}
        logger.warning(
            "images without alternative text: the PDF can't be PDF/UA-1 nor PDF/A of level A",
            type="press",
            subtype="alt",
        )
        return tuple(filter(None, (weaker.get(name, name) for name in standards)))

    def map_pages(self) -> pages.PageMap:
        """Return where each page of the printed book begins, to the word."""
        assert self._setting is not None
        return mapping.page_map(self._setting, self._beside, self._rows, self._texts)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its settings."""
    app.add_config_value("press_print", {}, "env", types=(dict,))
    app.add_builder(PrintBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
