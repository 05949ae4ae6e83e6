"""What tests ask of a web page, with lxml."""

from __future__ import annotations

from pathlib import Path

from lxml import html


class Page:
    """A web page, parsed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = html.document_fromstring(path.read_text(encoding="utf-8"))

    @property
    def language(self) -> str:
        """The language that the page states."""
        return self.root.get("lang", "")

    @property
    def title(self) -> str:
        """The page's title, as a browser's tab shows it."""
        return " ".join(self.root.findtext(".//head/title", "").split())

    @property
    def text(self) -> str:
        """The text of the page's main part."""
        (main,) = self.root.findall(".//main")
        return " ".join(main.text_content().split())

    @property
    def all_text(self) -> str:
        """The text of the page, head and foot and sidebars too."""
        (body,) = self.root.findall("body")
        return " ".join(body.text_content().split())

    @property
    def links(self) -> list[str]:
        """The targets of the page's links."""
        return [link.get("href", "") for link in self.root.iterfind(".//a")]

    def meta(self, name: str) -> list[str]:
        """Return the contents of the ``meta`` elements called *name*."""
        metas = self.root.findall(".//head/meta")
        return [
            meta.get("content", "")
            for meta in metas
            if name in {meta.get("name"), meta.get("property")}
        ]

    def related(self, relation: str) -> list[str]:
        """Return the targets of the head's ``link`` elements with *relation*."""
        links = self.root.findall(".//head/link")
        return [link.get("href", "") for link in links if link.get("rel") == relation]
