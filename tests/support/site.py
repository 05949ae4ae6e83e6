"""A web edition served on this machine, as strictly as a careful host would."""

from __future__ import annotations

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

#: What a careful host sends with every file (see press/web/__init__.py).
HEADER = "Content-Security-Policy"


class _Handler(SimpleHTTPRequestHandler):
    """Serves files with the policy; what is missing gets the edition's own page for that."""

    policy = ""

    def end_headers(self) -> None:
        self.send_header(HEADER, self.policy)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path, policy: str) -> Iterator[str]:
    """Serve *folder* under *policy* until the block ends; give the address of its root."""
    handler = type("Handler", (_Handler,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def weight(path: Path) -> int:
    """Return what *path* weighs on the wire: compressed, unless it is that already."""
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data, 6, mtime=0)))


def dead_links(folder: Path) -> list[str]:
    """Return the links of the pages in *folder* that lead to no file or no fragment there."""
    pages = {path: html.parse(str(path)).getroot() for path in sorted(folder.rglob("*.html"))}
    ids = {path: {*root.xpath("//@id"), *root.xpath("//a/@name")} for path, root in pages.items()}
    dead = []
    for path, root in pages.items():
        if path.name == "404.html":
            continue  # its links start at the site's root
        for address in {*root.xpath("//@href"), *root.xpath("//@src"), *root.xpath("//@action")}:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / parts.path).resolve() if parts.path else path
            known = ids.get(target)
            lost = known is not None and parts.fragment and parts.fragment not in known
            if lost or not target.is_file():
                dead.append(f"{path.name}: {address}")
    return sorted(dead)
