"""Faults of data: tables of values, the schema that they are held to, points, and scripts."""

from __future__ import annotations

from collections.abc import Iterator

from . import Fault
from .book import CITIES, POINTS, SCHEMA, SCRIPT

DATA, SCHEMAS = "book/data/cities.csv", "book/data/schema.toml"
POINTS_FILE, SCRIPT_FILE = "book/data/points.toml", "book/figures/streets.py"
NAMES = ("city", "people", "streets", "founded", "size", "source")
GOOD = ("Cton", "2.5", "40", "1400-02-03", "small", "wolf2020")

#: For each column, cells that it must refuse.
CELLS = {
    "city": ("", " Cton", "Cton ", "C\0ton", "C\x07ton", "C\ufffdton", "C\u2028ton"),
    "people": ("x", "1,5", "1.5e3", "-1", "51", "NaN", "inf", "1.", ".5", "+1", "1 000", "１",
               "0x1", "1_0", " 1"),
    "streets": ("", "1.5", "x", "0", "-3", "1e3", "９", "1_0", "--1", "1,000"),
    "founded": ("", "1200-13", "1200-02-30", "1200-2-3", "03.02.1200", "999", "2027", "soon",
                "1200-05-04T00:00", "0000", "2026-12", "１２００"),
    "size": ("", "medium", "Small", "small large", "small,"),
    "source": ("", "nobody", "wolf2020 nobody", "wolf2020,yue2024", "WOLF2020",
               "wolf2020  yue2024", "wolf2020 wolf2020"),
}  # fmt: skip


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def cells() -> Iterator[Fault]:
    """Yield a row with one bad cell, for each type of column."""
    for column, values in CELLS.items():
        for value in values:
            row = [value if name == column else good
                   for name, good in zip(NAMES, GOOD, strict=True)]  # fmt: skip
            text = CITIES + ",".join(map(_quoted, row)) + "\n"
            yield Fault(f"{column}: {value!a}", {DATA: text}, DATA, range(4, 5), rf"{column}|U\+")


def files() -> Iterator[Fault]:
    """Yield data files that are torn as a whole."""
    head, *rows = CITIES.splitlines(keepends=True)
    row = ",".join(GOOD) + "\n"

    def one(name: str, content: str | bytes, lines: range, about: str = "") -> Fault:
        return Fault(name, {DATA: content}, DATA, lines, about)

    yield one("empty file", "", range(1, 2))
    yield one("header alone", head, range(1, 2), "no rows")
    yield one("no header", "".join(rows), range(1, 2))
    yield one("unknown column", head.replace("people", "persons") + rows[0], range(1, 2), "persons")
    yield one("column twice", head.replace("people", "city") + rows[0], range(1, 2))
    yield one("column too many", head.replace("\n", ",x\n") + rows[0], range(1, 2), "x")
    yield one("column too few", head.replace("city,", "") + rows[0], range(1, 2))
    yield one("columns in another order", "people,city" + head[11:] + rows[0], range(1, 2), "order")
    yield one("column with a space", head.replace("people", " people") + rows[0], range(1, 2))
    yield one("row too short", CITIES + "Cton,1\n", range(4, 5), "2 cells")
    yield one("row too long", CITIES + row.replace("\n", ",x\n"), range(4, 5), "7 cells")
    yield one("row that is blank", head + "\n" + "".join(rows), range(2, 3))
    yield one("rows that are the same", CITIES + rows[0], range(4, 5), "line 2")
    yield one("quotes never closed", CITIES + '"Cton,1\n', range(4, 6), "torn")
    yield one("quotes in a cell", CITIES + row.replace("Cton", 'C"to"n'), range(4, 5), '"')
    yield one("text behind quotes", CITIES + row.replace("Cton", '"Ct"on'), range(4, 5))
    yield one("semicolons for commas", CITIES.replace(",", ";"), range(1, 2))
    yield one("tabs for commas", CITIES.replace(",", "\t"), range(1, 2))
    yield one("Latin-1", CITIES.replace("Aton", "At\xf6n").encode("latin-1"), range(2, 3), "UTF-8")
    yield one("UTF-16", CITIES.encode("utf-16"), range(1, 2), "UTF-8")
    yield one("byte order mark twice", "\ufeff\ufeff" + CITIES, range(1, 2))
    yield one("conflict of versions", CITIES + "<<<<<<< HEAD\n" + row, range(4, 5))
    yield one("number of 5000 digits", CITIES + row.replace("40", "9" * 5000), range(4, 5))
    yield one("cell of 200 kB", CITIES + row.replace("Cton", "C" * 200_000), range(4, 5))


