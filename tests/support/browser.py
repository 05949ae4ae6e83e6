"""A real browser, and what tests ask of it.  Chromium comes from the system."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .tools import requires

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@dataclass
class Visit:
    """A page in the browser, and what it did: addresses asked for, what went wrong."""

    page: Any
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note_response(self, response: Any) -> None:
        """Note what could not be had, by its address."""
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def note_words(self, said: Any) -> None:
        """Note an error that the browser reports; those of responses have no address here."""
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.faults.append(said.text)

    def foreign(self, root: str) -> list[str]:
        """Return the requests that left the site at *root*."""
        return [u for u in self.requests if not u.startswith((root, "data:", "blob:"))]


class Browser:
    """A running browser."""

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium

    @contextmanager
    def visit(
        self, *, width: int = 1280, dark: bool = False, scripts: bool = True, **more: Any
    ) -> Iterator[Visit]:
        """Give an empty page of its own, *width* pixels wide, until the block ends."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            **more,
        )
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
        visit.page.on("response", visit.note_response)
        visit.page.on("console", visit.note_words)
        try:
            yield visit
        finally:
            context.close()


def program() -> str:
    """Return the browser's path; skip the test, or in CI fail it, if there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        requires("chromium")
    return str(found)


@contextmanager
def started() -> Iterator[Browser]:
    """Start a browser until the block ends; skip the test, or in CI fail it, without one."""
    requires("playwright")
    path = program()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox for it, as in most containers; the pages are our own.
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield Browser(chromium)
        finally:
            chromium.close()


def violations(visit: Visit) -> list[str]:
    """Return what axe holds against the page, each with its first place."""
    requires("playwright")
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.fail("axe is not here")
    visit.page.evaluate(Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = visit.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({len(rule['nodes'])}x): {rule['nodes'][0]['failureSummary']}"
        f" {rule['nodes'][0]['html'][:200]}"
        for rule in found["violations"]
    ]
