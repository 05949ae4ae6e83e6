"""Places: the lines of ``conf.py``, and file and line for messages that name none."""

from __future__ import annotations

import ast
import logging as python_logging
import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.util import logging


class Source:
    """The text of a ``conf.py``, for its line numbers; nothing in it is run."""

    def __init__(self, confdir: Path) -> None:
        self.path = confdir / "conf.py"
        try:
            self._tree = ast.parse(self.path.read_bytes())
        except (OSError, SyntaxError, ValueError):  # Sphinx reports what cannot be read
            self._tree = ast.Module([], [])

    def assignments(self) -> Iterator[tuple[str, ast.stmt, ast.expr]]:
        """Yield each name that is given a value, with its statement and the value."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        yield target.id, node, node.value
            elif (
                isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
            ):
                yield node.target.id, node, node.value

    def line_of(self, setting: str, key: str = "") -> int:
        """Return the line on which *setting*, or its *key*, is stated last; 1 if none is."""
        line = 1
        for name, statement, value in self.assignments():
            if name == setting:
                line = statement.lineno
                for part in value.keys if isinstance(value, ast.Dict) else ():
                    if key and isinstance(part, ast.Constant) and part.value == key:
                        line = part.lineno
        return line

    def place(self, setting: str, key: str = "") -> str:
        """Return file and line of *setting*."""
        return f"{self.path}:{self.line_of(setting, key)}"

    def used(self) -> set[str]:
        """Return the names whose values ``conf.py`` makes use of, or that it imports."""
        found = set()
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.alias):
                found.add((node.asname or node.name).partition(".")[0])
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found.add(node.name)
        return found

    def quoted(self, message: str) -> tuple[str, int]:
        """Return the setting that *message* is about, and its line; ("", 0) if it tells none.

        Sphinx and its extensions say "The config value `x' has …", "'enable_extensions' must
        be …" (of ``myst_enable_extensions``) or "no theme named 'x' found".
        """
        words = {word.casefold() for word in re.findall(r"[`'\"]([^`'\"]+)['\"]", message)}
        found = [("", 0)]
        for name, statement, value in self.assignments():
            _, _, rest = name.partition("_")
            named = name in words or rest in words or ("_" in name and name in message)
            lines = [statement.lineno] if named else []
            for node in ast.walk(value):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and (
                    text.casefold() in words or (len(text) > 5 and text in message)
                ):
                    lines.append(getattr(node, "lineno", 0))
            found += [(name, line) for line in lines]
        return max(found, key=lambda place: place[1])


class _Placed(python_logging.Filter):
    """Gives file and line to messages that have none.

    To those about a setting, the setting's; to those about a document, the line that
    first names what the message ends on, or its first line.
    """

    def __init__(self, confdir: Path) -> None:
        super().__init__()
        self._source = Source(confdir)

    def filter(self, record: python_logging.LogRecord) -> bool:
        if record.levelno >= python_logging.WARNING:
            place = getattr(record, "location", None)
            if isinstance(place, str):
                record.location = self._line_of(place, record.getMessage())
            elif not place and getattr(record, "subtype", "") not in _PLACELESS:
                _name, line = self._source.quoted(record.getMessage())
                record.location = f"{self._source.path}:{line}" if line else None
        return True

    @staticmethod
    def _line_of(place: str, message: str) -> str:
        """Return *place* with a line, and with the document's own suffix."""
        # Sphinx adds a suffix to the name of a file, in a message of its highlighter.
        doubled = re.fullmatch(r"(.+)\.(?:rst|md)(:\d+)", place)
        if doubled and Path(doubled[1]).is_file():
            return doubled[1] + doubled[2]
        file = Path(place.rstrip(":"))
        if not file.is_file():
            return place
        ending = re.sub(r" \[[\w.]+\]$", "", message).rpartition(": ")[2].strip("'\"")
        text = file.read_text(encoding="utf-8", errors="replace") if ": " in message else ""
        return f"{file}:{text.count(chr(10), 0, max(text.find(ending), 0)) + 1}"


#: Messages of the press that are about the whole book.
_PLACELESS = ("alt", "font")


def place_messages(confdir: Path) -> None:
    """Give messages their place from now on."""
    for handler in python_logging.getLogger(logging.NAMESPACE).handlers:
        handler.filters = [f for f in handler.filters if not isinstance(f, _Placed)]
        handler.addFilter(_Placed(confdir))  # behind Sphinx's, which make texts of places
