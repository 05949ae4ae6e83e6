"""What the templates of a page need to know, and the last touches to its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from press import metadata
from press.ledger import verdict_counts

from . import contents, cover, editions, tags, works
from .where import HERE, base_path, is_web

NOT_FOUND = "404"
_WORDS_A_MINUTE = 230  #: the usual pace of silent reading in English, rounded down
_LONG = 3  #: minutes below which a page need not say how long it takes


def add_templates(app: Sphinx) -> None:
    """Put the press's templates before the theme's, behind the book's own."""
    builder = app.builder
    if not is_web(builder):
        return
    from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader

    loader = builder.templates
    if isinstance(loader, BuiltinTemplateLoader):
        place = loader.templatepathlen
        loader.loaders.insert(place, SphinxFileSystemLoader(HERE / "templates"))
        loader.pathchain.insert(place, HERE / "templates")  # type: ignore[arg-type]


def describe(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> str | None:
    """Give a page what its template shows; return the template that it is to have."""
    if not is_web(app.builder):
        return None
    book = metadata.from_config(app.config)
    context["press_book"] = book
    context["press_root"] = pagename == app.config.root_doc
    context["press_downloads"] = editions.downloads(app.env)
    context["press_contents"] = contents.of(app.builder, pagename)
    context["press_pages"] = ""
    context["press_minutes"] = 0
    if pagename in app.env.all_docs:
        page = tags.page_of(app, pagename, doctree)
        context["press_metas"] = tags.metas(page)
        context["press_linked_data"] = tags.script(tags.linked_data(page))
        context["press_pages"] = works.printed_pages(app.env, pagename)
        context["press_minutes"] = minutes(doctree)
        context["press_cite"] = f"cite-{(page.chapter or works.of_book(app)).key}"

    if isinstance(context.get("body"), str):
        context["body"] = sized(app, mend(context["body"]))
    if not context["press_root"]:
        return None
    front(app, context)
    return "front.html"


def minutes(doctree: nodes.document | None) -> int:
    """Return how long a document takes to read; 0 if that is not worth saying."""
    if doctree is None:
        return 0
    words = sum(
        len(block.astext().split())
        for block in doctree.findall(nodes.paragraph)
        if not isinstance(block.parent, (nodes.entry, nodes.list_item))
    )
    spent = round(words / _WORDS_A_MINUTE)
    return spent if spent >= _LONG else 0


def front(app: Sphinx, context: dict[str, Any]) -> None:
    """Give the front page its cover, its numbers, and its text without the title."""
    drawn = cover.made(app)
    context["press_cover"] = {"file": cover.COVER, "alt": drawn.alt} if drawn else None
    counts = verdict_counts(app.env)
    context["press_counts"] = counts if any(counts.values()) else {}
    context["body"] = re.sub(r"<h1>.*?</h1>", "", context.get("body", ""), count=1, flags=re.DOTALL)


# -- the text of pages -------------------------------------------------------------------------


def mend(body: str) -> str:
    """Return the HTML *body* with what a browser should know and docutils does not say."""
    body = re.sub(r"<img (?![^>]*\bloading=)", '<img loading="lazy" decoding="async" ', body)
    # The preview shows what a citation leads to; a tooltip would say it once more.
    body = re.sub(
        r'(<a class="reference internal" href="[^"]*#cite-[^"]*") title="[^"]*"', r"\1", body
    )
    # A list is no tab stop, and a "#" is not a name.
    return re.sub(
        r'<a class="headerlink" href="([^"]*)" title="([^"]*)">',
        r'<a class="headerlink" href="\1" title="\2" aria-label="\2">',
        body,
    )


_PICTURE = re.compile(r'<img (?![^>]*\b(?:width|height)=)([^>]*\bsrc="[^"]*?([^"/]+\.svg)"[^>]*)>')
_VIEW = re.compile(r'<svg[^>]*\bviewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')


def sized(app: Sphinx, body: str) -> str:
    """Return *body* with the proportions of its drawings, as Sphinx gives those of photos.

    So a browser keeps their room free, and the place that a link leads to stays in sight.
    """
    sources = {name: uri for uri, name in app.builder.images.items()}

    def measured(match: re.Match[str]) -> str:
        source = Path(app.srcdir, sources[match[2]]) if match[2] in sources else None
        view = _VIEW.search(source.read_text(encoding="utf-8")) if source else None
        if view is None:
            return match[0]
        width, height = (round(float(length)) for length in view.groups())
        return f'<img width="{width}" height="{height}" {match[1]}>'

    return _PICTURE.sub(measured, body)


# -- pages that no document makes --------------------------------------------------------------


def extra(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the page for addresses that lead nowhere."""
    if is_web(app.builder):
        yield NOT_FOUND, {"title": "Page not found"}, "404.html"


_RELATIVE = re.compile(r'(\s(?:href|src|action)=")(?!#|/|[a-z][a-z0-9+.-]*:)([^"]*)"')


def root_links(app: Sphinx, error: Exception | None) -> None:
    """Have the links of the page not found start at the site's root.

    A host shows it at any address, where links relative to that would lead nowhere too.
    """
    path = Path(app.outdir, f"{NOT_FOUND}.html")
    if error is None and is_web(app.builder) and path.is_file():
        root = base_path(app.config)
        text = path.read_text(encoding="utf-8")
        text = text.replace('data-content_root="./"', f'data-content_root="{root}"')
        text = _RELATIVE.sub(rf'\g<1>{root}\g<2>"', text)
        path.write_text(text, encoding="utf-8", newline="\n")
