"""Formulas in print: what TeX says is what the page shows, and none stops the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.printbook import chapter, printed, right_edge, rst


def test_a_wide_formula_is_set_smaller(tmp_path: Path) -> None:
    formula = " + ".join(f"x_{{{n}}}" for n in range(22))
    with printed(tmp_path, chapter(f"$$\n{formula}\n$$\n")) as book:
        assert right_edge(book.reader) < 0.885


def test_macros_of_mathjax_are_known(tmp_path: Path) -> None:
    conf = r"""
mathjax3_config = {"tex": {"macros": {
    "op": [r"\operatorname{#1}\left[#2\right]", 2], "KL": [r"\op{KL}{#1}", 1], "R": r"\mathbb{R}",
}}}
"""
    with printed(tmp_path, chapter(r"A measure $\KL{p}_\R$ here."), conf) as book:
        assert book.warnings == []
        assert 'op("KL")' in book.source
        assert "ℝ" in book.source


@pytest.mark.parametrize(
    ("tex", "source"),
    [
        (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}'", "attach(lr("),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", r"a & \= b \ c & \= d"),
        ("a = b\n\nc = d", r"a \= b \ c \= d"),
        (r"\mathop{x}_i \arg y", 'attach(x, b: i) op("arg") y'),
        (r"\langle x \rangle_Y", r"\⟨ x attach(\⟩, b: Y)"),
        (r"\mathrm{d}x", "upright(d) x"),
        (r"p(x | y)", r'p \( x class("normal", \|) y \)'),
        (r"\limsup_n x_n \label{here}", 'op("lim sup", limits: #true)'),
        (r"\sum_{\substack{i \\ j}} x", "mat(delim: #none, i; j)"),
    ],
)
def test_formulas(tmp_path: Path, tex: str, source: str) -> None:
    text = ".. math::\n\n" + "".join(f"   {line}\n" for line in tex.split("\n"))
    with printed(tmp_path, rst(text)) as book:
        assert book.warnings == []
        assert source in book.source


def test_a_formula_that_cannot_be_set_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("press.typst.maths._Converter.do_mfrac", lambda *_: "nonsense(")
    with printed(tmp_path, chapter("A $x^2$ and a $\\frac{a}{b}$ here.")) as book:
        assert len(book.warnings) == 1
        assert "a.md:3" in book.warnings[0]
        assert "cannot be read" in book.warnings[0]
        assert r"\frac{a}{b} here" in book.text


def test_commands_that_are_not_known_are_warned_of(tmp_path: Path) -> None:
    with printed(tmp_path, chapter(r"An $a \frobnicate b$ here.")) as book:
        assert len(book.warnings) == 1
        assert r"\frobnicate" in book.warnings[0]
        assert r"\frobnicate" in book.text
