"""What Typst has to say of its source, told of the book's own files and lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from press import places
from press.typst import marks

if TYPE_CHECKING:
    from sphinx.builders import Builder

logger = logging.getLogger(__name__)

_SIGN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


class Diagnosis:
    """The diagnoses of one book.

    *sources* are the Typst sources that *builder* made; *block_places* has document and line
    of each block that is marked in them.
    """

    def __init__(
        self,
        builder: Builder,
        sources: Sequence[Path],
        block_places: Mapping[str, tuple[str, int | None]],
    ) -> None:
        self._builder = builder
        self._sources = {source.name: source for source in sources}
        self._block_places = block_places

    def told(self, diagnostic: str) -> str:
        """Return what Typst said, with the place in the book that it is about."""
        origin = self._origin(diagnostic)
        place = f"{self._builder.env.doc2path(origin[0])}:{origin[1] or ''}: " if origin else ""
        return f"{place}{diagnostic.strip()}"

    def warn_of_signs(self, diagnostic: str) -> bool:
        """Warn of each sign that no font has, at its first place; say whether there was one."""
        found_at: dict[str, list[str]] = {}
        for place in re.split(r"(?m)^error: ", diagnostic):
            match = _SIGN.search(place)
            if match:
                found_at.setdefault(match[1], []).append(place)
        for quoted, found in found_at.items():
            # Typst writes a sign that cannot be seen by its number: \u{fe0f}.
            sign = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), quoted)
            codes = " ".join(f"U+{ord(character):04X}" for character in sign)
            more = f", and {len(found) - 1} more places" if len(found) > 2 else ""
            more = ", and 1 more place" if len(found) == 2 else more
            logger.warning(
                "no font of the print edition has %s (%s)%s: name a folder of fonts that do "
                "in press_print['font_paths']",
                sign,
                codes,
                more,
                location=self._origin(found[0]) or self._first_place(sign),
                type="press",
                subtype="font",
            )
        return bool(found_at)

    def _origin(self, diagnostic: str) -> tuple[str, int | None] | None:
        """Return document and line of the book for a diagnosis of a place in the Typst source.

        The nearest block mark before that place tells.
        """
        found = re.search(rf"({'|'.join(map(re.escape, self._sources))}):(\d+):(\d+)", diagnostic)
        if not found:
            return None
        lines = self._sources[found[1]].read_text(encoding="utf-8").split("\n")[: int(found[2])]
        lines[-1] = lines[-1][: int(found[3])]
        for line in reversed(lines):
            for key in reversed(marks.keys(line)):
                if key in self._block_places:
                    return self._block_places[key]
        return None

    def _first_place(self, sign: str) -> str | None:
        """Return file and line that *sign* stands on first: titles and captions have no mark."""
        for name in ("project", "author", "copyright", "press_book", "press_print"):
            if sign in str(getattr(self._builder.config, name)):
                return places.Source(Path(self._builder.confdir)).place(name)
        names = getattr(self._builder.config, "bibtex_bibfiles", None) or ()
        files = [Path(self._builder.confdir, name) for name in ("conf.py", *names)]
        files += [
            Path(self._builder.env.doc2path(docname))
            for docname in sorted(self._builder.env.found_docs)
        ]
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
            if sign in text:
                return f"{file}:{text.count(chr(10), 0, text.index(sign)) + 1}"
        return None
