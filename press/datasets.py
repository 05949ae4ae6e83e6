"""Data sets: CSV files whose every cell is checked against a schema before use.

A folder of data holds one CSV file (RFC 4180, UTF-8, a header row) for each data set and
one ``schema.toml`` that says what each column holds::

    [cities]
    title = "Cities by population"

    [cities.columns.city]
    type = "text"
    about = "Name of the city"

    [cities.columns.people]
    type = "number"
    unit = "million people"
    min = 0
    about = "Population in 2020"
    optional = true

Types are ``text``, ``number``, ``integer``, ``date`` (a day, month or year of ISO 8601:
"2024-07-23", "2024-07", "2024"), ``choice`` (one of ``choices``) and ``key`` (keys of the
bibliography, parted by spaces).  ``min`` and ``max`` bound numbers and dates.  A cell may
be empty only where the column is ``optional``; empty means *not known*, never zero.

Anything else is a :class:`DataError`, which stops the build and names file and line.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from . import characters
from .errors import BookError
from .utf8 import NotUtf8Error, read_utf8

SCHEMA = "schema.toml"
TYPES = ("text", "number", "integer", "date", "choice", "key")
_COLUMN_FIELDS = {"type", "about", "unit", "min", "max", "choices", "optional", "label"}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

#: A quotation mark that neither opens nor ends a cell, nor is doubled (RFC 4180, 2.5 to 2.7).
_STRAY_QUOTE = re.compile(r'[^,\r\n"]"[^,\r\n"]')


class DataError(BookError):
    """A data file that is torn or says what its schema does not allow."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class When:
    """A date that may be known to the month or the year only; ``text`` is as written."""

    text: str
    first: datetime.date
    last: datetime.date

    @classmethod
    def parse(cls, text: str) -> When:
        """Return the date that *text* states; raises ValueError if it states none."""
        found = _DATE.fullmatch(text)
        if not found:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        first = datetime.date(year, month or 1, day or 1)
        if day:
            return cls(text, first, first)
        after = (
            datetime.date(year + 1, 1, 1)
            if month in (None, 12)
            else first.replace(month=first.month + 1)
        )
        return cls(text, first, after - datetime.timedelta(days=1))

    @property
    def middle(self) -> datetime.date:
        """The day in the middle of what is known: where a mark is drawn."""
        return self.first + (self.last - self.first) / 2


@dataclass(frozen=True)
class Column:
    """What one column holds; see the module's text for the meaning of each field."""

    name: str
    type: str
    about: str
    unit: str = ""
    min: object = None
    max: object = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    label: str = ""

    @property
    def heading(self) -> str:
        """The column's name for readers."""
        return self.label or self.name.replace("_", " ").capitalize()

    def values(self) -> str:
        """Return what a cell may hold, in words for a data dictionary."""
        words = {"key": "keys of the bibliography", "date": "day, month or year"}
        said = self.unit or words.get(self.type, self.type)
        if self.choices:
            said = ", ".join(self.choices)
        return said + ("; empty if not known" if self.optional else "")


@dataclass(frozen=True)
class Row(Mapping[str, Any]):
    """One row: typed values by column (None is not known), ``line`` in the file."""

    line: int
    cells: Mapping[str, Any]
    texts: Mapping[str, str]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(frozen=True)
