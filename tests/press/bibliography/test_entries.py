"""Citations sorted by work give the lists that sphinxcontrib-bibtex makes without."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sphinxcontrib.bibtex.domain import BibtexDomain

from press.bibliography.entries import SortedCitations
from tests.support.minibook import BIB, built, conf, write

FILES = {
    "conf.py": conf("bibliography"),
    "references.bib": BIB,
    "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n\n```{bibliography}\n```\n",
    "one.md": (
        "# One\n\n{cite:p}`yue2024` and {cite:p}`one-wolf2020`.\n\n"
        "```{bibliography}\n:keyprefix: one-\n:filter: docname in docnames\n```\n"
    ),
    "two.md": (
        "# Two\n\n{cite:p}`two-yue2024`.\n\n```{bibliography}\n:all:\n:keyprefix: two-\n```\n"
    ),
}


def test_lists_of_works_are_as_they_were(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    with built(tmp_path) as book:
        ours = cast("SortedCitations", book.app.env.domains["cite"])
        assert isinstance(ours, SortedCitations)
        assert len(ours.citation_refs) == 3
        plain = BibtexDomain(book.app.env)
        lists = {
            key.docname: [name for name, _entry in ours.get_filtered_entries(key)]
            for key in ours.bibliographies
        }
        for key in ours.bibliographies:
            assert list(ours.get_filtered_entries(key)) == list(plain.get_filtered_entries(key))
        assert lists == {
            "index": ["yue2024"],
            "one": ["one-wolf2020"],
            "two": ["two-wolf2020", "two-yue2024"],
        }
        assert len(ours.citation_refs) == 3
