"""The errors for input that no edition can be made from."""

from __future__ import annotations

from sphinx.errors import ConfigError, SphinxError


class BookError(SphinxError):
    """The book's sources are torn.  The message names file and line, one fault a line."""

    category = "Book error"


class PrintError(SphinxError):
    """Typst could not set the book, or what it made of it is of no use."""

    category = "Print edition"


class SettingError(ConfigError):
    """A setting that makes no sense: its name in ``conf.py``, and the key if it has keys.

    :mod:`press.settings` finds the line on which it stands.
    """

    def __init__(self, message: str, setting: str, key: str = "") -> None:
        self.setting = setting
        self.key = key
        name = f"{setting}[{key!r}]" if key else setting
        super().__init__(f"{name} {message}")
