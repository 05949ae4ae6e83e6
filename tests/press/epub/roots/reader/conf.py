from docutils import nodes
from sphinx.application import Sphinx

from press.pages import page_turn

project = "The Book of Things"
author = "Ann Author"
copyright = "2026, Ann Author"  # noqa: A001 (Sphinx's name)
version = "1.0"
release = "1.0.0"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "press", "press.epub"]
html_theme = "sphinx_book_theme"
numfig = True
nitpicky = True
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "press"
bibtex_reference_style = "press"
bibtex_cite_id = "cite-{key}"
press_book = {
    "subtitle": "Each of Them Once",
    "description": "A book that holds each thing that a book can hold.",
    "date": "2026-01-02",
    "license": "CC-BY-4.0",
    "identifier": "urn:uuid:00000000-0000-4000-8000-000000000000",
    "subjects": ["Testing"],
}
press_epub = {
    "cover": "cover.svg",
    "cover_alt": "A red square on white.",
    "css": ["own.css"],
    "contributors": [{"name": "Ed Itor", "role": "edt", "file_as": "Itor, Ed"}],
}


def turn_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the pages of an imagined print edition in: one before "seven", one in a link."""
    if app.builder.name != "epub" or docname != "one":
        return
    for text in list(doctree.findall(nodes.Text)):
        before, word, after = text.astext().partition("seven")
        if word:
            mark = page_turn("", ids=["page-xii"], label="xii")
            text.parent.replace(text, [nodes.Text(before), mark, nodes.Text(word + after)])
        if text.astext() == "two seas":
            mark = page_turn("", ids=["page-13"], label="13")
            text.parent.replace(text, [nodes.Text("two "), mark, nodes.Text("seas")])
    for block in list(doctree.findall(nodes.literal_block)):
        block.insert(0, page_turn("", ids=["page-14"], label="14"))


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", turn_pages)
