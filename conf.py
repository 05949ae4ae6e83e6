"""What the book is called, and how Sphinx reads it.

``sphinx-build -c . -b html book OUT`` and ``python -m press`` both start here.
Static and offline: nothing is computed that the repository does not hold.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # finds press/ uninstalled

# -- The book: stated here and nowhere else ---------------------------------------------

project = "The Rise of Open-Source AI"
author = "the contributors to The Rise of Open-Source AI"
copyright = "2026, the contributors to The Rise of Open-Source AI"  # noqa: A001 (Sphinx's name)
version = "1.0"
release = "1.0.0"
language = "en"

press_book = {
    "subtitle": "An essay held to its sources",
    "description": (
        "A short book that takes a popular essay on open-source AI point by point, "
        "holds each of its 74 claims to the published evidence, and says which are "
        "supported, qualified, dated or contradicted."
    ),
    "date": "2026-11-23",
    "identifier": "urn:uuid:4843d55a-a9a3-4348-a1db-97951c271cd3",
    "license": "CC-BY-4.0",
    "subjects": [
        "Artificial intelligence",
        "Open source software",
        "Machine learning",
        "Technology and society",
    ],
}

# -- Reading ------------------------------------------------------------------------------

extensions = ["myst_parser", "sphinxcontrib.bibtex", "press"]
exclude_patterns = ["data", "figures", "_static"]
nitpicky = True
numfig = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_footnote_transition = False  # notes are set apart by each edition's own design
press_claims_subject = "The essay"
press_claims_points = "book/data/points.toml"
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "press"
bibtex_reference_style = "press"
bibtex_cite_id = "cite-{key}"
bibtex_bibliography_id = "works"
bibtex_tooltips = False  # a whole entry in each title attribute tires screen readers

# -- Pictures -----------------------------------------------------------------------------

press_cover = {
    "template": "book/figures/cover.typ",
    "data": "book/data/models.csv",
    "alt": (
        "On a dark blue ground the title stands above a field of thin stems, one for each "
        "release of open weights, that grow denser and taller from 2018 at the left to 2026 "
        "at the right. Orange heads mark the Apache or MIT license, open heads other or "
        "unknown terms."
    ),
}

# -- Print --------------------------------------------------------------------------------

press_print = {
    "lists": True,
    "frontmatter": ["preface"],
    "backmatter": ["afterword", "ledger", "data", "glossary", "bibliography", "colophon"],
}

# -- E-reader ------------------------------------------------------------------------------

press_epub = {
    "file_as": "Contributors to The Rise of Open-Source AI",
    "roles": {"ledger": "appendix", "data": "appendix"},
    # The claim rests on the checks of the tests, and on the review that the colophon tells of.
    "conforms_to": "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
    "certified_by": author,
    "summary": (
        "Each figure has a description, and the numbers behind it stand in a table. Tables name "
        "the headings of their columns; on a narrow screen each cell says what it holds. A claim "
        "is a box announced by its number, and each verdict is a word, not a color alone. Notes "
        "and citations open where they are called and lead back there. Headings, contents, "
        "landmarks and an index lead through the book, and its pages are those of the print "
        "edition. Descriptions, headings, reading order and contrast were looked at by hand, as "
        "the colophon tells; nobody who depends on a screen reader has tried it yet."
    ),
}

# -- Web ------------------------------------------------------------------------------------

html_theme = "sphinx_book_theme"
html_title = project
html_copy_source = False  # the source is where the book is developed, not in each edition
# Where the edition will stand: Read the Docs says so, and others who host it may.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")

# -- Links: `make linkcheck` --------------------------------------------------------------

linkcheck_retries = 3
linkcheck_report_timeouts_as_broken = True  # Sphinx tries only what is broken once more
linkcheck_rate_limit_timeout = 120
linkcheck_anchors_ignore_for_url = [r"https://github\.com/"]  # there a script makes them