class Dataset:
    """A data set, read and checked."""

    name: str
    path: Path
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Column:
        """Return the column called *name*; raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def one(self, **wanted: object) -> Row:
        """Return the only row with the cells *wanted*; raises LookupError otherwise."""
        found = [r for r in self if all(r[name] == value for name, value in wanted.items())]
        if len(found) != 1:
            raise LookupError(f"{self.path.name} has {len(found)} rows with {wanted}")
        return found[0]


# -- the schema ------------------------------------------------------------------------------


def _text_of(path: Path) -> str:
    """Return the text of *path*; what is wrong with the file is a DataError."""
    try:
        text = read_utf8(path)
    except NotUtf8Error as error:
        raise DataError(path, error.line, str(error)) from None
    except OSError as error:
        raise DataError(path, 1, f"cannot read the file: {error.strerror}") from None
    for line, what in characters.refused(text):
        raise DataError(path, line, what)
    return text


def _line_of(text: str, table: str, otherwise: int = 1) -> int:
    """Return the line on which the TOML *table* is opened or stated, or *otherwise*."""
    name = re.escape(table)
    last = re.escape(table.rpartition(".")[2])
    opened = re.search(rf"^[ \t]*(?:\[{name}\]|{last}[ \t]*=)", text, re.MULTILINE)
    return text.count("\n", 0, opened.start()) + 1 if opened else otherwise


def load_schema(folder: Path) -> dict[str, tuple[str, tuple[Column, ...]]]:
    """Return title and columns of each data set that the schema in *folder* knows."""
    path = folder / SCHEMA
    text = _text_of(path)
    try:
        stated = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:  # a date may be none, too
        place = re.search(r"\(at line (\d+)", str(error))
        raise DataError(path, int(place[1]) if place else 1, f"torn TOML: {error}") from None
    known = {}
    for name, table in stated.items():
        line = _line_of(text, name)
        if not isinstance(table, dict):
            raise DataError(path, line, f"{name} is no table of title and columns")
        if unknown := unknown_of(table, {"title", "columns"}):
            raise DataError(path, line, f"{name} has a title and columns, no {unknown!r}")
        title, stated_columns = table.get("title"), table.get("columns")
        if not isinstance(title, str) or not title.strip() or not stated_columns:
            raise DataError(path, line, f"{name} needs a title and columns")
        if not isinstance(stated_columns, dict):
            raise DataError(path, line, f"{name}: the columns are no tables")
        columns = tuple(
            _column(path, _line_of(text, f"{name}.columns.{column}", line), column, fields)
            for column, fields in stated_columns.items()
        )
        known[name] = (title, columns)
    return known


def unknown_of(table: Mapping[str, Any], known: Collection[str]) -> str:
    """Return a key of *table* that is not *known*, or ""."""
    return next(iter(sorted(set(table) - set(known))), "")


def _column(path: Path, line: int, name: str, fields: Any) -> Column:
    """Return the column that *fields* of the schema describe."""

    def fault(message: str) -> DataError:
        return DataError(path, line, f"column {name}: {message}")

    if not isinstance(fields, dict):
        raise fault("this is no table")
    if unknown := unknown_of(fields, _COLUMN_FIELDS):
        raise fault(f"no field {unknown!r}")
    kind, choices = fields.get("type"), fields.get("choices", [])
    if kind not in TYPES:
        raise fault(f"the type is one of {', '.join(TYPES)}")
    for field in ("about", "unit", "label"):
        if not isinstance(fields.get(field, ""), str):
            raise fault(f"{field!r} is a text")
    if not fields.get("about", "").strip():
        raise fault("'about' says what it holds")
    if not isinstance(fields.get("optional", False), bool):
        raise fault("'optional' is true or false")
    if (kind == "choice") != bool(choices):
        raise fault("'choices' belong to the type 'choice'")
    plain = isinstance(choices, list) and all(
        isinstance(c, str) and c == c.strip() for c in choices
    )
    if not plain or "" in choices or len(set(choices)) < len(choices):
        raise fault("'choices' are texts, each once, without spaces around them")
    column = Column(name=name, **{**fields, "choices": tuple(choices)})
    if message := _bad_bounds(column):
        raise fault(message)
    return column


def _bad_bounds(column: Column) -> str:
    """Return what is wrong with the bounds of *column*, or ""."""
    stated = [bound for bound in (column.min, column.max) if bound is not None]
    if stated and column.type not in ("number", "integer", "date"):
        return "'min' and 'max' bound numbers and dates"
    if column.type == "date":
        try:
            ends = [When.parse(str(bound)).first for bound in stated]
        except ValueError:
            return "'min' and 'max' are dates like 2024-07-23, 2024-07 or 2024"
        crossed = ends != sorted(ends)
    else:
        numbers = [b for b in stated if isinstance(b, (int, float)) and not isinstance(b, bool)]
        if len(numbers) < len(stated):
            return "'min' and 'max' are numbers"
        crossed = numbers != sorted(numbers)
    return "'min' is greater than 'max'" if crossed else ""


# -- the data ----------------------------------------------------------------------------------


def load(path: Path, keys: Collection[str] | None = None) -> Dataset:
    """Return the data set in the CSV file *path*, checked against the schema beside it.

    *keys* are the keys that the bibliography has; None leaves them unchecked.
    """
    text = _text_of(path)
    schema = load_schema(path.parent)
    if path.stem not in schema:
        raise DataError(path, 1, f"{SCHEMA} does not describe {path.stem!r}")
    title, columns = schema[path.stem]
    if stray := _STRAY_QUOTE.search(text):
        line = text.count("\n", 0, stray.start() + 1) + 1
        raise DataError(path, line, 'a " within a cell: put the cell in quotes, and double it')
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for number, cells in enumerate(lines):
            line, start = start, lines.line_num + 1  # a quoted cell may run over lines
            if number == 0:
                _check_header(path, cells, columns)
            else:
                rows.append(_row(path, line, cells, columns, keys))
    except csv.Error as error:
        raise DataError(path, lines.line_num, f"torn CSV: {error}") from None
    if not rows:
        raise DataError(path, 1, "the file has no rows")
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        earlier = first.setdefault(tuple(row.texts.values()), row.line)
        if earlier != row.line:
            raise DataError(path, row.line, f"the row stands on line {earlier} already")
    return Dataset(path.stem, path, title, columns, tuple(rows))


def _check_header(path: Path, header: list[str], columns: tuple[Column, ...]) -> None:
    """Raise DataError unless *header* names the schema's *columns* in their order."""
    names = [column.name for column in columns]
    if unknown := [name for name in header if name not in names]:
        raise DataError(
            path, 1, f"unknown column {unknown[0]!r}; {SCHEMA} knows {', '.join(names)}"
        )
    if header != names:
        raise DataError(path, 1, f"the columns must be {', '.join(names)}, in this order")


