"""Covers: four files from a template, the same each time, or a clear refusal."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from sphinx.config import Config
from sphinx.errors import ConfigError

from press import cover
from press.errors import BookError

TEMPLATE = """\
#let words = json("cover.json")
#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt)
#set document(title: words.title)
#words.title #words.subtitle #words.author #sys.inputs.form
#for row in words.rows [#row.born #row.name]
"""
SCHEMA = """\
[people]
title = "People"
[people.columns.name]
type = "text"
about = "Name"
[people.columns.born]
type = "date"
about = "Birth"
"""


def configured(folder: Path, **cover_setting: str) -> Config:
    (folder / "cover.typ").write_text(TEMPLATE, encoding="utf-8")
    (folder / "people.csv").write_text("name,born\nAda,1815-12-10\n", encoding="utf-8")
    (folder / "schema.toml").write_text(SCHEMA, encoding="utf-8")
    config = Config({"project": "Tiny", "author": "Nobody", "release": "1.0"})
    config.press_book = {"subtitle": "A test", "date": "2026-01-02"}
    config.press_print = {}
    config.press_cover = cover_setting
    return config


GOOD = {"template": "cover.typ", "data": "people.csv", "alt": "Words  on\npaper."}


def test_four_files_of_the_right_size(tmp_path: Path) -> None:
    files = cover.render(configured(tmp_path, **GOOD), tmp_path, tmp_path / "out")
    assert files is not None
    assert files.alt == "Words on paper."
    for path, size in ((files.png, cover.SCREEN), (files.card, cover.CARD)):
        assert struct.unpack(">II", path.read_bytes()[16:24]) == size
    assert files.pdf.read_bytes().startswith(b"%PDF-")
    assert 'width="432pt" height="648pt"' in files.svg.read_text(encoding="utf-8")


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    config = configured(tmp_path, **GOOD)
    made = []
    for name in ("one", "two"):
        cover.render(config, tmp_path, tmp_path / name)
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert made[0] == made[1]


def test_a_book_without_a_cover_has_none(tmp_path: Path) -> None:
    assert cover.render(configured(tmp_path), tmp_path, tmp_path / "out") is None
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"alt": ""}, "needs 'alt'"),
        ({"template": "no.typ"}, "no file"),
        ({"color": "red"}, "no key 'color'"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, setting: dict[str, str], words: str) -> None:
    config = configured(tmp_path, **(GOOD | setting))
    with pytest.raises(ConfigError, match=words):
        cover.render(config, tmp_path, tmp_path / "out")


def test_bad_templates_and_data_are_named(tmp_path: Path) -> None:
    config = configured(tmp_path, **GOOD)
    (tmp_path / "people.csv").write_text("name,born\nAda,long ago\n", encoding="utf-8")
    with pytest.raises(BookError, match=r"people\.csv:2: column 'born'"):
        cover.render(config, tmp_path, tmp_path / "out")
    config = configured(tmp_path, **GOOD)
    (tmp_path / "cover.typ").write_text("#nothing", encoding="utf-8")
    with pytest.raises(BookError, match=r"cover\.typ: .*nothing"):
        cover.render(config, tmp_path, tmp_path / "out")
    (tmp_path / "cover.typ").write_text("One\n#pagebreak()\nTwo", encoding="utf-8")
    with pytest.raises(BookError, match="one page"):
        cover.render(config, tmp_path, tmp_path / "out")
