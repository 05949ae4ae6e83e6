"""The style sheet keeps what pages use, and nothing else."""

from __future__ import annotations

import pytest

from press.web import assets, css

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
    assert assets.classes_for_styles(before) == after


def test_the_classes_say_what_the_styles_said() -> None:
    rules = assets.rules_of_classes(["css-width-12_5pct", "b", "css-height-2px"])
    assert [rule.text() for rule in rules] == [
        ".css-height-2px{height:2px}",
        ".css-width-12_5pct{width:12.5%}",
    ]
