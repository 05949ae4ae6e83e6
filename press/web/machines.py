"""Files for machines: robots.txt, a sitemap, llms.txt, and the data with their schema.

``llms.txt`` (https://llmstxt.org/) tells programs that read the book what is where.  The
data sets behind the figures stand in ``data/``, under their own names, described by
``data/datapackage.json`` (https://specs.frictionlessdata.io/data-package/); the form of
``ledger.json`` is told by ``ledger.schema.json`` (https://json-schema.org/).  A sitemap
needs absolute addresses, and is written only if ``html_baseurl`` is known.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from sphinx.util.nodes import clean_astext

from press import datasets, metadata
from press.claims import claims_of
from press.datasets import Column
from press.figures import folder

from . import editions, works
from .where import base_url, is_web

_TYPES = {"number": "number", "integer": "integer"}


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write the files."""
    if error is not None or not is_web(app.builder):
        return
    out = Path(app.outdir)
    base = base_url(app.config)
    robots = ["User-agent: *", "Allow: /", *([f"Sitemap: {base}sitemap.xml"] if base else [])]
    written = {"robots.txt": "\n".join(robots) + "\n", "llms.txt": llms(app), ".nojekyll": ""}
    if base:
        written["sitemap.xml"] = sitemap(app, base)
    if claims_of(app.env).claims:
        written["ledger.schema.json"] = _json(ledger_schema(app))
    for name, text in written.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    sets = data_sets(app)
    if sets:
        (out / "data").mkdir(exist_ok=True)
        for path in sets:
            shutil.copyfile(path, out / "data" / path.name)
        package = _json(data_package(app, sets))
        (out / "data" / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")


def _json(stated: dict[str, Any]) -> str:
    return json.dumps(stated, ensure_ascii=False, indent=1) + "\n"


def sitemap(app: Sphinx, base: str) -> str:
    """Return the sitemap (https://www.sitemaps.org/protocol.html): the book's documents."""
    day = metadata.from_config(app.config).date.isoformat()
    names = [app.config.root_doc, *works.documents(app.env)]
    lines = [
        f"<url><loc>{escape(base + app.builder.get_target_uri(name))}</loc>"
        f"<lastmod>{day}</lastmod></url>"
        for name in names
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    opened = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, opened, *lines, "</urlset>", ""])


def llms(app: Sphinx) -> str:
    """Return what the book is and where its parts are, in Markdown."""
    book, base = metadata.from_config(app.config), base_url(app.config)

    def link(title: str, uri: str, about: str = "") -> str:
        return f"- [{title}]({base}{uri})" + (f": {about}" if about else "")

    lines = [f"# {book.full_title}", ""]
    lines += [f"> {book.description}", ""] if book.description else []
    license_line = f", license {book.license}" if book.license else ""
    lines += [f"By {book.author}. Version {book.version}, {book.date.isoformat()}{license_line}."]
    lines += ["", "## Text", ""]
    for name in works.documents(app.env):
        number = works.chapter_number(app.env, name)
        title = clean_astext(app.env.titles[name])
        lines.append(
            link(f"{number}. {title}" if number else title, app.builder.get_target_uri(name))
        )
    offered = [
        link(f"The book as {d.kind}", d.name, f"the whole text, {d.size}")
        for d in editions.downloads(app.env)
    ]
    if claims_of(app.env).readers and claims_of(app.env).claims:
        offered.append(
            link("Ledger of claims", "ledger.json", "each claim with verdict and sources")
        )
    if data_sets(app):
        offered.append(link("Data", "data/datapackage.json", "the data sets behind the figures"))
    offered.append(link("How to cite", f"{works.PAGE}.html"))
    return "\n".join([*lines, "", "## Files", "", *offered, ""])


# -- data --------------------------------------------------------------------------------------


def data_sets(app: Sphinx) -> list[Path]:
    """Return the CSV files of the book that its schema describes."""
    place = folder(app.env, "data")
    if not (place / datasets.SCHEMA).is_file():
        return []
    known = datasets.load_schema(place)
    return [path for path in sorted(place.glob("*.csv")) if path.stem in known]


def data_package(app: Sphinx, paths: list[Path]) -> dict[str, Any]:
    """Return the description of the data sets."""
    book = metadata.from_config(app.config)
    known = datasets.load_schema(paths[0].parent)
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": book.slug,
        "title": f"Data of {book.title}",
        "version": book.version,
        "created": f"{book.date.isoformat()}T00:00:00Z",
        "homepage": base_url(app.config),
        "licenses": [{"name": book.license, "path": book.license_url, "title": book.license_name}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": path.stem,
                "path": path.name,
                "title": known[path.stem][0],
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": list(_fields(known[path.stem][1])),
                    "missingValues": [""],
                },
            }
            for path in paths
        ],
    }
    if not book.license:
        del package["licenses"]
    return {name: value for name, value in package.items() if value}


def _fields(columns: tuple[Column, ...]) -> Iterator[dict[str, Any]]:
    """Yield the fields of a Table Schema (https://specs.frictionlessdata.io/table-schema/)."""
    for column in columns:
        # A date may be known to the month or year only, so it is a string there.
        limits: dict[str, Any] = {} if column.optional else {"required": True}
        if column.type in _TYPES:
            limits |= {"minimum": column.min, "maximum": column.max}
        if column.choices:
            limits["enum"] = list(column.choices)
        yield {
            "name": column.name,
            "title": column.heading,
            "type": _TYPES.get(column.type, "string"),
            "description": f"{column.about} ({column.values()})",
            "constraints": {name: value for name, value in limits.items() if value is not None},
        }


def ledger_schema(app: Sphinx) -> dict[str, Any]:
    """Return the JSON Schema of ``ledger.json``."""
    verdicts = list(app.config.press_claims_verdicts)
    text = {"type": "string"}
    claim = {
        "id": {**text, "description": "The claim's id, as in the book: R3"},
        "chapter": {**text, "description": "Name of the document that holds the claim"},
        "title": {**text, "description": "Title of that document"},
        "says": {**text, "description": "What the text under test holds, in our words"},
        "verdict": {"enum": verdicts},
        "finding": {**text, "description": "What the evidence shows, as plain text"},
        "sources": {"type": "array", "items": text, "description": "Keys of the bibliography"},
        "uri": {**text, "description": "Address of the claim, from the book's first page on"},
    }
    counts = {verdict: {"type": "integer", "minimum": 0} for verdict in verdicts}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Ledger of claims of {app.config.project}",
        "type": "object",
        "required": ["book", "version", "verdicts", "claims"],
        "properties": {
            "book": text,
            "version": text,
            "verdicts": {"type": "object", "properties": counts, "required": verdicts},
            "claims": {
                "type": "array",
                "items": {"type": "object", "properties": claim, "required": list(claim)},
            },
        },
    }
