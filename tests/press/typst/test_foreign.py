"""Books of others in print: what they hold that ours do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.printbook import chapter, printed, right_edge, rst

# -- The root document ------------------------------------------------------------------


def test_further_sections_of_the_root_are_chapters(tmp_path: Path) -> None:
    root = "# Foreign\n\nWelcome.\n\n# Handbook\n\n```{toctree}\na\n```\n\n# About\n\nThe end.\n"
    with printed(tmp_path, {"index.md": root, "a.md": "# Chapter\n\nWords.\n"}) as book:
        titles = [str(item.title) for item in book.reader.outline if not isinstance(item, list)]
        assert [t for t in titles if t != "Contents"] == ["Foreign", "Handbook", "About"]
        assert "The end." in book.text


def test_parts_that_a_section_of_the_root_lists_hold_chapters(tmp_path: Path) -> None:
    index = (
        "# Foreign\n\n## All of it\n\n```{toctree}\n:caption: First\na\n```\n\n"
        "```{toctree}\n:caption: Second\nb\n```\n\n## Behind\n\nWords.\n"
    )
    files = {"index.md": index, "a.md": "# One\n\n## Deep\n\nWords.\n", "b.md": "# Two\n\nWords.\n"}
    with printed(tmp_path, files) as book:
        assert book.warnings == []
        depths = re.findall(r"level: (\d), depth: (\d).*?\)\[(.+?)\]", book.source)
    assert depths == [
        ("1", "1", "All of it"),
        *[("1", "2", "One"), ("2", "3", "Deep"), ("1", "2", "Two"), ("1", "2", "Behind")],
    ]


def test_a_root_without_title_loses_no_title(tmp_path: Path) -> None:
    files = {"index.md": "```{toctree}\na\n```\n", "a.md": "# Chapter one\n\nWords.\n"}
    with printed(tmp_path, files) as book:
        assert "Chapter one" in [
            str(i.title) for i in book.reader.outline if not isinstance(i, list)
        ]


def test_the_root_and_the_index_are_places(tmp_path: Path) -> None:
    text = "Back to :doc:`index`, or the :ref:`genindex`.\n\n.. index:: zebra\n\nStripes.\n"
    with printed(tmp_path, rst(text)) as book:
        assert book.warnings == []
        assert "Index (p." in book.text


# -- Links where they may not stand ------------------------------------------------------


def test_links_in_running_heads_and_repeated_table_heads(tmp_path: Path) -> None:
    rows = "\n".join(f"| {n} | row |" for n in range(120))
    text = f"## Part\n\n| [Head](https://example.org/h) | b |\n|---|---|\n{rows}\n"
    files = chapter(text)
    files["a.md"] = files["a.md"].replace("# Chapter", "# A [chapter](https://example.org/c)")
    with printed(tmp_path, files) as book:
        assert book.warnings == []
        assert "119 row" in book.text


# -- Places --------------------------------------------------------------------------------


def test_a_label_before_an_object_is_a_place(tmp_path: Path) -> None:
    text = "See :ref:`it <spam-api>`.\n\n.. _spam-api:\n\n.. py:function:: spam()\n\n   Spam.\n"
    with printed(tmp_path, rst(text)) as book:
        assert book.warnings == []
        assert "See it (p." in book.text


# -- Nodes ----------------------------------------------------------------------------------


def test_unknown_nodes_warn_once_and_keep_their_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    extension = """
from docutils import nodes
from docutils.parsers.rst import Directive

class strange(nodes.General, nodes.TextElement): pass

class Strange(Directive):
    has_content = True
    def run(self):
        return [strange("", " ".join(self.content))]

def setup(app):
    app.add_node(strange, html=(None, None))
    app.add_directive("strange", Strange)