#: What is replaced in the schema, by what, and the lines that may be named.
SCHEMA_FAULTS = (
    ("torn", "[cities]", "[cities", range(1, 3), "torn"),
    ("table twice", "[cities.columns.city]", "[cities.columns.people]", range(4, 13), ""),
    ("no title", 'title = "Cities"\n', "", range(1, 3), "title"),
    ("title that is no text", 'title = "Cities"', "title = 1", range(1, 3), "title"),
    ("title that is empty", 'title = "Cities"', 'title = ""', range(1, 3), "title"),
    ("unknown field of a table", 'title = "Cities"', 'title = "C"\ntitel = "C"', range(1, 4),
     "titel"),
    ("unknown type", 'type = "text"', 'type = "string"', range(4, 7), "type"),
    ("no type", 'type = "text"\n', "", range(4, 7), "type"),
    ("type that is no text", 'type = "text"', "type = 1", range(4, 7), "type"),
    ("type in a list", 'type = "text"', 'type = ["text"]', range(4, 7), "type"),
    ("no meaning", 'about = "Name of the city"\n', "", range(4, 7), "about"),
    ("meaning that is no text", 'about = "Name of the city"', "about = 1", range(4, 7), "about"),
    ("unknown field", 'about = "Name of the city"', 'about = "N"\nunits = "x"', range(4, 8),
     "units"),
    ("unit that is no text", 'unit = "million people"', "unit = 1", range(8, 15), "unit"),
    ("label that is no text", 'about = "Name of the city"', 'about = "N"\nlabel = 1', range(4, 8),
     "label"),
    ("bound that is text", "min = 0", 'min = "none"', range(8, 15), "min"),
    ("bound that is a list", "min = 0", "min = [0]", range(8, 15), "min"),
    ("bound that is yes or no", "min = 0", "min = true", range(8, 15), "min"),
    ("bounds that cross", "min = 0", "min = 90", range(8, 15), "min"),
    ("bound of a text", 'about = "Name of the city"', 'about = "N"\nmin = 1', range(4, 8), "min"),
    ("bound that is no date", 'min = "1000"', 'min = "long ago"', range(21, 27), "min"),
    ("bound that is a TOML date", 'min = "1000"', "min = 1000-13-01", range(21, 27), ""),
    ("optional that is text", "optional = true", 'optional = "yes"', range(8, 15), "optional"),
    ("choices that are no list", 'choices = ["small", "large"]', 'choices = "small"',
     range(27, 32), "choices"),
    ("choices that are numbers", 'choices = ["small", "large"]', "choices = [1, 2]",
     range(27, 32), "choices"),
    ("choices that are none", 'choices = ["small", "large"]', "choices = []", range(27, 32),
     "choices"),
    ("choice twice", 'choices = ["small", "large"]', 'choices = ["small", "small", "large"]',
     range(27, 32), "choices"),
    ("choice with a space", 'choices = ["small", "large"]', 'choices = ["small ", "large"]',
     range(27, 32), "choices"),
    ("choices of a text", 'about = "Name of the city"', 'about = "N"\nchoices = ["a"]',
     range(4, 8), "choices"),
    ("column that is no table", "[cities.columns.city]\n", "[cities.columns]\ncity = 1\n[x]\n",
     range(1, 9), ""),
    ("data set that is no table", "[cities]", "towns = 1\n[cities]", range(1, 3), "towns"),
    ("columns that are no table", '[cities]\ntitle = "Cities"',
     '[towns]\ntitle = "T"\ncolumns = 1\n[cities]\ntitle = "Cities"', range(1, 4), "towns"),
    ("control character", "Name of the city", "Name\x07of", range(4, 7), ""),
    ("lost character", "Name of the city", "Name \ufffd of", range(4, 7), "FFFD"),
    ("other data set", "cities", "towns", range(1, 99), "cities"),
)  # fmt: skip


def schemas() -> Iterator[Fault]:
    """Yield schemas that are torn or say what makes no sense."""
    for name, old, new, lines, about in SCHEMA_FAULTS:
        assert old in SCHEMA, name
        place = DATA if name == "other data set" else SCHEMAS
        text = SCHEMA.replace(old, new, -1 if name == "other data set" else 1)
        yield Fault(f"schema: {name}", {SCHEMAS: text}, place, lines, about)
    latin = SCHEMA.replace("Population", "Pop\xf6lation").encode("latin-1")
    yield Fault("schema: Latin-1", {SCHEMAS: latin}, SCHEMAS, range(8, 15), "UTF-8")
    yield Fault("schema: empty", {SCHEMAS: ""}, DATA, range(1, 2), "cities")


