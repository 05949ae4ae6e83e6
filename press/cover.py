"""The cover: drawn by Typst from the book's own template and data.

``conf.py`` names both, relative to itself, and says what the picture shows::

    press_cover = {
        "template": "book/figures/cover.typ",
        "data": "book/data/models.csv",  # optional; checked against its schema
        "alt": "The title over a field of dots that rises to the right.",
    }

:func:`render` makes four files of it: the cover in the book's trim size (PDF, SVG) and for
screens (PNG of 1600 by 2560 pixels), and a card for links to the book (PNG of 1200
by 630 pixels).  :func:`sheet` makes what a print house takes: back, spine and front in one.
The template finds beside it ``cover.json`` with ``title``, ``subtitle``, ``author``,
``description`` and ``rows``, one object for each row of the data; dates there are days since
the year 1.  ``sys.inputs`` tells it which ``form`` to draw, "page", "card" or "sheet", and
the ``width`` and ``height`` of the page, or of the front on the sheet, in points.  For a
sheet there are also the width of its ``spine`` and of the ``bleed`` on each side, and
``spine-text``, "yes" where the spine is wide enough for it.  Same input, same bytes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from . import __version__, datasets, metadata
from .datasets import Row, When
from .errors import BookError, SettingError
from .kinds import TEXT, checked
from .typst import options
from .typst.compositor import Composition, Job

#: Points to the inch, and pixels to the inch of the pictures.
_POINTS, _PIXELS = 72, 288
#: Screens' cover and card in pixels; the first is what e-book shops ask for.
SCREEN, CARD = (1600, 2560), (1200, 630)
_KEYS = {"template": TEXT, "data": TEXT, "alt": TEXT}


@dataclass(frozen=True)
class CoverFiles:
    """The files of a cover, all in one folder, and the picture in words."""

    pdf: Path
    svg: Path
    png: Path
    card: Path
    alt: str


def render(config: Config, confdir: Path, outdir: Path) -> CoverFiles | None:
    """Draw the cover that *config* describes into *outdir*; None if it describes none.

    Paths in the setting are relative to *confdir*.  Raises
    :class:`~press.errors.SettingError` for a setting that is missing or unknown,
    :class:`~press.datasets.DataError` for bad data, and
    :class:`~press.errors.BookError` for a template that Typst refuses.
    """
    prepared = _prepare(config, confdir, outdir)
    if prepared is None:
        return None
    source, template, alt = prepared
    scale = _POINTS / _PIXELS
    screen = _inputs("page", SCREEN[0] * scale, SCREEN[1] * scale)
    wide, tall = options.from_config(config).page
    trimmed = _inputs("page", wide * _POINTS, tall * _POINTS)
    files = CoverFiles(
        pdf=outdir / "cover.pdf",
        svg=outdir / "cover.svg",
        png=outdir / "cover.png",
        card=outdir / "card.png",
        alt=alt,
    )
    jobs = [
        _job(config, source, files.pdf, trimmed),
        _job(config, source, files.svg, trimmed),
        _job(config, source, files.png, screen),
        _job(config, source, files.card, _inputs("card", CARD[0] * scale, CARD[1] * scale)),
    ]
    # Three editions ask for the same pictures, and so does each build.
    told = [(job.output and job.output.name, job.inputs, job.settings, job.moment) for job in jobs]
    state = [repr(told), source.read_text("utf-8"), source.with_suffix(".json").read_text("utf-8")]
    key, drawn = hashlib.sha256(repr(state).encode()).hexdigest(), outdir / "drawn"
    if not (drawn.exists() and drawn.read_text("utf-8") == key):
        _draw(template, jobs)
        drawn.write_text(key, encoding="utf-8")
    return files


def sheet(config: Config, confdir: Path, outdir: Path, pages: int) -> bytes | None:
    """Return the PDF of back, spine and front in one sheet for a book of *pages*.

    None if *config* describes no cover; errors as those of :func:`render`.
    """
    prepared = _prepare(config, confdir, outdir)
    if prepared is None:
        return None
    source, template, _alt = prepared
    printed = options.from_config(config)
    wide, tall = printed.page
    spine = printed.spine(pages)
    inputs = _inputs("sheet", wide * _POINTS, tall * _POINTS) | {
        "spine": f"{spine * _POINTS:g}",
        "bleed": f"{options.BLEED * _POINTS:g}",
        "spine-text": "yes" if spine >= options.SPINE_FOR_TEXT else "no",
    }
    place = outdir / "sheet.pdf"
    _draw(template, [_job(config, source, place, inputs)])
    return place.read_bytes()


def _moment(config: Config) -> datetime.datetime:
    """Return the book's date as the moment that its files bear."""
    date = metadata.from_config(config).date
    return datetime.datetime.combine(date, datetime.time(), datetime.UTC)


