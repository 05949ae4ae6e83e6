"""Many faults of chapters in one book, each in a document of its own: read in one go.

What stops the press, or shows only when an edition is written, must be judged alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.support.minibook import built, write

from . import Fault
from .book import CONF, GOOD

_CHAPTER = "book/one.md"
#: What documents of one book say of each other, since all are variants of one.
_OF_OTHERS = re.compile(r"duplicate|other instance|stands at \S+ already", re.IGNORECASE)
#: Settings with paths from the documents' folder, which here is that of conf.py too.
_CONF = CONF.replace("book/data/", "data/").replace('"backmatter": ["back"],', "")


def can_share(fault: Fault) -> bool:
    """Tell whether *fault* is one of a chapter, with at most a file of its own beside it."""
    own = [name for name in fault.files if name != _CHAPTER]
    chapter = fault.files.get(_CHAPTER)
    return (
        isinstance(chapter, str)
        and not chapter.startswith("---")
        and all(re.match(r"book/bad\.\w+$", name) for name in own)
        and not re.search(
            r"data-figure|data-table|data-columns|style: none|itself|twice", fault.name
        )
        and "another chapter" not in fault.name
        and "claim" not in fault.name
    )


def caught(folder: Path, faults: Iterable[Fault]) -> set[str]:
    """Return the names of those of *faults* that are told by file and line in one reading."""
    named = {f"f{number:04}": fault for number, fault in enumerate(faults)}
    good = {name.removeprefix("book/"): data for name, data in GOOD.items()}
    write(folder, {**good, "conf.py": _CONF, "references.bib": GOOD["references.bib"]})
    listed = "\n".join(["one", "claims", "numbers", "back", *named])
    write(folder, {"index.md": f"# Book\n\n```{{toctree}}\n{listed}\n```\n"})
    for name, fault in named.items():
        for path, data in fault.files.items():
            if path == _CHAPTER:
                text = str(data).replace("ch-one", f"ch-{name}").replace("bad.", f"{name}.")
                write(folder, {f"{name}.md": text})
            else:
                write(folder, {f"{name}{Path(path).suffix}": data})
    said: list[str] = []
    with built(folder, "dummy") as book:
        said = "\n".join(book.warnings).replace(f"{folder}/", "").split("\n")
    return {fault.name for name, fault in named.items() if _told(said, name, fault)}


def _told(said: list[str], name: str, fault: Fault) -> bool:
    """Tell whether one of the lines *said* is about *fault*, which is called *name* here."""
    file = re.escape(name + Path(fault.place).suffix)
    for number, line in enumerate(said):
        found = re.match(rf"{file}:(\d+): (.*)", line)
        if found and int(found[1]) in fault.lines and not _OF_OTHERS.search(line):
            more = "\n".join(said[number : number + 4])
            if re.search(fault.about.replace("bad", name), more):
                return True
    return False
