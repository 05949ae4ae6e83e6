"""What Sphinx and the theme would do anew for each page is done once, or not at all.

The theme renders every sidebar that it has, to learn which are empty, and the whole tree of
contents for each of them: quadratic in the length of the book, and nothing of it is shown
here.  Sphinx looks up the stem of each word once a page, and compiles its templates in each build.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache, TemplateError
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.search import SearchLanguage, languages

from .where import is_web

_NAMED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
#: The bars of the theme, as the context of a page names them.
_BARS = (
    "sidebars",
    "theme_article_footer_items",
    "theme_article_header_end",
    "theme_article_header_start",
    "theme_content_footer_items",
    "theme_footer_center",
    "theme_footer_content_items",
    "theme_footer_end",
    "theme_footer_start",
    "theme_navbar_center",
    "theme_navbar_end",
    "theme_navbar_persistent",
    "theme_navbar_start",
    "theme_primary_sidebar_end",
    "theme_secondary_sidebar_items",
)


def remember_stems(app: Sphinx) -> None:
    """Have the search index ask for the stem of a word once."""
    if not is_web(app.builder):
        return
    name = (app.config.html_search_language or app.config.language or "en").partition("_")[0]
    known = languages.get(name)
    if isinstance(known, str):
        module, _dot, attribute = known.rpartition(".")
        known = getattr(import_module(module), attribute)
    if known is None or issubclass(known, _Remembers):
        return
    app.add_search_language(type(known.__name__, (_Remembers, known), {}))


def remember_templates(app: Sphinx) -> None:
    """Have the templates of pages compiled once, and not in each build."""
    if is_web(app.builder) and isinstance(app.builder.templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir, "templates")
        folder.mkdir(parents=True, exist_ok=True)
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def load_templates(builder: Builder, enough: Callable[[], bool]) -> None:
    """Load the templates of web pages, and those that they name, until it is *enough*.

    What is wrong with one is told when a page asks for it.
    """
    if not is_web(builder) or not isinstance(builder.templates, BuiltinTemplateLoader):
        return
    environment = builder.templates.environment
    waiting, seen = ["search.html", "genindex.html", "page.html"], set()
    while waiting and not enough():
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            with contextlib.suppress(TemplateError):
                environment.get_template(name)
                source, _file, _is_current = builder.templates.get_source(environment, name)
                waiting += _NAMED.findall(source)


class _Remembers(SearchLanguage):
    """A language whose stems are remembered."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stem = cache(self.stem)  # type: ignore[method-assign]


def clear_bars(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Take the theme's bars out of a page's context before the theme tries them."""
    if is_web(app.builder):
        context.update({name: [] for name in _BARS if name in context})
