"""What is done once for all pages is what Sphinx would do for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sphinx.jinja2glue import SphinxFileSystemLoader

from press.web import thrift
from tests.support import minibook

# The theme's own use of what Sphinx will drop.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*\.app' is deprecated")

CONF = minibook.conf(more='html_theme = "sphinx_book_theme"').replace(
    '"sphinxcontrib.bibtex", ', '"sphinxcontrib.bibtex", "press"'
)
#: Chapters in parts, in folders, with sections, with documents below them, and strangers.
FILES = {
    "conf.py": CONF,
    "references.bib": minibook.BIB,
    "index.md": "# Home\n\n```{toctree}\n:caption: One\n:numbered:\n\nfirst\nfolder/second\n```\n\n"
    "```{toctree}\n:caption: Two\n:hidden:\n\nthird\nOther title <last>\nhttps://example.org/\n```\n",
    "first.md": "# First *one*\n\n## Here\n\nDucks swim.\n\n## There & then\n\nDucks swam.\n",
    "folder/second.md": "# Second\n\n## Within\n\n```{toctree}\n\nbelow\n/deep/below\n```\n",
    "folder/below.md": "# Below\n\n## Its own\n\nDucks.\n",
    "deep/below.md": "# Deeper\n\n```{toctree}\n\nlowest\n```\n",
    "deep/lowest.md": "# Lowest\n\n## Depths\n\nDucks.\n",
    "third.md": "# Third\n\nDucks.\n",
    "last.md": "# Last\n\n## End\n\nDucks.\n",
    "alone.md": "---\norphan: true\n---\n# Alone\n\nDucks.\n",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, str]]]:
    """By page: the contents as they are shown, and as Sphinx would have them."""
    folder = tmp_path_factory.mktemp("thrift")
    minibook.write(folder, FILES)
    found: dict[str, tuple[str, str]] = {}

    def compare(
        app: Any, pagename: str, _template: str, context: dict[str, Any], _tree: Any
    ) -> None:
        theirs = context["toctree"](
            collapse=True, maxdepth=2, includehidden=True, titles_only=False
        )
        found[pagename] = (context["press_contents"], theirs)
        assert context["sidebars"] == []

    def listen(app: Any) -> None:
        app.connect("html-page-context", compare, 999)

    with minibook.built(folder, before=listen):
        yield found


@pytest.mark.parametrize(
    "page", [*(name[:-3] for name in FILES if name.endswith(".md")), "genindex"]
)
def test_contents_are_those_of_sphinx(shown: dict[str, tuple[str, str]], page: str) -> None:
    ours, theirs = shown[page]
    assert ours == theirs


def test_the_comparison_sees_a_page_that_is_current(shown: dict[str, tuple[str, str]]) -> None:
    assert shown["first"][1] != shown["third"][1]
    assert 'class="toctree-l2 current"' in shown["deep/lowest"][1]


def test_a_word_is_stemmed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def stem_word(_stemmer: object, word: str) -> str:
        asked.append(word)
        return word

    stemmer = "snowballstemmer.english_stemmer.EnglishStemmer.stemWord"
    monkeypatch.setattr(stemmer, stem_word)
    minibook.write(tmp_path, FILES)
    with minibook.built(tmp_path):
        assert asked.count("ducks") == 1
        assert "swam" in asked


def test_templates_are_loaded_ahead(tmp_path: Path) -> None:
    """With those that they extend; what is broken is left to the page that asks for it."""
    minibook.write(tmp_path, FILES)
    with minibook.built(tmp_path) as book:
        builder: Any = book.app.builder
        minibook.write(tmp_path, {"broken/search.html": "{% if %}"})
        builder.templates.loaders.insert(0, SphinxFileSystemLoader(str(tmp_path / "broken")))
        cache = builder.templates.environment.cache
        cache.clear()
        thrift.load_templates(builder, lambda: True)
        assert len(cache) == 0
        thrift.load_templates(builder, lambda: False)
        loaded = {name for _loader, name in cache}
        assert {"page.html", "layout.html", "basic/layout.html", "genindex.html"} <= loaded
        assert "search.html" not in loaded
