"""The browser sees what it is to see: each fault of a page shows, and a good page has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.web import POLICY

from . import browser, site

GOOD = (
    '<!DOCTYPE html><html lang="en"><title>A</title><link rel="icon" href="data:,">'
    "<main><h1>Heading</h1></main>"
)
BAD = {
    "contrast.html": GOOD.replace("<h1>", '<h1 class="pale">').replace(
        "<title>", '<link rel="stylesheet" href="pale.css"><title>'
    ),
    "inline.html": GOOD + "<script>document.title = 'B'</script>",
    "foreign.html": GOOD + '<img alt="" src="http://127.0.0.1:9/x.png">',
    "link.html": GOOD + '<p><a href="good.html#none">x</a> <a href="gone.html">y</a>',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good page, and some that are not."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in {"good.html": GOOD, "pale.css": ".pale { color: #eee }", **BAD}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.conformance
def test_faults_show(folder: Path) -> None:
    with browser.started() as chromium, site.served(folder, POLICY) as root:
        with chromium.visit() as visit:
            visit.page.goto(root + "good.html")
            assert browser.violations(visit) == []
            assert visit.faults == visit.foreign(root) == []
            visit.page.goto(root + "contrast.html")
            assert "color-contrast" in browser.violations(visit)[0]
            visit.page.goto(root + "inline.html")
            assert visit.page.title() == "A"
            assert "Content Security Policy" in visit.faults[0]
        with chromium.visit() as visit:
            visit.page.goto(root + "foreign.html")
            assert visit.foreign(root) == ["http://127.0.0.1:9/x.png"]


def test_dead_links_show(folder: Path) -> None:
    assert site.dead_links(folder) == ["link.html: gone.html", "link.html: good.html#none"]


def test_weight_is_that_of_the_wire(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 100_000)
    assert 0 < site.weight(path) < 1000
