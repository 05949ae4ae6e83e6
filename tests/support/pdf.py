"""What tests ask of a PDF file, with pypdf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, Destination, DictionaryObject


@dataclass(frozen=True)
class Entry:
    """An entry of the outline: its depth from 0, title, and page counted from 0."""

    depth: int
    title: str
    page: int | None


class Pdf:
    """A PDF file, opened for questions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = PdfReader(path, strict=True)
        self.root: Any = self.reader.root_object

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, in the order in which it is drawn."""
        return [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(self.pages)

    @property
    def labels(self) -> list[str]:
        """The number that each page bears, as a reading program shows it."""
        return self.reader.page_labels

    @cached_property
    def outline(self) -> list[Entry]:
        """The outline, flat, in its order."""

        def walk(items: list[Any], depth: int) -> Iterator[Entry]:
            for item in items:
                if isinstance(item, Destination):
                    page = self.reader.get_destination_page_number(item)
                    yield Entry(depth, str(item.title), page)
                else:
                    yield from walk(item, depth + 1)

        return list(walk(self.reader.outline, 0))

    @cached_property
    def tags(self) -> list[DictionaryObject]:
        """The elements of the structure tree, in reading order."""

        def walk(node: Any) -> Iterator[DictionaryObject]:
            node = node.get_object()
            if isinstance(node, ArrayObject):
                for kid in node:
                    yield from walk(kid)
            elif isinstance(node, DictionaryObject):
                if "/S" in node:
                    yield node
                if "/K" in node:
                    yield from walk(node["/K"])

        return list(walk(self.root["/StructTreeRoot"])) if "/StructTreeRoot" in self.root else []

    @cached_property
    def roles(self) -> Counter[str]:
        """How often each role occurs in the structure tree, under its own name."""
        return Counter(str(tag["/S"]).removeprefix("/") for tag in self.tags)

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """The fonts that pages and forms use, by name, and whether each is embedded."""
        found: dict[str, bool] = {}

        def walk(resources: Any) -> None:
            for font in resources.get("/Font", {}).values():
                for part in (font.get_object(), *font.get_object().get("/DescendantFonts", ())):
                    descriptor = part.get_object().get("/FontDescriptor")
                    if descriptor is not None:
                        embedded = any(key.startswith("/FontFile") for key in descriptor)
                        found[str(part.get_object()["/BaseFont"])] = embedded
                    elif "/DescendantFonts" not in part.get_object():
                        found[str(part.get_object().get("/BaseFont"))] = False
            for form in resources.get("/XObject", {}).values():
                walk(form.get_object().get("/Resources", {}))

        for page in self.reader.pages:
            walk(page["/Resources"])
        return found
