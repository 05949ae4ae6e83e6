"""Figures that are drawn from data while the book is read.

::

    :::{data-figure} harvest
    :name: fig-harvest
    :data: harvest.csv
    :alt: Five bars, one for each year, the last twice as high as the first.

    The harvest doubled in five years.

    Source: {cite:p}`smith2020`.
    :::

runs ``draw(harvest)`` of ``figures/harvest.py``, which takes one checked
:class:`~press.datasets.Dataset` for each file of ``:data:`` and returns a matplotlib
figure.  The first paragraph is the caption, the rest the legend; a line is added that
leads to the table of the data (see :mod:`press.datatables`) and offers the file itself.

The picture is drawn only if the script, a file beside it, the data or this module have
changed, and kept under the doctrees: nothing is ever written among the sources.  It is
an ordinary figure node whose image has two candidates, SVG and PDF, so that any builder
finds one that it can use.  The same input gives the same bytes.

The data set ``claims`` is no file: it holds document, id and verdict of every claim
(see :mod:`press.claims`), as the documents state them now.

Settings, relative to the book's source folder: ``press_figures = {"scripts": "figures",
"data": "data"}``.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders._epub_base import EpubBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from . import __version__, datasets
from .datasets import Column, Dataset, Row
from .drawing import FigureError, picture
from .errors import SettingError
from .kinds import TEXT, checked

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

STYLE = Path(__file__).with_name("figures.css")
CLAIMS = "claims"
#: Marks, in a document's metadata, that it draws the claims of all documents.
_SHOWS_CLAIMS = "press-shows-claims"
_CLAIM = re.compile(
    r"^(?P<fence>:{3,}|`{3,})\{claim\}[ \t]+(?P<id>\S+)[ \t]*\n(?P<options>(?::[\w-]+:.*\n)*)",
    re.MULTILINE,
)


def folder(env: BuildEnvironment, name: str) -> Path:
    """Return the folder of "scripts" or "data", as ``press_figures`` says."""
    return Path(env.srcdir, from_config(env.config, Path(env.srcdir))[name])


def from_config(config: Config, srcdir: Path) -> dict[str, str]:
    """Return the folders that ``press_figures`` names, from *srcdir* on.

    Raises :class:`~press.errors.SettingError` for what is unknown or no folder.
    """
    stated = checked("press_figures", config.press_figures, {"scripts": TEXT, "data": TEXT})
    for key, name in stated.items():
        if not (srcdir / name).is_dir():
            raise SettingError(f"is no folder: {srcdir / name}", "press_figures", key)
    return {"scripts": "figures", "data": "data"} | stated


# -- data ------------------------------------------------------------------------------------


def bibliography_keys(env: BuildEnvironment) -> set[str] | None:
    """Return the keys of the bibliography, or None for a book without one."""
    if "cite" not in env.domains:
        return None
    domain: Any = env.domains["cite"]
    return set(domain.bibdata.data.entries)


def read_data(env: BuildEnvironment, name: str, at: str) -> tuple[Dataset, list[Path]]:
    """Return the data set called *name* ("harvest.csv"), and the files that it is made of.

    *at* is the place that asks for it, for the error where there is no such file.
    """
    if name == CLAIMS:
        return claims_dataset(env)
    place = folder(env, "data")
    path = place / name
    if path.parent.resolve() != place.resolve() or not path.is_file():
        raise FigureError(f"{at}: there is no data file {name!r} in {place}")
    return datasets.load(path, bibliography_keys(env)), [path, place / datasets.SCHEMA]


def claims_dataset(env: BuildEnvironment) -> tuple[Dataset, list[Path]]:
    """Return the claims of all documents, in the order of the documents' names.

    They are read from the sources: while one document is read, another may not have been.
    """
    columns = (
        Column("document", "text", "Name of the document"),
        Column("claim", "text", "The claim's id"),
        Column("verdict", "text", "The verdict"),
    )
    rows, files = [], []
    for docname in sorted(env.found_docs):
        path = Path(env.doc2path(docname))
        text = path.read_text(encoding="utf-8-sig")
        found = list(_CLAIM.finditer(text))
        if found:
            files.append(path)
        for claim in found:
            stated = re.search(r"^:verdict:[ \t]*(.*?)[ \t]*$", claim["options"], re.MULTILINE)
            line = text.count("\n", 0, claim.start()) + 1
            cells = {
                "document": docname,
                "claim": claim["id"],
                "verdict": stated[1] if stated else "",
            }
            rows.append(Row(line, cells, cells))
    return Dataset(CLAIMS, Path(env.srcdir), _("Claims"), columns, tuple(rows)), files


# -- the directive ---------------------------------------------------------------------------


class DataFigureDirective(SphinxDirective):
    """``data-figure``: a figure that a script draws from data."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "name": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "data": directives.unchanged_required,
        "table": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure: image, caption, legend."""
        name = self.arguments[0].strip()
        for option in ("name", "alt", "data"):
            if not self.options.get(option, "").strip():
                raise self.fault(f"figure {name} needs the option :{option}:")
        alt = " ".join(self.options["alt"].split())
        names = [part.strip() for part in self.options["data"].split(",")]
        content = self.parse_content_to_nodes()
        if not content or not isinstance(content[0], nodes.paragraph):
            raise self.fault(f"figure {name} needs a caption, its first paragraph")
        if " ".join(content[0].astext().split()) == alt:
            raise self.fault(f"figure {name}: the alternative text repeats the caption")

        data = []
        for part in names:
            dataset, files = read_data(self.env, part, self.place())
            data.append(dataset)
            self.depend_on(files)
        if CLAIMS in names:
            self.env.metadata[self.env.docname][_SHOWS_CLAIMS] = "yes"
        script = folder(self.env, "scripts") / f"{name}.py"
        path, files = picture(script, data, Path(self.env.doctreedir, "figures", name))
        self.depend_on(files)

        figure = nodes.figure(classes=["data-figure"])
        self.set_source_info(figure)
        # pydata's themes put white behind pictures in the dark unless they say dark-light.
        figure += nodes.image(uri=self.uri(path), alt=alt, classes=["dark-light"])
        figure += nodes.caption("", "", *content[0].children)
        figure += nodes.legend("", *content[1:], self.data_line(names))
        for node in figure.findall(nodes.Element):
            self.set_source_info(node)
        self.add_name(figure)
        return [figure]

    def fault(self, message: str) -> FigureError:
        """Return *message* as an error at the directive."""
        return FigureError(f"{self.place()}: {message}")

    def place(self) -> str:
        """Return the file and line of the directive."""
        source, line = self.get_source_info()
        return f"{source}:{line}"

    def depend_on(self, files: list[Path]) -> None:
        """Have the document read again when one of *files* changes."""
        for path in files:
            self.env.note_dependency(str(path))

    def uri(self, path: Path) -> str:
        """Return the address of the picture for Sphinx: relative, its suffix left open."""
        here = Path(self.env.doc2path(self.env.docname)).parent
        try:
            return Path(os.path.relpath(path, here)).as_posix() + ".*"
        except ValueError:  # doctrees on another drive, on Windows
            return path.as_posix() + ".*"

    def data_line(self, names: list[str]) -> nodes.paragraph:
        """Return "Data: Table 12, harvest.csv", each part a link where it can be one."""
        line = nodes.paragraph("", _("Data") + ": ", classes=["figure-data"])
        stated = self.options.get("table", "")
        labels = [label.strip() for label in stated.split(",") if label.strip()]
        labels = labels or [f"tab-data-{Path(name).stem}" for name in names]
        # Claims stand in no numbered table: the label is that of the section that lists them.
        kind = "ref" if CLAIMS in names else "numref"
        for i, label in enumerate(labels):
            line += [nodes.Text(", ")] if i else []
            line += addnodes.pending_xref(
                "",
                nodes.inline("", label, classes=["xref", "std", f"std-{kind}"]),
                refdoc=self.env.docname,
                refdomain="std",
                reftype=kind,
                refexplicit=False,
                reftarget=label,
                refwarn=True,
            )
        for name in names:
            if name != CLAIMS:
                line += [nodes.Text(", "), download(self.env, name)]
        return line


def download(env: BuildEnvironment, name: str) -> addnodes.download_reference:
    """Return a link to the data file *name*: a download on the web, its name elsewhere."""
    path = folder(env, "data").relative_to(env.srcdir) / name
    link = addnodes.download_reference(
        reftarget=f"/{path.as_posix()}",
        refexplicit=True,
        refdoc=env.docname,
        refdomain="",
        reftype="download",
        refwarn=False,
    )
    link += nodes.literal("", name, classes=["xref", "download"])
    return link


def claims_to_count_again(
    _app: Sphinx, env: BuildEnvironment, added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Return the documents that draw claims, if there are new ones that may hold some.

    Changed and removed documents are dependencies already.
    """
    shown = [docname for docname, data in env.metadata.items() if _SHOWS_CLAIMS in data]
    return [docname for docname in shown if docname in env.found_docs] if added else []


# -- style -----------------------------------------------------------------------------------


def add_style(app: Sphinx) -> None:
    """Give a web edition the style sheet of figures.

    To the builder, not to the application: others may share it, whose editions don't
    hold the file.
    """
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and not isinstance(builder, EpubBuilder):
        static = Path(app.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STYLE, static / STYLE.name)  # now: pages state its checksum
        builder.add_css_file(STYLE.name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register setting, directive and style."""
    app.add_config_value("press_figures", {}, "env", types=(dict,))
    app.add_directive("data-figure", DataFigureDirective)
    app.connect("builder-inited", add_style)
    app.connect("env-get-outdated", claims_to_count_again)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