POINT_FAULTS = (
    ("torn", 'id = "R1"', "id = R1", range(1, 4), "torn"),
    ("no id", 'id = "R1"\n', "", range(1, 4), "id"),
    ("empty id", 'id = "R1"', 'id = ""', range(1, 4), "id"),
    ("id that is no text", 'id = "R1"', "id = 1", range(1, 4), "id"),
    ("id with a space", 'id = "R1"', 'id = "R 1"', range(1, 4), "id"),
    ("id twice", 'id = "R2"', 'id = "R1"', range(6, 10), "R1"),
    ("id twice in another case", 'id = "R2"', 'id = "r1"', range(6, 10), "r1"),
    ("no chapter", 'chapter = "claims"\n', "", range(1, 4), "chapter"),
    ("chapter that is not there", 'chapter = "claims"', 'chapter = "clams"', range(1, 5), "clams"),
    ("nothing said", 'says = "Many hands help."\n', "", range(1, 4), "says"),
    ("unknown field", 'id = "R1"', 'id = "R1"\nsay = "x"', range(1, 6), "say"),
    ("unknown table", "[[point]]", "[[points]]", range(1, 4), "points"),
    ("table for a list", "[[point]]\n", "[point]\n", range(1, 9), ""),
    ("point that no claim answers", 'id = "R1"', 'id = "R7"', range(1, 5), "R7"),
    ("lost character", "Many hands", "Many \ufffd hands", range(1, 5), "FFFD"),
    ("control character", "Many hands", "Many \x07 hands", range(1, 5), ""),
    ("key outside of a point", "[[point]]", "x = 1\n[[point]]", range(1, 3), "x"),
)


def points() -> Iterator[Fault]:
    """Yield points that are torn or say what makes no sense."""
    for name, old, new, lines, about in POINT_FAULTS:
        assert old in POINTS, name
        text = POINTS.replace(old, new, 1)
        yield Fault(f"points: {name}", {POINTS_FILE: text}, POINTS_FILE, lines, about)
    empty = {POINTS_FILE: ""}
    yield Fault("points: empty", empty, POINTS_FILE, range(1, 2))
    latin = POINTS.replace("hands", "h\xe4nds").encode("latin-1")
    yield Fault("points: Latin-1", {POINTS_FILE: latin}, POINTS_FILE, range(4, 5), "UTF-8")


SCRIPT_FAULTS = (
    ("syntax error", "def draw(cities):", "def draw(cities)", range(4, 5), ""),
    ("no draw", "def draw", "def drew", range(1, 9), "draw"),
    ("wrong arguments", "draw(cities)", "draw()", range(1, 9), ""),
    ("another column", 'row["streets"]', 'row["roads"]', range(4, 9), "roads"),
    ("wrong type", "    return figure", "    return cities", range(1, 9), "matplotlib figure"),
    ("no return", "    return figure\n", "", range(1, 9), "matplotlib figure"),
    ("module that is missing", "from matplotlib.figure", "import nothing\nfrom matplotlib.figure",
     range(1, 2), "nothing"),
    ("division by zero", "return figure", "return 1 / 0", range(4, 9), "division"),
    ("an exit", "return figure", "raise SystemExit", range(4, 9), "SystemExit"),
    ("null byte", "return figure", "return '\0'", range(1, 9), ""),
    ("font that is missing", "    return", "    figure.text(0, 0, 'x', font='No Such')\n    return",
     range(4, 9), "No Such"),
)  # fmt: skip


def scripts() -> Iterator[Fault]:
    """Yield scripts of figures that fail."""
    for name, old, new, lines, about in SCRIPT_FAULTS:
        assert old in SCRIPT, name
        text = SCRIPT.replace(old, new, 1)
        yield Fault(f"script: {name}", {SCRIPT_FILE: text}, SCRIPT_FILE, lines, about)
    latin = SCRIPT.encode() + b"# \xe9\n"
    yield Fault("script: Latin-1", {SCRIPT_FILE: latin}, SCRIPT_FILE, range(8, 10), "UTF-8|utf-8")


def faults() -> Iterator[Fault]:
    """Yield all faults of data."""
    yield from cells()
    yield from files()
    yield from schemas()
    yield from points()
    yield from scripts()
