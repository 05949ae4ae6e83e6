"""What of a book can be cited, and the page and files that tell how.

``cite.html`` shows each citation as text; ``cite/<key>.bib``, ``.ris``, ``.json``
(CSL-JSON) and ``.txt`` are for programs.  The key is the book's slug, a document's name
or a claim's label ("claim-r3").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press import metadata
from press.claims import claims_of
from press.ledger import chapter_title
from press.pages import of as pages_of

from . import citations
from .citations import Work
from .where import base_url, is_web

PAGE = "cite"
FOLDER = "cite"


def documents(env: BuildEnvironment) -> list[str]:
    """Return the documents of the book in reading order, its first page left out."""
    root: str = env.config.root_doc
    found: dict[str, None] = {}

    def walk(docname: str) -> None:
        for child in env.toctree_includes.get(docname, ()):
            if child not in found and child in env.all_docs:
                found[child] = None
                walk(child)

    walk(root)
    return [name for name in found if name != root]


def chapter_number(env: BuildEnvironment, docname: str) -> str:
    """Return the number of a document ("1", "2.1"), or nothing."""
    return ".".join(map(str, env.toc_secnumbers.get(docname, {}).get("", ())))


def printed_pages(env: BuildEnvironment, docname: str) -> str:
    """Return the printed pages of a document ("9–24"), or nothing if they are not known.

    Pages on which nothing of it stands, blank ones and the title pages, are marked at its first
    word too, before the page that has it.
    """
    pages = pages_of(env)
    turns = pages.turns.get(docname, []) if pages else []
    if not turns:
        return ""
    place = turns[0].key, turns[0].word
    first = [turn.label for turn in turns if (turn.key, turn.word) == place][-1]
    last = turns[-1].label
    return first if first == last else f"{first}–{last}"


def of_book(app: Sphinx) -> Work:
    """Return the book as a work."""
    book = metadata.from_config(app.config)
    return Work(book, book.slug, url=base_url(app.config))


def of_document(app: Sphinx, docname: str) -> Work:
    """Return one of the book's documents as a work."""
    book, base = metadata.from_config(app.config), base_url(app.config)
    return Work(
        book,
        docname.replace("/", "-"),
        title=chapter_title(app.env, docname),
        number=chapter_number(app.env, docname),
        pages=printed_pages(app.env, docname),
        url=base + app.builder.get_target_uri(docname) if base else "",
    )


def of_claims(app: Sphinx) -> Iterator[Work]:
    """Yield the claims of the book as works."""
    book, base = metadata.from_config(app.config), base_url(app.config)
    for claim in claims_of(app.env).in_order():
        uri = f"{app.builder.get_target_uri(claim.docname)}#{claim.anchor}"
        yield Work(
            book,
            claim.anchor,
            title=f"Claim {claim.id}",
            within=chapter_title(app.env, claim.docname),
            number=chapter_number(app.env, claim.docname),
            url=base + uri if base else "",
        )


def page(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the page of citations."""
    if not is_web(app.builder):
        return
    chapters = [(name, of_document(app, name)) for name in documents(app.env)]
    targets = {
        c.anchor: app.builder.get_target_uri(c.docname) for c in claims_of(app.env).in_order()
    }

    def shown(work: Work, uri: str) -> dict[str, str]:
        return {"key": work.key, "text": citations.text(work), "title": work.title, "uri": uri}

    context = {
        "title": "Cite this book",
        "cite_book": shown(of_book(app), app.builder.get_target_uri(app.config.root_doc)),
        "cite_chapters": [shown(w, app.builder.get_target_uri(name)) for name, w in chapters],
        "cite_claims": [shown(w, f"{targets[w.key]}#{w.key}") for w in of_claims(app)],
    }
    yield PAGE, context, "cite.html"


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write the files of citations."""
    if error is not None or not is_web(app.builder):
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    works = [of_book(app), *(of_document(app, n) for n in documents(app.env)), *of_claims(app)]
    for work in works:
        for suffix, written in citations.files(work).items():
            path = folder / f"{work.key}.{suffix}"
            path.write_text(written, encoding="utf-8", newline="")
