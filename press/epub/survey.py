"""What the written documents hold: ids, links, pictures, page marks, formulas, roles.

Everything that an EPUB says of itself, its manifest, page list, landmarks and
accessibility, is read off the documents as they will be published, not off intentions.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from press.epub.shape import resolve
from press.epub.xhtml import XHTML

_MATHML = "http://www.w3.org/1998/Math/MathML"
_SVG = "http://www.w3.org/2000/svg"
_X = f"{{{XHTML}}}"
_HEADINGS = {f"{_X}h{level}" for level in range(1, 7)}

#: Attributes that an element ``a`` may have only where it leads somewhere.
_OF_LINKS = re.compile(r' (?:download|hreflang|ping|referrerpolicy|rel|target|type)="[^"]*"')


@dataclass
class Survey:
    """What one document holds; ``file`` is its path from the book's root.

    ``links`` are (file, fragment); ``resources`` are files that it shows; ``pages`` are
    (label, id) of its page marks in order; ``sections`` and ``page_of`` tell for each
    id the heading and the page that it stands under; ``roles`` holds the first id of
    each role; ``properties`` are those of a manifest item.
    """

    file: str
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    page_of: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    properties: set[str] = field(default_factory=set)
    images: int = 0
    silent_images: int = 0
    tables: int = 0
    formulas: int = 0
    notes: int = 0
    claims: int = 0
    moving: bool = False
    page_at_end: str = ""


def read(root: Path, file: str, page: str = "") -> Survey:
    """Return what the document *file* below *root* holds; *page* is the page it begins on."""
    survey = Survey(file)
    tree = ET.parse(root / file).getroot()
    heading = ""
    for element in tree.iter():
        _note_kind(survey, element)
        node_id = element.get("id")
        if element.tag in _HEADINGS:
            heading = " ".join("".join(element.itertext()).split())
        if element.get("role") == "doc-pagebreak" and node_id:
            page = element.get("aria-label", "").rstrip(". ")
            survey.pages.append((page, node_id))
        if node_id:
            survey.ids.add(node_id)
            inner = element.find(f".//{_X}h1") if element.tag == f"{_X}section" else None
            survey.sections[node_id] = (
                heading if inner is None else " ".join("".join(inner.itertext()).split())
            )
            survey.page_of[node_id] = page
        _note_address(survey, element)
    survey.page_at_end = page
    return survey


def _note_kind(survey: Survey, element: ET.Element) -> None:
    """Count *element*, and note its role."""
    tag, role = element.tag, element.get("role", "")
    if tag == f"{_X}img":
        survey.images += 1
        survey.silent_images += "alt" not in element.attrib
        survey.moving |= element.get("src", "").lower().endswith(".gif")
    elif tag == f"{{{_SVG}}}svg":
        survey.images += 1
        survey.silent_images += not (element.get("aria-label") or element.get("aria-labelledby"))
        survey.properties.add("svg")
    elif tag == f"{{{_MATHML}}}math":
        survey.formulas += 1
        survey.properties.add("mathml")
    elif tag == f"{_X}table":
        survey.tables += 1
    elif tag in (f"{_X}video", f"{_X}audio"):
        survey.moving = True
    if role == "doc-footnote":
        survey.notes += 1
    survey.claims += "claim" in element.get("class", "").split()
    if role.startswith("doc-"):
        survey.roles.setdefault(role.removeprefix("doc-"), element.get("id", ""))


def _note_address(survey: Survey, element: ET.Element) -> None:
    """Note what *element* leads to or shows."""
    href, src = element.get("href", ""), element.get("src", "") or element.get("data", "")
    if element.tag == f"{_X}a" and href and ":" not in href.partition("#")[0]:
        survey.links.append(resolve(survey.file, href))
    if element.tag in (f"{_X}img", f"{_X}object", f"{_X}source") and src:
        if "://" in src:
            survey.properties.add("remote-resources")
        elif not src.startswith("data:"):
            survey.resources.append(resolve(survey.file, src)[0])


def broken_links(surveys: Iterable[Survey]) -> list[tuple[str, str]]:
    """Return (file, address) of the links within the book that lead nowhere."""
    surveys = list(surveys)
    ids = {survey.file: survey.ids for survey in surveys}
    return [
        (survey.file, f"{file}#{fragment}" if fragment else file)
        for survey in surveys
        for file, fragment in survey.links
        if file not in ids or (fragment and fragment not in ids[file])
    ]


def unlink(root: Path, file: str, address: str) -> None:
    """Take the link from all words of *file*, below *root*, that lead to *address* in the book.

    A link that leads nowhere makes the package invalid (RSC-007 and RSC-012 of EPUBCheck).
    """

    def without(match: re.Match[str]) -> str:
        target, fragment = resolve(file, html.unescape(match[2]))
        broken = (f"{target}#{fragment}" if fragment else target) == address
        return _OF_LINKS.sub("", match[1] + match[3]) if broken else match[0]

    text = (root / file).read_text(encoding="utf-8")
    text = re.sub(r'(<a\b[^>]*?) href="([^"]*)"([^>]*>)', without, text)
    (root / file).write_text(text, encoding="utf-8", newline="\n")