"""
    text = ".. strange:: First words\n\n.. strange:: Second words\n\nOrdinary text.\n"
    files = {**rst(text), "strange_nodes.py": extension}
    with printed(tmp_path, files, extensions='"strange_nodes"') as book:
        assert len([w for w in book.warnings if "'strange'" in w]) == 1
        assert "First words Second words Ordinary text." in book.text
        assert "First words\n\nSecond words\n\n" in re.sub(r"#block-mark\(.*?\);", "", book.source)


def test_labels_of_tabs_are_printed(tmp_path: Path) -> None:
    extension = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Tab(Directive):
    required_arguments = 1
    def run(self):
        return [nodes.container("", nodes.label("", self.arguments[0]))]

def setup(app):
    app.add_directive("tab", Tab)
"""
    with printed(tmp_path, rst(".. tab:: Windows\n\nText.\n"), conf=extension) as book:
        assert "Windows Text." in book.text


def test_theorems_of_an_extension_have_title_and_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    extension = """
from docutils import nodes
from docutils.parsers.rst import Directive

class theorem(nodes.Admonition, nodes.Element): pass

class Theorem(Directive):
    has_content = True
    def run(self):
        node = theorem("", nodes.title("", "(Euclid)"), ids=["euclid"])
        self.state.document.note_explicit_target(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

def setup(app):
    app.add_enumerable_node(theorem, "theorem")
    app.add_directive("theorem", Theorem)
"""
    files = {**rst(".. theorem::\n\n   There are many.\n"), "theorems.py": extension}
    conf = 'numfig = True\nnumfig_format = {"theorem": "Theorem %s"}\n'
    with printed(tmp_path, files, conf, extensions='"theorems"') as book:
        assert book.warnings == []
        assert "Theorem 1.1 (Euclid) There are many." in book.text


def test_citations_print_with_their_keys(tmp_path: Path) -> None:
    text = "As in [Knuth74]_.\n\n.. [Knuth74] Donald Knuth, Structured programming.\n"
    with printed(tmp_path, rst(text)) as book:
        assert book.warnings == []
        assert "[Knuth74] Donald Knuth, Structured programming." in book.text


def test_summaries_of_autosummary_print(tmp_path: Path) -> None:
    text = ".. autosummary::\n\n   textwrap.dedent\n"
    with printed(tmp_path, rst(text), extensions='"sphinx.ext.autosummary"') as book:
        assert "Remove any common leading whitespace" in book.text


GRAPH = '.. graphviz::\n   :caption: A graph\n\n   digraph { "left" -> "right"; }\n'
DIAGRAM = ".. inheritance-diagram:: http.client.NotConnected\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GRAPH, 'digraph { "left" -> "right"; }'),
        (DIAGRAM, "http.client.NotConnected(http.client.HTTPException)"),
    ],
)
def test_graphs_print_their_source_without_graphviz(tmp_path: Path, text: str, words: str) -> None:
    extensions = '"sphinx.ext.graphviz", "sphinx.ext.inheritance_diagram"'
    conf = 'graphviz_dot = "no-such-program"\n'
    with printed(tmp_path, rst(text), conf, extensions) as book:
        assert [w for w in book.warnings if "cannot be run" not in w] == []
        assert words in book.text