def _inputs(form: str, width: float, height: float) -> dict[str, str]:
    """Return what the template is told for a page of this size, in points."""
    return {"form": form, "width": f"{width:g}", "height": f"{height:g}"}


def from_config(config: Config, confdir: Path) -> tuple[Path, Path | None, str] | None:
    """Return template, data and alternative text that ``press_cover`` names, or None.

    Raises :class:`~press.errors.SettingError` for a key or value that makes no sense.
    """
    stated = checked("press_cover", config.press_cover, _KEYS)
    if not stated:
        return None
    for key in ("template", "alt"):
        if not stated.get(key, "").strip():
            raise SettingError(f"needs {key!r}", "press_cover")
    files = {key: Path(confdir, stated[key]) for key in ("template", "data") if key in stated}
    for key, file in files.items():
        if not file.is_file():
            raise SettingError(f"is no file: {file}", "press_cover", key)
    if files["template"].suffix != ".typ":
        raise SettingError(
            f"is no Typst source (.typ): {files['template']}", "press_cover", "template"
        )
    return files["template"], files.get("data"), " ".join(stated["alt"].split())


def _prepare(config: Config, confdir: Path, outdir: Path) -> tuple[Path, Path, str] | None:
    """Lay the template and its words into *outdir*; return both templates and the alt text."""
    named = from_config(config, confdir)
    if named is None:
        return None
    template, data, alt = named

    book = metadata.from_config(config)
    rows = [] if data is None else [_plain(row) for row in datasets.load(data)]
    words = {
        "title": book.title,
        "subtitle": book.subtitle,
        "author": book.author,
        "description": book.description,
        "rows": rows,
    }
    outdir.mkdir(parents=True, exist_ok=True)
    source = outdir / "cover.typ"
    shutil.copyfile(template, source)
    (outdir / "cover.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return source, template, alt


def _plain(row: Row) -> dict[str, Any]:
    """Return *row* in a form that JSON can hold; dates are days since the year 1."""
    return {
        name: value.middle.toordinal() if isinstance(value, When) else value
        for name, value in row.items()
    }


def _job(config: Config, source: Path, output: Path, inputs: dict[str, str]) -> Job:
    """Return the job of drawing *source* for *inputs*; the name of *output* tells its kind."""
    kind = output.suffix[1:]
    settings: dict[str, Any] = {"pdf": {"pdf_standards": ["a-2b"]}, "png": {"ppi": _PIXELS}}
    moment = _moment(config).isoformat() if kind == "pdf" else ""
    given = settings.get(kind, {})
    return Job(source, source.parent, (), inputs, output, kind, given, moment)


def _draw(template: Path, jobs: Sequence[Job]) -> None:
    """Have *jobs* done; errors name the *template*, of which their source is a copy."""
    try:
        outcomes = Composition(*jobs).done()
    except ChildProcessError as error:
        raise BookError(f"{template}: {error}") from error
    if refused := outcomes[-1].refused:
        said = refused.strip().replace(str(jobs[0].source), template.name)
        raise BookError(f"{template}: {said}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the setting."""
    app.add_config_value("press_cover", {}, "env", types=(dict,))
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
