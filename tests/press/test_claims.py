"""Claims: what they print, where they lead, and what they complain of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes

from press.claims import PointsError, claims_of, parse_points
from tests.support import minibook

CONF = minibook.conf(
    "claims",
    more='press_claims_points = "points.toml"\npress_claims_subject = "The essay"',
)
POINTS = """\
[[point]]
id = "R1"
chapter = "rise"
says = "Many hands make it go faster."

[[point]]
id = "C1"
chapter = "community"
says = "It’s the people."
"""
RISE = """\
(ch-rise)=
# The rise

See {ref}`claim-c1`.

:::{claim} R1
:verdict: qualified
:sources: wolf2020, yue2024

{cite:t}`wolf2020` finds *so*.

And more.
:::
"""
COMMUNITY = """\
# Community

:::{claim} C1
:verdict: supported
:sources: yue2024

It holds.
:::
"""
FILES = {
    "conf.py": CONF,
    "references.bib": minibook.BIB,
    "points.toml": POINTS,
    "index.md": "# Book\n\n```{toctree}\nrise\ncommunity\nworks\n```\n",
    "rise.md": RISE,
    "community.md": COMMUNITY,
    "works.md": "# Works\n\n```{bibliography}\n```\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    minibook.write(tmp_path, FILES)
    return tmp_path


def claim(book: minibook.Book, docname: str) -> nodes.container:
    boxes = book.resolved(docname).findall(nodes.container)
    return next(box for box in boxes if "claim" in box["classes"])


def test_a_claim_is_plain_paragraphs_with_classes(folder: Path) -> None:
    with minibook.built(folder, "dummy") as book:
        box = claim(book, "rise")
        assert book.warnings == []
    assert box["ids"] == ["claim-r1"]
    assert box["classes"] == ["claim", "claim-qualified"]
    assert [(type(node), node["classes"]) for node in box.children] == [  # type: ignore[index]
        (nodes.paragraph, ["claim-head"]),
        (nodes.paragraph, ["claim-finding"]),
        (nodes.paragraph, ["claim-finding"]),
        (nodes.paragraph, ["claim-sources"]),
    ]
    assert box[0].astext() == "Claim R1 · The essay: Many hands make it go faster."
    assert box[1].astext().startswith("Verdict: qualified. Wolf")
    assert box[3].astext().startswith("Sources: ")
    sources = list(box[3].findall(nodes.reference))
    assert len(sources) == 2
    assert all(link["internal"] for link in sources)


def test_a_claim_is_a_label(folder: Path) -> None:
    with minibook.built(folder) as book:
        page = book.read("rise.html")
    assert 'href="community.html#claim-c1"><span class="std std-ref">claim C1</span></a>' in page
    assert 'id="claim-r1"' in page


def test_the_verdict_can_be_read_without_style(folder: Path) -> None:
    with minibook.built(folder, "text") as book:
        lines = book.read("community.txt").splitlines()
        assert book.warnings == []
    assert "**Claim C1** · The essay: It’s the people." in lines
    assert "**Verdict: supported.** It holds." in lines


def test_latex_has_an_anchor(folder: Path) -> None:
    with minibook.built(folder, "latex") as book:
        tex = book.read("atinybook.tex")
        assert book.warnings == []
    assert r"\label{\detokenize{community:claim-c1}}" in tex
    assert r"\begin{sphinxuseclass}{claim-supported}" in tex


def test_a_claim_counts_as_a_citation(folder: Path) -> None:
    minibook.write(folder, {"rise.md": RISE.replace("{cite:t}`wolf2020` finds", "It finds")})
    with minibook.built(folder, "text") as book:
        assert "On tools" in book.read("works.txt")


def test_parallel_reading_keeps_all_claims(folder: Path) -> None:
    more = {f"more{i}.md": "---\norphan: true\n---\n# More\n" for i in range(8)}
    minibook.write(folder, more)
    with minibook.built(folder, "dummy", parallel=2) as book:
        found = [claim.id for claim in claims_of(book.app.env).in_order()]
        assert book.warnings == []
    assert found == ["R1", "C1"]


def test_a_book_without_points_may_claim(folder: Path) -> None:
    minibook.write(folder, {"conf.py": minibook.conf("claims")})
    with minibook.built(folder, "text") as book:
        assert "**Claim C1**" in book.read("community.txt").splitlines()
        assert book.warnings == []


def test_a_changed_point_is_read_again(folder: Path) -> None:
    with minibook.built(folder, "text"):
        pass
    minibook.write(folder, {"points.toml": POINTS.replace("the people", "the place")})
    with minibook.built(folder, "text") as book:
        assert "It’s the place." in book.read("community.txt")


def edit(name: str, old: str, new: str) -> Callable[[], dict[str, str]]:
    assert old in FILES[name]
    return lambda: {name: FILES[name].replace(old, new)}


BAD = {
    "no verdict": (
        edit("rise.md", ":verdict: qualified\n", ""),
        "rise.md:6: WARNING: claim R1: unknown verdict ''; it is one of supported",
    ),
    "unknown verdict": (
        edit("rise.md", "qualified", "maybe"),
        "rise.md:6: WARNING: claim R1: unknown verdict 'maybe'",
    ),
    "no source": (
        edit("rise.md", "wolf2020, yue2024\n", "\n"),
        "rise.md:6: WARNING: claim R1 names no source",
    ),
    "unknown source": (
        edit("rise.md", "wolf2020, yue2024\n", "wolf2020, nobody\n"),
        'rise.md:8: WARNING: could not find bibtex key "nobody"',
    ),
    "no finding": (
        edit("community.md", "It holds.\n", ""),
        "community.md:3: WARNING: claim C1 has no finding",
    ),
    "unknown id": (
        edit("rise.md", "{claim} R1", "{claim} R9"),
        "rise.md:6: WARNING: claim R9 answers no point of points.toml",
    ),
    "no id": (
        edit("rise.md", "{claim} R1", "{claim}"),
        "rise.md:6: ERROR: Directive 'claim': 1 argument(s) required",
    ),
    "unknown option": (
        edit("rise.md", ":verdict:", ":verdit:"),
        "rise.md:7: WARNING: 'claim': Unknown option key: 'verdit'",
    ),
    "wrong chapter": (
        edit("community.md", "{claim} C1", "{claim} R1"),
        "community.md:3: WARNING: claim R1 belongs to the document 'rise'",
    ),
    "doubled in two documents": (
        edit("community.md", "{claim} C1", "{claim} R1"),
        "rise.md:6: WARNING: claim R1 stands at community.md:3 already",
    ),
    "doubled in one document": (
        lambda: {"community.md": COMMUNITY + COMMUNITY.partition("\n\n")[2]},
        "community.md:9: WARNING: claim C1 stands at community.md:3 already",
    ),
    "never claimed": (
        lambda: {"rise.md": "# The rise\n"},
        "points.toml:1: WARNING: no claim answers point R1",
    ),
    "no such document": (
        edit("points.toml", '"community"', '"commune"'),
        "points.toml:6: WARNING: point C1: no document 'commune'",
    ),
    "torn points": (
        edit("points.toml", '"R1"', '"R1'),
        "points.toml:2: WARNING: torn TOML: ",
    ),
    "points with a hole": (
        edit("points.toml", 'says = "It’s the people."\n', ""),
        "points.toml:6: WARNING: a point needs 'says', a string",
    ),
    "no points file": (
        lambda: {"conf.py": CONF.replace("points.toml", "paints.toml")},
        "paints.toml:1: WARNING: cannot read the points: No such file",
    ),
}


@pytest.mark.parametrize(("change", "says"), BAD.values(), ids=BAD.keys())
def test_bad_claims_are_reported_with_their_place(
    folder: Path, change: Callable[[], dict[str, str]], says: str
) -> None:
    minibook.write(folder, change())
    with minibook.built(folder, "dummy") as book:
        assert [line for line in book.warnings if line.startswith(says)], book.warnings


def test_points_that_are_not_utf8_are_reported(folder: Path) -> None:
    minibook.write(folder, {"points.toml": POINTS.encode().replace("’".encode(), b"\x92")})
    with minibook.built(folder, "dummy") as book:
        assert book.warnings[0].startswith(
            "points.toml:9: WARNING: the file is not UTF-8: byte 0x92"
        )
        # The file's fault is reported once, not again at each claim.
        assert len(book.warnings) == 1, book.warnings


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[point]]\nid = "A"\nid = "B"\n', 3, "torn TOML"),
        ("[[point]]\nid = [", 2, "torn TOML"),
        ('[[point]]\nid = 1\nchapter = "c"\nsays = "s"\n', 1, "needs 'id'"),
        ('\n[[point]]\nid = "A"\nchapter = " "\nsays = "s"\n', 2, "needs 'chapter'"),
        ('[[point]]\nid="A"\nchapter="c"\nsays="s"\nsayz="t"\n', 1, "no 'sayz'"),
        (POINTS + POINTS, 10, "point R1 stands on line 1 already"),
    ],
)
def test_faults_of_points_name_their_line(text: str, line: int, says: str) -> None:
    with pytest.raises(PointsError, match=says) as caught:
        parse_points(text)
    assert caught.value.line == line