@pytest.mark.parametrize("text", [GRAPH, DIAGRAM])
def test_graphs_are_drawn_with_graphviz(tmp_path: Path, text: str) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="30pt" viewBox="0 0 90 30">'
        '<rect width="90" height="30" fill="#ccc"/></svg>'
    )
    program = tmp_path / "dot"
    program.write_text(
        "#!/usr/bin/env python3\nimport sys\n"
        "out = next(a[2:] for a in sys.argv if a.startswith('-o'))\n"
        f"open(out, 'w').write({drawing!r})\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    extensions = '"sphinx.ext.graphviz", "sphinx.ext.inheritance_diagram"'
    with printed(tmp_path, rst(text), f"graphviz_dot = {str(program)!r}\n", extensions) as book:
        assert book.warnings == []
        assert "digraph" not in book.text
        assert re.search(r'picture\("images/\w+-[0-9a-f]+\.svg", alt: "', book.source)


# -- Signs ------------------------------------------------------------------------------------


def test_a_sign_without_font_is_warned_of_once(tmp_path: Path) -> None:
    text = "A snake 🐍.\n\nTwo 🐍 and 🐍, a cake 🍰\ufe0f.\n"
    with printed(tmp_path, chapter(text)) as book:
        snakes = [w for w in book.warnings if "U+1F40D" in w]
        assert len(snakes) == 1
        assert "a.md:3" in snakes[0]
        assert "and 2 more places" in snakes[0]
        assert len([w for w in book.warnings if "U+1F370" in w]) == 1
        assert any("(U+FE0F)" in w for w in book.warnings)  # which nobody sees
        assert any("can't be held to any standard" in w for w in book.warnings)


# -- Long things --------------------------------------------------------------------------------


def test_long_lists_keep_their_numbers(tmp_path: Path) -> None:
    text = "\n".join(f"{n}. entry {n}" for n in range(3, 130))
    with printed(tmp_path, chapter(text)) as book:
        assert book.warnings == []
        assert all(f"{n}. entry {n} " in book.text + " " for n in range(3, 130))


def test_lists_with_many_notes_are_set_in_pieces(tmp_path: Path) -> None:
    text = "\n".join(f"* see [entry {n}](https://example.org/{n})" for n in range(200))
    with printed(tmp_path, chapter(text)) as book:
        assert book.source.count("\n  list(") == 20
        assert all(f"entry {n}" in book.text for n in range(200))


@pytest.mark.parametrize(
    "text",
    [
        f"The name ``{'package.module_name.' * 6}end``.\n",
        f".. code-block:: none\n\n   {'0123456789abcdef' * 8}\n",
        f".. py:function:: {'package.module_name.' * 6}end(argument: some.very.long.type.Name)\n",
        f".. parsed-literal::\n\n   {'0123456789abcdef' * 8}\n",
    ],
)
def test_long_names_stay_on_the_page(tmp_path: Path, text: str) -> None:
    with printed(tmp_path, rst(text)) as book:
        assert right_edge(book.reader) < 0.885
        assert "end" in book.text or "abcdef" in book.text


def test_a_column_is_never_narrower_than_a_word(tmp_path: Path) -> None:
    text = (
        ".. list-table::\n   :widths: 90 90 2\n   :header-rows: 1\n\n"
        "   * - One\n     - Two\n     - Version\n"
        "   * - first\n     - second\n     - 2.7.12a1\n"
    )
    with printed(tmp_path, rst(text)) as book:
        assert book.warnings == []
        assert right_edge(book.reader) < 0.885
        assert "Version" in book.text


def test_a_figure_longer_than_a_page_breaks(tmp_path: Path) -> None:
    lines = "\n".join(f'     "node{n}" -> "next{n}";' for n in range(120))
    text = f".. graphviz::\n   :caption: A long graph\n\n   digraph {{\n{lines}\n   }}\n"
    conf = 'graphviz_dot = "no-such-program"\n'
    with printed(tmp_path, rst(text), conf, '"sphinx.ext.graphviz"') as book:
        assert "A long graph" in book.text
        assert all(f'"node{n}" -> "next{n}";' in book.text for n in range(120))


def _boxes(element: Any) -> Iterator[list[float]]:
    """Yield the places of the figures in a tree of tags: left, bottom, right, top."""
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _boxes(child)
    elif isinstance(element, dict):
        attributes = element.get("/A", [])
        for attribute in attributes if isinstance(attributes, list) else [attributes]:
            if "/BBox" in attribute.get_object():
                yield [float(number) for number in attribute.get_object()["/BBox"]]
        if "/K" in element:
            yield from _boxes(element["/K"])


def test_a_picture_taller_than_a_page_is_set_smaller(tmp_path: Path) -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="2000" '
        'viewBox="0 0 100 2000"><text x="0" y="1990" font-size="90">Foot</text></svg>'
    )
    files = {**chapter("![A tall thing](tall.svg)\n"), "tall.svg": picture}
    with printed(tmp_path, files) as book:
        boxes = list(_boxes(book.reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
        assert len(boxes) == 1
        assert boxes[0][1] > 0
