"""foliate-js, the reading engine of an e-reader for Linux, at work in a browser."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .browser import Browser
from .published import letters
from .tools import NODE_MODULES, requires

#: Where the engine and the book are served; each request is answered from the disk.
_HOST = "http://localhost/"
_PAGE = """\
<!DOCTYPE html>
<html lang="en"><title>Reader</title><link rel="icon" href="data:,">
<style>foliate-view { display: block; width: 100vw; height: 100vh }</style>
<body></body></html>
"""
#: Opens a book, turns to each of its documents, and follows each call of a note.
_READ = """\
async name => {
    await import("/foliate/view.js")
    const view = document.createElement("foliate-view")
    document.body.replaceChildren(view)
    const file = await (await fetch("/book/" + encodeURIComponent(name))).blob()
    await view.open(new File([file], name))
    const { book } = view
    const plain = element => element.textContent.replace(/\\s+/g, " ").trim()
    const documents = []
    for (const index of book.sections.keys()) {
        await view.renderer.goTo({ index })
        const [{ doc }] = view.renderer.getContents()
        const pictures = [...doc.querySelectorAll("img, svg image")]
        const decoded = await Promise.all(pictures.map(picture =>
            picture.decode().then(() => picture.naturalWidth !== 0, () => false)))
        const faults = pictures.filter((_, at) => !decoded[at])
            .map(picture => "a picture cannot be decoded: " + (picture.alt || "without a text"))
        if (doc.querySelector("parsererror")) faults.push("the document is no XML")
        const room = parseFloat(getComputedStyle(doc.documentElement).columnWidth) + 1
        const wide = [...doc.querySelectorAll("table, pre, img")]
            .filter(one => [...one.getClientRects()].some(box => box.width > room))
            .map(one => one.localName + ": " + one.textContent.trim().slice(0, 60))
        documents.push({ text: doc.body.innerText, pictures: pictures.length, faults, wide })
    }
    const parsed = await Promise.all(book.sections.map(section => section.createDocument()))
    const followed = async (index, link) => {
        const href = link.getAttribute("href")
        const place = await book.resolveHref(book.sections[index].resolveHref?.(href) ?? href)
        const target = place && await place.anchor(parsed[place.index])
        return target?.textContent === undefined ? "" : plain(target)
    }
    const notes = []
    for (const [index, doc] of parsed.entries()) {
        for (const call of doc.querySelectorAll("a[role~=doc-noteref]")) {
            notes.push([plain(call), await followed(index, call)])
        }
    }
    const labels = entries => (entries ?? []).flatMap(entry =>
        [entry.label.trim(), ...labels(entry.subitems)])
    return { documents, notes, contents: labels(book.toc), pages: labels(book.pageList) }
}
"""


@dataclass(frozen=True)
class Document:
    """One document as it is shown: its visible text, how many pictures, what went wrong.

    ``wide`` is what the screen cuts off at its edge.
    """

    text: str
    pictures: int
    faults: tuple[str, ...]
    wide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A book as the engine sees it.

    ``notes`` are the calls with the text of the note that each leads to, in reading order;
    ``contents`` and ``pages`` are the labels of the navigation.
    """

    documents: tuple[Document, ...]
    notes: tuple[tuple[str, str], ...]
    contents: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that is shown."""
        return "\n".join(document.text for document in self.documents)

    @property
    def wide(self) -> list[str]:
        """What is cut off, whatever document it is in."""
        return [one for document in self.documents for one in document.wide]

    @property
    def faults(self) -> list[str]:
        """What went wrong, whatever document it is in."""
        return [fault for document in self.documents for fault in document.faults]


def read(chromium: Browser, path: Path, *, width: int = 360) -> Reading:
    """Return the book *path*, an EPUB or what a Kindle reads, as it is read in *chromium*.

    The screen is *width* pixels wide: those of a small phone.

    The engine's own errors are raised as the browser's.
    """
    requires("foliate")
    engine = NODE_MODULES / "foliate-js"

    def answer(route: Any) -> None:
        place = unquote(urlsplit(route.request.url).path)
        if place == "/":
            route.fulfill(body=_PAGE, content_type="text/html")
        elif place.startswith("/foliate/"):
            file = engine / place.removeprefix("/foliate/")
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0])
        else:
            route.fulfill(path=path, content_type="application/octet-stream")

    with chromium.visit(width=width) as visit:
        visit.page.route(_HOST + "**", answer)
        visit.page.goto(_HOST)
        told = visit.page.evaluate(_READ, path.name)
        faults = tuple(visit.faults)
    documents = [
        Document(one["text"], one["pictures"], tuple(one["faults"]), tuple(one["wide"]))
        for one in told["documents"]
    ]
    documents += [Document("", 0, faults)] if faults else []
    return Reading(
        tuple(documents),
        tuple((call, note) for call, note in told["notes"]),
        tuple(told["contents"]),
        tuple(told["pages"]),
    )


def lost(whole: Reading, other: Reading) -> list[str]:
    """Return what of *whole*, a book, *other* lacks, the same book in another format.

    Texts are compared by their letters.  *other* may have more, such as a second table of
    contents, and its documents may begin elsewhere.
    """
    text = letters(other.text)
    found = [f"text {one.text[:60]}" for one in whole.documents if letters(one.text) not in text]
    if sum(one.pictures for one in whole.documents) > sum(one.pictures for one in other.documents):
        found.append("pictures")
    if whole.contents != other.contents:
        found.append("contents")
    kept = set(other.notes)
    found += [f"note {call}: {note}" for call, note in whole.notes if (call, note) not in kept]
    return found
