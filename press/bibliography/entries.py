"""Which works are cited where, looked up once for a list of works, not once for each of them.

For each entry of the bibliography sphinxcontrib-bibtex goes through all citations of the book
to learn which documents cite it: with four hundred works cited a thousand times that is a
seventh of the time of reading the book.  Here it goes through those of the work alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinxcontrib.bibtex.domain import BibtexDomain

if TYPE_CHECKING:
    from sphinxcontrib.bibtex.roles import CitationRef


class SortedCitations(BibtexDomain):
    """sphinxcontrib-bibtex's domain, with citations sorted by work while a list is made."""

    _by_key: dict[str, list[CitationRef]] | None = None
    _of_entry: list[CitationRef] | None = None
    _prefix = ""

    @property
    def citation_refs(self) -> list[CitationRef]:
        """All citations; while a list of works is made, those of the work that it is at."""
        if self._of_entry is not None:
            return self._of_entry
        refs: list[CitationRef] = super().citation_refs
        return refs

    def get_filtered_entries(self, bibliography_key: Any) -> Iterable[tuple[str, Any]]:
        """Yield the works of one list, and their keys."""
        self._prefix = self.bibliographies[bibliography_key].keyprefix
        by_key: dict[str, list[CitationRef]] = {}
        for ref in self.citation_refs:
            for target in ref.targets:
                by_key.setdefault(target.key, []).append(ref)
        self._by_key = by_key
        try:
            yield from super().get_filtered_entries(bibliography_key)
        finally:
            self._by_key = self._of_entry = None

    def get_entries(self, bibfiles: Any) -> Iterable[Any]:
        """Yield all works of *bibfiles*."""
        for entry in super().get_entries(bibfiles):
            if self._by_key is not None:
                self._of_entry = self._by_key.get(self._prefix + entry.key, [])
            yield entry
