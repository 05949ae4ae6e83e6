"""The bibliography: house style for entries and citations, and the way back from them.

Built on sphinxcontrib-bibtex, which reads the ``.bib`` files and finds the citations.  A
book chooses the style in its ``conf.py``::

    bibtex_default_style = "press"  # entries, and the list of works with backlinks
    bibtex_reference_style = "press"  # citations in the text
    bibtex_cite_id = "cite-{key}"  # addresses of entries that stay the same

* :mod:`.source` names file and line of what is torn in a ``.bib`` file;
* :mod:`.text`, :mod:`.names` and :mod:`.style` make the entries;
* :mod:`.citing` makes the citations, :mod:`.backlinks` the list of works.

Fields beyond those of BibTeX: ``shorthand``, what citations call a work in place of its
makers; ``shorttitle``, the same for cases, statutes and works of nobody; ``urldate``, the
day on which the page at ``url`` was read; ``archiveurl`` and ``archivedate``, the address
and day of a copy that an archive keeps.
"""

from __future__ import annotations

from typing import Any

import pybtex.plugin  # type: ignore[import-untyped]
import sphinxcontrib.bibtex.plugin
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib.bibtex.domain import BibtexDomain

from press import __version__

from . import backlinks, citing, entries, source, style


def register_roles(app: Sphinx, _config: Config) -> None:
    """Put our citation role in the place of sphinxcontrib-bibtex's, if the book loads it."""
    if "sphinxcontrib.bibtex" not in app.extensions:
        return
    app.add_domain(entries.SortedCitations, override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain("cite", name, citing.PressCiteRole(), override=True)
    app.add_role("cite", citing.PressCiteRole(), override=True)
    app.add_domain(backlinks.CitedDomain)
    app.connect("doctree-read", backlinks.collect_places)
    # After sphinxcontrib-bibtex has labeled the entries and Sphinx numbered the sections.
    app.connect("env-get-updated", backlinks.rewrite, priority=600)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register styles, checks and transforms."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "press", style.PressStyle)
    sphinxcontrib.bibtex.plugin.register_plugin(
        "sphinxcontrib.bibtex.style.referencing", "press", citing.PressReferences
    )
    app.connect("config-inited", register_roles)
    # Before sphinxcontrib-bibtex reads the files, and dies of what is torn in them.
    app.connect("builder-inited", source.check_files, priority=400)
    app.add_post_transform(backlinks.ListWorks)
    app.add_post_transform(citing.ResolveCitations)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
