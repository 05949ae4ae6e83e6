"""Faults of bibliographies: fields, names, keys, braces, strings, references, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.minibook import BIB

from . import Fault, lines_of
from .book import CONF

PLACE = "references.bib"
_LINE = CONF[: CONF.index("bibtex_bibfiles")].count("\n") + 1
CONF_PLACE = ("conf.py", range(_LINE, _LINE + 1), "bibtex_bibfiles")
#: The line on which an entry put behind the good ones begins.
NEXT = BIB.count("\n") + 2

TYPES = (
    "article", "book", "dataset", "inbook", "incollection", "inproceedings", "jurisdiction",
    "legislation", "mastersthesis", "misc", "phdthesis", "proceedings", "report", "software",
    "techreport",
)  # fmt: skip


def _fault(name: str, entry: str, about: str = "") -> Fault:
    text = f"{BIB}\n{entry}"
    # pybtex may see a brace that is missing only where the file ends.
    return Fault(name, {PLACE: text}, PLACE, lines_of(entry, NEXT), about)


def entry(kind: str = "misc", key: str = "x", **fields: str) -> str:
    """Return an entry; *fields* stand as they are given, braces included."""
    stated = {"title": "{A}", "author": "{Roe, Jo}", "year": "{2020}"} | fields
    lines = [f"  {name} = {value}," for name, value in stated.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def types() -> Iterator[Fault]:
    """Yield each type of entry without a title, torn, doubled, and misspelled."""
    for kind in TYPES:
        yield _fault(f"{kind} without a title", entry(kind, title=""), "title")
        yield _fault(f"{kind} torn", entry(kind).replace("{A},", "{A}"), "x")
        yield _fault(f"{kind} of a key that is taken", entry(kind, "yue2024"), "yue2024")
        wrong = kind[0] + kind[2:]
        yield _fault(f"{kind} misspelled as {wrong}", entry(wrong), wrong)


#: Fields that are stated wrongly: name, value, and what is said of it.
FIELDS = (
    ("year", "{MMXX}", "year"),
    ("year", "{20200}", "year"),
    ("year", "{202O}", "year"),
    ("year", "{}", "year"),
    ("month", "mai", "mai"),
    ("month", "{13}", "month"),
    ("month", "{0}", "month"),
    ("month", "{Febuary}", "month"),
    ("urldate", "{2020-02-30}", "urldate"),
    ("urldate", "{yesterday}", "urldate"),
    ("urldate", "{02/03/2020}", "urldate"),
    ("date", "{2020-13-01}", "date"),
    ("date", "{soon}", "date"),
    ("doi", "{tools}", "doi"),
    ("doi", "{11.1000/x}", "doi"),
    ("doi", "{10.1000}", "doi"),
    ("doi", "{10.1000/a b}", "doi"),
    ("doi", "{javascript:x()}", "doi"),
    ("url", "{example.org/x}", "url"),
    ("url", "{http//example.org}", "url"),
    ("url", "{htps://example.org}", "url"),
    ("url", "{https://}", "url"),
    ("url", "{https://example.org/a b}", "url"),
    ("url", "{ftp:example}", "url"),
    ("url", "{file:///etc/passwd}", "url"),
    ("url", "{/etc/passwd}", "url"),
    ("url", "{javascript:x()}", "url"),
    ("url", "{JavaScript:x()}", "url"),
    ("url", "{data:text/html,<b>x</b>}", "url"),
    ("url", "{https://example.org/\x01}", r"0001"),
    ("author", "{A, B, C, D}", "author"),
    ("author", "{}", "author"),
    ("author", "{Roe, Jo and}", "author"),
    ("author", "{and Roe, Jo}", "author"),
    ("author", "{Roe, Jo and and Poe, Di}", "author"),
    ("author", "{Roe, Jo; Poe, Di}", "author"),
    ("author", "{Roe, Jo, Poe, Di}", "author"),
    ("author", "{others}", "author"),
    ("author", "{Roe, Jo et al.}", "author"),
    ("editor", "{A, B, C, D}", "editor"),
    ("title", "{}", "title"),
    ("title", "{ }", "title"),
    ("title", r"{A \unknown{b} c}", "unknown"),
    ("title", r"{A $x^2$ b}", r"\$"),
    ("title", "{A <b>bold</b> title}", "<b>"),
    ("title", "{A\x00b}", "0000"),
    ("title", "{A\x07b}", "0007"),
    ("title", "{A\ufffdb}", "FFFD"),
    ("note", "{<script>x()</script>}", "<script>"),
    ("note", r"{See \url{javascript:x()}}", "javascript"),
    ("note", r"{See \href{javascript:x()}{there}}", "javascript|href"),
    ("note", r"{See \url{file:///etc/passwd}}", "file:"),
    ("note", r"{\input{/etc/passwd}}", "input"),
    ("note", r"{\write18{ls}}", "write"),
    ("eprint", "{24O1.00001}", "eprint"),
    ("eprint", "{javascript:x()}", "eprint"),
    ("archiveurl", "{web.archive.org/x}", "archiveurl"),
    ("archiveurl", "{javascript:x()}", "archiveurl"),
    ("archivedate", "{2020-02-30}", "archivedate"),
    ("pages", "{9--3}", "pages"),
    ("pages", "{--}", "pages"),
    ("crossref", "{nobody}", "nobody"),
    ("crossref", "{x}", "x"),
    ("journl", "{Tools}", "journl"),
    ("auhtor", "{Poe, Di}", "auhtor"),
    ("tilte", "{A}", "tilte"),
    ("pubisher", "{A}", "pubisher"),
    ("urldates", "{2020-01-01}", "urldates"),
)

WHOLE = (
    ("entry never closed", "@misc{x,\n  title = {A},\n", ""),
    ("field never closed", "@misc{x,\n  title = {A,\n}\n", ""),
    ("quotes never closed", '@misc{x,\n  title = "A,\n}\n', ""),
    ("brace too many", "@misc{x,\n  title = {A}},\n  year = {2020},\n}\n", ""),
    ("brace too few", "@misc{x,\n  title = {{A},\n  year = {2020},\n}\n", ""),
    ("comma forgotten", "@misc{x,\n  title = {A}\n  year = {2020},\n}\n", ""),
    ("equals sign forgotten", "@misc{x,\n  title {A},\n}\n", ""),
    ("equals sign twice", "@misc{x,\n  title == {A},\n}\n", ""),
    ("key forgotten", "@misc{\n  title = {A},\n}\n", ""),
    ("key empty", "@misc{,\n  title = {A},\n}\n", ""),
    ("key with a space", "@misc{a b,\n  title = {A},\n}\n", ""),
    ("key with a quotation mark", '@misc{a"b,\n  title = {A},\n}\n', ""),
    ("key with a backtick", "@misc{a`b,\n  title = {A},\n}\n", ""),
    ("key with a brace", "@misc{a{b,\n  title = {A},\n}\n", ""),
    ("key with a hash", "@misc{a#b,\n  title = {A},\n}\n", ""),
    ("key that differs in case alone", "@misc{YUE2024,\n  title = {A},\n}\n", "YUE2024"),
    ("two of one key", entry() + entry(), "x"),
    ("field twice", "@misc{x,\n  title = {A},\n  title = {B},\n}\n", "title"),
    ("field twice in another case", "@misc{x,\n  title = {A},\n  Title = {B},\n}\n", "[Tt]itle"),
    ("unknown string", "@misc{x,\n  title = {A},\n  journal = jot,\n}\n", "jot"),
    ("unknown string joined", '@misc{x,\n  title = "A " # jot,\n}\n', "jot"),
    ("torn string", '@string{jot = "Journal}\n', ""),
    ("string without a value", "@string{jot}\n", ""),
    ("string twice", '@string{jot = "A"}\n@string{jot = "B"}\n', "jot"),
    ("entry without fields", "@misc{x}\n", ""),
    ("entry in round brackets, torn", "@misc(x,\n  title = {A},\n}\n", ""),
    ("at sign alone", "@\n", ""),
    ("type forgotten", "@{x,\n  title = {A},\n}\n", ""),
    ("text between entries", "title = {A},\n", ""),
    ("entry without its at sign", "misc{x,\n  title = {A},\n}\n", ""),
    ("entry behind a comment sign", "% @misc{x, title = {A}\n", ""),
)


def faults() -> Iterator[Fault]:
    """Yield all faults of bibliographies."""
    yield from types()
    for name, value, about in FIELDS:
        extra = {"archiveprefix": "{arXiv}"} if name == "eprint" else {}
        yield _fault(f"{name} = {value!a}", entry(**{name: value}, **extra), about)
    for name, text, about in WHOLE:
        yield _fault(name, text, about)
    yield Fault("file that is missing", {"conf.py": _conf('"no.bib"')}, *CONF_PLACE)
    yield Fault("file that is a folder", {"conf.py": _conf('"book"')}, *CONF_PLACE)
    latin = BIB.replace("Tools}", "T\xf6\xf6ls}").encode("latin-1")
    yield Fault("file in Latin-1", {PLACE: latin}, PLACE, range(3, 4), "UTF-8")
    yield Fault("file in UTF-16", {PLACE: BIB.encode("utf-16")}, PLACE, range(1, 2), "UTF-8")
    yield Fault("file cut off", {PLACE: BIB[:-20]}, PLACE, range(10, 20))
    yield Fault("file of something else", {PLACE: "a,b\n1,2\n"}, PLACE, range(1, 3))


def _conf(files: str) -> str:
    return CONF.replace('["references.bib"]', f"[{files}]")
