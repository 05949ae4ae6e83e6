"""The style sheet keeps what pages use, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from press.web import css, sheets

USED = css.Used(frozenset({"a", "b"}), frozenset({"one"}), frozenset({"p", "table"}))


def pruned(sheet: str, used: css.Used = USED) -> str:
    return "".join(rule.text() for rule in css.prune(css.parse(sheet), used))


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".a{color:red}", ".a{color:red}"),
        (".x{color:red}", ""),
        (".a,.x{color:red}", ".a{color:red}"),
        (".a .x{color:red}", ""),
        (".a:not(.x){color:red}", ".a:not(.x){color:red}"),
        (":is(.x,.y) p{color:red}", ":is(.x,.y) p{color:red}"),
        ("#one{color:red}#two{color:red}", "#one{color:red}"),
        ("table>p{color:red}table>td{color:red}", "table>p{color:red}"),
        ('p[data-x=".y,z"]{color:red}', 'p[data-x=".y,z"]{color:red}'),
        ("@media print{.x{color:red}.b{color:red}}", "@media print{.b{color:red}}"),
        ("@media print{.x{color:red}}", ""),
        ("@media print{@supports (a:b){.x{c:d}}}.a{e:f}", ".a{e:f}"),
        ("@charset 'utf-8';@import 'x.css';", "@import 'x.css';"),
        (":root{--u:1;--v:2}.a{width:var(--u)}", ":root{--u:1}.a{width:var(--u)}"),
        (":root{--u:var(--v);--v:1}.x{width:var(--u)}", ""),
        ("@keyframes k{from{top:0}to{top:1px}}.a{top:0}", ".a{top:0}"),
        (
            "@keyframes k{from{top:0}to{top:1px}}.a{animation:k 1s}",
            "@keyframes k{from{top:0}to{top:1px}}.a{animation:k 1s}",
        ),
        ("@font-face{font-family:F;src:url(f.woff2)}.a{top:0}", ".a{top:0}"),
        ("/* .a{ */.b{content:'}{;'}", ".b{content:'}{;'}"),
        ('.b{background:url("data:a;{}")}', '.b{background:url("data:a;{}")}'),
        (".b{background:url(data:a;b,c)}", ".b{background:url(data:a;b,c)}"),
    ],
)
def test_prune(sheet: str, kept: str) -> None:
    assert pruned(sheet) == kept


@pytest.mark.parametrize("sheet", [".a{color:red", ".a{color:red}}", "@media print{.a{b:c}"])
def test_a_torn_sheet_is_refused(sheet: str) -> None:
    with pytest.raises(ValueError, match=r"closed|opened"):
        css.parse(sheet)


def test_the_dark_follows_the_system() -> None:
    rules = css.follow_system(css.parse('html[data-theme="dark"] p{color:red}p{top:0}'))
    assert "".join(rule.text() for rule in rules) == (
        'html[data-theme="dark"] p{color:red}'
        "@media (prefers-color-scheme: dark){html:not([data-theme]) p{color:red}}"
        "p{top:0}"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<col style="width: 12.5%" />', '<col class="css-width-12_5pct" />'),
        (
            '<img alt="a" class="b" src="c" style="width: 3em;height:2px;">',
            '<img class="b css-width-3em css-height-2px" alt="a" src="c">',
        ),
        ('<p style="color: red">', '<p style="color: red">'),
    ],
)
def test_styles_of_elements_become_classes(before: str, after: str) -> None:
    assert sheets.classes_for_styles(before) == after


def test_the_classes_say_what_the_styles_said() -> None:
    rules = sheets.rules_of_classes(["css-width-12_5pct", "b", "css-height-2px"])
    assert [rule.text() for rule in rules] == [
        ".css-height-2px{height:2px}",
        ".css-width-12_5pct{width:12.5%}",
    ]


def test_a_sheet_is_made_once_of_the_same_files_and_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "more").mkdir()
    first, second = tmp_path / "a.css", tmp_path / "more" / "b.css"
    first.write_text(".x{top:0}@import 'more/b.css';.idle{top:1px}", encoding="utf-8")
    second.write_text("p{left:0}", encoding="utf-8")
    memory = tmp_path / "memory"
    pruned: list[int] = []
    prune = css.prune

    def counted(rules: Iterable[css.Rule], used: css.Used) -> list[css.Rule]:
        pruned.append(1)
        return prune(rules, used)

    monkeypatch.setattr(css, "prune", counted)

    def whole(*classes: str) -> str:
        used = css.Used(frozenset(classes), frozenset(), frozenset({"p"}))
        return sheets.whole([first, tmp_path / "none.css"], used, memory)

    assert whole("x") == whole("x", "unknown") == ".x{top:0}p{left:0}\n"
    assert len(pruned) == 1
    assert ".css-width-2px{width:2px}" in whole("x", "css-width-2px")
    assert ".idle" in whole("x", "idle")
    second.write_text("p{left:1px}", encoding="utf-8")
    assert "p{left:1px}" in whole("x", "idle")
    assert len(pruned) == 4
