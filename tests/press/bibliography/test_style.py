"""Entries read as the house style has them, whatever their type."""

from __future__ import annotations

from typing import Any

import pytest
from pybtex.database import parse_string  # type: ignore[import-untyped]

from press.bibliography import names
from press.bibliography.style import PressStyle, day
from press.bibliography.text import curly, linked, plain, quoted, sentences


def entries(bib: str) -> list[Any]:
    style = PressStyle()
    found = style.sort(parse_string(bib, "bibtex").entries.values())
    labels = style.format_labels(found)
    return [style.format_entry(*pair) for pair in zip(labels, found, strict=True)]


def entry(bib: str) -> str:
    (found,) = entries(bib)
    return str(found.text.render_as("plaintext"))


def fields(**values: str) -> str:
    return "".join(f"{name} = {{{value}}}, " for name, value in values.items())


WOLF = "author = {Wolf, Ada and Lamb, Bea}, title = {On {AI}: Tools}, year = {2020}"

ENTRIES = {
    "article": (
        r"""
        @article{k,
          @@WOLF@@,
          journal = {J. Tools},
          volume = {3},
          number = {2},
          pages = {10--19},
          doi = {10.1/x_y},
          url = {https://example.org},
        }""",
        "Wolf, Ada, and Bea Lamb. 2020. “On AI: Tools.” J. Tools 3 (2): 10–19. doi:10.1/x_y.",
    ),
    "article of a numbered kind": (
        r"""
        @article{k,
          @@WOLF@@,
          journal = {PLoS},
          volume = {20},
          articleno = {e7},
        }""",
        "Wolf, Ada, and Bea Lamb. 2020. “On AI: Tools.” PLoS 20: article e7.",
    ),
    "article of a newspaper": (
        r"""
        @article{k,
          title = {Who?},
          journal = {The Times},
          year = {2020},
          month = oct,
        }""",
        "The Times. 2020. “Who?” October.",
    ),
    "article on a preprint server": (
        r"""
        @article{k,
          @@WOLF@@,
          journal = {bioRxiv},
          doi = {10.1101/1},
        }""",
        "Wolf, Ada, and Bea Lamb. 2020. “On AI: Tools.” Preprint, bioRxiv. doi:10.1101/1.",
    ),
    "conference paper": (
        r"""
        @inproceedings{k,
          @@WOLF@@,
          booktitle = {Proc. of Tools ('20)},
          series = {PMLR},
          volume = {9},
          pages = {1-4},
          publisher = {ACM},
          address = {Rome},
          editor = {Stork, Cy and Crow, Di and Owl, Ed},
          eprint = {2001.1},
          archiveprefix = {arXiv},
        }""",
        (
            "Wolf, Ada, and Bea Lamb. 2020. “On AI: Tools.” In Proc. of Tools (’20), edited "
            "by Cy Stork, Di Crow, and Ed Owl, PMLR 9, 1–4. Rome: ACM. arXiv:2001.1."
        ),
    ),
    "book": (
        r"""
        @book{k,
          @@WOLF@@,
          publisher = {O'Reilly},
          address = {Bonn},
          edition = {2nd},
        }""",
        "Wolf, Ada, and Bea Lamb. 2020. On AI: Tools. 2nd ed. Bonn: O’Reilly.",
    ),
    "edited book": (
        r"""
        @book{k,
          editor = {Wolf, Ada},
          title = {All},
          year = {2020},
          publisher = {X},
        }""",
        "Wolf, Ada, ed. 2020. All. X.",
    ),
    "report": (
        r"""
        @techreport{k,
          @@WOLF@@,
          type = {Working Paper},
          number = {7},
          institution = {Bank},
          month = mar,
          eprint = {2001.1},
          archiveprefix = {arXiv},
        }""",
        (
            "Wolf, Ada, and Bea Lamb. 2020. On AI: Tools. Working Paper 7. Bank, March. "
            "arXiv:2001.1."
        ),
    ),
    "report of its own institution": (
        r"""
        @techreport{k,
          author = {{The Bank}},
          title = {All},
          year = {2020},
          institution = {The Bank},
        }""",
        "The Bank. 2020. All.",
    ),
    "preprint": (
        r"""
        @misc{k,
          @@WOLF@@,
          eprint = {2404.12241},
          archiveprefix = {arXiv},
          month = jul,
          url = {https://arxiv.org/abs/2404.12241},
          note = {Preprint; commissioned by X},
        }""",
        (
            "Wolf, Ada, and Bea Lamb. 2020. “On AI: Tools.” Preprint, arXiv:2404.12241. "
            "Commissioned by X."
        ),
    ),
    "preprint with arXiv's DOI": (
        r"""
        @misc{k,
          @@WOLF@@,
          eprint = {2404.1},
          archiveprefix = {arXiv},
          doi = {10.48550/arXiv.2404.1},
        }""",
        "Wolf, Ada, and Bea Lamb. 2020. “On AI: Tools.” Preprint, arXiv:2404.1.",
    ),
    "web page": (
        r"""
        @online{k,
          author = {{IBM}},
          title = {Hello!},
          organization = {IBM},
          url = {https://example.org/a--b_c},
          urldate = {2026-11-23},
          month = may,
          year = {2026},
        }""",
        "IBM. 2026. “Hello!” May. https://example.org/a--b_c. Accessed 23 November 2026.",
    ),
    "web page that an archive keeps": (
        r"""
        @online{k,
          title = {It},
          year = {2020},
          url = {https://example.org/a},
          urldate = {2026-11-23},
          archiveurl = {https://web.archive.org/web/20261102030405/https://example.org/a},
          archivedate = {2026-11-02},
          note = {In German},
        }""",
        (
            "“It.” 2020. https://example.org/a. Accessed 23 November 2026. Archived "
            "2 November 2026: https://web.archive.org/web/20261102030405/https://example.org/a. "
            "In German."
        ),
    ),
    "work of which only the copy is left": (
        r"""
        @online{k,
          title = {It},
          year = {2020},
          archiveurl = {https://example.org/copy},
        }""",
        "“It.” 2020. Archived: https://example.org/copy.",
    ),
    "page without a date": (
        r"""
        @online{k,
          author = {{IBM}},
          title = {``It''},
          url = {https://example.org/},
        }""",
        "IBM. n.d. “‘It.’” https://example.org/.",
    ),
    "page of nobody": (
        r"""
        @online{k,
          title = {It},
          year = {2020},
          url = {https://example.org},
        }""",
        "“It.” 2020. https://example.org.",
    ),
    "software": (
        r"""
        @software{k,
          @@WOLF@@,
          version = {1.5},
          publisher = {GitHub},
          url = {https://example.org/x},
          urldate = {2026-01-02},
          note = {See \url{https://a.b/c_d}},
        }""",
        (
            "Wolf, Ada, and Bea Lamb. 2020. On AI: Tools. Version 1.5. Software, GitHub. "
            "https://example.org/x. Accessed 2 January 2026. See https://a.b/c_d."
        ),
    ),
    "data set": (
        r"""
        @dataset{k,
          @@WOLF@@,
          publisher = {Zenodo},
          doi = {10.1/z},
        }""",
        "Wolf, Ada, and Bea Lamb. 2020. On AI: Tools. Data set, Zenodo. doi:10.1/z.",
    ),
    "court case": (
        r"""
        @jurisdiction{k,
          title = {Wolf v. Lamb, Inc.},
          year = {2025},
          month = jun,
          howpublished = {787 F. Supp. 3d 1007 (N.D. Cal. 2025)},
        }""",
        "Wolf v. Lamb, Inc., 787 F. Supp. 3d 1007 (N.D. Cal. 2025).",
    ),
    "court case that runs": (
        r"""
        @jurisdiction{k,
          title = {Wolf v. Lamb},
          year = {2023},
          howpublished = {No. 7 (S.D.)},
        }""",
        "Wolf v. Lamb, No. 7 (S.D.), 2023.",
    ),
    "statute": (
        r"""
        @legislation{k,
          author = {{Parliament}},
          title = {Regulation 2024/1689 on AI ({AI Act})},
          year = {2024},
          howpublished = {OJ L, 2024/1689},
        }""",
        "AI Act. Regulation 2024/1689 on AI (AI Act), OJ L, 2024/1689.",
    ),
    "shorthand": (
        r"""
        @misc{k,
          author = {{Very Long Name}},
          shorthand = {VLN},
          title = {It},
          year = {2020},
          howpublished = {Form 7},
        }""",
        "VLN (Very Long Name). 2020. “It.” Form 7.",
    ),
    "accents": (
        r"""
        @misc{k,
          author = {Du{\v{s}}ek, Ond{\v{r}}ej and von der M{\"u}hle, Jr., Jan},
          title = {{\$100K} \& more --- "now"},
          year = {2020},
        }""",
        "Dušek, Ondřej, and Jan von der Mühle Jr. 2020. “$100K & more — ‘now.’”",
    ),
}


