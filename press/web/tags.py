"""What a page says to machines: to scholars' search engines, shops and social media.

* Google Scholar's ``citation_*`` (https://scholar.google.com/intl/en/scholar/inclusion.html)
* schema.org's Book and Chapter as JSON-LD, with accessibility values
  (https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20241209/)
* Open Graph (https://ogp.me/)

All is taken from the book's metadata.  Addresses must be absolute in most of these; they
are written only if ``html_baseurl`` says where the edition will stand.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.nodes import clean_astext

from press import metadata
from press.metadata import Book
from press.pages import of as pages_of

from . import cover, editions, works
from .citations import Work, authors
from .where import base_url

_LONGEST = 200  #: characters of a description; search engines cut what is longer


@dataclass(frozen=True)
class Page:
    """A document as its tags tell of it; ``chapter`` is None for the first page."""

    app: Sphinx
    book: Book
    title: str
    description: str
    url: str
    chapter: Work | None


def describe(doctree: nodes.document | None) -> str:
    """Return the first sentences of a document, as many as make a description."""
    if doctree is None:
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            text = " ".join(clean_astext(paragraph).split())
            if len(text) <= _LONGEST:
                return text
            sentences = re.findall(r".*?[.!?][”\"’)]?(?=\s|$)", text[: _LONGEST + 1])
            said = "".join(sentences).strip()
            return said or text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return ""


def page_of(app: Sphinx, docname: str, doctree: nodes.document | None) -> Page:
    """Return what there is to tell of the document *docname*."""
    book, base = metadata.from_config(app.config), base_url(app.config)
    root = docname == app.config.root_doc
    return Page(
        app=app,
        book=book,
        title=book.full_title if root else clean_astext(app.env.titles[docname]),
        description=book.description if root else describe(doctree) or book.description,
        url=base + app.builder.get_target_uri(docname) if base else "",
        chapter=None if root else works.of_document(app, docname),
    )


# -- meta elements --------------------------------------------------------------------------------


def metas(page: Page) -> list[dict[str, str]]:
    """Return the attributes of the ``meta`` elements of a page; empty ones are left out."""
    book = page.book
    named = [("description", page.description), ("author", book.author)]
    named += [("keywords", ", ".join(book.subjects) if page.chapter is None else "")]
    named += scholar(page)
    found = [{"name": name, "content": content} for name, content in named if content]
    found += [{"property": name, "content": text} for name, text in open_graph(page) if text]
    card = "summary_large_image" if page.url and cover.made(page.app) else "summary"
    return [*found, {"name": "twitter:card", "content": card}]


def scholar(page: Page) -> list[tuple[str, str]]:
    """Return the tags for search engines of scholars."""
    book, base = page.book, base_url(page.app.config)
    tags = [("citation_title", page.title)]
    tags += [("citation_author", author.inverted) for author in authors(book)]
    tags += [("citation_publication_date", book.date.strftime("%Y/%m/%d"))]
    tags += [("citation_language", book.language)]
    if page.chapter is not None:
        first, _, last = page.chapter.pages.partition("–")
        tags += [("citation_inbook_title", book.full_title)]
        tags += [("citation_firstpage", first), ("citation_lastpage", last or first)]
    tags += [("citation_keywords", subject) for subject in book.subjects]
    if base:
        tags += [("citation_fulltext_html_url", page.url)]
        tags += [
            ("citation_pdf_url", base + download.name)
            for download in editions.downloads(page.app.env)
            if download.kind == "PDF"
        ]
    return tags


def open_graph(page: Page) -> list[tuple[str, str]]:
    """Return the tags for links to the page in social media."""
    book, base = page.book, base_url(page.app.config)
    tags = [("og:title", page.title), ("og:description", page.description)]
    tags += [("og:type", "book" if page.chapter is None else "article")]
    tags += [("og:site_name", book.title), ("og:locale", book.language.replace("-", "_"))]
    tags += [("og:url", page.url)]
    drawn = cover.made(page.app)
    if base and drawn:
        tags += [("og:image", f"{base}_static/{cover.CARD}"), ("og:image:alt", drawn.alt)]
        tags += [("og:image:width", "1200"), ("og:image:height", "630")]
    return tags


# -- JSON-LD ---------------------------------------------------------------------------------------


def accessibility(app: Sphinx) -> dict[str, Any]:
    """Return what the edition says of its accessibility."""
    features = ["displayTransformability", "readingOrder", "structuralNavigation"]
    features += ["tableOfContents", "unlocked"]
    if any(app.env.images):
        features.insert(0, "alternativeText")
    if pages_of(app.env):
        features += ["pageBreakMarkers"]
    if getattr(app.config, "html_use_index", True):
        features += ["index"]
    return {
        "accessMode": ["textual", *(["visual"] if any(app.env.images) else [])],
        # The press refuses a picture without a text in its place.
        "accessModeSufficient": [{"@type": "ItemList", "itemListElement": ["textual"]}],
        "accessibilityFeature": sorted(features),
        "accessibilityHazard": ["none"],
    }


def linked_data(page: Page) -> dict[str, Any]:
    """Return the page as schema.org's Book or Chapter."""
    book, base = page.book, base_url(page.app.config)
    people = [
        {"@type": "Organization" if author.group else "Person", "name": author.name}
        for author in authors(book)
    ]
    whole: dict[str, Any] = {
        "@type": "Book",
        "@id": book.identifier or base,
        "name": book.title,
        "alternativeHeadline": book.subtitle,
        "author": people,
        "inLanguage": book.language,
        "datePublished": book.date.isoformat(),
        "version": book.version,
        "license": book.license_url,
        "url": base,
    }
    if page.chapter is None:
        whole |= {
            "description": book.description,
            "identifier": book.identifier,
            "about": list(book.subjects),
            "bookFormat": "https://schema.org/EBook",
            "image": f"{base}_static/{cover.CARD}" if base and cover.made(page.app) else "",
            **accessibility(page.app),
            "hasPart": [
                _chapter(works.of_document(page.app, name))
                for name in works.documents(page.app.env)
            ],
            "encoding": [
                {
                    "@type": "MediaObject",
                    "encodingFormat": download.media_type,
                    "contentUrl": base + download.name,
                }
                for download in editions.downloads(page.app.env)
                if base
            ],
        }
        stated = whole
    else:
        stated = _chapter(page.chapter)
        stated |= {
            "description": page.description,
            "author": people,
            "inLanguage": book.language,
            "datePublished": book.date.isoformat(),
            "license": book.license_url,
            "isPartOf": _filled(whole),
            **accessibility(page.app),
        }
    return {"@context": "https://schema.org", **_filled(stated)}


def _chapter(work: Work) -> dict[str, Any]:
    """Return a part of the book: its name, place and pages."""
    return _filled(
        {
            "@type": "Chapter",
            "name": work.title,
            "position": work.number,
            "pagination": work.pages,
            "url": work.url,
        }
    )


def _filled(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if value not in ("", [], None)}


def script(stated: dict[str, Any]) -> str:
    """Return JSON that may stand in a ``script`` element: nothing in it can close that."""
    written = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("&", "\\u0026")
