"""Text goes into Typst source and comes out as it went in."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
import typst

from press.typst import markup

# Collects the text of content; anything but text and spaces shows as its name in ⟦⟧.
PLAIN = """
#let plain(it) = {
  let kind = if type(it) == str { "str" } else { repr(it.func()) }
  if kind == "str" { it } else if kind in ("text", "symbol") { it.text }
  else if kind == "smartquote" {
    if it.at("double", default: true) { "\\"" } else { "'" }
  } else if it.has("children") { it.children.map(plain).join("") } else if it == [ ] { " " } else {
    "⟦" + kind + "⟧"
  }
}
"""

SPECIAL = "\\#$*_`@<>[](){}~'\"=-+/.:;,!?&%^|0123 \n\tabé—–…\u00a0“”中🙂ا\u200d\ufdd0\x01\x7f"


def through_typst(texts: list[str], folder: Path) -> list[str]:
    """Return what Typst understands each of *texts* to say."""
    values = ", ".join(f"plain([a{markup.escape(text)}z])" for text in texts)
    source = folder / "main.typ"
    source.write_text(f"{PLAIN}#metadata(({values},)) <out>", encoding="utf-8")
    out: list[str] = json.loads(typst.query(source, "<out>", field="value", one=True))
    return out


def spaced(text: str) -> str:
    """Return *text* with each run of white space as one space, as any edition shows it."""
    return re.sub(r"[ \t\n\r]+", " ", text)


def test_any_text_comes_out_as_it_went_in(tmp_path: Path) -> None:
    rng = random.Random(20261123)
    texts = ["".join(rng.choices(SPECIAL, k=rng.randint(1, 24))) for _ in range(4000)]
    for text, out in zip(texts, through_typst(texts, tmp_path), strict=True):
        assert spaced(out) == spaced(f"a{text}z"), repr(text)


@pytest.mark.parametrize(
    "text",
    [
        "-1", "a--b", "a---b", "...", "http://x.org/a?b=c&d", "https://x.org//",
        "// no", "/* no */",
        "\n= no heading", "\n- no list", "\n+ no list", "\n1. no list", "\n/ no: term", "a-?b",
        "#let x = 1", "$x$", "*b* _i_ `r` @ref <l>", "\\u{41}", "a\\", "]", "//", "a\n\n\nb",
    ],
)  # fmt: skip
def test_syntax_is_only_text(text: str, tmp_path: Path) -> None:
    assert spaced(through_typst([text], tmp_path)[0]) == spaced(f"a{text}z")


def test_the_probe_sees_markup(tmp_path: Path) -> None:
    source = tmp_path / "main.typ"
    source.write_text(f"{PLAIN}#metadata(plain([a *b* -- c])) <out>", encoding="utf-8")
    out = json.loads(typst.query(source, "<out>", field="value", one=True))
    assert out == "a ⟦strong⟧ – c"


def test_strings_keep_every_character(tmp_path: Path) -> None:
    rng = random.Random(1)
    texts = ["".join(rng.choices(SPECIAL, k=30)) for _ in range(300)]
    source = tmp_path / "main.typ"
    values = markup.array(map(markup.string, texts))
    source.write_text(f"#metadata({values}) <out>", encoding="utf-8")
    assert json.loads(typst.query(source, "<out>", field="value", one=True)) == texts


def test_labels_may_hold_anything(tmp_path: Path) -> None:
    target = 'book/a "b": c#d\\'
    source = tmp_path / "main.typ"
    source.write_text(
        f"#[#metadata(1)#{markup.label(target)}] #link({markup.label(target)})[x]", encoding="utf-8"
    )
    assert typst.compile(source, format="pdf")
