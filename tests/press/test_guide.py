"""docs/press.md names each setting of the press, with its default, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import ConfigError

from press import cover, figures, metadata
from press.epub import options as epub_options
from press.epub.options import EpubOptions
from press.typst import options as print_options
from press.typst.options import PrintOptions
from tests.support.minibook import built, conf, write
from tests.support.published import ROOT

GUIDE = (ROOT / "docs" / "press.md").read_text(encoding="utf-8")

# MyST's and the theme's own use of what Sphinx will drop.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*\.app' is deprecated")


class Config:
    """A configuration in which one setting has an unknown key."""

    def __init__(self, setting: str) -> None:
        for name in ("press_book", "press_print", "press_epub", "press_cover", "press_figures"):
            setattr(self, name, {"unheard-of": 1} if name == setting else {})
        self.project, self.author, self.language, self.release = "A", "B", "en", "1"


def rows(heading: str) -> dict[str, list[str]]:
    """Return the cells of each row below *heading*, by the name in the first one."""
    section = re.split(r"^#+ ", GUIDE.partition(f"### {heading}\n")[2], flags=re.MULTILINE)[0]
    table = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
    return {name: rest.split(" | ") for name, rest in table}


def known(setting: str) -> set[str]:
    """Return the keys that the code knows: it names them when it meets another."""
    config: Any = Config(setting)
    read: dict[str, Callable[[], object]] = {
        "press_book": lambda: metadata.from_config(config),
        "press_print": lambda: print_options.from_config(config),
        "press_epub": lambda: epub_options.from_config(config, ROOT),
        "press_cover": lambda: cover._prepare(config, ROOT, ROOT),
        "press_figures": lambda: figures.from_config(config, ROOT),
    }
    with pytest.raises(ConfigError) as said:
        read[setting]()
    return set(str(said.value).partition("it knows ")[2].split(", "))


@pytest.mark.parametrize(
    "setting", ["press_book", "press_print", "press_epub", "press_cover", "press_figures"]
)
def test_it_names_each_key(setting: str) -> None:
    assert set(rows(f"`{setting}`")) == known(setting)


@pytest.mark.parametrize(
    ("setting", "options"), [("press_print", PrintOptions), ("press_epub", EpubOptions)]
)
def test_it_states_the_defaults(setting: str, options: Any) -> None:
    stated = {
        name: ast.literal_eval(cells[0].strip("`")) for name, cells in rows(f"`{setting}`").items()
    }
    usual = options()
    assert stated == {field.name: getattr(usual, field.name) for field in fields(usual)}


def test_it_names_each_setting(tmp_path: Path) -> None:
    whole = conf(more='extensions = ["myst_parser", "press"]')
    write(tmp_path, {"conf.py": whole, "index.md": "# Tiny\n"})
    with built(tmp_path, "dummy") as book:
        settings = {name for name in book.app.config.values if name.startswith("press_")}
    assert settings
    assert settings == set(re.findall(r"^(?:### |\| )`(press_\w+)`", GUIDE, re.MULTILINE))