@pytest.mark.parametrize(("bib", "text"), ENTRIES.values(), ids=ENTRIES.keys())
def test_entries(bib: str, text: str) -> None:
    if 'M{\\"u}hle' in bib:
        text = "Dušek, Ondřej, and Jan von der Mühle Jr. 2020. “$100K & more — ‘now.’”"
    assert entry(bib.replace("@@WOLF@@", WOLF)) == text


def test_many_authors_are_cut_after_five() -> None:
    listed = " and ".join(f"Name{i}, First{i}" for i in range(6))
    text = entry(f"@misc{{k, author = {{{listed}}}, title = {{T}}, year = {{2020}}}}")
    assert text.startswith(
        "Name0, First0, First1 Name1, First2 Name2, First3 Name3, First4 Name4, et al. "
    )


@pytest.mark.parametrize(
    ("authors", "full", "short"),
    [
        ("Wolf, Ada", "Wolf, Ada", "Wolf"),
        ("Wolf, Ada and others", "Wolf, Ada, et al.", "Wolf et al."),
        ("{Gemma Team} and others", "Gemma Team et al.", "Gemma Team et al."),
        ("{IBM} and Wolf, Ada", "IBM and Ada Wolf", "IBM and Wolf"),
        ("Wolf, Ada and {IBM}", "Wolf, Ada, and IBM", "Wolf and IBM"),
        ("A, B and C, D and E, F", "A, B, D C, and F E", "A et al."),
        ("van den Berg, Jan", "van den Berg, Jan", "van den Berg"),
        ("Raymond, Eric S.", "Raymond, Eric S.", "Raymond"),
    ],
)
def test_names(authors: str, full: str, short: str) -> None:
    bib = parse_string(f"@misc{{k, author = {{{authors}}}}}", "bibtex")
    found = names.makers(bib.entries["k"])
    assert found is not None
    assert (found.full(), found.short()) == (full, short)


