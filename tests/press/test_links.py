"""``sphinx-build -b linkcheck`` over a book: what is broken, and how a DOI is looked up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from press import links
from tests.support.minibook import built, conf, write


class Answer(BaseHTTPRequestHandler):
    """Knows one page and the record of one DOI, and keeps another page from machines."""

    KNOWN: ClassVar = {"/page": 200, "/api/handles/10.1000/1": 200, "/private": 403}

    def do_GET(self) -> None:
        self.send_response(self.KNOWN.get(self.path, 404))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 (the library's name)

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_dead_link_is_found_and_a_doi_looked_up_at_its_registry(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "_DOI", f"{server}/")
    addresses = ["page", "nowhere", "private", "10.1000/1", "10.1000/2"]
    text = "# Tiny\n\n" + "\n".join(f"[it]({server}/{address})" for address in addresses)
    write(tmp_path, {"conf.py": conf("links"), "index.md": text, "references.bib": ""})
    with built(tmp_path, "linkcheck") as book:
        said = [json.loads(line) for line in book.read("output.json").splitlines()]
        assert {link["uri"].removeprefix(server): link["status"] for link in said} == {
            "/page": "working",
            "/nowhere": "broken",
            "/private": "ignored",
            "/api/handles/10.1000/1": "working",
            "/api/handles/10.1000/2": "broken",
        }
        assert f"index.md:3: [broken] {server}/nowhere" in book.read("output.txt")
        assert "/private" not in book.read("output.txt")
        assert book.app.statuscode == 1


@pytest.mark.parametrize(
    ("uri", "record"),
    [
        ("https://doi.org/10.1000/x_y(1)", "https://doi.org/api/handles/10.1000/x_y(1)"),
        ("https://doi.org/10.1000/a#b<c>", "https://doi.org/api/handles/10.1000/a%23b%3Cc%3E"),
        ("https://doi.org/10.1000/a%23b", "https://doi.org/api/handles/10.1000/a%23b"),
        ("https://doi.org/the-identifier/", None),
        ("https://example.org/10.1000/1", None),
    ],
)
def test_a_doi_has_a_record(uri: str, record: str | None) -> None:
    assert links.doi_record(None, uri) == record  # type: ignore[arg-type]
