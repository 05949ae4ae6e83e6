"""Drafts: chapters apart from each other, and only those that have changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from press.typst import drafts
from press.typst.compositor import Composition, Job
from press.typst.drafts import Chapter, Drafts, Places

HEAD = '#import "press.typ": *\n#show: book\n'
#: A page design of a few lines, with what drafts ask of one.
DESIGN = """\
#let book(body) = { set page(width: 200pt, height: 120pt, margin: 10pt); body }
#let block-mark(key) = [#metadata(key)<press-block>]
#let word-mark(key, word, kind) = [#metadata((key, word, kind))<press-word>]
#let section(level: 1, title) = { pagebreak(weak: true); [= #title] }
#let main-matter(body) = { pagebreak(); body }
#let counter-of-notes = counter(footnote)
"""


def mark(key: str) -> str:
    return f"\ufdd0{key}\ufdd0"


def chapter(name: str, words: int = 9, more: str = "") -> str:
    text = " ".join(f"word{n}" for n in range(words))
    body = f"{mark(f'{name}:1')}\ufdd10 {text}\ufdd1 #linebreak() #v(80pt) {mark(f'{name}:2')}end"
    return f"#section(level: 1, [{name}])\n{mark(f'{name}:0')}\n{body}{more}\n"


@pytest.fixture
def made(tmp_path: Path) -> Drafts:
    (tmp_path / "press.typ").write_text(DESIGN, encoding="utf-8")

    def job(source: Path, **more: object) -> Job:
        return Job(source, source.parent, **more)  # type: ignore[arg-type]

    return Drafts(HEAD, "design 1", tmp_path, tmp_path / "memory.json", job)


KNOWN = {"pages": {"a:x": 3}, "labels": ["i", "1", "2"]}


def found(made: Drafts, source: str, near: list[str]) -> list[Chapter]:
    return made.chapters(HEAD + source, {key: [range(9)] for key in near}, KNOWN)


def test_chapters_without_a_page_turn_are_left_out(made: Drafts) -> None:
    source = (
        chapter("a") + chapter("b", more="#footnote[x]") + "#show: main-matter\n" + chapter("c")
    )
    source += "#book-index([Index], () => [\n" + mark("genindex:A") + "A\n])\n"
    chapters = found(made, source, ["a:1", "c:1", "genindex:A"])
    assert [one.blocks[0] for one in chapters] == ["a:0", "c:0"]
    assert chapters[1].source.startswith("#counter(footnote).update(1)\n#section")
    assert "main-matter" not in "".join(one.source for one in chapters)
    assert '#word-mark("a:1", 0, "start");word0' in chapters[0].source


def test_a_chapter_is_known_by_all_that_its_layout_depends_on(made: Drafts) -> None:
    text = chapter("a", more='#page-reference(label("a:x"))')
    (one,) = found(made, text, ["a:1"])
    (again,) = found(made, text, ["a:1"])
    assert one.key == again.key
    later = {**KNOWN, "pages": {"a:x": 2}}
    (moved,) = made.chapters(HEAD + text, {"a:1": [range(9)]}, later)
    (longer,) = found(made, chapter("a", 10), ["a:1"])
    made.state = "design 2"
    (other,) = found(made, text, ["a:1"])
    assert len({one.key, moved.key, longer.key, other.key}) == 4


def test_places_have_the_pages_of_the_book(made: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    chapters = found(made, chapter("a") + chapter("b"), ["a:1", "b:1"])
    starts = {"a:0": 11, "a:1": 11, "a:2": 12, "b:0": 15, "b:1": 15, "b:2": 16}
    places = made.places(chapters, KNOWN, starts)
    assert places is not None
    assert [dict(one.blocks) for one in places] == [
        {"a:0": 11, "a:1": 11, "a:2": 12},
        {"b:0": 15, "b:1": 15, "b:2": 16},
    ]
    assert {row[3] for row in places[1].words} == {15}
    assert not list(made.folder.glob("draft*"))
    # The same again asks Typst nothing; another chapter alone is laid out.
    calls: list[int] = []

    class Counted(Composition):
        def __init__(self, *jobs: Job) -> None:
            calls.append(jobs[0].source.read_text(encoding="utf-8").count("#section("))
            super().__init__(*jobs)

    monkeypatch.setattr(drafts, "Composition", Counted)
    assert made.places(chapters, KNOWN, starts) == places
    assert calls == []
    changed = found(made, chapter("a") + chapter("b", 12), ["a:1", "b:1"])
    assert made.places(changed, KNOWN, starts) is not None
    assert calls == [1]


def test_a_draft_that_differs_from_the_layout_is_of_no_use(made: Drafts) -> None:
    chapters = found(made, chapter("a"), ["a:1"])
    assert made.places(chapters, KNOWN, {"a:0": 11, "a:1": 11, "a:2": 11}) is None
    broken = found(made, chapter("a", more="#nothing()"), ["a:1"])
    assert made.places(broken, KNOWN, {"a:0": 11, "a:1": 11, "a:2": 12}) is None


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"k": 1}', '{"k": [[1], []]}'])
def test_a_torn_memory_is_forgotten(made: Drafts, kept: str) -> None:
    made.memory.write_text(kept, encoding="utf-8")
    chapters = found(made, chapter("a"), ["a:1"])
    assert made.places(chapters, KNOWN, {"a:0": 1, "a:1": 1, "a:2": 2}) is not None
    assert len(json.loads(made.memory.read_text(encoding="utf-8"))) == 1


def test_chapters_are_shared_out_evenly() -> None:
    chapters = [Chapter("x" * size, ["k"], str(size)) for size in (90_000, 50_000, 45_000)]
    assert [[len(c.source) for c in g] for g in drafts._groups(chapters)] == [
        [90_000],
        [50_000, 45_000],
    ]
    assert len(drafts._groups(chapters[:1])) == len(drafts._groups(chapters[2:])) == 1
    assert Places([("a", 1)], []).moved(2).blocks == [("a", 3)]