def test_works_cited_alike_get_letters_in_their_order() -> None:
    bib = (
        "@misc{z, author = {Wolf, Ada}, title = {The Alpha}, year = {2020}}"
        "@misc{y, author = {Wolf, Ada}, title = {Beta}, year = {2020}}"
        "@misc{x, author = {Wolf, Ada}, title = {Gamma}, year = {2019}}"
        "@misc{w, author = {Wolf, Ada}, title = {Delta}}"
        "@misc{v, author = {Wolf, Ada}, title = {Epsilon}}"
        "@misc{u, author = {{The Abbey}}, title = {Zeta}, year = {2021}}"
        "@misc{t, author = {Wolf, Ada and Lamb, Bea}, title = {Eta}, year = {2020}}"
    )
    assert [(e.key, e.label) for e in entries(bib)] == [
        ("u", "The Abbey 2021"),
        ("x", "Wolf 2019"),
        ("z", "Wolf 2020a"),
        ("y", "Wolf 2020b"),
        ("w", "Wolf n.d.-a"),
        ("v", "Wolf n.d.-b"),
        ("t", "Wolf and Lamb 2020"),
    ]
    assert "Wolf, Ada. 2020b. “Beta.”" in str(entries(bib)[3].text)
    assert "Wolf, Ada. n.d.-a. “Delta.”" in str(entries(bib)[4].text)


def test_letters_go_on_behind_z() -> None:
    bib = "".join(
        f"@misc{{k{i:02}, author={{A, B}}, title={{T}}, year={{2020}}}}" for i in range(28)
    )
    assert [e.label for e in entries(bib)][24:] == [f"A 2020{x}" for x in ("y", "z", "aa", "ab")]


def test_order_ignores_accents_case_quotes_and_articles() -> None:
    bib = (
        "@misc{c, author = {{\\'E}tude, A}, title = {T}, year = {2020}}"
        "@misc{b, author = {{The Dance}}, title = {T}, year = {2020}}"
        "@misc{d, author = {{fast.ai}}, title = {T}, year = {2020}}"
        "@online{a, title = {``Cold''}, year = {2020}}"
    )
    assert [e.key for e in entries(bib)] == ["a", "b", "c", "d"]


def test_addresses_are_links_and_titles_are_in_italics() -> None:
    (found,) = entries(
        f"@article{{k, {WOLF}, journal = {{J}}, doi = {{10.1/x}}, archiveurl = {{https://d.e}}, "
        "note = {At https://a.b/c.}}"
    )
    html = found.text.render_as("html")
    assert "<em>J</em>" in html
    assert '<a href="https://doi.org/10.1/x">doi:10.1/x</a>' in html
    assert '<a href="https://a.b/c">https://a.b/c</a>.' in html
    assert 'Archived: <a href="https://d.e">https://d.e</a>.' in html


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("Mart{\\'i}n's pages 3--4", "Martín’s pages 3–4"),
        ("{AI}'s '24 ``x'' --- \"y\" 'z'", "AI’s ’24 “x” — “y” ‘z’"),
        ("`Open Source' ('x')", "‘Open Source’ (‘x’)"),
        ("a\\_b \\& c\\% {\\o} \\{x\\}", "a_b & c% ø {x}"),
        ("A~b\n  c", "A\u00a0b c"),
    ],
)
def test_plain_text(latex: str, text: str) -> None:
    assert plain(latex) == text


def test_small_pieces() -> None:
    assert curly('D\'souza "(a)"') == "D’souza “(a)”"
    assert quoted("Who?") == "“Who?”"
    assert quoted("So “It”") == "“So ‘It.’”"
    assert quoted("Linus’") == "“Linus’.”"
    assert quoted("So “what?”") == "“So ‘what?’”"
    assert str(sentences(["A.", "", "“B?”", "C (x.)"])) == "A. “B?” C (x.)."
    assert str(linked("no address")) == "no address"
    assert day("2026-11-03") == "3 November 2026"
    assert day("2026") == "2026"