def _row(
    path: Path,
    line: int,
    cells: list[str],
    columns: tuple[Column, ...],
    keys: Collection[str] | None,
) -> Row:
    """Return one row, its cells as values."""
    if len(cells) != len(columns):
        raise DataError(path, line, f"{len(cells)} cells in a row of {len(columns)} columns")
    values: dict[str, Any] = {}
    for column, text in zip(columns, cells, strict=True):
        try:
            values[column.name] = _value(column, text, keys)
        except ValueError as error:
            raise DataError(path, line, f"column {column.name!r}: {error}") from None
    return Row(line, values, {c.name: text for c, text in zip(columns, cells, strict=True)})


def _value(column: Column, text: str, keys: Collection[str] | None) -> Any:
    """Return the value that *text* states; raises ValueError with what is wrong."""
    if text != text.strip():
        raise ValueError(f"spaces around {text.strip()!r}")
    if not text:
        if column.optional:
            return None
        raise ValueError("empty, but not optional")
    if column.type == "choice" and text not in column.choices:
        raise ValueError(f"{text!r} is not one of {', '.join(column.choices)}")
    if column.type == "key":
        named = tuple(text.split(" "))
        if "" in named or len(set(named)) < len(named):
            raise ValueError(f"keys are parted by one space, and stand once: {text!r}")
        if keys is not None and (missing := [key for key in named if key not in keys]):
            raise ValueError(f"the bibliography has no {missing[0]!r}")
        return named
    if column.type in ("number", "integer"):
        return _number(column, text)
    if column.type == "date":
        return _date(column, text)
    return text


def _number(column: Column, text: str) -> float | int:
    """Return the number that *text* states, within the column's bounds."""
    pattern = r"-?[0-9]+" if column.type == "integer" else r"-?[0-9]+(\.[0-9]+)?"
    if not re.fullmatch(pattern, text):
        raise ValueError(f"{text!r} is not a plain {column.type}")
    value = int(text) if column.type == "integer" else float(text)
    low, high = cast("float | None", column.min), cast("float | None", column.max)
    if (low is not None and value < low) or (high is not None and value > high):
        raise ValueError(f"{text} is out of the range {low} to {high}")
    return value


def _date(column: Column, text: str) -> When:
    """Return the date that *text* states, within the column's bounds."""
    try:
        when = When.parse(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date like 2024-07-23, 2024-07 or 2024") from None
    for bound, outside in ((column.min, when.first), (column.max, when.last)):
        if bound is None:
            continue
        limit = When.parse(str(bound))
        if outside < limit.first if bound is column.min else outside > limit.last:
            raise ValueError(f"{text} is out of the range {column.min} to {column.max}")
    return when
