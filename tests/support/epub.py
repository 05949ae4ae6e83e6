"""What tests ask of an EPUB file, with the standard library."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
#: What a reader must never see: markup that something failed to read.
_RAW = re.compile(r"\[\[|\]\]|\\[(\[]|\$\$|</?[a-z]\w*|&\#?\w+;|:::|```|\{[a-z][\w:]*\}|\ufffd")
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"


class Epub:
    """An EPUB file, opened for questions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            self.first = archive.infolist()[0]
        container = ElementTree.fromstring(self.files["META-INF/container.xml"])
        rootfile = next(element for element in container.iter() if element.tag.endswith("rootfile"))
        self.package_path = rootfile.attrib["full-path"]
        self.package = ElementTree.fromstring(self.files[self.package_path])

    def dublin_core(self, name: str) -> list[str]:
        """Return the texts of the ``dc:`` elements called *name*."""
        return ["".join(element.itertext()).strip() for element in self.package.iter(DC + name)]

    def properties(self, name: str) -> list[str]:
        """Return the values of the ``meta`` elements with the property *name*."""
        metas = self.package.iter(OPF + "meta")
        return [(meta.text or "").strip() for meta in metas if meta.get("property") == name]

    @cached_property
    def manifest(self) -> dict[str, str]:
        """The path within the archive of each item of the manifest, by id."""
        return {
            item.attrib["id"]: self._resolve(self.package_path, item.attrib["href"])
            for item in self.package.iter(OPF + "item")
        }

    @cached_property
    def spine(self) -> list[str]:
        """The paths of the documents, in reading order."""
        return [self.manifest[item.attrib["idref"]] for item in self.package.iter(OPF + "itemref")]

    @cached_property
    def navigation(self) -> dict[str, list[tuple[str, str]]]:
        """Each list of the navigation document, by ``epub:type``: labels and targets."""
        (path,) = (
            self.manifest[item.attrib["id"]]
            for item in self.package.iter(OPF + "item")
            if "nav" in item.get("properties", "").split()
        )
        return {
            nav.get(OPS_TYPE, ""): [
                (self._words(link), self._resolve(path, link.attrib["href"]))
                for link in nav.iter(XHTML + "a")
            ]
            for nav in ElementTree.fromstring(self.files[path]).iter(XHTML + "nav")
        }

    def document(self, path: str) -> ElementTree.Element:
        """Return the parsed document at *path*."""
        return ElementTree.fromstring(self.files[path])

    def text(self, path: str) -> str:
        """Return the text of the document at *path*, its head left out."""
        body = self.document(path).find(XHTML + "body")
        return "" if body is None else self._words(body)

    def links(self, path: str) -> list[str]:
        """Return the targets of the links in the document at *path*."""
        return [link.get("href", "") for link in self.document(path).iter(XHTML + "a")]

    @staticmethod
    def _words(element: ElementTree.Element) -> str:
        return " ".join(" ".join(element.itertext()).split())

    @staticmethod
    def _resolve(base: str, href: str) -> str:
        path = unquote(href.partition("#")[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def raw_markup(text: str) -> list[str]:
    """Return what in *text*, as it is shown, is markup that something failed to read."""
    return [text[max(0, at.start() - 30) : at.end() + 30] for at in _RAW.finditer(text)]
