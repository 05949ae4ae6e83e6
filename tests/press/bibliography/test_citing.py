"""Citations, the list of works and the links between them, in every stock builder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from docutils import nodes

from tests.support import minibook

CONF = minibook.conf(
    "bibliography",
    "claims",
    "links",
    more="""\
bibtex_default_style = "press"
bibtex_reference_style = "press"
bibtex_cite_id = "cite-{key}"
epub_copyright = version = "1"
""",
)
BIB = (
    minibook.BIB
    + """
@jurisdiction{lamb2025,
  title = {Lamb v. Wolf},
  howpublished = {1 F. 2 (2025)},
  year = {2025},
}

@online{wolf2020page,
  title = {A Page of Nobody},
  url = {https://example.org/},
}

@misc{wolf2020more,
  author = {Wolf, Ada and Lamb, Bea and Stork, Cy},
  title = {Zeal},
  year = {2020},
}
"""
)
ONE = """\
# The *first*

In the {cite:p}`lamb2025` beginning.

(sec-deep)=
## A deep section

Says {cite:t}`yue2024`.

:::{list-table} Caption {cite:p}`yue2024`
:name: tab-x

* - cell {cite:p}`yue2024`
:::

Note.[^note]

[^note]: In a note {cite:p}`yue2024`.

:::{claim} R1
:verdict: supported
:sources: yue2024

Claimed {cite:t}`yue2024`.
:::
"""
FILES = {
    "conf.py": CONF,
    "references.bib": BIB,
    "index.md": "# Book\n\n```{toctree}\n:numbered:\none\ntwo\n```\n"
    "\n```{toctree}\nback/works\n```\n",
    "one.md": ONE,
    "two.md": "# Second\n\n## Here\n\nAgain {cite:p}`yue2024,wolf2020`.\n",
    "back/works.md": "# Works\n\n```{bibliography}\n```\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    minibook.write(tmp_path, FILES)
    return tmp_path


def text_of(folder: Path, citation: str) -> str:
    minibook.write(folder, {"two.md": f"# Second\n\n## Here\n\n{citation}\n"})
    with minibook.built(folder, "text") as book:
        assert book.warnings == []
        return " ".join(book.read("two.txt").partition("====\n")[2].split())


@pytest.mark.parametrize(
    ("citation", "text"),
    [
        ("{cite:p}`wolf2020`", "(Wolf et al. 2020)"),
        ("{cite}`wolf2020`", "(Wolf et al. 2020)"),
        ("{cite:ps}`wolf2020`", "(Wolf et al. 2020)"),
        ("{cite:t}`wolf2020`", "Wolf et al. (2020)"),
        ("{cite:p}`yue2024,wolf2020`", "(Wolf et al. 2020; Yue and Nagle 2024)"),
        ("{cite:p}`wolf2020more, wolf2020`", "(Wolf et al. 2020a, 2020b)"),
        ("{cite:t}`yue2024,wolf2020`", "Wolf et al. (2020) and Yue and Nagle (2024)"),
        (
            "{cite:t}`yue2024,wolf2020,lamb2025`",
            "*Lamb v. Wolf* (2025), Wolf et al. (2020), and Yue and Nagle (2024)",
        ),
        ("{cite:alp}`yue2024`", "Yue and Nagle 2024"),
        ("{cite:author}`yue2024`", "Yue and Nagle"),
        ("{cite:year}`yue2024`", "2024"),
        ("{cite:p}`{see}yue2024{p. 3}`", "(see Yue and Nagle 2024, p. 3)"),
        ("{cite:t}`{see}yue2024{p. 3}`", "Yue and Nagle (see 2024, p. 3)"),
        ("{cite:p}`lamb2025`", "(*Lamb v. Wolf* 2025)"),
        ("{cite:p}`wolf2020page`", "(“A Page of Nobody” n.d.)"),
        ("{cite:yearpar}`yue2024`", "(2024)"),
    ],
)
def test_citations(folder: Path, citation: str, text: str) -> None:
    assert text_of(folder, citation) == text


def test_the_list_of_works_has_neither_labels_nor_bullets_of_citations(folder: Path) -> None:
    with minibook.built(folder) as book:
        (listed,) = book.resolved("back/works").findall(nodes.bullet_list)
        assert book.warnings == []
    assert listed["classes"] == ["bibliography"]
    assert [item["ids"] for item in listed.findall(nodes.list_item)] == [
        ["cite-lamb2025"],
        ["cite-wolf2020"],
        ["cite-yue2024"],
    ]
    assert not list(listed.findall(nodes.label))
    assert not list(listed.findall(nodes.citation))


def test_each_entry_leads_back_to_the_sections_that_cite_it(folder: Path) -> None:
    with minibook.built(folder) as book:
        works = book.resolved("back/works")
        pages = {name: book.read(f"{name}.html") for name in ("one", "two")}
    items = list(works.findall(nodes.list_item))
    assert [re.sub(r".*Cited in", "Cited in", item.astext()) for item in items] == [
        "Cited in 1 The first.",
        "Cited in 2.1 Here.",
        "Cited in 1.1 A deep section; 2.1 Here.",
    ]
    links = [link for link in works.findall(nodes.reference) if "backlink" in link["classes"]]
    assert [link["refuri"] for link in links] == [
        "../one.html#cited-one-1",
        "../two.html#cited-two-1",
        "../one.html#cited-one-2",
        "../two.html#cited-two-1",
    ]
    assert all(link["reftitle"] for link in links)
    # The text, the table's caption and cell, the claim, its sources and the note.
    deep = links[2]["places"]
    assert len(deep) == 6
    for docname, id_ in (place for link in links for place in link["places"]):
        assert pages[docname].count(f'id="{id_}"') == 1


def test_a_section_without_a_number_has_its_chapters(folder: Path) -> None:
    index = FILES["index.md"].replace(":numbered:", ":numbered: 1")
    minibook.write(folder, {"index.md": index})
    with minibook.built(folder, "text") as book:
        assert "Cited in 1: A deep section; 2: Here." in " ".join(
            book.read("back/works.txt").split()
        )


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text"])
def test_every_stock_builder_takes_it_without_a_warning(folder: Path, builder: str) -> None:
    with minibook.built(folder, builder) as book:
        assert book.warnings == []


def test_links_within_a_single_page_lead_somewhere(folder: Path) -> None:
    with minibook.built(folder, "singlehtml") as book:
        page = book.read("index.html")
    ids = re.findall(r'id="([^"]+)"', page)
    cited = [id_ for id_ in ids if id_.startswith("cit")]
    assert len(cited) == len(set(cited)) == 8 + 3
    links = set(re.findall(r'href="#([^"]*cite[^"]+)"', page))
    assert links >= {"cite-yue2024", "cited-one-1", "cited-two-1"}
    assert links <= set(ids)


def test_links_in_latex_have_anchors(folder: Path) -> None:
    with minibook.built(folder, "latex") as book:
        tex = book.read("atinybook.tex")
    anchors = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex))
    targets = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", tex))
    assert {"back/works:cite-yue2024", "one:cited-one-2"} <= targets <= anchors


def test_nothing_is_doubled_when_a_second_builder_writes(folder: Path) -> None:
    made = []
    with minibook.built(folder) as book:
        made += [book.resolved("back/works").astext() for _ in range(2)]
    for builder in ("dirhtml", "html"):
        with minibook.built(folder, builder, again=True) as book:
            made.append(book.resolved("back/works").astext())
    assert len(set(made)) == 1
    assert made[0].count("Sharing") == 1


def test_parallel_reading_gives_the_same(folder: Path) -> None:
    minibook.write(folder, {f"more{i}.md": "---\norphan: true\n---\n# M\n" for i in range(8)})
    texts = []
    for parallel in (0, 2):
        with minibook.built(folder, "text", parallel=parallel, again=True) as book:
            book.app.env.doc2path("index")
            texts.append(book.read("back/works.txt"))
            assert book.warnings == []
        for path in folder.glob("_build/doctrees/**/*.*"):
            path.unlink()
    assert texts[0] == texts[1]


def older(folder: Path) -> None:
    for path in [*folder.glob("**/*.md"), folder / "references.bib"]:
        os.utime(path, (path.stat().st_mtime - 100, path.stat().st_mtime - 100))


def test_a_new_citation_renews_the_list_of_works(folder: Path) -> None:
    older(folder)
    with minibook.built(folder):
        pass
    minibook.write(folder, {"two.md": FILES["two.md"] + "\n## More\n\n{cite:p}`lamb2025`\n"})
    with minibook.built(folder) as book:
        assert ">2.2 More</a>" in book.read("back/works.html")


def test_a_new_letter_renews_the_documents_that_cite_the_work(folder: Path) -> None:
    older(folder)
    with minibook.built(folder) as book:
        assert "Wolf et al. 2020</a>" in book.read("two.html")
    minibook.write(folder, {"one.md": ONE + "\nSo {cite:p}`wolf2020more`.\n"})
    with minibook.built(folder) as book:
        assert "Wolf et al. 2020a</a>" in book.read("two.html")


def test_nothing_changed_nothing_is_rewritten(folder: Path) -> None:
    older(folder)
    with minibook.built(folder) as book:
        before = (book.out / "back/works.html").stat().st_mtime_ns
    with minibook.built(folder) as book:
        assert (book.out / "back/works.html").stat().st_mtime_ns == before


def test_tooltips_are_the_books_choice(folder: Path) -> None:
    with minibook.built(folder) as book:
        assert 'title="Yue, Di, and Ed Nagle. 2024.' in book.read("two.html")
    minibook.write(folder, {"conf.py": CONF + "bibtex_tooltips = False\n"})
    with minibook.built(folder) as book:
        assert 'title="Yue' not in book.read("two.html")


def test_a_book_that_chose_another_style_keeps_it(folder: Path) -> None:
    other = CONF.replace('style = "press"', 'style = "plain"').replace(
        'reference_style = "plain"', 'reference_style = "label"'
    )
    minibook.write(folder, {"conf.py": other, "references.bib": minibook.BIB, "one.md": "# One\n"})
    with minibook.built(folder, "text") as book:
        assert book.warnings == []
        assert re.search(r"Again \[\d, \d\]", book.read("two.txt"))
        assert "Cited in" not in book.read("back/works.txt")


def test_a_book_without_bibliography_needs_none(tmp_path: Path) -> None:
    conf = CONF.replace('"sphinxcontrib.bibtex", ', "").replace("bibtex_bibfiles", "bibfiles")
    conf = "\n".join(line for line in conf.splitlines() if not line.startswith("bib"))
    minibook.write(tmp_path, {"conf.py": conf, "index.md": "# Book\n\nText.\n"})
    with minibook.built(tmp_path, "text") as book:
        assert book.warnings == []


def test_a_list_without_works_says_so(folder: Path) -> None:
    minibook.write(folder, {"one.md": "# One\n", "two.md": "# Two\n"})
    with minibook.built(folder, "text") as book:
        assert "No works are cited." in book.read("back/works.txt")
