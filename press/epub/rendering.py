"""Fills the templates of the package and its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from press.epub.navigation import Entry

FOLDER = Path(__file__).with_name("templates")


def uri(address: str) -> str:
    """Return *address*, a path with or without fragment, as XML documents write it."""
    path, mark, fragment = address.partition("#")
    return quote(path) + mark + fragment


def first_href(entry: Entry) -> str:
    """Return the address of *entry*, or that of the first entry below a part."""
    return next(e.href for e in entry.walk() if e.href)


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters.update(uri=uri, first_href=first_href)


def render(name: str, **values: Any) -> str:
    """Return the template called *name*, filled with *values*, each of them escaped."""
    return _ENVIRONMENT.get_template(name).render(values)
