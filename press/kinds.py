"""What the value of a setting may be: its type, checked key by key.

``conf.py`` is Python, so that a setting can be anything at all: a text where a list of
texts is meant is taken for a list of letters, "no" is true.  A dictionary of settings
names the :class:`Kind` of each of its keys, and :func:`checked` holds it to that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import characters
from .errors import SettingError


@dataclass(frozen=True)
class Kind:
    """A kind of value: what it is called in a message, and how it is told."""

    name: str
    holds: Callable[[Any], bool]

    def check(self, value: Any, setting: str, key: str = "") -> None:
        """Raise :class:`~press.errors.SettingError` unless *value* is of this kind."""
        if not self.holds(value):
            raise SettingError(f"is not {self.name}: {value!r}", setting, key)
        for text in [value] if isinstance(value, str) else value if _are_texts(value) else ():
            for _line, what in characters.refused(text):
                raise SettingError(f"has a bad character: {what}", setting, key)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(_is_text(v) and v.strip() for v in value)


def _is_number(value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value)


TEXT = Kind("a text", _is_text)
TEXTS = Kind("a list of texts", _are_texts)
NUMBER = Kind("a number", _is_number)
NUMBER_OR_NONE = Kind("a number or None", lambda value: value is None or _is_number(value))
YES_NO = Kind("True or False", lambda value: isinstance(value, bool))
YES_NO_OR_NONE = Kind("True, False or None", lambda v: v is None or isinstance(v, bool))
TEXT_BY_NAME = Kind(
    "a dictionary of texts",
    lambda value: (
        isinstance(value, dict) and all(map(_is_text, value)) and all(map(_is_text, value.values()))
    ),
)
RECORDS = Kind(
    "a list of dictionaries",
    lambda value: isinstance(value, (list, tuple)) and all(isinstance(v, dict) for v in value),
)
DICTIONARY = Kind("a dictionary", lambda value: isinstance(value, dict))


def checked(setting: str, stated: Any, known: Mapping[str, Kind]) -> dict[str, Any]:
    """Return the dictionary *stated* as *setting*, each key known and of its kind.

    Lists come as tuples.  Raises :class:`~press.errors.SettingError` for the first fault.
    """
    DICTIONARY.check(stated, setting)
    for key, value in stated.items():
        if key not in known:
            error = SettingError(
                f"has no key {key!r}; it knows {', '.join(sorted(known))}", setting
            )
            error.key = str(key)  # where it stands; the message is about the whole
            raise error
        known[key].check(value, setting, key)
    return {k: tuple(v) if isinstance(v, list) else v for k, v in stated.items()}
