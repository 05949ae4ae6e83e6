"""Faults of ``conf.py``: names, types and values of settings, and the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import Fault
from .book import CONF

PLACE = "conf.py"
#: The lines on which the settings of the good book stand that faults change.
_LINES = CONF.splitlines()
#: Settings put behind the good ones begin on this line.
NEXT = len(_LINES) + 1

#: Each key of each dictionary, with values of a wrong type and of no sense.
KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "press_book": {
        "subtitle": ("1", "None", "['x']"),
        "description": ("1", "('a', 'b')"),
        "date": ("'soon'", "'2026-02-30'", "'23.11.2026'", "2026", "None", "'2026-11'",
                 "'20261123'", "'2026-W48-1'"),
        "identifier": ("'x'", "1", "'urn:isbn:9780000000000'", "'urn:uuid:123'",
                       "'4843d55a-a9a3-4348-a1db-97951c271cd3'"),
        "license": ("'CC BY 4.0'", "1", "'cc-by-4.0'", "'CC-BY-4'", "['CC-BY-4.0']"),
        "subjects": ("'Books'", "1", "[1]", "['']"),
    },
    "press_print": {
        "trim": ("'huge'", "'6 x 9'", "6", "'6by9'", "(6, 9)", "'0x9'", "'600x900'", "'6x9in'"),
        "size": ("'large'", "3", "99", "None", "'10.5'", "float('nan')", "True"),
        "family": ("1", "None"),
        "duplex": ("'yes'", "1", "None"),
        "justify": ("'no'", "0"),
        "recto": ("'yes'", "None"),
        "frontmatter": ("'preface'", "['nowhere']", "1", "[1]"),
        "backmatter": ("'back'", "['nowhere']", "None"),
        "parts": ("'yes'", "1"),
        "lists": ("'figures'", "['figures']"),
        "page_references": ("'no'", "2"),
        "urls": ("'none'", "True", "None", "'Footnote'"),
        "copyright_note": ("1", "['x']"),
        "font_paths": ("'fonts'", "['nowhere']", "1"),
        "standards": ("'ua-1'", "['ua-3']", "['PDF/UA-1']", "1"),
        "paper": ("'blue'", "1", "None"),
        "paper_thickness": ("'thin'", "1", "0", "True", "float('nan')"),
    },
    "press_epub": {
        "cover": ("'no.png'", "1", "'book/part.txt'", "'book/dot.png'"),
        "cover_alt": ("1",),
        "css": ("'book/style.css'", "['no.css']", "1", "['book/part.txt']"),
        "roles": ("['one']", "{'one': 'captain'}", "{'nowhere': 'preface'}", "'preface'",
                  "{1: 'preface'}"),
        "file_as": ("1",),
        "contributors": ("'Jo'", "[{'nme': 'Jo'}]", "['Jo']", "[{'role': 'edt'}]",
                         "[{'name': 'Jo', 'role': 'editor'}]", "[{'name': 1}]", "{'name': 'Jo'}"),
        "publisher": ("1", "None"),
        "source": ("1", "'example.org'", "'javascript:x()'"),
        "page_source": ("1",),
        "summary": ("1",),
        "conforms_to": ("'WCAG 2.2'", "1"),
        "certified_by": ("1",),
        "certifier_report": ("1", "'javascript:x()'"),
    },
    "press_cover": {
        "template": ("'no.typ'", "1", "'book/part.txt'"),
        "data": ("'no.csv'", "1"),
        "alt": ("''", "1"),
    },
    "press_figures": {
        "scripts": ("1", "'nowhere'", "None"),
        "data": ("1", "'nowhere'"),
    },
}  # fmt: skip

#: Settings beside those, with values that they must refuse.
PLAIN: dict[str, tuple[str, ...]] = {
    "press_book": ("1", "None", "['x']", "'A'"),
    "press_print": ("1", "[]", "'6x9'"),
    "press_epub": ("1", "'x'", "['x']"),
    "press_cover": ("1", "'cover.typ'", "{'alt': 'x'}", "{'template': 'book/part.txt'}"),
    "press_figures": ("1", "'figures'"),
    "press_claims_points": ("1", "'no.toml'", "None", "['points.toml']", "'book'"),
    "press_claims_subject": ("1", "None"),
    "press_claims_verdicts": ("'supported'", "()", "1", "('a', 'a')", "(1, 2)", "('',)"),
    "bibtex_bibfiles": ("'references.bib'", "['no.bib']", "1", "None"),
    "bibtex_default_style": ("'pres'", "1", "None"),
    "bibtex_reference_style": ("'pres'", "1"),
    "myst_enable_extensions": ("['deflists']", "'deflist'", "1"),
    "myst_heading_anchors": ("'x'", "9"),
    "myst_substitutions": ("1", "['a']"),
    "html_theme": ("'no_such_theme'", "1"),
    "html_static_path": ("['nowhere']",),
    "html_css_files": ("1",),
    "language": ("1", "'xx_YY_zz!'"),
    "project": ("1", "None", "''"),
    "author": ("1",),
    "release": ("1",),
    "exclude_patterns": ("1", "'data'"),
    "root_doc": ("'nowhere'", "1"),
    "extensions": ("['no_such_extension']", "1", "'press'", "['press', 'pres']",
                   "['myst_parser', 'press.nothing']"),
    "numfig": ("'yes'",),
    "numfig_format": ("{'figure': 1}", "'x'", "{'figure': 'Fig. %s of %s'}"),
    "source_suffix": ("1", "'md'"),
    "templates_path": ("['nowhere']",),
    "suppress_warnings": ("'press.alt'", "1"),
    "highlight_language": ("1",),
    "pygments_style": ("'nothing'",),
    "needs_sphinx": ("'99'", "1"),
    "today_fmt": ("1",),
}  # fmt: skip

#: Names that are nearly those of settings.
TYPOS = (
    "press_bok", "press_prnt", "press_ebup", "pres_book", "press_covers", "press_claim_points",
    "press_claims_verdict", "press_figure", "press_nothing", "Press_book", "bibtex_bibfile",
    "bibtex_defaultstyle", "myst_enable_extension", "html_themes", "extension", "exclude_pattern",
    "lanugage", "projects", "numfg", "nitpick", "html_static_paths", "relase", "copyrigth",
)  # fmt: skip

FILES = (
    ("bracket never closed", 'press_book = {"date": "2026-01-02"\n', range(NEXT, NEXT + 2)),
    ("string never closed", 'press_book = {"date: 1}\n', range(NEXT, NEXT + 1)),
    ("bad indentation", "  x = 1\n", range(NEXT, NEXT + 1)),
    ("name that is not defined", "x = nothing\n", range(NEXT, NEXT + 1)),
    ("module that is missing", "import no_such_module\n", range(NEXT, NEXT + 1)),
    ("division by zero", "x = 1 / 0\n", range(NEXT, NEXT + 1)),
    ("file that is missing", 'x = open("no.txt").read()\n', range(NEXT, NEXT + 1)),
    ("an exit", "raise SystemExit(0)\n", range(NEXT, NEXT + 1)),
    ("null byte", "x = '\0'\n", range(NEXT, NEXT + 1)),
    ("setup that fails", "def setup(app):\n    return 1 / 0\n", range(NEXT, NEXT + 2)),
    ("setup that is none", "setup = 1\n", range(NEXT, NEXT + 1)),
    ("conflict of versions", "<<<<<<< HEAD\n", range(NEXT, NEXT + 1)),
)


def _conf(text: str) -> dict[str, str | bytes]:
    return {PLACE: CONF + text}


def keys() -> Iterator[Fault]:
    """Yield each key of each dictionary misspelled, and with a bad value."""
    for setting, known in KEYS.items():
        for key, values in known.items():
            for value in values:
                about = rf"{setting}.*{key}"
                text = f"{setting} = {{\n    {_beside(setting, key)}\n    {key!r}: {value},\n}}\n"
                lines = range(NEXT, NEXT + 4)
                yield Fault(f"{setting}[{key!r}] = {value}", _conf(text), PLACE, lines, about)
            wrong = key[:-1] if key[-1] != "s" else key + "s"
            text = f"{setting} = {{\n    {wrong!r}: '',\n}}\n"
            about = rf"{setting}.*{wrong}.*{key}"
            lines = range(NEXT + 1, NEXT + 2)
            yield Fault(f"{setting}[{wrong!r}]", _conf(text), PLACE, lines, about)


def _beside(setting: str, key: str) -> str:
    """Return what a key of *setting* needs beside it to be at fault alone."""
    if setting == "press_cover":
        rest = {"template": "book/cover.typ", "alt": "A cover."}
        return ", ".join(f"{k!r}: {v!r}" for k, v in rest.items() if k != key) + ","
    return "" if key != "cover_alt" else "'cover': 'book/dot.png',"


def faults() -> Iterator[Fault]:
    """Yield all faults of settings."""
    yield from keys()
    for setting, values in PLAIN.items():
        for value in values:
            text = f"{setting} = {value}\n"
            lines = range(NEXT, NEXT + 1)
            # What others say may name the value alone, or the setting without its prefix.
            short = setting.partition("_")[2] or setting
            about = f"{setting}|{short}|{re.escape(value)}"
            yield Fault(f"{setting} = {value}", _conf(text), PLACE, lines, about)
    text = 'press_print = {"family": "No Such Typeface"}\n'
    lines = range(NEXT, NEXT + 1)
    yield Fault("typeface that is missing", _conf(text), PLACE, lines, "no such typeface")
    for typo in TYPOS:
        text = f'{typo} = "x"\n'
        yield Fault(f"{typo} = …", _conf(text), PLACE, range(NEXT, NEXT + 1), typo)
    for name, text, lines in FILES:
        yield Fault(f"conf.py: {name}", _conf(text), PLACE, lines)
    latin = CONF.encode() + 'x = "é"\n'.encode("latin-1")
    yield Fault("conf.py: Latin-1", {PLACE: latin}, PLACE, range(1, NEXT + 1))
    yield Fault("conf.py: UTF-16", {PLACE: CONF.encode("utf-16")}, PLACE, range(1, 2))
    without = CONF.replace(', "sphinxcontrib.bibtex"', "")
    yield Fault(
        "conf.py: without the bibliography's extension",
        {PLACE: without.replace("bibtex_", "# bibtex_")},
        "book/one.md",
        range(4, 5),
        "cite",
    )
    yield Fault(
        "conf.py: without MyST",
        {PLACE: CONF.replace('"myst_parser", ', "").replace("myst_", "# myst_")},
        PLACE,
        range(1, NEXT + 1),
    )
