"""What is looked for on pages is found: each fault is set on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typst

from .pages import Pages
from .pdf import Pdf

#: The distance of the baselines of GOOD.
STEP = 16.5

GOOD = """\
#set document(title: "Pages")
#set page(width: 432pt, height: 648pt, numbering: "1",
  margin: (inside: 67pt, outside: 54pt, top: 74.6pt, bottom: 87.5pt),
  header: context if calc.even(here().page()) [Running head])
#set text(size: 10pt, top-edge: 0.72em, bottom-edge: -0.28em)
#set par(leading: 6.5pt, spacing: 6.5pt, justify: true)
#show heading: it => block(above: 6.5pt, below: 6.5pt, text(size: 10pt, it.body))
= One
#lorem(400)

== Section <there>
#lorem(100)

See #link(<there>)[p. 2].
"""


TABLE = "#table(columns: 2, [One], [Two], [#lorem(30)], [#lorem(30)])"


def pages(folder: Path, *changes: str) -> Pages:
    """Return the good pages, some words in their source exchanged for others."""
    source = GOOD
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in source
        source = source.replace(old, new)
    path = folder / "pages.pdf"
    path.write_bytes(typst.compile(source.encode(), format="pdf"))
    return Pages(Pdf(path))


def findings(found: Pages) -> Iterator[str]:
    """Yield all that a typographer finds, and wrong page numbers."""
    for search in (found.outside, found.lonely, found.stranded, found.openers,
                   found.overprinted, found.broken_rows):  # fmt: skip
        yield from search()
    yield from found.holes(200)
    yield from found.broken_tables(300)
    for page in range(len(found.marks)):
        yield from found.off_grid(page, 10, STEP)
        yield from found.loose(page, 10, 0.6)
        yield from found.ladders(page)
    for at, said in found.folios():
        if said != found.pdf.labels[at]:
            yield f"{found.name(at)}: shows the number {said}"
    for at, said, leads in found.numbers():
        if found.pdf.labels[leads] != said:
            yield f"{found.name(at)}: leads elsewhere: {said}"


def test_good_pages_are_free_of_findings(tmp_path: Path) -> None:
    good = pages(tmp_path)
    assert list(findings(good)) == []
    assert [said for _at, said, _to in good.numbers()] == ["2"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (("#lorem(400)", "#box(width: 350pt, lorem(12))"), "pt too wide"),
        (("#lorem(400)", "#place(bottom, dy: 20pt)[Low]"), "above or below the text: 'Low'"),
        (
            ("#lorem(400)", "#v(445pt)\n#lorem(40)", "10pt,", "10pt, costs: (orphan: 0%),"),
            "p. 1: a line alone",
        ),
        (
            ("#lorem(400)", "#v(412pt)\n#lorem(40)", "10pt,", "10pt, costs: (widow: 0%),"),
            "p. 2: a line alone",
        ),
        (
            ("#lorem(400)", "#v(430pt)", "<there>\n", "<there>\nOne.\n#pagebreak()\n"),
            "a heading at the foot: 'Section'",
        ),
        (("= One", "#pagebreak()\n= One"), "a chapter opens on a left page"),
        (("= One", "#pagebreak()\n= One"), "a running head over a title"),
        (("= One", "Title.\n#pagebreak()\n#pagebreak()\n= One"), "furniture on a blank page"),
        (("[p. 2]", "[p. 7]"), "leads elsewhere: 7"),
        (("#lorem(400)", "#lorem(40)\n#v(3pt)\n#lorem(60)"), "between two lines of the grid"),
        (("#lorem(400)", "So few words far apart here #box(width: 250pt) #lorem(9)"), "em apart"),
        (("#lorem(400)", "well-\\\nknown-\\\nhalf-\\\nway"), "the third hyphen in a row"),
        (("#lorem(400)", "Over#h(-12pt)printed"), "'Over' runs into 'printed'"),
        (("#lorem(400)", "#lorem(30)\n#pagebreak()\n#lorem(30)"), "pt are left white"),
        (("#lorem(400)", "#v(405pt)\n" + TABLE), "a row breaks"),
        (("#lorem(400)", "#v(430pt)\n" + TABLE), "pt breaks"),
        (("[Running head]", "[9 Running head]"), "shows the number 9"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(tmp_path: Path, changes: tuple[str, ...], says: str) -> None:
    found = list(findings(pages(tmp_path, *changes)))
    assert any(says in finding for finding in found), found
